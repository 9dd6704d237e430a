// Every kind of page, in three widths and both colour schemes: nothing goes wrong on it, it does not scroll sideways,
// and axe-core has nothing to say. Then what is on a page only when somebody asks for it, and its print.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { allWell, close, each, kinds, open, sites, tooWide, violations } from "./support.mjs";

after(close);

const WIDTHS = [360, 768, 1440];

for (const colorScheme of ["light", "dark"]) {
  test(`every kind of page is sound, ${colorScheme}`, async () => {
    const { context, page, wrongs } = await open({ colorScheme });
    await each(kinds(), async ({ name, url }) => {
      wrongs.length = 0;
      await page.setViewportSize({ width: WIDTHS[0], height: 900 });
      const response = await page.goto(url);
      if (response.status() !== (name === "missing page" ? 404 : 200)) wrongs.push(`status ${response.status()}`);
      if (name === "search results") await page.locator("main a[href*='plugins/']").first().waitFor();
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        // The scheme changes colours only.
        const found = await violations(page, colorScheme === "dark" ? ["color-contrast", "link-in-text-block"] : null);
        wrongs.push(...(await tooWide(page)), ...found.map((line) => `${width} px: ${line}`));
      }
      await allWell(page, wrongs, `${name} ${colorScheme}`);
    });
    await context.close();
  });
}

test("every kind of page has its landmarks, one heading and a title of its own", async () => {
  const { context, page } = await open();
  const titles = new Map();
  await each(kinds(), async ({ name, url }) => {
    await page.goto(url);
    for (const role of ["banner", "main", "contentinfo"]) assert.equal(await page.getByRole(role).count(), 1, `${name}: ${role}`);
    assert.equal(await page.locator("h1").count(), 1, `${name}: h1`);
    const address = new URL(url);
    const key = address.origin + address.pathname;
    const title = await page.title();
    assert.ok(!titles.has(title) || titles.get(title) === key, `${name}: another page is called "${title}" too`);
    titles.set(title, key);
  });
  await context.close();
});

test("a printed plugin page has the content and none of the controls", async () => {
  const { context, page } = await open();
  await page.goto(`${sites.fixtures.origin}plugins/acme/example/`);
  await page.emulateMedia({ media: "print" });
  assert.ok(await page.locator("main table").first().isVisible(), "no table");
  for (const control of await page.locator("button, input, select, .contents").all()) {
    assert.ok(!(await control.isVisible()), await control.evaluate((element) => element.outerHTML.slice(0, 120)));
  }
  const [ink, paper] = await page.evaluate(() => {
    const light = (colour) => colour.match(/[\d.]+/g).slice(0, 3).map(Number).reduce((sum, part) => sum + part, 0);
    const { color, backgroundColor } = getComputedStyle(document.documentElement);
    return [light(color), backgroundColor === "rgba(0, 0, 0, 0)" ? 765 : light(backgroundColor)];
  });
  assert.ok(ink < 200 && paper > 700, `ink ${ink} on paper ${paper}`);
  assert.ok((await page.pdf()).length > 5000);
  await context.close();
});
