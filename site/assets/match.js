// Finds plugins in the data of search/, whose form `src/site/search.rs` describes. No document and no network: what is
// to be read is asked of `load`, so that this runs anywhere.
"use strict";
globalThis.siteSearch = (() => {
  const words = (text) => text.toLowerCase().split(/[^\p{Alphabetic}\p{N}]+/u).filter(Boolean);
  const spaced = (text) => ` ${words(text).join(" ")} `;
  const squeezed = (text) => words(text).join("");
  const titled = (name) => name.split("_").map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(" ");
  const KINDS = ["action", "trigger", "task"];

  const readRow = ([title, vendor, name, icon, more, ...operations], fields) => {
    const plugin = { title: title || titled(name), vendor, name, icon, fields };
    plugin.path = `plugins/${vendor}/${name}/`;
    plugin.tight = squeezed(plugin.title);
    plugin.tightName = squeezed(name);
    plugin.text = spaced(`${plugin.title} ${name}`);
    plugin.more = plugin.text + spaced(`${vendor} ${more}`);
    plugin.operations = operations.flatMap((lines, kind) =>
      lines
        ? lines.split("\n").map((line) => {
            const [title, anchor] = line.split("\t");
            const text = spaced(anchor ? `${title} ${anchor}` : title);
            const tail = anchor ?? text.trim().replaceAll(" ", "-");
            return { kind: KINDS[kind], title, anchor: `${KINDS[kind]}-${tail}`, text, tight: text.replaceAll(" ", "") };
          })
        : [],
    );
    return plugin;
  };

  // The fields of a plugin: name, and the operation that has it, or none for the connection.
  const readFields = (plugin) =>
    (plugin.read ??= plugin.fields
      ? plugin.fields.split("\n").flatMap((line) => {
          const [, number, side, names] = /^(\d*)([cio]):(.*)$/u.exec(line) ?? [];
          if (!names) return [];
          const operation = number ? plugin.operations[number] : undefined;
          const prefix = operation ? `${operation.anchor}-${side === "i" ? "input" : "output"}` : "connection";
          return names.split(" ").map((name) => {
            const text = spaced(name);
            return { name, text, operation, anchor: `${prefix}-${text.trim().replaceAll(" ", "-")}` };
          });
        })
      : []);

  // How many letters were mistyped, where they are at most `most`: one is left out, added, changed or swapped.
  const rows = [new Uint8Array(256), new Uint8Array(256), new Uint8Array(256)];
  const distance = (a, b, most) => {
    const width = b.length;
    if (Math.abs(a.length - width) > most || width > 254) return most + 1;
    let [older, old, row] = rows;
    for (let at = 0; at <= width; at += 1) old[at] = at;
    for (let i = 1; i <= a.length; i += 1) {
      row[0] = i;
      let least = i;
      const from = Math.max(1, i - most);
      const to = Math.min(width, i + most);
      if (from > 1) row[from - 1] = most + 1;
      for (let j = from; j <= to; j += 1) {
        let cost = old[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
        if (j < i + most && old[j] + 1 < cost) cost = old[j] + 1;
        if (row[j - 1] + 1 < cost) cost = row[j - 1] + 1;
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, older[j - 2] + 1);
        row[j] = cost;
        if (cost < least) least = cost;
      }
      if (least > most) return most + 1;
      [older, old, row] = [old, row, older];
    }
    return old[width];
  };
  const allowed = (length) => (length < 3 ? 0 : length < 8 ? 1 : 2);

  // Words of a sorted vocabulary that a misspelt one may stand for, the likeliest first.
  const corrections = (word, vocabulary) => {
    const most = allowed(word.length);
    if (!most) return [];
    const found = [];
    for (const other of vocabulary) {
      if (other.length < word.length - most) continue;
      let cost = distance(word, other, most);
      if (cost > most && other.length > word.length && word.length > 3) {
        cost = distance(word, other.slice(0, word.length), 1) > 1 ? most + 1 : 1.5;
      }
      if (cost && cost <= most + 0.5) found.push({ word: other, cost: cost + (other[0] === word[0] ? 0 : 0.25) });
    }
    return found.sort((a, b) => a.cost - b.cost || a.word.length - b.word.length).slice(0, 12);
  };

  // How far a text is from having each wanted word: 0 has all as they are, a little more where they only begin so.
  // Infinity where one is missing. `most` is a second text that may have them, as long as the first has one.
  const miss = (wanted, text, more) => {
    let total = 0;
    let own = false;
    for (const choices of wanted) {
      let best = Infinity;
      for (const { word, cost } of choices) {
        const start = ` ${word}`;
        if (text.includes(start)) {
          own = true;
          best = Math.min(best, cost * 4 + (text.includes(`${start} `) ? 0 : 1));
        } else if (more?.includes(start)) {
          best = Math.min(best, cost * 4 + 2);
        }
      }
      if (best === Infinity) return best;
      total += best;
    }
    return own ? total : Infinity;
  };

  // The plugins and operations that answer a query, the best first. A misspelt one is `loose`.
  const rank = (plugins, query, wanted, loose) => {
    const tight = squeezed(query);
    const slack = allowed(tight.length);
    const found = [];
    const add = (kind, score, plugin, part) => found.push({ kind, score, plugin, part });
    for (const plugin of plugins) {
      let score = 0;
      if (plugin.tight === tight || plugin.tightName === tight) score = 100;
      else if (plugin.tight.startsWith(tight) || plugin.tightName.startsWith(tight)) score = 90;
      else {
        const far = miss(wanted, plugin.text);
        if (far < Infinity) score = loose ? 38 - Math.min(far / 4, 5) : 84 - Math.min(far, 4);
        else if (!loose && tight.length > 2 && plugin.tight.includes(tight)) score = 70;
        else if (!loose && miss(wanted, plugin.more) < Infinity) score = 60;
        if (loose) {
          const wrong = Math.min(distance(tight, plugin.tight, slack), distance(tight, plugin.tightName, slack));
          if (wrong <= slack) score = Math.max(score, 58 - 2 * wrong);
        }
      }
      if (score) add("plugin", score, plugin);
      for (const operation of plugin.operations) {
        const far = miss(wanted, operation.text, plugin.text);
        if (far === Infinity) continue;
        const strict = operation.tight === tight ? 50 : operation.tight.startsWith(tight) ? 48 : 46 - Math.min(far, 6);
        add(operation.kind, loose ? 28 - Math.min(far / 2, 8) : strict, plugin, operation);
      }
    }
    return found;
  };

  // Of each plugin the best few fields.
  const rankFields = (plugins, query, wanted) => {
    const name = words(query).join("_");
    const found = [];
    for (const plugin of plugins) {
      const own = [];
      for (const part of readFields(plugin)) {
        const far = miss(wanted, part.text, plugin.text + (part.operation?.text ?? ""));
        if (far === Infinity) continue;
        const exact = part.name.toLowerCase() === name;
        own.push({ kind: "field", score: exact ? 35 : 34 - Math.min(far / 2, 5), plugin, part });
      }
      if (own.length > 3) own.sort((a, b) => b.score - a.score || a.part.text.length - b.part.text.length);
      found.push(...own.slice(0, 3));
    }
    return found;
  };

  const best = (found, limit) => {
    found.sort(
      (a, b) =>
        b.score - a.score ||
        (a.part?.text ?? a.plugin.tight).length - (b.part?.text ?? b.plugin.tight).length ||
        (a.plugin.title < b.plugin.title ? -1 : a.plugin.title > b.plugin.title ? 1 : 0),
    );
    const seen = new Set();
    const results = [];
    for (const { kind, plugin, part } of found) {
      const path = part ? `${plugin.path}#${part.anchor}` : plugin.path;
      if (seen.has(path)) continue;
      seen.add(path);
      if (results.length === limit) continue;
      results.push({ kind, path, title: part ? (part.title ?? part.name) : plugin.title, part, plugin });
    }
    return { results, total: seen.size };
  };

  // The shards that a word leads to.
  const shardsOf = (word, { split, whole }) => {
    let prefix = "";
    const rest = () => (whole.has(`${prefix}.`) ? [`${prefix}.`] : []);
    for (const letter of word) {
      const next = prefix + letter;
      if (whole.has(next)) return [next];
      if (!split.has(next)) return rest();
      prefix = next;
    }
    return [prefix, ...rest()];
  };
  const fileName = (prefix) =>
    [...prefix]
      .map((letter) => (/[a-z0-9]/u.test(letter) ? letter : letter === "." ? "_rest" : `_${letter.codePointAt(0).toString(16)}_`))
      .join("");

  const finder = (load) => {
    const once = new Map();
    const read = (path, make = (data) => data) => {
      if (!once.has(path)) {
        const promise = load(`search/${path}`).then(make);
        promise.catch(() => once.delete(path));
        once.set(path, promise);
      }
      return once.get(path);
    };
    const start = () =>
      read("index.json", (data) => {
        if (data.form !== 1) throw new Error("the search index is of another version");
        if (data.plugins) return { plugins: data.plugins.map((row) => readRow(row)) };
        const set = (text) => new Set(text.split(" "));
        return {
          names: { family: "s", split: set(data.split), whole: set(data.whole) },
          fields: { family: "f", split: set(data.fieldsSplit), whole: set(data.fieldsWhole) },
        };
      });
    const ready = new Map();
    const shard = (family, prefix) =>
      read(`${family}-${fileName(prefix)}.json`, (data) => {
        const plugins = data.plugins.map((row, at) => readRow(row, data.fields?.[at]));
        ready.set(`${family}-${prefix}`, plugins);
        return plugins;
      });
    // Each plugin once, with all its parts.
    const merge = (plugins) => {
      const merged = new Map();
      for (const plugin of plugins) {
        const known = merged.get(plugin.path);
        merged.set(plugin.path, known ? { ...known, operations: [...known.operations, ...plugin.operations] } : plugin);
      }
      return [...merged.values()];
    };
    // What is there already of words that were typed further: the shards of their beginnings, or nothing where those of
    // the words themselves are there too.
    const meanwhile = (list, { family, ...prefixes }) => {
      const has = (prefix) => ready.has(`${family}-${prefix}`);
      if (list.every((word) => shardsOf(word, prefixes).every(has))) return [];
      const beginnings = list.map((word) => {
        let end = word.length;
        while (end && !has(word.slice(0, end))) end -= 1;
        return word.slice(0, end);
      });
      return merge([...new Set(beginnings)].flatMap((prefix) => ready.get(`${family}-${prefix}`) ?? []));
    };
    // The plugins of all shards of some words, each once with all its parts.
    const gather = async (list, family) => {
      const prefixes = [...new Set(list.flatMap((word) => shardsOf(word, family)))];
      const shards = await Promise.all(prefixes.map((prefix) => shard(family.family, prefix).catch(() => [])));
      if (family.family === "f") return shards.flat();
      return merge(shards.flat());
    };
    const vocabulary = async (index) => {
      if (!index.plugins) return read("words.json", (data) => data.words.split(" "));
      if (!index.words) {
        const all = new Set();
        for (const plugin of index.plugins) {
          for (const { text } of [plugin, ...plugin.operations]) for (const word of text.split(" ")) all.add(word);
        }
        index.words = [...all].sort();
      }
      return index.words;
    };
    const withFields = async (index, list) => {
      if (!index.plugins) return gather(list, index.fields);
      const { fields } = await read("fields.json");
      index.plugins.forEach((plugin, at) => (plugin.fields = fields[at]));
      return index.plugins;
    };

    // Finds what answers a query. `show` is told each time that more is known: an answer, and whether it is the last.
    const find = async (query, limit, show) => {
      const list = words(query);
      if (!list.length) return show({ results: [], total: 0 }, true);
      const index = await start();
      const wanted = list.map((word) => [{ word, cost: 0 }]);
      const keys = list.length > 1 ? [...list, list.join("")] : list;
      if (!index.plugins) {
        const early = rank(meanwhile(keys, index.names), query, wanted, false);
        if (early.length) show(best(early, limit), false);
      }
      let plugins = index.plugins ?? (await gather(keys, index.names));
      const found = rank(plugins, query, wanted, false);
      const settled = () => best(found, limit);
      const enough = found.filter(({ kind }) => kind === "plugin").length >= 5;
      if (found.length) show(settled(), enough && found.length >= limit);
      if (enough && found.length >= limit) return;
      if (found.length < limit && list.some((word) => word.length > 1)) {
        found.push(...rankFields(await withFields(index, list), query, wanted));
      }
      if (!enough) {
        const all = await vocabulary(index);
        const choices = list.map((word) => [{ word, cost: 0 }, ...corrections(word, all)]);
        if (!index.plugins) {
          const tight = keys.length > list.length ? corrections(list.join(""), all).slice(0, 3) : [];
          const mended = [...choices.flatMap((some) => some.slice(1, 6)), ...tight].map(({ word }) => word);
          plugins = await gather([...keys, ...mended], index.names);
        }
        found.push(...rank(plugins, query, choices, true));
      }
      show(settled(), true);
    };
    return { find, start };
  };

  // A text in pieces, of which every second one is a word's beginning that was looked for.
  const marked = (text, query) => {
    const list = words(query).sort((a, b) => b.length - a.length);
    if (!list.length) return [text];
    const any = list.map((word) => word.replaceAll(/[^\p{Alphabetic}\p{N}]/gu, "")).join("|");
    return text.split(new RegExp(`(?<![\\p{Alphabetic}\\p{N}])(${any})`, "giu"));
  };

  return { finder, marked, words };
})();
