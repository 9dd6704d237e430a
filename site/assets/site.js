// What every page has: the switch of the colour scheme, and buttons that copy. Controls that need a script are made here.
"use strict";
{
  const bar = document.querySelector(".top-inner");
  if (bar) {
    const choices = { system: "System", light: "Light", dark: "Dark" };
    const select = document.createElement("select");
    select.className = "theme-switch";
    select.setAttribute("aria-label", "Colour theme");
    for (const [value, text] of Object.entries(choices)) select.append(new Option(text, value));
    const root = document.documentElement;
    select.value = root.dataset.theme ?? "system";
    select.addEventListener("change", () => {
      const theme = select.value;
      if (theme === "system") delete root.dataset.theme;
      else root.dataset.theme = theme;
      try {
        if (theme === "system") localStorage.removeItem("theme");
        else localStorage.setItem("theme", theme);
      } catch {
        // Storage may be forbidden; the choice then lasts as long as the page.
      }
    });
    bar.append(select);
  }

  const status = document.createElement("p");
  status.className = "hidden-text";
  status.setAttribute("role", "status");
  document.body.append(status);

  // Tells those who cannot see it that something happened.
  globalThis.announce = (text) => {
    status.textContent = "";
    setTimeout(() => (status.textContent = text), 50);
  };

  // A button that copies what `text` gives when it is pressed.
  globalThis.copyButton = (label, text) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.setAttribute("aria-label", `Copy ${label}`);
    button.addEventListener("click", async () => {
      let done = "Copied";
      try {
        await navigator.clipboard.writeText(text());
      } catch {
        done = "Not copied";
      }
      button.textContent = done;
      globalThis.announce(done === "Copied" ? `Copied ${label}` : `The browser did not let ${label} be copied`);
      setTimeout(() => (button.textContent = "Copy"), 2000);
    });
    return button;
  };

  for (const block of document.querySelectorAll("[data-copy]")) {
    const code = block.querySelector("code") ?? block;
    block.prepend(globalThis.copyButton(block.dataset.copy, () => code.textContent));
  }
}
