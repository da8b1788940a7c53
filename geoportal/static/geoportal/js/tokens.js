/**
 * Colours for scripts, read from the style sheet: maps and canvases follow the theme as the page does.
 */

/**
 * Read a token as the element sees it.
 * @param {string} name without dashes, for example "seq-3"
 * @param {Element} [element] a part of the page may have a theme of its own
 * @returns {string}
 */
export function token(name, element = document.documentElement) {
  return getComputedStyle(element).getPropertyValue(`--${name}`).trim();
}

/** Read the seven colours of the sequential ramp, classes 1–7 at index 0–6. */
export function sequentialRamp(element) {
  return [1, 2, 3, 4, 5, 6, 7].map((step) => token(`seq-${step}`, element));
}

/** Call back after each change of the theme, by the switch or by the device. */
export function onThemeChange(callback) {
  document.addEventListener("themechange", callback);
  return () => document.removeEventListener("themechange", callback);
}

/** Tell whether the visitor asked for less motion. */
export function prefersReducedMotion() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
