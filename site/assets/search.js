// The search boxes of a page, and the page of results. What answers is found by match.js.
"use strict";
{
  const root = new URL("../", document.currentScript.src);
  const load = async (path) => {
    const response = await fetch(new URL(path, root));
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return response.json();
  };
  const { marked, finder } = globalThis.siteSearch;
  const { find, start } = finder(load);
  const say = globalThis.announce ?? (() => {});
  const plural = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;
  const make = (name, className, ...children) => {
    const element = document.createElement(name);
    if (className) element.className = className;
    element.append(...children);
    return element;
  };
  const withMarks = (text, query) =>
    marked(text, query).map((piece, at) => (at % 2 ? make("mark", "", piece) : piece));

  // What a result shows: icon, title with the plugin that it is in, and what it is.
  const hit = ({ kind, title, part, plugin }, query) => {
    const icon = new Image(28, 28);
    icon.alt = "";
    icon.src = new URL(`icons/${plugin.icon}`, root);
    const where = kind === "plugin" ? plugin.vendor : kind === "field" && part.operation ? `${plugin.title} · ${part.operation.title}` : plugin.title;
    const kindOf = make("span", "hit-kind", kind);
    kindOf.dataset.kind = kind;
    const text = make("span", "hit-text", make("span", "hit-title", ...withMarks(title, query)));
    text.append(make("span", "hit-where", ...withMarks(where, query)));
    return [icon, text, kindOf];
  };
  const resultsPage = (query) => new URL(`search/?q=${encodeURIComponent(query)}`, root);

  let boxes = 0;
  // Makes a field a combobox.
  const enhance = (input) => {
    boxes += 1;
    const id = `search-list-${boxes}`;
    const list = make("ul", "search-list");
    list.id = id;
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Search results");
    const box = make("div", "search-box");
    input.replaceWith(box);
    box.append(input, list);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", id], ["aria-expanded", "false"], ["aria-keyshortcuts", "/"]]) {
      input.setAttribute(name, value);
    }
    let turn = 0;
    let active = -1;

    const close = () => {
      turn += 1;
      list.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const choose = (index) => {
      const options = list.querySelectorAll("[role=option]");
      if (!options.length) return;
      active = (index + options.length) % options.length;
      for (const [at, option] of options.entries()) option.setAttribute("aria-selected", String(at === active));
      input.setAttribute("aria-activedescendant", options[active].id);
      options[active].scrollIntoView({ block: "nearest" });
    };
    const option = (at, href, className, ...children) => {
      const item = make("li", className, ...children);
      item.id = `${id}-${at}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.dataset.href = href;
      return item;
    };
    const draw = (query, { results, total }, last) => {
      const kept = active;
      const items = results.map((result, at) => option(at, new URL(result.path, root), "", ...hit(result, query)));
      if (total > results.length) items.push(option(items.length, resultsPage(query), "search-all", `All ${total} results`));
      if (!items.length) {
        if (!last) return;
        const none = make("li", "search-none", `Nothing is called “${query}”.`);
        none.setAttribute("role", "presentation");
        items.push(none);
      }
      list.replaceChildren(...items);
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      active = -1;
      input.removeAttribute("aria-activedescendant");
      if (kept >= 0 && kept < results.length) choose(kept);
      if (last) say(total ? plural(total, "result") : "No results");
    };
    const answer = () => {
      const query = input.value.trim();
      turn += 1;
      const mine = turn;
      active = -1;
      if (!query) return close();
      find(query, 8, (answered, last) => {
        if (mine === turn) draw(query, answered, last);
      }).catch(() => {
        if (mine === turn) close();
      });
    };
    const open = (item, away) => {
      if (away) window.open(item.dataset.href, "_blank", "noopener");
      else location.href = item.dataset.href;
      if (!away) close();
    };

    input.addEventListener("focus", () => start().catch(() => {}), { once: true });
    input.addEventListener("input", answer);
    input.addEventListener("blur", () => setTimeout(close, 150));
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const shown = !list.hidden;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (shown) choose(event.key === "ArrowDown" ? active + 1 : active < 0 ? -1 : active - 1);
        else answer();
      } else if (event.key === "Enter" && shown && active >= 0) {
        event.preventDefault();
        open(list.querySelectorAll("[role=option]")[active], event.ctrlKey || event.metaKey);
      } else if (event.key === "Escape" && shown) {
        event.preventDefault();
        close();
      }
    });
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const item = event.target.closest("[role=option]");
      if (item) open(item, event.ctrlKey || event.metaKey);
    });
  };

  // The page of results answers in itself.
  const page = (input, found) => {
    const count = make("p", "found-count");
    const list = make("ul", "found-list");
    const hint = found.querySelector("[data-hint]");
    let turn = 0;
    let limit = 50;
    const more = make("button", "", "More results");
    more.type = "button";
    more.hidden = true;
    found.append(count, list, more);
    const answer = () => {
      const query = input.value.trim();
      turn += 1;
      const mine = turn;
      hint.hidden = Boolean(query);
      const draw = ({ results, total }, last) => {
        if (mine !== turn) return;
        // The reader may be in the list that a later answer draws anew.
        const chosen = list.contains(document.activeElement) ? document.activeElement.href : null;
        list.replaceChildren(
          ...results.map((result) => {
            const link = make("a", "", ...hit(result, query));
            link.href = new URL(result.path, root);
            return make("li", "found-item", link);
          }),
        );
        if (chosen) (links().find((link) => link.href === chosen) ?? links()[0] ?? input).focus();
        const text = total ? plural(total, "result") : query && last ? `Nothing is called “${query}”.` : "";
        count.textContent = text;
        more.hidden = total <= results.length;
        if (last && query) say(text);
      };
      const address = new URL(location.href);
      if (query) address.searchParams.set("q", query);
      else address.searchParams.delete("q");
      history.replaceState(null, "", address);
      find(query, limit, draw).catch(() => {
        if (mine === turn) count.textContent = "The search index could not be read. Reload the page to try again.";
      });
    };
    const links = () => [...list.querySelectorAll("a")];
    found.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const all = links();
      const at = all.indexOf(document.activeElement);
      if (!step || at < 0) return;
      event.preventDefault();
      (all[at + step] ?? (step < 0 ? input : all[at])).focus();
    });
    input.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowDown" || !links().length) return;
      event.preventDefault();
      links()[0].focus();
    });
    input.form.addEventListener("submit", (event) => {
      event.preventDefault();
      answer();
    });
    input.addEventListener("input", () => {
      limit = 50;
      answer();
    });
    more.addEventListener("click", () => {
      limit += 100;
      answer();
    });
    input.value = new URL(location.href).searchParams.get("q") ?? "";
    answer();
    if (!input.value) input.focus();
  };

  const found = document.querySelector("[data-found]");
  const inputs = [...document.querySelectorAll("form[role=search] input[name=q]")];
  for (const input of inputs) {
    if (found && found.parentElement.contains(input)) page(input, found);
    else enhance(input);
  }
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    const input = inputs.find((one) => one.offsetParent);
    if (!input) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
}
