// What feed readers, search engines and browsers take, held to schemas: that of sitemaps comes with a package, those of
// Atom and OpenSearch are written here from their specifications.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { exportsOf, file, paths, sites } from "./support.mjs";

const { validateXML } = await exportsOf("xmllint-wasm");

const packaged = readFileSync(join(process.env.SPECC_BROWSER_TOOLS, "node_modules/sitemap/schema/sitemap.xsd"), "utf8");
const ours = (name) => readFileSync(new URL(`schemas/${name}`, import.meta.url), "utf8");
const schemas = {
  "sitemap.xml": { schema: packaged, extension: "schema" },
  "feed.xml": { schema: ours("atom.rng"), extension: "relaxng" },
  "opensearch.xml": { schema: ours("opensearch.rng"), extension: "relaxng" },
};

const faults = async (name, contents) => {
  const { errors } = await validateXML({ xml: [{ fileName: name, contents }], ...schemas[name], maxMemoryPages: 4096 });
  return errors.map(({ message }) => message);
};

// What each of them must not be, so that a schema that lets everything pass is found out.
const damages = {
  "sitemap.xml": [["<loc>", "<lock>", "</loc>", "</lock>"], ["<lastmod>2026-", "<lastmod>26-"]],
  "feed.xml": [["<updated>2026-01-31T00:00:00Z", "<updated>2026-01-31"], ["<id>http", "<id>"], ["<entry>", "<item>", "</entry>", "</item>"], ["<name>", "<nick>", "</name>", "</nick>"]],
  "opensearch.xml": [["{searchTerms}", "{terms}"], ["<ShortName>", "<ShortName>More than sixteen letters "], ['type="text/html"', 'type="html"']],
};

for (const site of Object.keys(sites)) {
  for (const name of Object.keys(schemas)) {
    test(`${name} of ${site} is valid`, async () => {
      assert.ok(paths(site).includes(name), `there is no ${name}`);
      const text = file(site, name).toString();
      assert.deepEqual(await faults(name, text), []);
      for (const pairs of damages[name]) {
        let damaged = text;
        for (let at = 0; at < pairs.length; at += 2) damaged = damaged.replaceAll(pairs[at], pairs[at + 1]);
        assert.notEqual(damaged, text, pairs.join(" "));
        assert.notDeepEqual(await faults(name, damaged), [], `the schema lets ${pairs.join(" ")} pass`);
      }
    });
  }
}
