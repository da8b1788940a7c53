/**
 * The review desk: keys (which can be switched off), filters that apply at once, forms that are sent once.
 */

const KEYS_STORE = "review-keys";
const TYPING = "input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]";

function keysAreOn() {
  try {
    return localStorage.getItem(KEYS_STORE) !== "off";
  } catch {
    return true;
  }
}

function rememberKeys(on) {
  document.documentElement.classList.toggle("review-keys-off", !on);
  try {
    localStorage.setItem(KEYS_STORE, on ? "on" : "off");
  } catch {
    // Without a store the choice holds for this page.
  }
}

function isVisible(element) {
  return element.getClientRects().length > 0;
}

/** Press what carries the key, by its place on the keyboard, so that it is the same in Cyrillic. */
function press(event) {
  const busy = event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.target.closest?.(TYPING);
  if (busy || !on || document.querySelector("[popover]:popover-open, details[open] :focus")) return;
  const bearer = [...document.querySelectorAll(`[data-key="${event.code}"]`)].find(isVisible);
  if (!bearer) return;
  event.preventDefault();
  bearer.click();
}

function sendOnce(event) {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
}

let on = keysAreOn();
const choice = document.querySelector("[data-keys]");
if (choice) {
  choice.hidden = false;
  const box = choice.querySelector("input");
  box.checked = on;
  box.addEventListener("change", () => {
    on = box.checked;
    rememberKeys(on);
  });
}
document.documentElement.classList.toggle("review-keys-off", !on);
document.addEventListener("keydown", press);
document.addEventListener("submit", sendOnce);
// A page that comes back from the browser's memory may be sent again.
addEventListener("pageshow", () => document.querySelectorAll("form").forEach((form) => delete form.dataset.sent));

document.querySelectorAll("[data-filter-button]").forEach((button) => {
  button.hidden = true;
  button.form.addEventListener("change", () => button.form.requestSubmit());
});
document.querySelector("[data-question]")?.focus();
document.querySelector('.queue-item[aria-current="true"]')?.scrollIntoView({ block: "nearest" });
