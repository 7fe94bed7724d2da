// The reports of the command line in a real browser: on a phone, at a desk, in the dark and on paper.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { accessibilityFaults, chartFaults, launch, picture, remove, root, scratch } from "./support.mjs";

const RECORDS = path.join(root, "testdata/fodors-zagats/records.csv");
const TRUTH = path.join(root, "testdata/fodors-zagats/truth.csv");
/** The width of A4 paper without its margins, in pixels. */
const PAPER = 718;
let folder;
let browser;
/** The reports, by name. */
const reports = {};

before(async () => {
  folder = scratch();
  browser = await launch();
  const labels = path.join(folder, "labels.csv");
  const pairs = Array.from({ length: 60 }, (_, at) => `a${String(at + 1).padStart(3, "0")},b${String(at + 101).padStart(3, "0")},0`);
  const entities = new Map();
  for (const line of readLines(TRUTH).slice(1)) {
    const [id, entity] = line.split(",");
    entities.set(entity, [...(entities.get(entity) ?? []), id]);
  }
  const same = [...entities.values()].filter((ids) => ids.length === 2).slice(0, 40);
  const taken = new Set(same.map((ids) => ids.join()));
  const different = pairs.filter((line) => !taken.has(line.split(",").slice(0, 2).join()));
  writeFileSync(labels, ["id_a,id_b,label", ...same.map((ids) => `${ids.join()},1`), ...different].join("\n"));
  // Forty columns, some of them empty, and groups of several records.
  const wide = path.join(folder, "wide.csv");
  const names = Array.from({ length: 39 }, (_, at) => `a_rather_long_column_name_${at + 1}`);
  const rows = Array.from({ length: 90 }, (_, at) => {
    const thing = Math.floor(at / 3);
    return [at, ...names.map((_, column) => (column % 4 === 3 ? "" : `value ${thing * (column + 7)} of thing ${thing}${at % 3 === 2 && column < 3 ? " x" : ""}`))].join();
  });
  writeFileSync(wide, [["id", ...names].join(), ...rows].join("\n"));
  const out = path.join(folder, "out.csv");
  make("match", ["match", RECORDS, "-o", out, "--force", "--labels", labels]);
  make("wide", ["match", wide, "-o", out, "--force"]);
  make("explain", ["explain", RECORDS, "--pair", same[0][0], same[0][1]]);
  make("evaluate", ["evaluate", RECORDS, "--truth", TRUTH]);
  make("evaluate-labels", ["evaluate", RECORDS, "--labels", labels]);
});

after(async () => {
  await browser?.close();
  if (folder) remove(folder);
});

function readLines(file) {
  const read = spawnSync("cat", [file], { encoding: "utf8" });
  return read.stdout.trim().split(/\r?\n/);
}

function make(name, command) {
  const file = path.join(folder, `${name}.html`);
  const done = spawnSync(process.env.ONEFOLD_BINARY, [...command, "--report", file], { encoding: "utf8" });
  assert.equal(done.status, 0, `${name}: ${done.stderr}`);
  reports[name] = pathToFileURL(file).href;
}

/** Opens every report, one after the other, in a window like this. */
async function each(options, look) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const requests = [];
  page.on("request", (request) => requests.push(request.url()));
  for (const [name, address] of Object.entries(reports)) {
    if (options.media) await page.emulateMedia({ media: options.media });
    await page.goto(address);
    await look(page, name);
  }
  assert.ok(requests.every((url) => Object.values(reports).includes(url)), `a report loads nothing: ${requests}`);
  await context.close();
}

for (const [colorScheme, width] of [["light", 1280], ["dark", 1280], ["light", 390], ["dark", 390]]) {
  test(`reports fit, are accessible and clip nothing, ${colorScheme} at ${width} pixels`, async () => {
    await each({ colorScheme, viewport: { width, height: 860 } }, async (page, name) => {
      await picture(page, `report-${name}-${width}-${colorScheme}`);
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width, `${name} is too wide`);
      assert.deepEqual(await chartFaults(page), [], name);
      assert.deepEqual(await accessibilityFaults(page), [], name);
      if (width < 560) {
        const sideways = await page.locator(".scroll:has(.records, .pair)").evaluateAll((parts) => parts.filter((part) => part.scrollWidth > part.clientWidth + 1).length);
        assert.equal(sideways, 0, `${name}: records and pairs are read without scrolling sideways`);
      }
    });
  });
}

test("long parts are folded on the screen and open on paper, where nothing is cut off", async () => {
  await each({ viewport: { width: PAPER, height: 1000 } }, async (page, name) => {
    const shown = () => page.locator("details").evaluateAll((parts) => parts.map((part) => part.lastElementChild.checkVisibility()));
    const onScreen = await shown();
    assert.ok(!onScreen.includes(true), `${name}: what can be folded is folded`);
    assert.ok(onScreen.length > 0 || name === "evaluate", `${name} folds nothing`);
    const screen = await page.evaluate(() => document.documentElement.scrollHeight);
    assert.ok(screen < 8000, `${name} is ${screen} pixels long`);
    await page.emulateMedia({ media: "print" });
    await picture(page, `report-${name}-paper`);
    assert.ok(!(await shown()).includes(false), `${name}: everything is open on paper`);
    const beyond = await page.locator("table, svg, p, h1, h2, h3").evaluateAll((parts, paper) => parts.filter((part) => part.getBoundingClientRect().right > paper + 1).map((part) => part.textContent.slice(0, 80)), PAPER);
    assert.deepEqual(beyond, [], `${name} is cut off on paper`);
    assert.deepEqual(await chartFaults(page), [], name);
    // Chromium makes pages of it.
    const pdf = await page.pdf({ format: "A4" });
    assert.ok(pdf.length > 10_000, name);
    await page.emulateMedia({ media: "screen" });
  });
});
