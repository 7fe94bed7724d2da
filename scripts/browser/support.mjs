// What the browser tests share: a service on a data directory of its own, a browser with a profile of its own, checks.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const here = path.dirname(fileURLToPath(import.meta.url));
export const root = process.env.ONEFOLD_ROOT ?? path.resolve(here, "../..");
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const WAIT_MS = 60_000;
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

function binary() {
  const program = process.env.ONEFOLD_BINARY;
  if (!program) throw new Error("ONEFOLD_BINARY names no program");
  return program;
}

export function scratch() {
  return mkdtempSync(path.join(tmpdir(), "onefold-browser-"));
}

/** Trains, evaluates and applies a transform on bundled data. */
export function fillWithDemo(dataDir) {
  const done = spawnSync(binary(), ["demo", "--once", "--data-dir", dataDir, "--listen", "127.0.0.1:0"], { encoding: "utf8" });
  assert.equal(done.status, 0, done.stderr);
}

/** Adds runs to a transform of a service that is down. */
export function seedRuns(dataDir, count) {
  const done = spawnSync("python3", [path.join(here, "seed_runs.py"), path.join(dataDir, "metadata.sqlite"), String(count)], {
    encoding: "utf8",
  });
  assert.equal(done.status, 0, done.stderr);
}

/** Starts the service; gives its address, the link of the console, and functions that end it. */
export async function startService(dataDir, more = [], listen = "127.0.0.1:0") {
  return start(["serve", "--data-dir", dataDir, "--listen", listen, ...more]);
}

/** The labeling page of one file, as `onefold label` shows it. */
export async function startLabeling(file) {
  return start(["label", file]);
}

async function start(command) {
  const child = spawn(binary(), command, { stdio: ["ignore", "ignore", "pipe"] });
  let text = "";
  const link = await new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`the service does not start: ${text}`)), WAIT_MS);
    child.stderr.on("data", (chunk) => {
      text += chunk;
      const found = text.match(/http:\S+\/console\/enter\?token=\w+/);
      if (found) {
        clearTimeout(late);
        resolve(found[0]);
      }
    });
    child.on("exit", (code) => reject(new Error(`the service ended with ${code}: ${text}`)));
  });
  const end = (signal) =>
    new Promise((resolve) => {
      child.removeAllListeners("exit");
      child.on("exit", resolve);
      child.kill(signal);
    });
  return { link, origin: new URL(link).origin, stop: () => end("SIGTERM"), kill: () => end("SIGKILL"), log: () => text };
}

/** A browser with a fresh profile. */
export async function launch() {
  return chromium.launch({ executablePath: process.env.ONEFOLD_CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
}

/** Signs a new person in; collects everything a page does wrong. */
export async function enter(browser, service, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 860 }, ...options });
  const page = await context.newPage();
  const wrong = [];
  page.on("dialog", (dialog) => {
    wrong.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on("pageerror", (error) => wrong.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" && !/status of (4|5)\d\d/.test(message.text())) wrong.push(`console: ${message.text()}`);
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(service.origin) && !request.url().startsWith("data:")) wrong.push(`loads ${request.url()}`);
  });
  await page.goto(service.link);
  if (options.javaScriptEnabled === false) await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => url.pathname.startsWith("/console") && !url.pathname.endsWith("/enter"));
  return { context, page, wrong };
}

/** Waits for the run on the page to end; gives its status in words. */
export async function runEnds(page) {
  const badge = page.locator(".head .badge");
  await badge.filter({ hasText: /Succeeded|Failed|Stopped|Timed out/ }).waitFor({ timeout: WAIT_MS });
  return badge.innerText();
}

/** Uploads a file from the start page; shows its columns, and then, unless it is to stay there, its transform. */
export async function upload(page, service, file, isToStay = false) {
  await page.goto(`${service.origin}/console`);
  await page.locator("input[type=file]").setInputFiles(file);
  await page.getByRole("button", { name: "Upload" }).click();
  await page.waitForURL(/transforms\/tfm-|upload/);
  const [transform] = page.url().match(/.*\/transforms\/tfm-[0-9a-f]+/) ?? [];
  if (transform && !isToStay) await page.goto(transform);
}

/** The serious problems that axe finds on the page, in words. */
export async function accessibilityFaults(page) {
  // The policy of the pages forbids foreign script, so it comes through the protocol.
  await page.evaluate(readFileSync(AXE, "utf8"));
  return page.evaluate(async () => {
    const { violations } = await axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] });
    return violations
      .filter((fault) => ["serious", "critical"].includes(fault.impact))
      .flatMap((fault) => fault.nodes.map((node) => `${fault.id}: ${node.target.join(" ")}: ${node.failureSummary}`));
  });
}

/** The charts of a page with text that lies outside of them, or axes without a title. */
export function chartFaults(page) {
  return page.locator("svg[role=img]").evaluateAll((charts) =>
    charts.flatMap((chart) => {
      const name = chart.getAttribute("aria-label");
      const whole = chart.getBoundingClientRect();
      if (whole.width === 0 || !chart.checkVisibility()) return [];
      const texts = [...chart.querySelectorAll("text")];
      const clipped = texts.filter((text) => {
        const own = text.getBoundingClientRect();
        return own.left < whole.left - 1 || own.right > whole.right + 1 || own.top < whole.top - 1 || own.bottom > whole.bottom + 1;
      });
      const faults = clipped.map((text) => `${name}: ${text.textContent} is cut off`);
      // A title of the axis upwards stands upright.
      const isPlot = chart.querySelector(".axis") && !/adds up/.test(name);
      if (isPlot && !texts.some((text) => /rotate/.test(text.getAttribute("transform") ?? ""))) faults.push(`${name}: an axis has no title`);
      return faults;
    }),
  );
}

/** Keeps a picture where ONEFOLD_SCREENSHOTS names a folder. */
export async function picture(page, name) {
  const folder = process.env.ONEFOLD_SCREENSHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
}

/** Keeps what a task took where ONEFOLD_CONSOLE_FIGURES names a file; docs/figures/console.json is made so. */
export function keepFigure(task, value, limit, unit, before) {
  const file = process.env.ONEFOLD_CONSOLE_FIGURES;
  if (!file) return;
  const kept = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).rows : [];
  const rows = [...kept.filter((row) => row.task !== task), { before, limit, task, unit, value }];
  rows.sort((a, b) => a.task.localeCompare(b.task));
  writeFileSync(file, `${JSON.stringify({ date: new Date().toISOString().slice(0, 10), rows }, null, 2)}\n`);
}

export function remove(folder) {
  if (existsSync(folder)) rmSync(folder, { recursive: true });
}
