// Lighthouse's four scores of the pages that visitors meet first, on a simulated phone and on a desktop.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { address, exportsOf, pluginPages, sites, tool } from "./support.mjs";

const LEAST = 0.95;
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
// Scores of speed fall when something else keeps the machine busy, and never rise by chance.
const TRIES = 3;

const { chromium } = await tool("playwright-core");
const { default: lighthouse, desktopConfig } = await exportsOf("lighthouse");
const port = 20_000 + (process.pid % 20_000);
const browser = await chromium.launch({ executablePath: process.env.SPECC_CHROMIUM, args: [`--remote-debugging-port=${port}`] });
after(() => browser.close());

const full = sites.corpus ? "corpus" : "fixtures";
const pages = { home: "", list: "plugins/", plugin: address(pluginPages(full)[0]) };

const weak = async (name, url, config) => {
  const { lhr } = await lighthouse(url, { port, logLevel: "error", onlyCategories: CATEGORIES }, config);
  assert.ok(!lhr.runtimeError, lhr.runtimeError?.message);
  const scores = CATEGORIES.map((id) => [id, lhr.categories[id].score]);
  console.log(`${name}: ${scores.map(([id, score]) => `${id} ${Math.round(score * 100)}`).join(", ")}`);
  const low = scores.filter(([, score]) => !(score >= LEAST));
  if (low.length) writeFileSync(join(process.env.SPECC_WORK, `lighthouse-${name.replace(" ", "-")}.json`), JSON.stringify(lhr, null, 1));
  return low.map(([id, score]) => {
    const { auditRefs } = lhr.categories[id];
    const lost = auditRefs.filter(({ id: audit, weight }) => weight && (lhr.audits[audit].score ?? 1) < 0.95);
    return `${id} ${score}: ${lost.map(({ id: audit }) => `${audit} (${lhr.audits[audit].displayValue ?? lhr.audits[audit].title})`).join(", ")}`;
  });
};

for (const [device, config] of [["phone", undefined], ["desktop", desktopConfig]]) {
  for (const [name, path] of Object.entries(pages)) {
    test(`${name} on a ${device}`, async () => {
      let low = [];
      for (let turn = 0; turn < TRIES; turn += 1) {
        low = await weak(`${name} ${device}`, sites[full].origin + path, config);
        if (!low.length) return;
        // Only speed depends on what else the machine does.
        if (!low.every((line) => line.startsWith("performance"))) break;
      }
      assert.deepEqual(low, []);
    });
  }
}
