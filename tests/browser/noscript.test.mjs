// The site without JavaScript: lists, facets by links, pages of plugins with their samples, and nothing that only a
// script could work.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { address, allWell, close, each, file, kinds, open, pluginPages, sites } from "./support.mjs";

after(close);

const full = sites.corpus ? "corpus" : "fixtures";
const { origin } = sites[full];
const plain = { javaScriptEnabled: false };

test("every plugin can be reached by links alone", async () => {
  const { context, page, wrongs } = await open(plain);
  const cards = new Set();
  let next = `${origin}plugins/`;
  let pages = 0;
  while (next) {
    await page.goto(next);
    pages += 1;
    for (const link of await page.locator(".cards .card a").all()) cards.add(new URL(await link.getAttribute("href"), page.url()).pathname);
    const link = page.getByRole("navigation", { name: "Pages" }).locator("li:has(> [aria-current=page]) + li > a");
    next = (await link.count()) ? new URL(await link.first().getAttribute("href"), page.url()).href : null;
    assert.ok(pages < 100);
  }
  const index = JSON.parse(file(full, "api/v1/index.json"));
  assert.equal(cards.size, index.plugins.length, `on ${pages} pages`);
  assert.ok(full !== "corpus" || pages > 2);
  await allWell(page, wrongs, "pages of the list");
  await context.close();
});

test("a facet is a link to a list, and a card a link to a plugin", async () => {
  const { context, page, wrongs } = await open(plain);
  await page.goto(`${origin}plugins/`);
  const facet = page.locator(".browse-side a[href$='/']").first();
  const title = await facet.textContent();
  await facet.click();
  assert.match(await page.locator("h1").textContent(), new RegExp(title.trim().slice(0, 5), "i"));
  await page.locator(".cards .card a").first().click();
  await page.waitForURL(/\/plugins\/[^/]+\/[^/]+\/$/);
  assert.ok(await page.locator("table.fields, .operation").first().isVisible());
  await allWell(page, wrongs, "plugin by links");
  await context.close();
});

test("keywords and use cases of a plugin lead to those that share them", async () => {
  const { context, page, wrongs } = await open(plain);
  await page.goto(sites.corpus ? `${origin}plugins/rapid7/jira/` : `${origin}plugins/acme/example/`);
  const own = new URL(page.url()).pathname;
  const tags = await page.locator(".tags a").evaluateAll((all) => all.map((link) => link.href));
  assert.ok(tags.some((tag) => tag.includes("/keywords/#")), tags.join(" "));
  for (const tag of tags) {
    await page.goto(tag);
    const { hash } = new URL(tag);
    const place = hash ? page.locator(`[id=${JSON.stringify(decodeURIComponent(hash.slice(1)))}]`) : page.locator("main");
    assert.equal(await place.count(), 1, tag);
    const links = await place.locator("a").evaluateAll((all) => all.map((link) => link.pathname));
    assert.ok(links.includes(own), `${tag} does not lead back`);
  }
  await page.goto(`${origin}plugins/`);
  await page.getByRole("link", { name: "All keywords" }).click();
  await page.waitForURL(/\/keywords\/$/);
  await allWell(page, wrongs, "keywords by links");
  await context.close();
});

test("a plugin's page has everything to read, its samples too", async () => {
  const { context, page, wrongs } = await open(plain);
  for (const url of [`${sites.fixtures.origin}plugins/acme/example/`, sites[full].origin + address(pluginPages(full)[0])]) {
    await page.goto(url);
    const operations = await page.locator(".operation[data-kind]").all();
    assert.ok(operations.length);
    for (const operation of operations.slice(0, 5)) {
      assert.ok(await operation.locator("h3").isVisible());
      const sample = operation.locator("[data-sample=start]");
      const summary = sample.locator("summary");
      if ((await summary.count()) && !(await sample.locator("pre").isVisible())) await summary.click();
      assert.ok(await sample.locator("pre").isVisible(), "no sample message");
      const message = JSON.parse(await sample.locator("pre code").textContent());
      assert.equal(message.version, "v1");
    }
    // Links of the contents lead to places on the page.
    const links = await page.locator(".contents a").all();
    assert.ok(links.length > 3);
    const missing = await Promise.all(
      links.map(async (link) => {
        const id = decodeURIComponent((await link.getAttribute("href")).slice(1));
        return (await page.locator(`[id=${JSON.stringify(id)}]`).count()) === 1 ? [] : [id];
      }),
    );
    assert.deepEqual(missing.flat(), []);
  }
  await allWell(page, wrongs, "plugin without script");
  await context.close();
});

test("no page shows a control that needs a script", async () => {
  const { context, page, wrongs } = await open(plain);
  await each(kinds(), async ({ name, url }) => {
    wrongs.length = 0;
    await page.goto(url);
    const dead = page.locator("button:not([type=submit]), select, [role=combobox], [role=tab]");
    for (const control of await dead.all()) {
      if (await control.isVisible()) wrongs.push(`needs a script: ${await control.evaluate((element) => element.outerHTML)}`);
    }
    if (name.startsWith("search")) assert.ok(await page.getByText(/JavaScript/).first().isVisible(), "search says nothing");
    await allWell(page, wrongs, `${name} without script`);
  });
  await context.close();
});
