/** Filters and numbers beside the public map: the sheet of a phone, months, list or table. */

import { segmented } from "../../geoportal/js/segmented.js";

const DESK = matchMedia("(min-width: 64em)");
const REST_MS = 250;
let panel = "list";
let asking = null;

function showPanel(root, name) {
  panel = name;
  root.querySelectorAll("[data-panel-part]").forEach((part) => {
    part.hidden = !DESK.matches && part.dataset.panelPart !== name;
  });
}

/** List or table: on a phone one at a time, at a desk the table with the list below it. */
export function bindPanel(root) {
  const group = root.querySelector("[data-panel]");
  if (!group) return;
  group.hidden = DESK.matches;
  const mark = segmented(group, (name) => showPanel(root, name));
  mark(panel);
  showPanel(root, panel);
}

/** On a phone the filters are a sheet over the page, opened by the chips above the map; without script they stand below. */
export function bindSheet(root) {
  const sheet = root.querySelector("#filters");
  if (!sheet || !("showPopover" in sheet)) return;
  const adapt = () => {
    if (DESK.matches) sheet.removeAttribute("popover");
    else sheet.setAttribute("popover", "");
  };
  adapt();
  DESK.addEventListener("change", () => {
    adapt();
    bindPanel(root);
  });
  root.addEventListener("click", (event) => {
    const chip = event.target.closest(".filter-strip a");
    if (chip && sheet.popover !== null) {
      event.preventDefault();
      sheet.showPopover();
      const facet = sheet.querySelector(chip.hash);
      facet.scrollIntoView({ block: "start" });
      facet.querySelector("input, select").focus({ preventScroll: true });
    }
    if (event.target.closest("[data-close-filters]")) sheet.hidePopover();
  });
}

/** Choose nothing of a facet, which means all of it. */
export function clearFacet(form, name) {
  form.querySelectorAll(`[name="${name}"]`).forEach((box) => {
    box.checked = false;
  });
}

function focusAgain(root, part, focused) {
  if (!focused) return;
  const same = focused.value ? root.querySelector(`#${part.id} [value="${CSS.escape(focused.value)}"]`) : null;
  (same ?? root.querySelector(`#${part.id} input, #${part.id} button, #${part.id} a`))?.focus({ preventScroll: true });
}

/**
 * Take the numbers anew from the same page under the new address, so that they have one source; once the choices rest.
 * @returns {Promise<boolean>} false where a newer choice came before the answer
 */
export async function refreshNumbers(root, address) {
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  await new Promise((resolve) => {
    setTimeout(resolve, REST_MS);
  });
  if (signal.aborted) return false;
  const answer = await fetch(address, { credentials: "same-origin", signal });
  if (!answer.ok) throw new Error(`${answer.status}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (signal.aborted) return false;
  root.querySelectorAll("[data-live]").forEach((part) => {
    const fresh = page.getElementById(part.id);
    const focused = part.contains(document.activeElement) ? document.activeElement : null;
    if (!fresh) return;
    part.replaceWith(document.importNode(fresh, true));
    focusAgain(root, part, focused);
  });
  bindPanel(root);
  return true;
}
