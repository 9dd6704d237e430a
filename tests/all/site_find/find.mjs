// Answers queries with the site's own search: reads `[query, limit]` pairs as JSON, writes the results of each.
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const [script, folder] = process.argv.slice(2);
await import(pathToFileURL(script));
let bytes = 0;
const load = async (path) => {
  const text = await readFile(`${folder}/${path}`, "utf8");
  bytes += text.length;
  return JSON.parse(text);
};
let input = "";
for await (const chunk of process.stdin) input += chunk;
const { find } = globalThis.siteSearch.finder(load);
const answers = [];
let slowest = 0;
for (const [query, limit] of JSON.parse(input)) {
  let last;
  const started = performance.now();
  await find(query, limit, (answer) => (last = answer));
  slowest = Math.max(slowest, performance.now() - started);
  answers.push(last.results.map(({ kind, path }) => ({ kind, path })));
}
process.stderr.write(`${answers.length} queries, the slowest ${slowest.toFixed(1)} ms, ${bytes} bytes read\n`);
process.stdout.write(JSON.stringify(answers));
