/**
 * The theme switch: as the device, light or dark. `theme_early.js` applies a remembered choice before the first paint.
 *
 * Markup: `_theme_switch.html`, hidden until this script runs. On a change the document gets the event `themechange`,
 * also when the device's own theme turns, so that maps may draw their colours again.
 */

const KEY = "theme";
const THEMES = ["light", "dark"];
const root = document.documentElement;

function remembered() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function remember(theme) {
  try {
    if (THEMES.includes(theme)) localStorage.setItem(KEY, theme);
    else localStorage.removeItem(KEY);
  } catch {
    // Storage may be closed: the choice then lasts as long as the page.
  }
}

function announce() {
  document.dispatchEvent(new CustomEvent("themechange"));
}

/** Apply a theme: "light", "dark", or anything else for the device's own. */
export function applyTheme(theme) {
  if (THEMES.includes(theme)) root.dataset.theme = theme;
  else delete root.dataset.theme;
  announce();
}

function showSwitch(element) {
  const buttons = [...element.querySelectorAll("button")];
  const mark = (theme) => buttons.forEach((button) => button.setAttribute("aria-pressed", String(button.value === theme)));
  const current = remembered();
  mark(THEMES.includes(current) ? current : "system");
  element.hidden = false;
  element.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    remember(button.value);
    applyTheme(button.value);
    document.querySelectorAll("[data-theme-switch] button").forEach((other) => {
      other.setAttribute("aria-pressed", String(other.value === button.value));
    });
  });
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", announce);
document.querySelectorAll("[data-theme-switch]").forEach(showSwitch);
