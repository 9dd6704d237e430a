// The files as they lie: HTML that a validator accepts, and pages, scripts and styles that are light.
import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { each, file, kinds, paths, pluginPages, sites, tool } from "./support.mjs";

const { HtmlValidate, StaticConfigLoader } = await tool("html-validate");
const validator = (more) => new HtmlValidate(
  new StaticConfigLoader({
    root: true,
    extends: ["html-validate:recommended"],
    rules: {
      ...more,
      // Matters of taste, decided otherwise here.
      "no-trailing-whitespace": "off",
      "long-title": "off",
      "no-raw-characters": "off",
      // Lists and tables may have a name too.
      "aria-label-misuse": ["error", { allowAnyNamable: true }],
      // A search field is sent by the Enter key.
      "wcag/h32": "off",
      // Files of the same origin need no digest.
      "require-sri": "off",
    },
  }),
);

const ours = validator({});
// What authors write may be nested oddly or be a link without a text; it must not be more than that.
const theirs = validator({ "element-permitted-content": "off", "wcag/h30": "off" });

const validate = async (site, path) => {
  const report = await (site === "attacks" ? theirs : ours).validateString(file(site, path).toString(), path);
  const messages = report.results.flatMap((result) => result.messages);
  const lines = messages.slice(0, 8).map(({ line, column, ruleId, message }) => `    ${line}:${column} ${ruleId}: ${message}`);
  assert.ok(!messages.length, `${site}/${path}: ${messages.length}\n${lines.join("\n")}`);
};

// Attacks take long, and differ little in their markup.
for (const [site, step] of [["fixtures", 1], ["attacks", 9]]) {
  test(`every page is valid: ${site}`, async () => {
    const pages = paths(site).filter((path, index) => path.endsWith(".html") && index % step === 0);
    assert.ok(pages.length > 3);
    await each(pages, (path) => validate(site, path));
  });
}

test("a page of each kind is valid: corpus", { skip: !sites.corpus }, async () => {
  const pages = new Set(kinds().filter(({ site }) => site === "corpus").map(({ url }) => new URL(url).pathname.slice(1)));
  pages.delete("no/such/page/");
  await each([...pages, "404.html"], (path) => validate("corpus", path.endsWith("/") || !path ? `${path}index.html` : path));
});

test("pages are light", () => {
  const site = sites.corpus ? "corpus" : "fixtures";
  const weight = (path) => gzipSync(file(site, path), { level: 9 }).length;
  const sum = (extension) => {
    const found = paths(site).filter((path) => path.startsWith("assets/") && path.endsWith(extension));
    assert.ok(found.length, extension);
    return found.map(weight).reduce((all, one) => all + one, 0);
  };
  const heaviest = pluginPages(site).slice(0, 5).map((path) => [weight(path), path]).toSorted(([one], [other]) => other - one)[0];
  const [script, style] = [sum(".js"), sum(".css")];
  console.log(`compressed: script ${script}, style ${style}, largest plugin page ${heaviest}`);
  assert.ok(script < 20_000, `all scripts: ${script}`);
  assert.ok(style < 30_000, `all styles: ${style}`);
  assert.ok(heaviest[0] < 150_000, `${heaviest}`);
});
