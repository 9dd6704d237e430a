// A site of ten thousand plugins, whose index comes in many parts, loaded as they are needed.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { allWell, close, isQuick, open, paths, sites } from "./support.mjs";

after(close);

const { origin } = sites.many;

test("there are as many as that", () => {
  const pages = paths("many").filter((path) => /^plugins\/acme\/[^/]+\/index\.html$/.test(path));
  assert.equal(pages.length, 10_000);
});

for (const words of ["quartz", "rotate key"]) {
  test(`the first result stands there 50 ms after a key of ${words}`, () => isQuick("many", words));
}

test("a name is found, also misspelt, and so is an action", async () => {
  const { context, page, wrongs } = await open();
  for (const [query, title] of [
    ["quartz gateway loom", /^Quartz Gateway Loom/],
    ["quratz gateway loom", /^Quartz Gateway Loom/],
    ["rotate key", /Rotate Key/],
  ]) {
    await page.goto(`${origin}search/?q=${encodeURIComponent(query)}`);
    const first = page.locator(".found-item").first();
    await first.waitFor();
    assert.match((await first.textContent()).trim(), title, query);
  }
  await allWell(page, wrongs, "search among many");
  await context.close();
});
