// Plugins whose every text is an attack, on a server that sends no Content-Security-Policy: no script of theirs runs,
// nothing that they write becomes an element or an address that could run one, and every page keeps its structure.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { allWell, close, each, open, paths, sites } from "./support.mjs";

after(close);

const { origin } = sites.attacks;
const HARMLESS = "plugins/xss/x000/index.html";
const attacks = paths("attacks").filter((path) => path.startsWith("plugins/xss/") && path.endsWith("/index.html"));

// Tells of calls of what attacks call, and of events that only an attack's handler would see.
const watchful = () => {
  globalThis.ran = [];
  for (const name of ["alert", "confirm", "prompt", "print"]) {
    globalThis[name] = (...values) => void globalThis.ran.push(`${name}(${values})`);
  }
};

// What is suspicious in a page, whatever stands in it.
const suspects = () => {
  const found = [...globalThis.ran];
  const own = new URL(".", document.querySelector("link[rel=stylesheet]").href).href;
  const show = (element) => element.outerHTML.slice(0, 160);
  for (const element of document.querySelectorAll("*")) {
    for (const { name, value } of element.attributes) {
      if (/^on/i.test(name)) found.push(`handler: ${show(element)}`);
      if (["style", "srcdoc", "formaction", "ping", "background"].includes(name)) found.push(`attribute ${name}: ${show(element)}`);
      if (["href", "src", "action", "data", "xlink:href", "poster", "srcset", "cite"].includes(name)) {
        // What is no address leads nowhere.
        if (element.matches("a") && !URL.canParse(value, location.href)) continue;
        const { protocol } = new URL(value, location.href);
        const fits = element.matches("a") ? ["http:", "https:", "mailto:"] : ["http:"];
        if (!fits.includes(protocol)) found.push(`address ${value}: ${show(element)}`);
        if (!element.matches("a, link[rel=canonical]") && !new URL(value, location.href).href.startsWith(location.origin)) {
          found.push(`elsewhere: ${show(element)}`);
        }
      }
    }
    if (element.matches("iframe, object, embed, base, applet, frame, portal, math, video, audio, source, svg *, style, template, dialog")) {
      found.push(`element: ${show(element)}`);
    }
    if (element.matches("script") && !element.src.startsWith(own) && element.type !== "application/ld+json") found.push(`script: ${show(element)}`);
    if (element.matches("meta[http-equiv]")) found.push(`meta: ${show(element)}`);
    if (element.matches("link") && /stylesheet|import|preload/.test(element.rel) && !element.href.startsWith(own)) found.push(`link: ${show(element)}`);
  }
  for (const data of document.querySelectorAll("script[type='application/ld+json']")) JSON.parse(data.textContent);
  return found;
};

// The frame of a page: what an attack would have to break out of.
const frame = () => {
  const count = (selector) => document.querySelectorAll(selector).length;
  const named = (selector) => [...document.querySelectorAll(selector)].map((element) => element.id || element.className);
  return {
    scripts: count("script"),
    landmarks: ["body > header", "body > main", "body > footer", "body > main nav"].map(count),
    forms: count("form"),
    children: [...document.body.children].map((element) => element.tagName).join(" "),
    sections: named("main section[id]:not(.operation, .type)"),
    operations: count(".operation"),
    types: count(".type"),
    tables: count("table.fields"),
    rows: count("table.fields > tbody > tr"),
    samples: count("[data-sample]"),
  };
};

test("no attack on a plugin's page gets anywhere", async () => {
  assert.ok(attacks.length > 250, `only ${attacks.length} attacks`);
  const { context, page, wrongs } = await open();
  await page.addInitScript(watchful);
  let expected = null;
  await each([HARMLESS, ...attacks.filter((path) => path !== HARMLESS)], async (path) => {
    wrongs.length = 0;
    const url = origin + path.replace("index.html", "");
    await page.goto(url);
    const found = await page.evaluate(frame);
    // Authors whose address is none get no link, and a text that is blank no section: these may differ.
    const { sections, ...rest } = found;
    expected ??= rest;
    wrongs.push(...(await page.evaluate(suspects)));
    for (const [what, value] of Object.entries(rest)) {
      if (JSON.stringify(value) !== JSON.stringify(expected[what])) wrongs.push(`${what}: ${JSON.stringify(value)}, not ${JSON.stringify(expected[what])}`);
    }
    for (const section of ["overview", "setup", "actions", "types"]) if (!sections.includes(section)) wrongs.push(`no section ${section}`);
    if (page.url() !== url) wrongs.push(`went to ${page.url()}`);
    await allWell(page, wrongs, path);
  });
  await context.close();
});

test("forms that are made of attacks stay forms", async () => {
  const { context, page, wrongs } = await open();
  await page.addInitScript(watchful);
  await each(attacks.filter((_, index) => index % 9 === 0), async (path) => {
    wrongs.length = 0;
    await page.goto(origin + path.replace("index.html", ""));
    const before = await page.evaluate(frame);
    await page.evaluate(() => {
      for (const opener of document.querySelectorAll(".explorer-open")) opener.click();
      for (const more of document.querySelectorAll(".explorer button:not(.copy)")) more.click();
      for (const control of document.querySelectorAll(".explorer input, .explorer select, .explorer textarea")) {
        for (const kind of ["focus", "input", "change", "mouseover", "blur"]) control.dispatchEvent(new Event(kind, { bubbles: true }));
      }
    });
    assert.ok(await page.locator(".explorer").count(), `${path}: no form`);
    const afterwards = await page.evaluate(frame);
    assert.equal(afterwards.scripts, before.scripts, path);
    wrongs.push(...(await page.evaluate(suspects)));
    await allWell(page, wrongs, path);
  });
  await context.close();
});

test("lists, search and facets show attacks as text", async () => {
  const { context, page, wrongs } = await open();
  await page.addInitScript(watchful);
  const value = (path) => encodeURIComponent(path);
  const lists = paths("attacks").filter((path) => path.endsWith(".html") && !/^plugins\/[^/]+\/[^/]+\/index\.html$/.test(path));
  const some = lists.filter((path, index) => !path.startsWith("use-cases/") || index % 12 === 0);
  const places = some.map((path) => path.replace(/index\.html$/, ""));
  for (const query of ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "javascript:alert(1)", "onerror", "script"]) {
    places.push(`search/?q=${value(query)}`, `plugins/?use-case=${value(query)}&sort=${value(query)}`);
  }
  places.push("plugins/?feature=has-actions", "plugins/?feature=has-actions&page=2#\"><script>alert(1)</script>");
  await each(places, async (place) => {
    wrongs.length = 0;
    await page.goto(origin + place);
    if (/\?q=(script|onerror)/.test(place)) await page.locator(".found-item").first().waitFor();
    else await page.waitForLoadState("networkidle");
    wrongs.push(...(await page.evaluate(suspects)));
    assert.equal(await page.getByRole("main").count(), 1, place);
    await allWell(page, wrongs, place);
  });
  await page.goto(origin);
  await page.keyboard.press("/");
  await page.keyboard.type("<img src=x onerror");
  await page.getByRole("listbox").waitFor();
  wrongs.push(...(await page.evaluate(suspects)));
  await allWell(page, wrongs, "suggestions");
  await context.close();
});

test("icons that hold attacks are only images", async () => {
  const { context, page, wrongs } = await open();
  await page.addInitScript(watchful);
  const icons = paths("attacks").filter((path) => path.startsWith("icons/") && path.endsWith(".svg"));
  assert.ok(icons.length);
  await each(icons, async (path) => {
    wrongs.length = 0;
    await page.goto(origin + path);
    const found = await page.evaluate(() => {
      const bad = [...document.querySelectorAll("script, foreignObject, a, iframe, image")].map((element) => element.outerHTML);
      for (const element of document.querySelectorAll("*")) {
        for (const { name, value } of element.attributes) {
          if (/^on/i.test(name) || /script:|data:|https?:(?!\/\/www\.w3\.org)/i.test(value)) bad.push(element.outerHTML);
        }
      }
      return [...globalThis.ran, ...bad].map((text) => text.slice(0, 200));
    });
    wrongs.push(...found);
    await allWell(page, wrongs, path);
  });
  await context.close();
});

test("no file's path leads elsewhere", () => {
  const astray = paths("attacks").filter((path) => path.startsWith("/") || /\\|(^|\/)\.\.?(\/|$)/.test(path));
  assert.deepEqual(astray, []);
});
