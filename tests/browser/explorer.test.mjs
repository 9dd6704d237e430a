// The forms on plugins' pages that build start messages: what they make of examples and defaults is valid by the
// plugin's own JSON Schema, and a wrong value gives an error in the page and no message.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { address, allWell, close, each, file, open, pluginPages, sites, tool, violations } from "./support.mjs";

const Ajv = await tool("ajv/dist/2020");
const formats = await tool("ajv-formats");
after(close);

const CORPUS_SAMPLE = 30;
const BASE = "https://schemas.invalid/";

/** The schemas of a plugin, by the paths that they have among its emitted files. */
const schemas = (site, path) => {
  const schema = JSON.parse(file(site, path.replace("index.html", "plugin.schema.json")));
  const ajv = new (Ajv.default ?? Ajv)({ strict: false, allErrors: true });
  (formats.default ?? formats)(ajv);
  ajv.addSchema({ ...schema, $id: `${BASE}plugin.json` });
  return (name) => ajv.getSchema(BASE + encodeURI(name)) ?? ajv.getSchema(BASE + name);
};

// In the page: opens the form of every operation, fills in what it still asks for, and tells the messages.
const build = async () => {
  const type = (control) => control.closest(".explorer-field")?.querySelector("label .quiet")?.textContent.trim() ?? "";
  const values = { integer: "1", float: "0.5", number: "0.5", date: "2026-01-31T12:00:00Z", bytes: "YQ==", any: "{}", object: "{}" };
  const told = [];
  for (const section of document.querySelectorAll(".operation[data-kind]")) {
    const opener = section.querySelector(".explorer-open");
    opener.click();
    const explorer = section.querySelector(".explorer");
    const fired = (control) => {
      for (const kind of ["input", "change"]) control.dispatchEvent(new Event(kind, { bubbles: true }));
    };
    const complete = () => explorer.querySelector(".explorer-state").classList.contains("complete");
    for (let turn = 0; turn < 20 && !complete(); turn += 1) {
      explorer.querySelector(".copy").click();
      const wrong = explorer.querySelectorAll("[aria-invalid=true]");
      for (const control of wrong) {
        if (control instanceof HTMLSelectElement) control.selectedIndex = control.options.length - 1;
        else {
          const name = type(control).replace(/^\[\]/, "");
          control.value = values[name] ?? (control.inputMode === "numeric" || control.inputMode === "decimal" ? "1" : control.placeholder.startsWith("2026-") ? values.date : control.rows === 3 ? "{}" : "some text");
        }
        fired(control);
      }
      if (!wrong.length) document.activeElement.closest(".explorer") && document.activeElement.matches("button") && document.activeElement.click();
    }
    const errors = [...explorer.querySelectorAll(".explorer-error:not([hidden])")].map((error) => error.parentElement.textContent);
    told.push({ kind: section.dataset.kind, name: section.dataset.name, complete: complete(), errors, text: explorer.querySelector("pre code").textContent });
    opener.click();
  }
  return told;
};

const check = async (page, site, path) => {
  await page.goto(sites[site].origin + address(path));
  const schema = schemas(site, path);
  const samples = JSON.parse(file(site, path.replace("index.html", "plugin.schema.json")));
  assert.ok(samples.$defs, path);
  const told = await page.evaluate(build);
  const wrong = [];
  for (const { kind, name, complete, errors, text } of told) {
    const where = `${path} ${kind} ${name}`;
    if (!complete) {
      wrong.push(`${where}: cannot be filled in: ${errors.join(" | ")}`);
      continue;
    }
    const message = JSON.parse(text);
    if (message.version !== "v1" || message.type !== `${kind}_start` || message.body[kind] !== name) wrong.push(`${where}: ${text.slice(0, 200)}`);
    for (const [part, file] of [["input", `${kind}s/${name}.input.json`], ["connection", "connection.json"], ["state", `${kind}s/${name}.state.json`]]) {
      if (part === "state" && !("state" in message.body)) continue;
      const valid = schema(file);
      const value = message.body[part];
      if (!valid) {
        if (Object.keys(value).length) wrong.push(`${where}: no schema of its ${part}`);
      } else if (!valid(value)) {
        wrong.push(`${where}: ${part} ${JSON.stringify(value).slice(0, 300)}: ${JSON.stringify(valid.errors.map(({ instancePath, message }) => `${instancePath} ${message}`))}`);
      }
    }
  }
  assert.ok(!wrong.length, wrong.join("\n"));
  return told.length;
};

test("fixtures: every form gives a valid message", async () => {
  const { context, page, wrongs } = await open();
  await each(pluginPages("fixtures"), (path) => check(page, "fixtures", path));
  await allWell(page, wrongs, "explorer of fixtures");
  await context.close();
});

test("published plugins: every form gives a valid message", { skip: !sites.corpus }, async () => {
  const { context, page, wrongs } = await open();
  const all = pluginPages("corpus");
  const step = Math.floor(all.length / CORPUS_SAMPLE);
  let operations = 0;
  await each(all.filter((_, index) => index % step === 0), async (path) => {
    operations += await check(page, "corpus", path);
  });
  assert.ok(operations > 150, `only ${operations} operations`);
  await allWell(page, wrongs, "explorer of published plugins");
  await context.close();
});

test("wrong values give errors in the page and nothing to copy", async () => {
  const { context, page, wrongs } = await open();
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(`${sites.fixtures.origin}plugins/acme/example/`);
  const section = page.locator(".operation").first();
  await section.getByRole("button", { name: /^Build a message/ }).press("Enter");
  const form = section.locator(".explorer");
  const port = form.getByLabel(/^port/);
  const state = form.locator(".explorer-state");
  assert.match(await state.textContent(), /complete/);
  await page.evaluate("navigator.clipboard.writeText('before')");
  for (const value of ["eighty", "8.5", "1e3", "0x10", "٣"]) {
    await port.fill(value);
    await port.press("Tab");
    assert.equal(await port.getAttribute("aria-invalid"), "true", value);
    const described = (await port.getAttribute("aria-describedby")).split(" ")[0];
    assert.ok(await form.locator(`[id="${described}"]`).isVisible(), `${value}: no error is shown`);
    assert.doesNotMatch(await state.textContent(), /complete/, value);
    await form.getByRole("button", { name: /^Copy/ }).click();
    assert.equal(await page.evaluate("navigator.clipboard.readText()"), "before", value);
    assert.ok(await port.evaluate((input) => input === document.activeElement), "the focus does not go to the fault");
  }
  wrongs.push(...(await violations(page)));
  await port.fill("8080");
  await form.getByRole("button", { name: /^Copy/ }).click();
  const message = JSON.parse(await page.evaluate("navigator.clipboard.readText()"));
  assert.equal(message.body.connection.port, 8080);
  const hostname = form.getByLabel(/^hostname/);
  await hostname.fill("");
  assert.doesNotMatch(await state.textContent(), /complete/, "a required field may be empty");
  await hostname.fill("</script><script>alert(1)</script>\"'\\");
  await form.getByRole("button", { name: /^Copy/ }).click();
  const hostile = JSON.parse(await page.evaluate("navigator.clipboard.readText()"));
  assert.equal(hostile.body.connection.hostname, "</script><script>alert(1)</script>\"'\\");
  await allWell(page, wrongs, "wrong values");
  await context.close();
});

test("open forms have no barriers", async () => {
  for (const [width, colorScheme] of [[360, "dark"], [1440, "light"]]) {
    const { context, page, wrongs } = await open({ viewport: { width, height: 900 }, colorScheme });
    await page.goto(`${sites.fixtures.origin}plugins/acme/everything/`);
    await page.evaluate(() => {
      for (const opener of document.querySelectorAll(".explorer-open")) opener.click();
    });
    await page.evaluate(() => {
      for (const button of document.querySelectorAll(".explorer fieldset button")) if (/^Add/.test(button.textContent)) button.click();
    });
    wrongs.push(...(await violations(page)));
    if ((await page.evaluate("document.documentElement.scrollWidth")) > width) wrongs.push("scrolls sideways");
    await allWell(page, wrongs, `open forms ${width}`);
    await context.close();
  }
});

test("the contents follow the reader", async () => {
  const site = sites.corpus ? "corpus" : "fixtures";
  const { context, page, wrongs } = await open();
  await page.goto(sites[site].origin + address(pluginPages(site)[0]));
  const current = page.locator(".contents [aria-current]");
  const names = await page.locator(".contents a").evaluateAll((links) => links.map((link) => link.hash));
  for (const hash of [names.at(-1), names[Math.floor(names.length / 2)], names[1]]) {
    await page.evaluate((id) => document.getElementById(id).scrollIntoView({ block: "start", behavior: "instant" }), decodeURIComponent(hash.slice(1)));
    await page.waitForTimeout(300);
    const [shown, top, bottom] = await page.evaluate(() => {
      const link = document.querySelector(".contents [aria-current]");
      const box = link?.getBoundingClientRect();
      return [link?.hash, box?.top, box?.bottom];
    });
    // The last places are too low for their beginning to come up.
    const near = [hash, names[names.indexOf(hash) + 1]];
    if (hash !== names.at(-1)) assert.ok(near.includes(shown), `${shown} at ${hash}`);
    assert.ok(top >= 0 && bottom <= 900, `the entry ${shown} is out of sight, at ${top} to ${bottom}`);
    assert.equal(await current.count(), 1);
  }
  await allWell(page, wrongs, "contents");
  await context.close();
});
