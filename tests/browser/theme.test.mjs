// The switch of the colour scheme: it holds from page to page, stands before the first paint, and gives way to the
// system again.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { close, open, sites } from "./support.mjs";

after(close);

const plugin = `${sites.fixtures.origin}plugins/acme/example/`;
const background = (page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

test("the choice persists, without a flash, and can be taken back", async () => {
  const { context, page, wrongs } = await open({ colorScheme: "light" });
  await page.goto(plugin);
  const light = await background(page);
  const choice = page.getByRole("combobox", { name: "Colour theme" });
  await choice.selectOption("dark");
  const dark = await background(page);
  assert.notEqual(dark, light);

  // Every frame that is painted while the next page loads is looked at.
  await page.addInitScript(() => {
    globalThis.seen = [];
    const look = () => {
      if (document.body) globalThis.seen.push(getComputedStyle(document.documentElement).backgroundColor);
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await page.goto(sites.fixtures.origin);
  await page.waitForFunction(() => globalThis.seen.length > 2);
  assert.deepEqual(new Set(await page.evaluate("globalThis.seen")), new Set([dark]));
  assert.equal(await choice.inputValue(), "dark");

  await choice.selectOption("system");
  assert.equal(await background(page), light);
  await page.reload();
  assert.equal(await background(page), light);
  await page.emulateMedia({ colorScheme: "dark" });
  assert.equal(await background(page), dark);
  await choice.selectOption("light");
  await page.goto(plugin);
  assert.equal(await background(page), light);
  assert.deepEqual(wrongs, []);
  await context.close();
});

test("a browser that forbids storage has a working page", async () => {
  const { context, page, wrongs } = await open({ colorScheme: "light" });
  await page.addInitScript(() => {
    const forbid = () => {
      throw new DOMException("forbidden", "SecurityError");
    };
    Object.defineProperty(globalThis, "localStorage", { get: forbid });
  });
  await page.goto(plugin);
  const light = await background(page);
  await page.getByRole("combobox", { name: "Colour theme" }).selectOption("dark");
  assert.notEqual(await background(page), light);
  assert.deepEqual(wrongs, []);
  await context.close();
});
