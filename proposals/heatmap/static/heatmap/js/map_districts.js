/** The districts coloured by a measure, with name and number in each. */

import { BREAKS, classIndex, formatNumber } from "../../geoportal/js/classify.js";
import { hideOverlapping, labelMarker } from "../../geoportal/js/leaflet_layers.js";
import { group, shapes } from "../../geoportal/js/leaflet_marks.js";
import { textNode } from "../../geoportal/js/leaflet_nodes.js";
import { renderLegend } from "../../geoportal/js/legend.js";
import { toLatLng } from "../../geoportal/js/lonlat.js";
import { told } from "../../geoportal/js/told.js";
import { open as openPage } from "./map_links.js";

const { divisors: DIVISORS } = told("map-rules");
const CALM = { weight: 1.2 };
const MARKED = { weight: 4 };

/** By how much to divide the classes so that the fullest district reaches an upper one; as `scales.py` does. */
export function divisor(values, metric) {
  const most = Math.max(0, ...values.filter((value) => value !== null));
  if (most === 0 || metric === "count") return 1;
  return DIVISORS.find((by) => most * by >= BREAKS[metric][4]) ?? DIVISORS.at(-1);
}

/** Redraw the legend of the districts: lowered where a filter leaves the upper classes empty, and saying so. */
export function drawDistrictLegend(legend, { metric, by, lang, period }) {
  const digitsOf = (bound) => (Number(bound.toFixed(6)).toString().split(".")[1] ?? "").length;
  const bounds = BREAKS[metric].map((bound) => bound / by);
  const digits = Math.max(...bounds.map(digitsOf));
  const labels = bounds.map((bound) => formatNumber(bound, lang, by > 1 || !bound ? digitsOf(bound) : digits));
  labels[labels.length - 1] += "+";
  const note = by > 1 ? legend.dataset.lowered.replace("FACTOR", formatNumber(by, lang)) : legend.dataset.note;
  renderLegend(legend, { title: `${legend.dataset.title}, ${period}`, labels, note });
}

/** Name and number in the ink of their class, in a halo of its fill, for a name may be wider than its district. */
function words(name, value, ink, fill) {
  const [line, number] = [document.createElement("span"), document.createElement("b")];
  line.textContent = name;
  number.textContent = value;
  [line, number].forEach((node) => {
    node.style.color = ink;
    node.style.textShadow = [1, -1].flatMap((x) => [1, -1].map((y) => `${x}px ${y}px 2px ${fill}`)).join();
  });
  return [line, number];
}

/** Let the keyboard reach a district as it reaches a link. */
function makeLink(shape, label, open) {
  shape.eachLayer((part) => {
    const path = part.getElement();
    path.setAttribute("tabindex", "0");
    path.setAttribute("role", "link");
    path.setAttribute("aria-label", label);
    path.classList.add("district-shape");
    path.addEventListener("keydown", (event) => {
      if (event.key === "Enter") open();
    });
  });
}

/** Mark a district when its row of the table is pointed at, and its row when the district is, not while it is dragged by. */
function bindRow(map, shape, slug) {
  const row = () => document.querySelector(`tr[data-district="${CSS.escape(slug)}"]`);
  const mark = (isMarked) => {
    shape.setStyle(isMarked ? MARKED : CALM);
    if (isMarked) shape.bringToFront();
    row()?.toggleAttribute("data-marked", isMarked);
  };
  const hear = (event) => {
    const pointed = event.target.closest?.("tr[data-district]");
    if (pointed?.dataset.district === slug) mark(["mouseover", "focusin"].includes(event.type));
  };
  const names = ["mouseover", "mouseout", "focusin", "focusout"];
  shape.on("add", () => names.forEach((name) => document.addEventListener(name, hear)));
  shape.on("remove", () => names.forEach((name) => document.removeEventListener(name, hear)));
  shape.on("mouseover", () => map.dragging.moving() || mark(true));
  shape.on("mouseout", () => mark(false));
}

/**
 * Colour the districts by a measure, its classes divided by `by`; a click opens the district's page.
 * @param {object} outlines GeoJSON of the base layer
 * @param {Map<string, object>} rows the API's rows by slug
 */
export function districtsLayer(base, outlines, rows, { metric, by, lang, pageOf }) {
  const layer = group();
  const names = [];
  const numbers = [];
  outlines.features.forEach((feature) => {
    const { slug, name, short_name: shortName, label_point: labelPoint } = feature.properties;
    const value = rows.get(slug)?.[metric] ?? null;
    const rank = classIndex(value === null ? null : value * by, metric);
    const text = formatNumber(value, lang, metric === "count" ? 0 : 2);
    const fillColor = rank ? base.token(`seq-${rank}`) : base.token("map-land");
    const open = () => openPage(pageOf(slug));
    const shape = shapes(feature, {
      pane: "fill",
      style: { ...CALM, color: base.token("map-border"), fillColor, fillOpacity: 1 },
    });
    shape.bindTooltip(textNode(`${name}: ${text}`), { sticky: true });
    shape.on("click", open);
    shape.on("add", () => makeLink(shape, `${name}: ${text}`, open));
    bindRow(base.map, shape, slug);
    shape.addTo(layer);
    const ink = rank ? base.token(`seq-ink-${rank}`) : base.token("map-label");
    const [line, number] = words(shortName, text, ink, fillColor);
    labelMarker(toLatLng(labelPoint), [line, number], "on-fill").addTo(layer);
    names.push(line);
    numbers.push(number);
  });
  const thin = () => hideOverlapping(names, numbers);
  layer.on("add", thin);
  base.map.on("zoomend", thin);
  layer.on("remove", () => base.map.off("zoomend", thin));
  return layer;
}
