// What the suites share: the tools, the sites to read, and a browser that notes everything that goes wrong on a page.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(join(process.env.SPECC_BROWSER_TOOLS, "package.json"));

/** A package of the folder of tools. */
export const tool = async (name) => {
  const module = await import(pathToFileURL(require.resolve(name)).href);
  return module.default ?? module;
};

/** All that a package of modules exports. */
export const exportsOf = (name) => import(pathToFileURL(require.resolve(name)).href);

/** The text of a file of such a package. */
export const toolText = (path) => readFileSync(require.resolve(path), "utf8");

/** The sites by name: `folder` on the disk and `origin`, its address ending in `/`. */
export const sites = JSON.parse(process.env.SPECC_SITES);

/** A file of a site. */
export const file = (site, path) => readFileSync(join(sites[site].folder, path));

/** The paths of all files of a site. */
export const paths = (site) => {
  const manifest = JSON.parse(file(site, "site-manifest.json"));
  return manifest.files.map((entry) => entry.path);
};

/** The paths of the pages of plugins, the heaviest first. */
export const pluginPages = (site) => {
  const manifest = JSON.parse(file(site, "site-manifest.json"));
  const pages = manifest.files.filter(({ path }) => /^plugins\/[^/]+\/[^/]+\/index\.html$/.test(path) && !path.startsWith("plugins/page/"));
  return pages.toSorted((one, other) => other.size - one.size).map(({ path }) => path);
};

/** The address of a page within its site. */
export const address = (path) => path.replace(/index\.html$/, "");

/** The first path that a pattern fits; there must be one. */
const first = (site, pattern) => {
  const found = paths(site).find((path) => pattern.test(path));
  assert.ok(found, `the site ${site} has no page like ${pattern}`);
  return address(found);
};

/** One page of each kind: its name, its site and its address within. Lists are long only on the site of the corpus. */
export const kinds = () => {
  const full = sites.corpus ? "corpus" : "fixtures";
  const found = [
    ["home", full, ""],
    ["list", full, "plugins/"],
    ["filtered list", full, "plugins/?feature=has-actions&sort=actions"],
    ["use case", full, first(full, /^use-cases\/[^/]+\/index\.html$/)],
    ["vendor", full, first(full, /^vendors\/[^/]+\/index\.html$/)],
    ["search", full, "search/"],
    ["search results", full, "search/?q=user"],
    ["about", full, "about/"],
    ["missing page", full, "no/such/page/"],
    ["small plugin", "fixtures", "plugins/acme/example/"],
    ["plugin with everything", "fixtures", "plugins/acme/everything/"],
    ["hostile plugin", "fixtures", "plugins/async/import/"],
    ["largest plugin", full, address(pluginPages(full)[0])],
  ];
  if (sites.corpus) {
    found.push(["second page of the list", full, "plugins/page/2/"]);
  }
  // Only sites with many plugins for each other file have pages of keywords.
  const keyword = paths(full).find((path) => path.startsWith("keywords/"));
  if (keyword) found.push(["keyword", full, address(keyword)]);
  return named(found);
};

const named = (found) => found.map(([name, site, path]) => ({ name, site, url: sites[site].origin + path }));

let browser = null;

/** A new context of the one browser; a page of it comes with the list of what went wrong on it. */
export const open = async (options = {}) => {
  if (!browser) {
    const { chromium } = await tool("playwright-core");
    browser = await chromium.launch({ executablePath: process.env.SPECC_CHROMIUM });
  }
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce", ...options });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  return { context, page, wrongs: watch(page) };
};

/** Ends the browser. */
export const close = async () => {
  await browser?.close();
  browser = null;
};

/** The list that grows with what goes wrong on a page: messages of the console, exceptions, and requests. */
const watch = (page) => {
  const wrongs = [];
  // A browser that shows an image by itself asks for the host's icon.
  const forImage = (url) => url.endsWith("/favicon.ico") && page.url().endsWith(".svg");
  page.on("console", (message) => {
    const missing = message.text().includes("404") && message.location().url === page.url();
    if (["error", "warning"].includes(message.type()) && !missing && !forImage(message.location().url)) wrongs.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => wrongs.push(`exception: ${error.stack}`));
  page.on("dialog", async (dialog) => {
    wrongs.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  page.on("response", (response) => {
    const isPage = response.request().isNavigationRequest();
    if (response.status() >= 400 && !isPage && !forImage(response.url())) wrongs.push(`${response.status()}: ${response.url()}`);
  });
  page.on("requestfailed", (request) => {
    const failure = request.failure()?.errorText;
    // Leaving a page ends what it was still loading.
    if (failure !== "net::ERR_ABORTED") wrongs.push(`${failure}: ${request.url()}`);
  });
  const home = Object.values(sites).map(({ origin }) => origin);
  page.on("request", (request) => {
    const url = request.url();
    const known = home.some((origin) => url.startsWith(origin));
    if (!known && !url.startsWith("blob:") && !url.startsWith("data:")) wrongs.push(`a request elsewhere: ${url}`);
  });
  return wrongs;
};

/** Fails with all that went wrong, and keeps a picture of the page. */
export const allWell = async (page, wrongs, name) => {
  if (!wrongs.length) return;
  const folder = process.env.SPECC_SCREENSHOTS;
  mkdirSync(folder, { recursive: true });
  const picture = join(folder, `${name.replace(/[^a-z0-9]+/gi, "-")}.png`);
  await page.screenshot({ path: picture }).catch(() => {});
  assert.fail(`${name}, ${page.url()}\n  ${wrongs.join("\n  ")}\n  picture: ${picture}`);
};

/** Runs work on items, one after the other, and fails with all failures instead of the first. */
export const each = async (items, work) => {
  const failures = [];
  for (const item of items) {
    try {
      await work(item);
    } catch (error) {
      failures.push(error.message);
    }
  }
  assert.ok(!failures.length, `${failures.length} of ${items.length}:\n${failures.slice(0, 40).join("\n")}`);
};

/** What axe-core finds on a page by all its rules or some, a line for each violation. */
export const violations = async (page, rules) => {
  if (!(await page.evaluate("'axe' in globalThis"))) await page.evaluate(toolText("axe-core/axe.min.js"));
  const found = await page.evaluate(async (rules) => {
    const choice = rules ? { runOnly: rules } : {};
    const { violations } = await globalThis.axe.run(document, { resultTypes: ["violations"], ...choice });
    return violations.map(({ id, help, nodes }) => ({ id, help, count: nodes.length, first: nodes[0].html, why: nodes[0].failureSummary }));
  }, rules);
  return found.map(({ id, help, count, first, why }) => `axe: ${id} (${help}) on ${count}, first ${first.slice(0, 200)} ${why}`);
};

/** The elements that make a page wider than its window. */
export const tooWide = (page) =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const culprits = [...document.querySelectorAll("body *")].filter((element) => element.getBoundingClientRect().right > width + 1);
    const names = culprits.slice(-3).map((element) => element.outerHTML.slice(0, 120));
    return [`scrolls sideways to ${document.documentElement.scrollWidth} at ${width}: ${names.join(" | ")}`];
  });

// From the event of the key to the list that holds an answer to it. The first key of all also loads the index.
const delays = async (page, words) => {
  await page.evaluate(() => {
    globalThis.delays = [];
    const input = document.querySelector("input[name=q]");
    input.addEventListener("input", () => (globalThis.asked = performance.now()), true);
    new MutationObserver(() => {
      if (!globalThis.asked || !document.querySelector("[role=option]")) return;
      globalThis.delays.push(performance.now() - globalThis.asked);
      globalThis.asked = 0;
    }).observe(document.body, { childList: true, subtree: true });
  });
  await page.keyboard.press("/");
  await page.waitForLoadState("networkidle");
  for (const letter of words) {
    await page.keyboard.type(letter);
    await page.waitForTimeout(120);
  }
  return page.evaluate("globalThis.delays");
};

/** Types words into the search of a site's first page and holds the first result to 50 ms after each key. */
export const isQuick = async (site, words) => {
  let best = Infinity;
  // A machine that is busy with other tests is slow for other reasons.
  for (let turn = 0; turn < 4 && best >= 50; turn += 1) {
    const { context, page, wrongs } = await open();
    await page.goto(sites[site].origin);
    const found = await delays(page, words);
    assert.ok(found.length >= words.length - 2, `only ${found.length} answers`);
    best = Math.min(best, Math.max(...found));
    console.log(`${site}: ${found.map((delay) => delay.toFixed(1)).join(" ")} ms`);
    await allWell(page, wrongs, `search on ${site}`);
    await context.close();
  }
  assert.ok(best < 50, `${best} ms`);
};
