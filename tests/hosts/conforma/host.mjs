// A double of the hosts of Conforma's action plugins, that of 2020 and that of today: registers a folder of plugins by
// their plugin.json, loads their scripts, and calls them. Reads what to do from standard input:
// `{ form: "2020" | "today", folder, calls: [{ code, request, environment }] }`, and answers on standard output with
// `{ registered, failure, answers }`.

import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(import.meta.url);

const FORMS = {
  2020: {
    manifest: "src/plugin.json",
    compulsory: { code: "string", name: "string", description: "string", file: "string", function_name: "string", required_parameters: "list" },
    statuses: ["Success", "Fail"],
    load: (folder, manifest) => require(join(folder, "src", manifest.file))[manifest.function_name],
    call: (work, request) => work(request.parameters),
  },
  today: {
    manifest: "plugin.json",
    compulsory: { code: "string", name: "string", description: "string", required_parameters: "list", optional_parameters: "list", output_properties: "list" },
    statuses: ["SUCCESS", "FAIL"],
    load: (folder) => require(join(folder, "src", "index")).action,
    call: (work, request) => work(request),
  },
};

/** Refuses what the host refuses. */
function must(condition, complaint) {
  if (!condition) {
    throw new Error(complaint);
  }
}

/** The plugins of a folder by their codes. */
function register(form, folder) {
  const plugins = new Map();
  for (const name of readdirSync(folder).sort()) {
    const plugin = join(folder, name);
    const path = join(plugin, form.manifest);
    if (!statSync(plugin).isDirectory() || !existsSync(path)) {
      continue;
    }
    const manifest = JSON.parse(readFileSync(path, "utf8"));
    for (const [key, kind] of Object.entries(form.compulsory)) {
      const value = manifest[key];
      const isList = Array.isArray(value) && value.every((item) => typeof item === "string");
      must(kind === "list" ? isList : typeof value === "string", `${path}: ${key} is no ${kind}`);
    }
    must(!plugins.has(manifest.code), `${path}: the code ${manifest.code} is taken`);
    plugins.set(manifest.code, { folder: plugin, manifest });
  }
  return plugins;
}

/** Loads every plugin, up to the first that fails. */
function load(form, plugins) {
  for (const [code, plugin] of plugins) {
    try {
      plugin.work = form.load(plugin.folder, plugin.manifest);
      must(typeof plugin.work === "function", `${code} exports no function`);
    } catch (error) {
      return `${code}: ${error.message}`;
    }
  }
  return null;
}

async function execute(form, plugins, { code, request, environment }) {
  const before = { ...process.env };
  Object.assign(process.env, environment);
  try {
    const answer = form.call(plugins.get(code).work, request);
    must(form !== FORMS[2020] || typeof answer?.then !== "function", `${code} gives a promise`);
    const { status, error_log: log, output } = await answer;
    must(form.statuses.includes(status), `${code}: ${status} is no status`);
    must(typeof log === "string" && (log === "") === (status === form.statuses[0]), `${code}: ${log}`);
    return { isWell: status === form.statuses[0], log, output };
  } finally {
    process.env = before;
  }
}

// What a plugin leaves behind must not end the host.
process.on("unhandledRejection", (error) => {
  console.error(`unhandled: ${error}`);
  process.exit(3);
});

const order = JSON.parse(readFileSync(0, "utf8"));
const form = FORMS[order.form];
const plugins = register(form, order.folder);
const failure = load(form, plugins);
const answers = [];
for (const call of order.calls) {
  answers.push(await execute(form, plugins, call));
}
process.stdout.write(JSON.stringify({ registered: [...plugins.keys()], failure, answers }));
