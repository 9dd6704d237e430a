// The contents beside a plugin's page: follow the reader, filter, and open what a link points into.
"use strict";
{
  const rail = document.querySelector(".contents");
  const fold = rail?.querySelector("details");
  if (rail && fold) {
    const wide = matchMedia("(min-width: 64rem)");
    const lay = () => (fold.open = wide.matches);
    wide.addEventListener("change", lay);
    lay();

    const links = new Map();
    for (const link of rail.querySelectorAll("a")) links.set(decodeURIComponent(link.hash.slice(1)), link);
    let current = null;
    const show = (id) => {
      const link = links.get(id);
      if (!link || link === current) return;
      current?.removeAttribute("aria-current");
      link.setAttribute("aria-current", "location");
      current = link;
      for (const group of rail.querySelectorAll(".group")) group.classList.toggle("here", group.contains(link));
      if (!wide.matches) return;
      const box = link.getBoundingClientRect();
      const frame = rail.getBoundingClientRect();
      if (box.top < frame.top || box.bottom > frame.bottom) {
        rail.scrollTop += box.top - frame.top - frame.height / 3;
      }
    };

    // The last section whose top has passed the upper quarter of the window is the one being read.
    const sections = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
    const passed = new Set();
    const observer = new IntersectionObserver(
      (entries) => {
        const line = innerHeight / 4;
        for (const { target, isIntersecting, boundingClientRect } of entries) {
          if (isIntersecting || boundingClientRect.top < line) passed.add(target);
          else passed.delete(target);
        }
        const last = sections.findLast((section) => passed.has(section));
        show((last ?? sections[0])?.id);
      },
      { rootMargin: "0px 0px -75% 0px" },
    );
    for (const section of sections) observer.observe(section);

    const items = [...rail.querySelectorAll("li li")];
    if (items.length > 12) {
      const filter = document.createElement("input");
      filter.type = "search";
      filter.className = "contents-filter";
      filter.placeholder = "Filter";
      filter.setAttribute("aria-label", "Filter the contents");
      filter.addEventListener("input", () => {
        const words = filter.value.toLowerCase().split(/\s+/);
        let left = 0;
        for (const item of items) {
          const text = item.textContent.toLowerCase();
          item.hidden = !words.every((word) => text.includes(word));
          left += item.hidden ? 0 : 1;
        }
        for (const group of rail.querySelectorAll(".group")) group.classList.toggle("found", filter.value !== "");
        globalThis.announce(`${left} of ${items.length} shown`);
      });
      fold.querySelector("ul").before(filter);
    }

    rail.addEventListener("click", (event) => {
      if (!wide.matches && event.target.closest("a")) fold.open = false;
    });
  }

  // A link into something folded away opens it.
  const open = () => {
    let place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const target = place;
    let folded = false;
    while (place) {
      if (place instanceof HTMLDetailsElement && !place.open) folded = place.open = true;
      place = place.parentElement;
    }
    if (folded) target.scrollIntoView();
  };
  addEventListener("hashchange", open);
  open();
}
