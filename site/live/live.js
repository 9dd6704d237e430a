// Added to pages by `specc serve` only: reloads when the site has changed, and shows what is wrong until it is mended.
"use strict";
(() => {
  const shown = new URL(document.currentScript.src).searchParams.get("version");
  let banner = null;

  const tell = (errors) => {
    if (!errors) {
      banner?.remove();
      banner = null;
      return;
    }
    if (!banner) {
      banner = document.createElement("section");
      banner.id = "specc-errors";
      banner.setAttribute("role", "alert");
      const heading = document.createElement("h2");
      heading.textContent = "This page is older than what you wrote";
      const close = document.createElement("button");
      close.type = "button";
      close.textContent = "Hide";
      close.addEventListener("click", () => tell(""));
      banner.append(heading, close, document.createElement("pre"));
      document.body.append(banner);
    }
    banner.querySelector("pre").textContent = errors;
  };

  const start = () => {
    const events = new EventSource("/.specc/events");
    events.addEventListener("state", (event) => {
      const state = JSON.parse(event.data);
      if (state.version !== shown) {
        events.close();
        location.reload();
      } else {
        tell(state.errors);
      }
    });
  };
  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", start);
  } else {
    start();
  }
})();
