// Takes the pictures of the README; called by scripts/pictures, with the names of pictures or none for all of them.
import { spawnSync } from "node:child_process";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { enter, fillWithDemo, launch, remove, root, runEnds, scratch, startService, upload } from "./support.mjs";

const RESTAURANTS = path.join(root, "testdata/fodors-zagats/records.csv");
const QUALITY = 80;
// A debug build on a busy machine needs a while to explain a pair.
const PATIENCE_MS = 300_000;
// Twice as many pixels as the README shows, so that text is sharp on every screen.
const SHARP = 2;

const PICTURES = {
  report: { file: "report", width: 1080, height: 760, take: report },
  groups: { file: "console-groups", width: 1000, height: 900, take: groups },
  labeling: { file: "console-labeling", width: 1000, height: 900, take: labeling },
  pairs: { file: "console-pairs", width: 1200, height: 1400, take: pairs },
  transform: { file: "console-transform", width: 1000, height: 1000, take: transform },
  quality: { file: "console-quality", width: 1000, height: 1320, colorScheme: "dark", take: quality },
};

let demo;

async function report(page, service, folder) {
  const file = path.join(folder, "report.html");
  const matched = path.join(folder, "matched.csv");
  const done = spawnSync(
    process.env.ONEFOLD_BINARY,
    ["match", path.relative(root, RESTAURANTS), "--source-column", "source", "-o", matched, "--report", file, "--force", "--quiet"],
    { cwd: root, encoding: "utf8" },
  );
  if (done.status !== 0) throw new Error(done.stderr);
  await page.goto(pathToFileURL(file).href);
}

async function groups(page) {
  await page.goto(`${demo}/groups`);
  await page.getByLabel("Sort").selectOption("least certain");
  await page.getByRole("button", { name: "Search" }).click();
}

async function labeling(page, service, folder) {
  // With names and cities alone, some answers need a second look.
  const file = path.join(folder, "restaurants.csv");
  const rows = readFileSync(RESTAURANTS, "utf8").trim().split(/\r?\n/);
  const fields = (row) => [...row.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, value]) => value);
  writeFileSync(file, rows.map((row) => fields(row)).map(([id, source, name, , city]) => `${id},${source},${name},${city}\n`).join(""));
  await upload(page, service, file);
  await page.getByRole("link", { name: "Label", exact: true }).click();
  await page.getByLabel("Sets").fill("8");
  await page.getByLabel("Records per set").fill("6");
  await page.getByRole("button", { name: "Start a round" }).click();
  await page.locator(".labeling h2").waitFor();
}

async function pairs(page, service) {
  await upload(page, service, RESTAURANTS);
  await page.getByRole("button", { name: "Find matches" }).first().click();
  await page.waitForURL(/\/runs\/jr_/);
  await runEnds(page);
  await page.getByRole("link", { name: "Review groups" }).click();
  await page.getByLabel("Search records").fill("arnie morton");
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByRole("link", { name: /^Group / }).first().click();
  await page.getByRole("link", { name: "Why these records match" }).click();
}

async function transform(page) {
  await page.goto(`${demo}?precision_recall=0.9`);
}

async function quality(page) {
  await page.goto(`${demo}/quality`);
}

/** Keeps what the window shows, as WebP, which playwright does not write. */
async function keep(page, name) {
  const { data } = await (await page.context().newCDPSession(page)).send("Page.captureScreenshot", { format: "webp", quality: QUALITY });
  const file = path.join(root, "docs/images", `${name}.webp`);
  writeFileSync(file, Buffer.from(data, "base64"));
  console.log(`${path.relative(root, file)}: ${Math.round(statSync(file).size / 1000)} kB`);
}

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(PICTURES);
const unknown = names.filter((name) => !(name in PICTURES));
if (unknown.length > 0) throw new Error(`no picture is named ${unknown.join(", ")}; choose from ${Object.keys(PICTURES).join(", ")}`);

const folder = scratch();
const data = path.join(folder, "data");
fillWithDemo(data);
const service = await startService(data);
const browser = await launch();
try {
  const first = await enter(browser, service);
  await first.page.goto(`${service.origin}/console/transforms`);
  demo = new URL(await first.page.getByRole("link", { name: "demo-xform-dblp-acm" }).getAttribute("href"), service.origin).href;
  await first.context.close();
  for (const name of names) {
    const { file, width, height, colorScheme = "light", take } = PICTURES[name];
    const { page, context } = await enter(browser, service, { viewport: { width, height }, colorScheme, deviceScaleFactor: SHARP });
    page.setDefaultTimeout(PATIENCE_MS);
    await take(page, service, folder);
    await keep(page, file);
    await context.close();
  }
} finally {
  await browser.close();
  await service.stop();
  remove(folder);
}
