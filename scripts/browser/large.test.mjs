// Measures how long it takes to explain a group and a pair of a large result that nobody has looked at yet. Runs only where
// ONEFOLD_LARGE_FILE names a file, such as the records of historical-50k: to match them takes minutes with a debug build.
import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { enter, keepFigure, launch, remove, runEnds, scratch, startService, upload } from "./support.mjs";

const FILE = process.env.ONEFOLD_LARGE_FILE;
const LIMIT_MS = 500;
const TIMES = 20;
const RUN_MS = 1_800_000;

test("a new group and a new pair of a large result are explained within half a second", { skip: FILE ? false : "ONEFOLD_LARGE_FILE names no file" }, async (t) => {
  const folder = scratch();
  const service = await startService(path.join(folder, "data"));
  const browser = await launch();
  try {
    const { page, wrong } = await enter(browser, service, { viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(120_000);
    await upload(page, service, FILE);
    const own = page.url();
    await page.getByRole("button", { name: "Find matches" }).first().click();
    await page.waitForURL(/\/runs\/jr_/);
    await page.locator(".head .badge").filter({ hasText: /Succeeded|Failed/ }).waitFor({ timeout: RUN_MS });
    assert.equal(await runEnds(page), "Succeeded");

    const timed = async (place) => {
      const begin = performance.now();
      const answer = await page.goto(place);
      assert.equal(answer.status(), 200, place);
      return performance.now() - begin;
    };
    t.diagnostic(`first list of groups, with reading the result: ${Math.round(await timed(`${own}/groups`))} ms`);
    const records = Number((await page.locator(".figures div", { hasText: "records" }).first().locator("dd").innerText()).replaceAll(",", ""));
    const size = `${records.toLocaleString("en-US")} records`;
    const groups = [];
    for (let number = 0; groups.length < TIMES; number += 1) {
      await page.goto(`${own}/groups?order=${number % 2 ? "largest" : ""}&page=${number}`);
      groups.push(...(await page.getByRole("link", { name: /^Group / }).evaluateAll((links) => links.map((link) => link.href))));
    }
    const times = { group: [], pair: [], "pair that the run did not compare": [] };
    for (const group of groups.slice(0, TIMES)) {
      times.group.push(await timed(group));
      await page.getByText("A match threshold above").waitFor();
    }
    for (const group of groups.slice(0, TIMES)) {
      times.pair.push(await timed(`${group}/pairs`));
      await page.getByRole("img", { name: "What adds up to the score" }).waitFor();
    }
    for (let number = 1; number <= 5; number += 1) {
      times["pair that the run did not compare"].push(await timed(`${own}/compare?left=${number}&right=${records - number}`));
      await page.getByRole("button", { name: "Score them now" }).waitFor();
    }
    for (const [what, all] of Object.entries(times)) {
      all.sort((a, b) => a - b);
      const slowest = Math.round(all.at(-1));
      t.diagnostic(`a new ${what} of ${size}: median ${Math.round(all[Math.floor(all.length / 2)])} ms, slowest ${slowest} ms`);
      if (what === "group" || what === "pair") keepFigure(`explain a new ${what} of ${size}, the slowest of ${all.length}`, slowest, LIMIT_MS, "ms", "15 s");
    }
    for (const all of Object.values(times)) assert.ok(all.at(-1) <= LIMIT_MS, `${all.map(Math.round)} ms`);
    assert.deepEqual(wrong, []);
  } finally {
    await browser.close();
    await service.stop();
    remove(folder);
  }
});
