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

test("a keyword stands on the page of its letter, without a script", async () => {
  const { context, page, wrongs } = await open({ javaScriptEnabled: false });
  await page.goto(`${origin}plugins/acme/quartz_gateway_loom/`);
  const tag = page.locator(".tags a[href*='keywords/letter/']").first();
  const word = (await tag.textContent()).trim();
  await tag.click();
  assert.match(page.url(), new RegExp(`/keywords/letter/${word[0]}/#keyword-${word}$`));
  const section = page.locator(`#keyword-${word}`);
  assert.equal(await section.locator("li").count(), 61, "sixty plugins and the way to all");
  await page.getByRole("link", { name: "Keywords", exact: true }).click();
  assert.ok((await page.locator(".keyword-list a").count()) >= 20);
  await allWell(page, wrongs, "keywords by letter");
  await context.close();
});
