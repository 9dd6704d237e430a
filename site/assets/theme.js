// Runs before the first paint: a reader's choice of light or dark stands from the start.
"use strict";
try {
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be forbidden; the system's scheme stands.
}
document.documentElement.classList.add("js");
