// Corrections in a real browser: groups are split and merged in place, missed matches found, results previewed and downloaded.
// Counts the clicks of each task.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { accessibilityFaults, enter, keepFigure, launch, picture, remove, root, runEnds, scratch, startService, upload } from "./support.mjs";

let folder;
let service;
let browser;
/** The address of a transform of restaurants, with a result. */
let own;

before(async () => {
  folder = scratch();
  service = await startService(path.join(folder, "data"));
  browser = await launch();
  const { page, context } = await enter(browser, service);
  own = await matched(page, path.join(root, "testdata/fodors-zagats/records.csv"));
  await context.close();
});

after(async () => {
  await browser?.close();
  await service?.stop();
  if (folder) remove(folder);
});

/** Uploads a file and finds matches; gives the address of its transform. */
async function matched(page, file) {
  await upload(page, service, file);
  const transform = page.url().match(/.*\/transforms\/tfm-[0-9a-f]+/)[0];
  await page.goto(transform);
  await page.getByRole("button", { name: "Find matches" }).first().click();
  await page.waitForURL(/\/runs\/jr_/);
  assert.equal(await runEnds(page), "Succeeded");
  return transform;
}

/** Counts the clicks of a task. */
function counting(page) {
  let clicks = 0;
  return {
    clicks: () => clicks,
    click: async (locator) => {
      clicks += 1;
      await locator.click();
    },
  };
}

const figure = async (page, name) => Number((await page.locator(".figures div", { hasText: name }).locator("dd").innerText()).replaceAll(",", ""));

test("a wrong group is fixed within four clicks, and the correction can be undone", async (t) => {
  const { page, context, wrong } = await enter(browser, service, { viewport: { width: 1280, height: 800 } });
  await page.goto(`${own}/groups`);
  const before = await figure(page, "groups with");
  // Of a group of two nothing is left.
  const sizes = await page.locator("section.group").evaluateAll((groups) => groups.map((group) => group.querySelectorAll("input[type=checkbox]").length));
  assert.ok(sizes.includes(2), `${sizes}`);
  const group = page.locator("section.group").nth(sizes.indexOf(2));
  const name = await group.getByRole("heading").innerText();
  const last = group.getByRole("checkbox").last();
  const record = (await last.getAttribute("aria-label")).replace("Record ", "");
  const task = counting(page);
  await task.click(last);
  await task.click(page.getByRole("button", { name: "Split out" }));
  assert.match(await page.getByRole("status").innerText(), new RegExp(`Done: ${record} split out from`));
  keepFigure("fix a wrong group", task.clicks(), 4, "clicks", "10 clicks");
  t.diagnostic(`fixed with ${task.clicks()} clicks`);
  assert.ok(task.clicks() <= 4);
  assert.equal(await figure(page, "groups with"), before - 1, "shown at once");
  assert.equal(await page.getByRole("link", { name, exact: true }).count(), 0);
  await page.getByLabel("Show").selectOption("decided");
  await page.getByRole("button", { name: "Search" }).click();
  assert.match(await page.locator("section.group").first().innerText(), /decided by you/);
  await picture(page, "groups-decided");
  await page.goto(`${own}/download`);
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "What you decided as CSV" }).click()]);
  const decided = rowsOf(readFileSync(await download.path(), "utf8"));
  assert.ok(decided.length >= 2 && decided.length < 20, `only the groups that were decided: ${decided.length} records`);
  assert.ok(decided.some((row) => row.includes(record)), `record ${record} is one of them`);
  await page.goto(`${own}/groups?order=doubt&only=decided`);
  await page.getByRole("button", { name: "Undo" }).click();
  await page.goto(`${own}/groups`);
  assert.equal(await figure(page, "groups with"), before);
  await page.getByRole("link", { name, exact: true }).waitFor();
  assert.deepEqual(wrong, []);
  await context.close();
});

/** The values of a row of a CSV file without line breaks in them. */
function fields(line) {
  return [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, value]) => value.replace(/^"|"$/g, ""));
}

const rowsOf = (text) => text.trim().split(/\r?\n/).slice(1).map(fields);

test("a missed pair is fixed within six clicks, by a search over all columns that finds single records", async (t) => {
  const { page, context, wrong } = await enter(browser, service, { viewport: { width: 1280, height: 800 } });
  const papers = await matched(page, path.join(root, "testdata/dblp-acm/records.csv"));
  // A true pair that the run has not found, and two words that both records have.
  await page.goto(`${papers}/download`);
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Which record went where as CSV" }).click()]);
  const group = new Map(rowsOf(readFileSync(await download.path(), "utf8")).map(([id, own]) => [id, own]));
  const records = new Map(rowsOf(readFileSync(path.join(root, "testdata/dblp-acm/records.csv"), "utf8")).map((row) => [row[0], row.slice(2).join(" ").toLowerCase()]));
  const entities = new Map();
  for (const [id, entity] of rowsOf(readFileSync(path.join(root, "testdata/dblp-acm/truth.csv"), "utf8"))) entities.set(entity, [...(entities.get(entity) ?? []), id]);
  const words = (id) => records.get(id).split(/[^a-z]+/).filter((word) => word.length > 3);
  const missed = [...entities.values()].filter((ids) => ids.length === 2 && group.get(ids[0]) !== group.get(ids[1]));
  const pair = missed.find(([a, b]) => words(a).filter((word) => words(b).includes(word)).length > 1);
  assert.ok(pair, `the run has missed ${missed.length} true pairs`);
  // The longest ones are rare.
  const common = words(pair[0]).filter((word) => words(pair[1]).includes(word)).sort((a, b) => b.length - a.length);

  const task = counting(page);
  await page.goto(`${papers}/groups`);
  await page.getByLabel("Search records").fill(common.slice(0, 3).join(" "));
  await task.click(page.getByRole("button", { name: "Search" }));
  for (const id of pair) await task.click(page.getByRole("checkbox", { name: `Record ${id}` }));
  await picture(page, "groups-ticked");
  await task.click(page.getByRole("button", { name: "Merge", exact: true }));
  assert.match(await page.getByRole("status").innerText(), /Done: \w+, \w+ are the same/);
  keepFigure("fix a missed pair", task.clicks(), 6, "clicks", "no way");
  t.diagnostic(`fixed with ${task.clicks()} clicks`);
  assert.ok(task.clicks() <= 6);
  await page.goto(`${papers}/groups?search=${pair[0]}`);
  const boxes = page.locator("section.group").first().getByRole("checkbox");
  const ids = await boxes.evaluateAll((boxes) => boxes.map((box) => box.getAttribute("aria-label")));
  assert.ok(pair.every((id) => ids.includes(`Record ${id}`)), `one group holds both: ${ids}`);
  assert.deepEqual(wrong, []);
  await context.close();
});

test("the search takes words from all columns at once", async () => {
  const { page, context } = await enter(browser, service);
  await page.goto(`${own}/groups`);
  await page.getByLabel("Search records").fill("angeles MORTON italian");
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByText("Nothing matches your search").waitFor();
  await page.getByLabel("Search records").fill("angeles MORTON american");
  await page.getByRole("button", { name: "Search" }).click();
  assert.match(await page.locator("section.group").first().innerText(), /arnie morton/i);
  await context.close();
});

test("groups are worked through by keyboard alone", async () => {
  const { page, context, wrong } = await enter(browser, service);
  await page.goto(`${own}/groups`);
  const focused = () => page.evaluate(() => document.activeElement.getAttribute("aria-label"));
  const names = await page.locator("section.group").evaluateAll((groups) => groups.map((group) => group.getAttribute("aria-label")));
  await page.keyboard.press("n");
  assert.equal(await focused(), names[0]);
  await page.keyboard.press("n");
  assert.equal(await focused(), names[1]);
  await page.keyboard.press("p");
  assert.equal(await focused(), names[0]);
  // From the group with Tab to its first record, and from there to the answer.
  for (let press = 0; press < 12 && !(await page.evaluate(() => document.activeElement.type === "checkbox")); press += 1) await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  assert.match(await page.locator("[data-ticked]").innerText(), /1 record ticked/);
  await page.locator("section.group").first().getByRole("button", { name: "All the same" }).focus();
  await page.keyboard.press("Enter");
  // It is not doubtful any more.
  await page.waitForFunction((next) => document.querySelector("section.group")?.getAttribute("aria-label") === next, names[1]);
  assert.match(await page.getByRole("status").innerText(), /are the same/);
  // On a group and on a pair, one key leads to the next doubtful one.
  await page.goto(`${own}/groups`);
  await page.locator("section.group").first().getByRole("link", { name: /^Group / }).click();
  // A key that is pressed before the page is loaded is lost.
  await page.waitForURL((url) => !url.pathname.endsWith("/groups"));
  const group = page.url();
  await page.keyboard.press("n");
  await page.waitForURL((url) => url.href !== group && /groups/.test(url.href));
  await page.getByRole("link", { name: "Why these records match" }).click();
  await page.locator(".explained").waitFor();
  const pair = page.url();
  await page.keyboard.press("n");
  await page.waitForURL((url) => url.href !== pair);
  await page.locator(".explained").waitFor();
  assert.deepEqual(wrong, []);
  await context.close();
});

test("a pair is understood without scrolling", async () => {
  const { page, context } = await enter(browser, service, { viewport: { width: 1280, height: 800 } });
  await page.goto(`${own}/groups`);
  await page.getByRole("link", { name: "Why these records match" }).first().click();
  await page.locator(".explained").waitFor();
  await picture(page, "pair-desk");
  const bottoms = await page
    .locator(".explained table.pair, .explained figure svg, .explained button")
    .evaluateAll((parts) => parts.map((part) => part.getBoundingClientRect().bottom));
  keepFigure("see why a pair matches, at 1280 × 800", Math.round(Math.max(...bottoms)), 800, "pixels of height", "scrolling");
  assert.ok(bottoms.length >= 4 && Math.max(...bottoms) <= 800, `records, parts and answers end at ${bottoms}`);
  await context.close();
});

test("a group says why it is one, with the figures and words of the command line, and is split where it says", async () => {
  const { page, context, wrong } = await enter(browser, service, { viewport: { width: 1280, height: 800 } });
  const file = path.join(root, "testdata/fodors-zagats/records.csv");
  await page.goto(`${own}/groups?order=largest`);
  await page.getByRole("link", { name: /^Group / }).first().click();
  const why = page.getByRole("region", { name: "Why these records are one group" });
  await picture(page, "group-why");
  const ids = await page.getByRole("checkbox").evaluateAll((boxes) => boxes.map((box) => box.getAttribute("aria-label").replace("Record ", "")));
  assert.ok(ids.length > 2, `${ids}`);
  // Which records the path is asked between, as a person chooses them.
  await page.getByLabel("From", { exact: true }).selectOption({ label: ids[0] });
  await page.getByLabel("To", { exact: true }).selectOption({ label: ids.at(-1) });
  await page.getByRole("button", { name: "Show the path" }).click();
  await why.getByText("The strongest way between the two records").waitFor();
  const told = spawnSync(process.env.ONEFOLD_BINARY, ["explain", file, "--group", ids[0], "--to", ids.at(-1), "--json"], { encoding: "utf8" });
  assert.equal(told.status, 0, told.stderr);
  const expected = JSON.parse(told.stdout);
  assert.deepEqual([...ids].sort(), [...expected.records].sort());
  const text = (await why.innerText()).replaceAll(/\s+/g, " ");
  const bits = (part) => `${part.name}: ${part.meaning} (${part.bits < 0 ? "-" : "+"}${Math.abs(part.bits).toFixed(2)} bits)`;
  const weakest = expected.links[0];
  assert.ok(text.includes(`The weakest link: ${weakest.id_a} and ${weakest.id_b}, score ${weakest.score.toFixed(4)}`), text);
  for (const link of expected.links) {
    assert.ok(text.includes(`${link.id_a} and ${link.id_b}`), text);
    for (const sign of [1, -1]) {
      const parts = link.contributions.filter((part) => part.bits * sign > 0).sort((a, b) => sign * (b.bits - a.bits));
      if (parts.length > 0) assert.ok(text.includes(bits(parts[0])), `${bits(parts[0])} is not in ${text}`);
    }
  }
  assert.ok(text.includes(`A match threshold above ${expected.split.mean_score.toFixed(3)} would split it into two groups: ${expected.split.parts.map((part) => part.join(", ")).join("; and ")}.`), text);
  const steps = await why.locator("ol.path li").allInnerTexts();
  assert.equal(steps.length, expected.path.length);
  expected.path.forEach((link, at) => {
    assert.ok(steps[at].includes(link.id_a) && steps[at].includes(link.id_b) && steps[at].includes(link.score.toFixed(4)), `${steps}`);
  });
  // The words of the terminal are the same ones.
  const plain = spawnSync(process.env.ONEFOLD_BINARY, ["explain", file, "--group", ids[0]], { encoding: "utf8" }).stdout.replaceAll(/\s+/g, " ");
  const sentence = text.match(/A match threshold above .*?score best, [\d.]+\./)[0];
  assert.ok(plain.includes(sentence), `${sentence} is not in ${plain}`);
  await why.locator("ol.path a").first().click();
  await page.locator(".explained").waitFor();
  await page.goBack();
  await why.getByRole("button", { name: "Split there" }).click();
  assert.match(await page.getByRole("status").first().innerText(), /split out from/);
  await page.getByRole("button", { name: "Undo" }).click();
  assert.deepEqual(wrong, []);
  await context.close();
});

test("values are marked by what their comparison found", async () => {
  const { page, context } = await enter(browser, service);
  await page.goto(`${own}/groups`);
  const titles = await page.locator("section.group mark").evaluateAll((marks) => marks.map((mark) => mark.title));
  const found = titles.filter((title) => title.includes(": "));
  assert.ok(found.length > titles.length / 2, `${found.length} of ${titles.length} marks say what was found`);
  assert.ok(found.every((title) => /^(differs|nearly the same|other format): /.test(title)), `${found}`);
  assert.ok(found.filter((title) => /different/.test(title)).every((title) => !title.startsWith("other format")), `${found}`);
  await context.close();
});

test("a decision is undone after the transform has learned from it", async () => {
  const { page, context, wrong } = await enter(browser, service);
  const fresh = await matched(page, path.join(root, "testdata/fodors-zagats/records.csv"));
  await page.goto(`${fresh}/groups`);
  const before = await figure(page, "groups with");
  for (let group = 0; group < 2; group += 1) await page.locator("section.group").first().getByRole("button", { name: group ? "All the same" : "All different" }).click();
  await page.getByRole("button", { name: "Retrain now" }).click();
  await page.waitForURL(/\/runs\/tsk-/);
  assert.equal(await runEnds(page), "Succeeded");
  await page.goto(`${fresh}/decisions`);
  const row = page.getByRole("region", { name: "Decisions" }).getByRole("row", { name: /are all different/ });
  assert.doesNotMatch(await row.innerText(), /not yet/);
  await row.getByRole("button", { name: "Undo" }).click();
  await page.getByText("1 undone decision is not forgotten yet").waitFor();
  assert.equal(await row.count(), 0);
  await picture(page, "decision-undone");
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Export as labels" }).click()]);
  assert.doesNotMatch(readFileSync(await download.path(), "utf8"), /alone-/);
  await page.goto(`${fresh}/groups`);
  assert.equal(await figure(page, "groups with"), before, "pages follow it no more");
  await page.goto(`${fresh}/decisions`);
  await page.getByRole("button", { name: "Retrain now" }).click();
  await page.waitForURL(/\/runs\/tsk-/);
  assert.equal(await runEnds(page), "Succeeded");
  assert.match(await page.getByRole("log").innerText(), /forgetting what was learned from decisions that were undone since: 1/);
  await page.goto(`${fresh}/decisions`);
  assert.equal(await page.getByText("not forgotten yet").count(), 0);
  assert.deepEqual(wrong, []);
  await context.close();
});

test("missed matches are listed, any two records compared, and decisions reviewed and exported as labels", async () => {
  const { page, context, wrong } = await enter(browser, service);
  await page.goto(`${own}/missed`);
  const pairs = page.locator("section[data-group]");
  const names = await pairs.first().getByRole("heading").innerText();
  const scores = (await pairs.locator(".head strong").allInnerTexts()).map(parseFloat);
  assert.ok(scores.length > 3 && scores.every((score, at) => at === 0 || score <= scores[at - 1]), `highest first: ${scores}`);
  await picture(page, "missed");
  await page.keyboard.press("0");
  await page.getByRole("status").waitFor();
  assert.notEqual(await pairs.first().getByRole("heading").innerText(), names, "what was decided is not asked again");
  await page.getByRole("link", { name: "Compare any two records" }).click();
  await page.getByLabel("Record ID", { exact: true }).fill("a001");
  await page.getByLabel("Other record ID").fill("b200");
  await page.getByRole("button", { name: "Compare" }).click();
  await page.getByRole("heading", { name: /a001 and b200/ }).waitFor();
  assert.match(await page.locator("table.pair").first().innerText(), /new york/);
  await page.getByLabel("Other record ID").fill("nobody");
  await page.getByRole("button", { name: "Compare" }).click();
  assert.match(await page.locator("main").innerText(), /no record with the ID "nobody"/);
  await page.goto(`${own}/decisions`);
  assert.match(await page.getByRole("region", { name: "Decisions" }).innerText(), /are all different/);
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Export as labels" }).click()]);
  assert.equal(download.suggestedFilename(), "records-labels.csv");
  const labels = readFileSync(await download.path(), "utf8");
  assert.match(labels.split("\n")[0], /^labeling_set_id,label,id,/);
  // The export is a label file.
  const file = path.join(folder, "labels.csv");
  writeFileSync(file, labels);
  await page.goto(`${own}/labels`);
  await page.locator("input[type=file]").setInputFiles(file);
  await page.getByRole("button", { name: "Import", exact: true }).click();
  assert.equal(await runEnds(page), "Succeeded");
  assert.deepEqual(wrong, []);
  await context.close();
});

test("the slider shows which groups would change, without labels", async () => {
  const { page, context, wrong } = await enter(browser, service);
  const fresh = await matched(page, path.join(root, "testdata/fodors-zagats/records.csv"));
  await page.goto(fresh);
  await page.getByLabel("Precision or recall").focus();
  for (let press = 0; press < 30; press += 1) await page.keyboard.press("ArrowRight");
  const effect = page.locator("#effect");
  await effect.getByText("At 0.80:").waitFor();
  const told = await effect.innerText();
  assert.match(told, /about \d+ groups with two or more records, \d+ duplicates/);
  assert.match(told, /groups? changes?/);
  assert.match(told, /falls apart: \w+ \| \w+/);
  const expected = Number(told.match(/about (\d+) groups/)[1]);
  await page.locator("#tradeoffs").getByRole("button", { name: "Save" }).click();
  await page.getByLabel("Newer than the result").getByRole("button", { name: "Find matches again" }).click();
  await page.waitForURL(/\/runs\/jr_/);
  assert.equal(await runEnds(page), "Succeeded");
  await page.goto(`${fresh}/groups`);
  const found = await figure(page, "groups with");
  assert.ok(Math.abs(found - expected) <= 2, `${expected} groups were announced, and there are ${found}`);
  assert.deepEqual(wrong, []);
  await context.close();
});

test("downloads carry the name and the headers of the upload, and can be uploaded again", async () => {
  const { page, context, wrong } = await enter(browser, service);
  const file = path.join(folder, "My People 2024.csv");
  writeFileSync(
    file,
    "ID,Full Name,City\n1,Maria Lopez,Rome\n2,Maria Lopez,Rome\n3,Jon Archer,Oslo\n4,Wei Chen,Paris\n5,Jon Archer,Oslo\n6,Olga Berg,Bonn\n",
  );
  const people = await matched(page, file);
  await page.goto(`${people}/download`);
  await picture(page, "download");
  const get = async (name) => {
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name, exact: true }).click()]);
    return { name: download.suggestedFilename(), path: await download.path() };
  };
  const once = await get("One row for each thing as CSV");
  assert.equal(once.name, "My People 2024-deduplicated.csv");
  const rows = readFileSync(once.path, "utf8").trim().split("\n");
  assert.equal(rows[0], "ID,Full Name,City,match_id,records");
  assert.equal(rows.length, 5, rows.join("\n"));
  const crosswalk = readFileSync((await get("Which record went where as CSV")).path, "utf8").trim().split("\n");
  assert.equal(crosswalk[0], "ID,match_id,kept_ID");
  assert.equal(crosswalk.length, 7);
  const workbook = await get("All records as Excel");
  assert.equal(workbook.name, "My People 2024-matched.xlsx");
  // Both formats come back in, without the columns of the earlier match.
  for (const [from, name] of [[workbook.path, "again.xlsx"], [(await get("All records as CSV")).path, "again.csv"]]) {
    const again = path.join(folder, name);
    writeFileSync(again, readFileSync(from));
    await upload(page, service, again, true);
    assert.match(await page.getByRole("status").first().innerText(), /6 records uploaded; record ID: column id; left out, as an earlier match added it: match_id, match_confidence_score/);
    const transform = page.url().match(/.*\/transforms\/tfm-[0-9a-f]+/)[0];
    await page.goto(transform);
    await page.getByRole("button", { name: "Find matches" }).first().click();
    await page.waitForURL(/\/runs\/jr_/);
    assert.equal(await runEnds(page), "Succeeded");
  }
  assert.deepEqual(wrong, []);
  await context.close();
});

test("groups can be read and corrected without script", async () => {
  const { page, context } = await enter(browser, service, { javaScriptEnabled: false });
  await page.goto(`${own}/groups?order=largest`);
  await page.goto(`${service.origin}${await page.getByRole("link", { name: /^Group / }).first().getAttribute("href")}`);
  await page.getByRole("button", { name: "Show the path" }).click();
  assert.match(await page.getByRole("region", { name: "Why these records are one group" }).innerText(), /strongest way between the two records/);
  await page.goto(`${own}/groups`);
  const boxes = page.locator("section.group").nth(2).getByRole("checkbox");
  await boxes.last().check();
  await page.getByRole("button", { name: "Split out" }).click();
  assert.match(await page.getByRole("status").innerText(), /split out from/);
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("button", { name: "Merge", exact: true }).click();
  assert.match(await page.locator(".flash").innerText(), /tick at least two records/i);
  await context.close();
});

test("a table with forty columns stays readable", async () => {
  const { page, context, wrong } = await enter(browser, service, { viewport: { width: 1280, height: 800 } });
  const columns = Array.from({ length: 40 }, (_, at) => (at === 0 ? "id" : `a_rather_long_column_name_${at}`));
  const row = (id, twin) =>
    columns.map((_, at) => {
      if (at === 0) return id;
      if (at % 3 === 0) return "";
      return at < 5 ? `person ${Math.floor(id / 2)} value ${at}${twin ? "x" : ""}` : `thing ${Math.floor(id / 2) * at}`;
    });
  const lines = Array.from({ length: 60 }, (_, id) => row(id + 1, id % 2 === 1).join(","));
  const file = path.join(folder, "wide.csv");
  writeFileSync(file, `${columns.join(",")}\n${lines.join("\n")}\n`);
  const wide = await matched(page, file);
  await page.goto(`${wide}/groups?order=largest`);
  const group = page.locator("section.group").first();
  await picture(page, "groups-wide");
  assert.match(await group.innerText(), /13 columns are empty in all of these records/);
  assert.match(await group.innerText(), /columns are the same in all records/);
  await page.getByRole("link", { name: "Why these records match" }).first().click();
  await page.locator(".explained").waitFor();
  await picture(page, "pair-wide");
  for (const button of await page.locator(".answers-now button").all()) {
    const box = await button.boundingBox();
    assert.ok(box.y >= 0 && box.y + box.height <= 800, "the answers are in view");
  }
  const heads = await page.locator(".explained table.pair th[scope=row]").evaluateAll((cells) =>
    cells.map((cell) => {
      const range = document.createRange();
      range.selectNodeContents(cell);
      return new Set([...range.getClientRects()].map((line) => Math.round(line.top))).size;
    }),
  );
  assert.ok(heads.every((lines) => lines <= 3), `names of columns are on ${heads} lines`);
  assert.deepEqual(wrong, []);
  await context.close();
});

for (const [colorScheme, width] of [["light", 1280], ["dark", 1280], ["light", 390], ["dark", 390]]) {
  test(`the pages of corrections are accessible and fit, ${colorScheme} at ${width} pixels`, async () => {
    const { page, context, wrong } = await enter(browser, service, { colorScheme, viewport: { width, height: 800 } });
    await page.goto(`${own}/groups?order=largest`);
    const group = await page.getByRole("link", { name: /^Group / }).first().getAttribute("href");
    const [from, to] = await page.locator("section.group").first().getByRole("checkbox").evaluateAll((boxes) => boxes.map((box) => box.value));
    const places = ["groups", "groups?show=single", "missed", "compare?left=0&right=600", "decisions", "download"].map((place) => `${own}/${place}`);
    for (const place of [...places, `${service.origin}${group}?from=${from}&to=${to}`, `${service.origin}${group}/pairs`]) {
      await page.goto(place);
      await picture(page, `${new URL(place).pathname.split("/").slice(4).join("-")}-${width}-${colorScheme}`);
      assert.deepEqual(await accessibilityFaults(page), [], place);
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width, place);
      const sideways = await page.locator(".explained .scroll, .group .scroll, #why .scroll").evaluateAll((parts) => parts.filter((part) => part.checkVisibility() && part.scrollWidth > part.clientWidth + 1).length);
      assert.equal(sideways, 0, `${place}: records and explanations are read without scrolling sideways`);
    }
    assert.deepEqual(wrong, []);
    await context.close();
  });
}
