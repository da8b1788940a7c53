/**
 * Nodes for Leaflet, which reads every string that it is given for a popup, a tooltip, an icon or a credit as HTML.
 *
 * Text that people typed or that was imported enters a map as a node of these, or on a canvas. `deploy/check_texts.py`
 * refuses strings elsewhere. Leaflet is the global `L` of django-leaflet.
 */

const SVG = "http://www.w3.org/2000/svg";

/** Return words as a node; what looks like markup in them is shown as it was typed. */
export function textNode(text) {
  const node = document.createElement("span");
  node.dir = "auto";
  node.textContent = text;
  return node;
}

/** Return what is given as a node: a node as it is, words as text. */
export function asNode(content) {
  return content instanceof Node ? content : textNode(content);
}

/** Return a drawing of one path. */
export function pathNode(viewBox, path) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", viewBox);
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

/** Return a copy of the gold pin that `_map.html` brings. */
export function pinNode() {
  return document.getElementById("map-pin-template").content.firstElementChild.cloneNode(true);
}

/** Return the control of credits, which shows them as text. */
export function creditsControl(options) {
  const Credits = L.Control.Attribution.extend({
    _update() {
      const shown = Object.keys(this._attributions).filter((text) => this._attributions[text] > 0);
      if (this._container) this._container.textContent = shown.join(", ");
    },
  });
  return new Credits({ prefix: false, ...options });
}
