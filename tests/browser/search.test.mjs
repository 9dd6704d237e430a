// Finding plugins with the keyboard alone, and how soon the first result stands there after a key.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { allWell, close, isQuick, open, sites } from "./support.mjs";

after(close);

const full = sites.corpus ? "corpus" : "fixtures";
const { origin } = sites[full];
// What every site here has a plugin for.
const [query, misspelt, title] = sites.corpus ? ["github", "gihtub", /github/i] : ["example", "exmaple", /example/i];

const active = (page) => page.evaluate(() => document.activeElement.outerHTML.slice(0, 100));

for (const path of ["", "plugins/", "search/", sites.corpus ? "plugins/rapid7/jira/" : "plugins/acme/minimal/"]) {
  test(`/, typing, arrows, Escape and Enter on ${path || "the first page"}`, async () => {
    const { context, page, wrongs } = await open();
    await page.goto(origin + path);
    await page.locator("h1").click();
    await page.keyboard.press("/");
    const box = page.locator("input[name=q]:focus");
    await box.waitFor();
    assert.equal(await box.inputValue(), "", "the slash was typed");
    await page.keyboard.type(query);
    if (path === "search/") {
      await page.locator(".found-item").first().waitFor();
      assert.match(await page.locator(".found-item").first().textContent(), title);
      assert.match(page.url(), new RegExp(`q=${query}`));
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowDown");
      assert.ok(await page.locator(".found-item a").nth(1).evaluate((link) => link === document.activeElement), await active(page));
      await page.keyboard.press("ArrowUp");
    } else {
      const list = page.getByRole("listbox");
      await list.waitFor();
      assert.equal(await box.getAttribute("aria-expanded"), "true");
      await page.keyboard.press("Escape");
      assert.ok(!(await list.isVisible()), "Escape leaves the list open");
      assert.equal(await box.inputValue(), query, "Escape takes the words");
      await page.keyboard.press("ArrowDown");
      await list.waitFor();
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowUp");
      const chosen = list.locator("[aria-selected=true]");
      assert.equal(await chosen.count(), 1);
      assert.equal(await box.getAttribute("aria-activedescendant"), await chosen.getAttribute("id"));
      assert.match(await chosen.textContent(), title);
    }
    const before = page.url();
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.href !== before && /\/plugins\/[^/]+\/[^/]+\//.test(url.pathname));
    await allWell(page, wrongs, `search by keyboard on ${path}`);
    await context.close();
  });
}

test("/ in a form is a slash", async () => {
  const { context, page } = await open();
  await page.goto(`${origin}search/`);
  await page.locator("input[name=q]").fill("");
  await page.locator("input[name=q]").focus();
  await page.keyboard.type("a/b");
  assert.equal(await page.locator("input[name=q]").inputValue(), "a/b");
  await context.close();
});

test("Enter without a choice leads to the page of results", async () => {
  const { context, page, wrongs } = await open();
  await page.goto(origin);
  await page.keyboard.press("/");
  await page.keyboard.type(query);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/search\/\?q=/);
  await page.locator(".found-item").first().waitFor();
  await allWell(page, wrongs, "page of results");
  await context.close();
});

test("a misspelt name is found, and so are actions and fields", async () => {
  const { context, page, wrongs } = await open();
  await page.goto(`${origin}search/?q=${misspelt}`);
  await page.locator(".found-item").first().waitFor();
  assert.match((await page.locator(".found-item").allTextContents()).slice(0, 3).join(" "), title);
  const kinds = new Set();
  for (const words of sites.corpus ? ["create issue", "hostname", "get"] : ["translate", "text", "get"]) {
    await page.goto(`${origin}search/?q=${encodeURIComponent(words)}`);
    await page.waitForFunction(() => document.querySelector(".found-count")?.textContent);
    for (const kind of await page.locator(".found-item [data-kind]").evaluateAll((all) => all.map((one) => one.dataset.kind))) kinds.add(kind);
  }
  assert.ok(kinds.has("action") && kinds.has("field"), [...kinds].join());
  await page.goto(`${origin}search/?q=qqqqzzzzxxxx`);
  await page.getByText(/Nothing is called/).first().waitFor();
  await allWell(page, wrongs, "misspelt");
  await context.close();
});

test("the first result stands there 50 ms after a key", () => isQuick(full, query));

test("facets work by keyboard, combine, and are kept in the address", { skip: !sites.corpus }, async () => {
  const { context, page, wrongs } = await open();
  await page.goto(`${origin}plugins/`);
  const boxes = page.locator(".facets input[type=checkbox]");
  await boxes.first().waitFor();
  const count = async () => Number.parseInt(await page.locator(".browse-count").textContent(), 10);
  const all = await count();
  await page.locator("h1").click();
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement.matches(".facets input"))) break;
  }
  assert.ok(await page.evaluate(() => document.activeElement.matches(".facets input")), `Tab does not reach the facets: ${await active(page)}`);
  await page.keyboard.press("Space");
  await page.waitForFunction((all) => Number.parseInt(document.querySelector(".browse-count").textContent, 10) !== all, all);
  assert.ok(new URL(page.url()).search.length > 3, `the address says nothing: ${page.url()}`);
  const some = await count();
  assert.ok(some > 0 && some < all, `${some} of ${all}`);
  const other = page.locator(".facets fieldset").nth(1).locator("input[type=checkbox]").first();
  await other.focus();
  await page.keyboard.press("Space");
  const both = await count();
  assert.ok(both <= some, `${both} of ${some}`);
  const kept = page.url();
  await page.reload();
  await page.locator(".facets input:checked").nth(1).waitFor();
  assert.equal(await count(), both);
  assert.equal(page.url(), kept);
  await allWell(page, wrongs, "facets");
  await context.close();
});

test("Tab goes through a page in its order, and what has the focus shows it", async () => {
  const { context, page, wrongs } = await open();
  for (const path of ["", "plugins/", "search/?q=user", sites.corpus ? "plugins/rapid7/github/" : "plugins/acme/example/"]) {
    await page.goto(origin + path);
    await page.evaluate(() => document.activeElement?.blur());
    await page.keyboard.press("Tab");
    assert.match(await active(page), /skip/, `${path}: the first is no way to skip`);
    const places = [];
    for (let presses = 0; presses < 25; presses += 1) {
      await page.keyboard.press("Tab");
      const place = await page.evaluate(() => {
        const element = document.activeElement;
        if (element === document.body) return null;
        const outlined = ["", "::before", "::after"].some((part) => {
          const { outlineStyle, outlineWidth } = getComputedStyle(element, part);
          return outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2;
        });
        const box = element.getBoundingClientRect();
        const order = [...document.querySelectorAll("*")].indexOf(element);
        return { order, shows: outlined, size: box.width * box.height, html: element.outerHTML.slice(0, 120) };
      });
      if (!place) break;
      assert.ok(place.shows && place.size > 0, `${path}: the focus cannot be seen on ${place.html}`);
      places.push(place);
    }
    assert.ok(places.length > 3, path);
    for (const [one, next] of places.slice(1).map((place, index) => [places[index], place])) {
      assert.ok(next.order > one.order, `${path}: ${next.html} comes after ${one.html}`);
    }
    await page.evaluate(() => scrollTo(0, 0));
    await page.locator(".skip").focus();
    await page.keyboard.press("Enter");
    assert.match(await active(page), /<main/, `${path}: the skip link leads elsewhere`);
  }
  await allWell(page, wrongs, "order of the focus");
  await context.close();
});
