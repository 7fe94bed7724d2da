// Labeling in a real browser: by keyboard, by two people at once, without script, through a crash.
import assert from "node:assert/strict";
import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { accessibilityFaults, enter, keepFigure, launch, picture, remove, root, runEnds, scratch, startLabeling, startService, upload } from "./support.mjs";

const SET = "testdata/fodors-zagats";
const truth = new Map(
  readFileSync(path.join(root, SET, "truth.csv"), "utf8")
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(",")),
);
let folder;
let service;
let browser;

before(async () => {
  folder = scratch();
  service = await startService(path.join(folder, "data"));
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await service?.stop();
  if (folder) remove(folder);
});

/** A transform of its own; gives the address of its labeling page. */
async function begin(page, sets, records, file = path.join(root, SET, "records.csv")) {
  await upload(page, service, file);
  await page.getByRole("link", { name: "Label", exact: true }).click();
  const address = page.url();
  await round(page, sets, records);
  return address;
}

async function round(page, sets, records) {
  await page.getByLabel("Sets").fill(String(sets));
  await page.getByLabel("Records per set").fill(String(records));
  await page.getByRole("button", { name: "Start a round" }).click();
  await page.locator(".labeling h2").waitFor({ timeout: 120_000 });
}

/** The values of a row without line breaks in them. */
function fields(line) {
  return [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, value]) => value.replace(/^"|"$/g, ""));
}

/** Ids of the records of the set on the screen, in their order. */
async function ids(page) {
  return (await isPair(page))
    ? page.locator("table.pair tbody tr").last().locator("td").allInnerTexts()
    : page.locator("tr[data-record] td:last-child").allInnerTexts();
}

async function isPair(page) {
  return (await page.locator("form[data-pair]").count()) > 0;
}

/** The keys that tell the truth of a set. */
function keys(own) {
  const entities = own.map((id) => truth.get(id) ?? id);
  const shared = [...new Set(entities.filter((entity, at) => entities.indexOf(entity) !== at))];
  return entities.map((entity) => (shared.includes(entity) ? String(shared.indexOf(entity) + 1) : "0"));
}

/** Answers the set on the screen by keyboard: one key for a pair, one for each record and Enter for others. */
async function judge(page) {
  const before = await number(page);
  const told = keys(await ids(page));
  if (await isPair(page)) await page.keyboard.press(told[0]);
  else {
    for (const key of told) await page.keyboard.press(key);
    await page.keyboard.press("Enter");
  }
  await page.waitForFunction((last) => document.querySelector(".labeling h2")?.textContent !== `Set ${last}`, before);
  await page.waitForLoadState("load");
}

async function number(page) {
  return (await page.locator(".labeling h2").innerText()).replace("Set ", "");
}

/** Judges all sets that are left by keyboard alone. */
async function judgeAll(page) {
  while ((await page.locator(".labeling h2").count()) > 0) await judge(page);
}

async function finish(page) {
  await page.getByRole("button", { name: "Finish and retrain" }).click();
  await page.getByRole("heading", { name: /Round \d+ is done/ }).waitFor({ timeout: 240_000 });
  return page.locator(".next").innerText();
}

test("three rounds by keyboard alone teach a transform", async () => {
  const { page, context, wrong } = await enter(browser, service);
  // Without addresses and telephones there is something to learn.
  const file = path.join(folder, "names.csv");
  const names = readFileSync(path.join(root, SET, "records.csv"), "utf8").trim().split(/\r?\n/);
  writeFileSync(file, names.map((line) => fields(line)).map(([id, source, name, , city]) => `${id},${source},"${name}","${city}"\n`).join(""));
  await begin(page, 8, 6, file);
  await picture(page, "labeling");
  assert.deepEqual(await accessibilityFaults(page), []);
  const qualities = [];
  for (let number = 1; number <= 3; number += 1) {
    if (number > 1) await round(page, 8, 6);
    await judgeAll(page);
    const told = await finish(page);
    qualities.push(Number(told.match(/F1 is ([\d.]+)/)?.[1] ?? 0));
  }
  await picture(page, "labeling-done");
  // Over judged pairs, of which each round adds harder ones: it need not rise; the true F1 below has to.
  assert.ok(qualities.every((quality) => quality >= 40), `F1 after each round: ${qualities}`);
  await page.locator(".next").getByRole("link", { name: "Find matches" }).click();
  assert.equal(await page.locator(".head .badge").innerText(), "Ready");
  await page.getByRole("button", { name: "Find matches" }).first().click();
  await page.waitForURL(/\/runs\/jr_/);
  assert.equal(await runEnds(page), "Succeeded");
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: /part-.*csv/ }).click()]);
  const reached = trueF1(readFileSync(await download.path(), "utf8"));
  assert.ok(reached >= 93, `true F1 after three rounds: ${reached}; without labels it is 72.7`);
  assert.deepEqual(wrong, []);
  await context.close();
});

/** F1 over all pairs of records, in percent, of a result whose first column is the id. */
function trueF1(result) {
  const [head, ...rows] = result.trim().split(/\r?\n/).map((line) => fields(line));
  const at = head.indexOf("match_id");
  const pairs = (groups) => {
    const sizes = new Map();
    for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
    return [...sizes.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);
  };
  const entity = ([id]) => truth.get(id) ?? id;
  const both = pairs(rows.map((row) => `${row[at]} ${entity(row)}`));
  return (200 * both) / (pairs(rows.map((row) => row[at])) + pairs(rows.map(entity)));
}

test("two people get different sets, and never overwrite each other", async () => {
  const one = await enter(browser, service);
  const address = await begin(one.page, 4, 2);
  await picture(one.page, "labeling-pair");
  const two = await enter(browser, service);
  await two.page.goto(address);
  const [first, second] = [await number(one.page), await number(two.page)];
  assert.notEqual(first, second);
  // The same person in a second window sends the set after it was judged in the first.
  const again = await one.context.newPage();
  await again.goto(address);
  assert.equal(await number(again), first);
  await one.page.getByRole("button", { name: "Match", exact: true }).click();
  await one.page.waitForLoadState("load");
  await again.getByRole("button", { name: "No match", exact: true }).click();
  await again.waitForLoadState("load");
  assert.match(await again.getByRole("status").innerText(), /already answered elsewhere/);
  // What was said can be taken back, and the set is there again with what was said of it.
  await one.page.goto(address);
  await one.page.keyboard.press("u");
  await one.page.waitForFunction((number) => document.querySelector(".labeling h2")?.textContent === `Set ${number}`, first);
  assert.equal(await one.page.getByRole("button", { name: "Match", exact: true }).getAttribute("aria-pressed"), "true");
  await one.page.keyboard.press("s");
  await one.page.waitForFunction((number) => document.querySelector(".labeling h2")?.textContent !== `Set ${number}`, first);
  assert.notEqual(await number(one.page), second, "the other person's set stays theirs");
  assert.deepEqual([one.wrong, two.wrong], [[], []]);
  await one.context.close();
  await two.context.close();
});

test("sets are judged without script too", async () => {
  const writer = await enter(browser, service);
  const address = await begin(writer.page, 3, 5);
  await writer.page.getByRole("button", { name: "Skip" }).click();
  const { page, context } = await enter(browser, service, { javaScriptEnabled: false });
  await page.goto(address);
  assert.equal(await page.locator(".labeling h2").count(), 0, "to look gives nobody a set");
  await page.getByRole("button", { name: "Show the next set" }).click();
  const before = await number(page);
  const save = page.getByRole("button", { name: "Save and continue" });
  await save.click();
  assert.match(await page.getByRole("status").innerText(), /Nothing was saved: answer for at least one record/);
  assert.equal(await number(page), before);
  await page.getByRole("radio", { name: "group 1" }).nth(0).check({ force: true });
  await page.getByRole("radio", { name: "group 1" }).nth(1).check({ force: true });
  await save.click();
  assert.ok((await page.locator(".labeling h2").count()) === 0 || (await number(page)) !== before);
  assert.match(await page.locator("details").innerText(), /History/);
  await context.close();
  await writer.context.close();
});

test("Enter without any answer asks first, and all different is one click", async () => {
  const { page, context, wrong } = await enter(browser, service);
  await begin(page, 3, 4);
  const first = await number(page);
  await page.keyboard.press("Enter");
  await page.getByText("You have not answered yet").waitFor();
  assert.equal(await number(page), first, "nothing was saved");
  await page.getByRole("button", { name: "All different" }).click();
  await page.waitForFunction((last) => document.querySelector(".labeling h2")?.textContent !== `Set ${last}`, first);
  await page.keyboard.press("u");
  await page.waitForFunction((own) => document.querySelector(".labeling h2")?.textContent === `Set ${own}`, first);
  const chosen = await page.locator("input[type=radio]:checked").evaluateAll((radios) => radios.map((radio) => radio.value));
  assert.ok(chosen.length >= 3 && chosen.every((value) => value === "alone"), `undone, with what was said: ${chosen}`);
  assert.deepEqual(wrong, []);
  await context.close();
});

for (const width of [360, 390]) {
  test(`a set is labeled by thumb on a phone of ${width} pixels`, async () => {
    const { page, context, wrong } = await enter(browser, service, { viewport: { width, height: 740 }, hasTouch: true, isMobile: true });
    await begin(page, 3, 5);
    await picture(page, `labeling-phone-${width}`);
    const first = await number(page);
    const told = keys(await ids(page));
    for (const [at, key] of told.entries()) {
      const chip = page.locator("[data-record]").nth(at).getByRole("radio", { name: key === "0" ? "no match here" : `group ${key}` });
      const box = await chip.boundingBox();
      assert.ok(box.height >= 44 && box.width >= 44, `an answer is ${box.width} by ${box.height} pixels`);
      await chip.tap();
      assert.ok(await chip.isChecked(), "one tap is an answer");
    }
    const edges = await page.locator(".labeling *").evaluateAll((parts) => Math.max(...parts.map((part) => part.getBoundingClientRect().right)));
    keepFigure(`label a set on a phone of ${width} pixels`, Math.max(0, Math.round(edges - width)), 0, "pixels to scroll sideways", "cannot be used");
    assert.ok(edges <= width, `something ends at ${edges} of ${width} pixels`);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width);
    const save = page.getByRole("button", { name: "Save" });
    const { y, height } = await save.boundingBox();
    assert.ok(y + height <= 740 && y > 500, "the button is within reach of the thumb, wherever the page is scrolled");
    await save.tap();
    await page.waitForFunction((last) => document.querySelector(".labeling h2")?.textContent !== `Set ${last}`, first);
    assert.deepEqual(wrong, []);
    await context.close();
  });
}

test("one command labels a file, and a killed process loses nothing", async () => {
  const own = scratch();
  const file = path.join(own, "restaurants.csv");
  copyFileSync(path.join(root, SET, "records.csv"), file);
  const labels = `${file}.labels.csv`;
  const rows = () => (existsSync(labels) ? readFileSync(labels, "utf8").trim().split("\n").slice(1) : []);
  let labeling = await startLabeling(file);
  let { page, context } = await enter(browser, labeling);
  assert.match(page.url(), /\/labeling$/, "the link leads to the labeling page");
  await round(page, 5, 4);
  const judged = await ids(page);
  await judge(page);
  for (let n = 0; rows().length === 0; n += 1) {
    assert.ok(n < 100, "the label file is written within moments");
    await sleep(100);
  }
  await labeling.kill();
  await context.close();

  labeling = await startLabeling(file);
  ({ page, context } = await enter(browser, labeling));
  assert.match(await page.locator("progress.round").getAttribute("value"), /^1$/, "what was said is there");
  await page.locator(".labeling h2").waitFor();
  await judgeAll(page);
  await finish(page);
  await context.close();
  await labeling.stop();
  assert.match(labeling.log(), /records labeled in .*restaurants\.csv\.labels\.csv/);
  assert.ok(rows().length >= judged.length && judged.every((id) => rows().some((row) => row.includes(`,${id},`))));
  remove(own);
});
