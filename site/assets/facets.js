// The list of plugins: facets that combine, and sorting. Without a script the page is a list with links to other pages.
"use strict";
{
  const root = new URL("../", document.currentScript.src);
  const browse = document.querySelector("[data-browse]");
  const side = browse?.querySelector(".browse-side");
  const main = browse?.querySelector(".browse-main");
  const SHOWN = 8;
  const PAGE = 48;
  const SORTS = { name: "Name", updated: "Updated", actions: "Actions" };
  const load = async (path) => {
    const response = await fetch(new URL(`search/${path}`, root));
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return response.json();
  };
  const make = (name, className, ...children) => {
    const element = document.createElement(name);
    if (className) element.className = className;
    element.append(...children);
    return element;
  };
  const button = (className, text, press) => {
    const element = make("button", className, text);
    element.type = "button";
    element.addEventListener("click", press);
    return element;
  };

  // FNV-1a, which tells the file that a card is in.
  const encoder = new TextEncoder();
  const hash = (text) => {
    let value = 0x811c9dc5;
    for (const byte of encoder.encode(text)) value = Math.imul(value ^ byte, 0x01000193);
    return value >>> 0;
  };

  // The same item as `src/site/listing/cards.rs` writes.
  const card = (name, [title, summary, version, icon, actions, triggers, tasks, marks]) => {
    const image = new Image(44, 44);
    image.alt = "";
    image.loading = "lazy";
    image.src = new URL(`icons/${icon}`, root);
    const link = make("a", "", title);
    link.href = new URL(`plugins/${name}/`, root);
    const vendor = make("p", "card-vendor", `${name.split("/")[0]} `, make("span", "card-version", version));
    const facts = make("ul", "card-facts");
    for (const [count, word] of [[actions, "action"], [triggers, "trigger"], [tasks, "task"]]) {
      if (count) facts.append(make("li", `fact-${word}`, `${count} ${word}${count === 1 ? "" : "s"}`));
    }
    if (marks & 1) facts.append(make("li", "fact-cloud", "cloud"));
    if (marks & 2) facts.append(make("li", "fact-deprecated", "deprecated"));
    const item = make("li", "card", image, make("h3", "card-title", link), vendor);
    if (summary) item.append(make("p", "card-summary", summary));
    item.append(facts);
    return item;
  };

  const begin = (data) => {
    const total = data.names.length;
    const facets = data.facets
      .map(([name, title, values]) => ({
        name,
        title,
        open: false,
        chosen: new Set(),
        values: values.map(([slug, label, distances]) => {
          let at = -1;
          return { slug, label, members: distances.map((distance) => (at += distance)) };
        }),
      }))
      .filter(({ values }) => values.some(({ members }) => members.length < total));
    const bundles = new Map();
    const bundle = (number) => {
      if (!bundles.has(number)) bundles.set(number, load(`cards-${number}.json`).then(({ cards }) => cards));
      return bundles.get(number);
    };
    let sort = "name";
    let page = 1;
    let turn = 0;
    let untouched = true;

    const readAddress = () => {
      const query = new URL(location.href).searchParams;
      for (const facet of facets) {
        facet.chosen = new Set(query.getAll(facet.name).filter((slug) => facet.values.some((value) => value.slug === slug)));
      }
      sort = Object.hasOwn(SORTS, query.get("sort") ?? "") ? query.get("sort") : "name";
      page = Math.max(1, Number.parseInt(query.get("page"), 10) || 1);
      return sort !== "name" || page > 1 || facets.some(({ chosen }) => chosen.size);
    };
    const writeAddress = () => {
      const address = new URL(location.href);
      address.search = "";
      for (const facet of facets) for (const slug of facet.chosen) address.searchParams.append(facet.name, slug);
      if (sort !== "name") address.searchParams.set("sort", sort);
      if (page > 1) address.searchParams.set("page", page);
      history.replaceState(null, "", address);
    };

    // Which plugins have one of the chosen values of every facet, one facet left out.
    const allowedBy = (facet) => {
      if (!facet.chosen.size) return null;
      const mask = new Uint8Array(total);
      for (const { slug, members } of facet.values) {
        if (facet.chosen.has(slug)) for (const member of members) mask[member] = 1;
      }
      return mask;
    };
    const combine = () => {
      const masks = facets.map(allowedBy);
      const missed = new Uint8Array(total);
      for (const mask of masks) if (mask) for (let at = 0; at < total; at += 1) missed[at] += 1 - mask[at];
      for (const [index, facet] of facets.entries()) {
        const mask = masks[index];
        for (const value of facet.values) {
          value.count = 0;
          for (const member of value.members) {
            if (missed[member] - (mask ? 1 - mask[member] : 0) === 0) value.count += 1;
          }
        }
      }
      const matching = [];
      for (let at = 0; at < total; at += 1) if (!missed[at]) matching.push(at);
      if (sort === "actions") matching.sort((a, b) => data.actions[b] - data.actions[a] || a - b);
      if (sort === "updated") {
        const day = (at) => data.updated[at] ?? "";
        matching.sort((a, b) => (day(a) < day(b) ? 1 : day(a) > day(b) ? -1 : a - b));
      }
      return matching;
    };

    const form = make("form", "facets");
    form.setAttribute("aria-label", "Filters");
    form.addEventListener("submit", (event) => event.preventDefault());
    const toggle = button("facets-toggle", "Filters", () => {
      toggle.setAttribute("aria-expanded", String(toggle.getAttribute("aria-expanded") !== "true"));
    });
    toggle.setAttribute("aria-expanded", "false");

    for (const facet of facets) {
      const list = make("ul", "");
      for (const value of facet.values) {
        const box = make("input", "");
        box.type = "checkbox";
        box.name = facet.name;
        box.value = value.slug;
        value.box = box;
        value.shown = make("span", "way-count");
        value.item = make("li", "", make("label", "", box, make("span", "", value.label), value.shown));
        box.addEventListener("change", () => {
          if (box.checked) facet.chosen.add(value.slug);
          else facet.chosen.delete(value.slug);
          page = 1;
          update(true);
        });
        list.append(value.item);
      }
      facet.more = button("facet-more", "", () => {
        facet.open = !facet.open;
        drawFacets();
      });
      facet.set = make("fieldset", "facet", make("legend", "", facet.title), list, facet.more);
      form.append(facet.set);
    }

    const drawFacets = () => {
      for (const facet of facets) {
        let shown = 0;
        let left = 0;
        for (const value of facet.values) {
          const chosen = facet.chosen.has(value.slug);
          value.box.checked = chosen;
          value.shown.textContent = value.count;
          // A value that nothing has together with what is chosen leads nowhere.
          const useful = chosen || value.count > 0 || document.activeElement === value.box;
          const visible = useful && (chosen || facet.open || shown < SHOWN);
          value.item.hidden = !visible;
          if (visible) shown += 1;
          else if (useful) left += 1;
        }
        facet.set.hidden = !shown;
        facet.more.hidden = !left && (!facet.open || shown <= SHOWN);
        facet.more.textContent = facet.open ? "Show fewer" : `Show ${left} more`;
        facet.more.setAttribute("aria-expanded", String(facet.open));
      }
    };

    const bar = main.querySelector(".browse-bar");
    const count = bar.querySelector(".browse-count");
    const select = make("select", "");
    for (const [name, text] of Object.entries(SORTS)) {
      if (name !== "updated" || data.updated.length) select.append(new Option(text, name));
    }
    select.addEventListener("change", () => {
      sort = select.value;
      page = 1;
      update(true);
    });
    const chosen = make("div", "chosen");
    bar.append(make("label", "browse-sort", "Sort by", select), chosen);
    const cards = main.querySelector(".cards") ?? make("ul", "cards");
    const none = make("p", "nothing", "No plugin has all of these. Take one of the filters away.");
    const pages = make("nav", "pages");
    pages.setAttribute("aria-label", "Pages");
    const heading = main.querySelector("h2");

    const drawChosen = () => {
      const all = [];
      for (const facet of facets) {
        for (const value of facet.values) {
          if (!facet.chosen.has(value.slug)) continue;
          const remove = button("", `${value.label} ×`, () => {
            facet.chosen.delete(value.slug);
            page = 1;
            update(true);
            (chosen.querySelector("button") ?? select).focus();
          });
          remove.setAttribute("aria-label", `Remove filter ${facet.title}: ${value.label}`);
          all.push(remove);
        }
      }
      if (all.length > 1) {
        all.push(
          button("", "Clear all", () => {
            for (const facet of facets) facet.chosen.clear();
            page = 1;
            update(true);
            select.focus();
          }),
        );
      }
      chosen.replaceChildren(...all);
      const number = facets.reduce((sum, facet) => sum + facet.chosen.size, 0);
      toggle.textContent = number ? `Filters (${number})` : "Filters";
    };
    const drawPages = (last) => {
      const list = make("ul", "");
      let before = 0;
      for (let number = 1; number <= last; number += 1) {
        if (number !== 1 && number !== last && Math.abs(number - page) > 2) continue;
        if (number > before + 1) {
          const gap = make("li", "pages-gap", "…");
          gap.setAttribute("aria-hidden", "true");
          list.append(gap);
        }
        before = number;
        const link = button("", String(number), () => {
          page = number;
          update(true);
          heading.tabIndex = -1;
          heading.focus();
          browse.scrollIntoView();
        });
        link.setAttribute("aria-label", `Page ${number}`);
        if (number === page) link.setAttribute("aria-current", "page");
        list.append(make("li", "", link));
      }
      pages.hidden = last < 2;
      pages.replaceChildren(list);
    };

    const update = async (touched) => {
      turn += 1;
      const mine = turn;
      const matching = combine();
      const last = Math.max(1, Math.ceil(matching.length / PAGE));
      page = Math.min(page, last);
      if (touched) {
        untouched = false;
        writeAddress();
      }
      drawFacets();
      drawChosen();
      drawPages(last);
      select.value = sort;
      count.textContent = `${matching.length} ${matching.length === 1 ? "plugin" : "plugins"}`;
      none.hidden = matching.length > 0;
      if (untouched) return;
      const names = matching.slice((page - 1) * PAGE, page * PAGE).map((at) => data.names[at]);
      const numbers = names.map((name) => hash(name) & (data.bundles - 1));
      const read = await Promise.all(numbers.map(bundle)).catch(() => null);
      if (mine !== turn) return;
      if (!read) {
        count.textContent = "The cards could not be read. Reload the page to try again.";
        return;
      }
      cards.replaceChildren(...names.map((name, at) => card(name, read[at][name])));
      if (touched) globalThis.announce?.(count.textContent);
    };

    side.replaceChildren(toggle, form);
    main.querySelector(".pages")?.remove();
    main.querySelector(".nothing")?.remove();
    bar.after(cards, none, pages);
    untouched = !readAddress();
    update(false);
    globalThis.addEventListener("popstate", () => {
      readAddress();
      untouched = false;
      update(false);
    });
  };

  if (side) load("facets.json").then((data) => data.form === 1 && begin(data)).catch(() => {});
}
