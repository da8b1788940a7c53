/** Popups of the public map: proposals as links, all at once or by pages; the keyboard goes in and comes back. */

import { formatNumber } from "../../geoportal/js/classify.js";
import { makeLink } from "./map_links.js";
import { fetchData } from "./map_state.js";

const PAGE = 10;
const DECIMALS = 6;

/** A popup keeps clear of what lies over the map: the views above, the legend and the months below. */
export const POPUP = { maxHeight: 220, autoPanPaddingTopLeft: [16, 72], autoPanPaddingBottomRight: [72, 120] };

function element(name, text, className = "") {
  const node = document.createElement(name);
  node.textContent = text;
  if (className) node.className = className;
  return node;
}

/** One proposal of the API as a line with its link. */
export function lineOf({ title, url, language }) {
  const line = document.createElement("p");
  line.lang = language;
  line.append(makeLink(url, title));
  return line;
}

function pageButton(word, isPossible, go) {
  const button = element("button", word, "button button--small");
  button.type = "button";
  button.disabled = !isPossible;
  button.addEventListener("click", go);
  return button;
}

/**
 * List the proposals of a box by pages.
 * @param {{url: string, filter: URLSearchParams, bbox: number[], title: string, lang: string, words: DOMStringMap}} list
 * @returns {HTMLElement} content of a popup, filled when the answer comes
 */
export function pagedList({ url, filter, bbox, title, lang, words }) {
  const box = element("div", "", "popup");
  const lines = element("div", "", "popup__lines");
  const foot = element("p", "", "popup__pages");
  box.append(element("h3", title), lines, foot);

  const show = async (offset) => {
    try {
      const answer = await fetchData(url, filter, {
        bbox: bbox.map((degrees) => degrees.toFixed(DECIMALS)).join(","),
        limit: PAGE,
        offset,
        lang,
      });
      const last = offset + answer.numberReturned;
      const number = (value) => formatNumber(value, lang, 0);
      const span = words.pages.replace("FIRST", number(offset + 1)).replace("LAST", number(last));
      lines.replaceChildren(...answer.features.map(({ properties }) => lineOf(properties)));
      if (!answer.numberReturned) lines.append(element("p", words.empty));
      foot.replaceChildren();
      if (answer.numberMatched <= PAGE) return;
      foot.append(
        pageButton(words.previous, offset > 0, () => show(offset - PAGE)),
        element("span", span.replace("COUNT", number(answer.numberMatched)), "num"),
        pageButton(words.next, last < answer.numberMatched, () => show(offset + PAGE)),
      );
      if (box.contains(document.activeElement) || document.activeElement === document.body) box.focus({ preventScroll: true });
    } catch {
      lines.replaceChildren(element("p", words.failed));
    }
  };

  box.tabIndex = -1;
  show(0);
  return box;
}

/** Let the keyboard into a popup when it opens, and back to where it came from when it closes; Escape closes it. */
export function bindKeyboard(map) {
  let before = null;
  map.on("popupopen", ({ popup }) => {
    if (document.activeElement !== document.body) before = document.activeElement;
    const content = popup.getElement().querySelector(".popup");
    content.tabIndex = -1;
    content.focus({ preventScroll: true });
  });
  map.on("popupclose", ({ popup }) => {
    const { activeElement } = document;
    if (activeElement !== document.body && !popup.getElement()?.contains(activeElement)) return;
    (before?.isConnected ? before : map.getContainer()).focus({ preventScroll: true });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") map.closePopup();
  });
}
