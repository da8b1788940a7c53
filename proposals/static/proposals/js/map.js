/** The public map: views, filters and numbers, all of whose state stands in the address. */

import { BREAKS, formatNumber } from "../../geoportal/js/classify.js";
import { createBaseMap, toBbox } from "../../geoportal/js/leaflet_base.js";
import { renderLegend } from "../../geoportal/js/legend.js";
import { segmented } from "../../geoportal/js/segmented.js";
import { HeatLayer } from "./heat_layer.js";
import { districtsLayer, fillingFactor, gridLayer, proposalsLayer } from "./map_layers.js";

const HEAT_ZOOM = 12;
const GRID_ZOOM_BELOW_MAP = 1;
const POINTS_FROM_ZOOM = 14.5;
const POINTS_MAX = 400;
const FILTERS = ["topic", "status", "from", "to", "district"];

const root = document.querySelector("[data-city-map]");
const { lang } = root.dataset;
const form = root.querySelector("[data-filters]");
const base = createBaseMap(root.querySelector(".map"));
const heat = new HeatLayer([], base.token);
let shown = null;
let points = null;
let latest = 0;

/** The address's parameters: only what is chosen, filters first. */
function state() {
  const chosen = new URLSearchParams();
  new FormData(form).forEach((value, name) => {
    const isDefault = (name === "view" && value === "heat") || (name === "metric" && value === "per_1000");
    if (value && !isDefault) chosen.append(name, value);
  });
  return chosen;
}

function filters() {
  const chosen = state();
  [...chosen.keys()].filter((name) => !FILTERS.includes(name)).forEach((name) => chosen.delete(name));
  return chosen;
}

async function fetchData(url, parameters) {
  parameters.set("lang", lang);
  const answer = await fetch(`${url}?${parameters}`, { credentials: "omit" });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.json();
}

function say(words) {
  const line = root.querySelector("[data-map-status]");
  line.textContent = words;
  line.hidden = !words;
}

function replaceLayer(layer) {
  if (shown && shown !== layer) shown.remove();
  shown = layer;
  if (!base.map.hasLayer(layer)) layer.addTo(base.map);
}

/** Redraw the legend of the districts where a filter leaves the upper classes empty: halved, and saying so. */
function drawDistrictLegend(metric, factor) {
  const legend = root.querySelector(`[data-legend="${metric}"]`);
  const bounds = BREAKS[metric].map((bound) => bound / factor);
  const digits = Math.max(0, Math.ceil(-Math.log10(bounds[1])));
  const labels = bounds.map((bound) => formatNumber(bound, lang, Number.isInteger(bound) ? 0 : digits));
  labels[labels.length - 1] += "+";
  const note = factor > 1 ? legend.dataset.halved.replace("FACTOR", formatNumber(factor, lang)) : legend.dataset.note;
  renderLegend(legend, { title: legend.dataset.title, labels, note });
}

const DRAW = {
  async heat() {
    const parameters = filters();
    parameters.set("zoom", HEAT_ZOOM);
    const data = await fetchData(root.dataset.heatmapUrl, parameters);
    return () => {
      heat.setCells(data.cells);
      replaceLayer(heat);
    };
  },
  async grid() {
    const parameters = filters();
    parameters.set("zoom", Math.max(0, Math.round(base.map.getZoom()) - GRID_ZOOM_BELOW_MAP));
    const data = await fetchData(root.dataset.heatmapUrl, parameters);
    return () => replaceLayer(gridLayer(base, data, lang));
  },
  async districts() {
    const [data, { districts }] = await Promise.all([fetchData(root.dataset.districtsUrl, filters()), base.ready]);
    const rows = new Map(data.districts.map((row) => [row.slug, row]));
    const pageOf = (slug) => root.dataset.districtPage.replace("SLUG", slug);
    const metric = form.elements.metric.value;
    const factor = fillingFactor(data.districts.map((row) => row[metric]), metric);
    return () => {
      replaceLayer(districtsLayer(base, districts ?? { features: [] }, rows, { metric, factor, lang, pageOf }));
      drawDistrictLegend(metric, factor);
    };
  },
};

async function drawPoints() {
  points?.remove();
  points = null;
  if (base.map.getZoom() < POINTS_FROM_ZOOM || form.elements.view.value === "districts") return;
  const parameters = filters();
  parameters.set("bbox", toBbox(base.map.getBounds()).map((value) => value.toFixed(6)).join(","));
  parameters.set("limit", POINTS_MAX);
  const collection = await fetchData(root.dataset.proposalsUrl, parameters);
  points?.remove();
  points = proposalsLayer(collection, root.dataset.sprite).addTo(base.map);
}

/** Draw the chosen view; an answer that comes late, after another choice, is dropped. */
async function draw() {
  latest += 1;
  const turn = latest;
  const view = form.elements.view.value;
  base.map.getContainer().dataset.view = view;
  try {
    const show = await DRAW[view]();
    if (turn !== latest) return;
    show();
    await drawPoints();
    say("");
  } catch {
    if (turn === latest) say(root.dataset.failed);
  }
}

function showLegend() {
  const view = form.elements.view.value;
  const wanted = view === "districts" ? form.elements.metric.value : view;
  root.querySelectorAll("[data-legend]").forEach((legend) => {
    legend.hidden = legend.dataset.legend !== wanted;
  });
  root.querySelector("[data-metric-box]").hidden = view !== "districts";
}

function showPanel(name) {
  root.querySelectorAll("[data-panel-part]").forEach((part) => {
    part.hidden = part.dataset.panelPart !== name;
  });
}

/** List or table: on a phone one at a time, at a desk the table with the list below it. */
function bindPanel() {
  const group = root.querySelector("[data-panel]");
  const isDesk = matchMedia("(min-width: 64em)").matches;
  group.hidden = isDesk;
  if (isDesk) return;
  segmented(group, showPanel);
  showPanel("table");
}

/** Take the numbers anew from the same page under the new address, so that they have one source. */
async function refreshNumbers(address) {
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  root.querySelectorAll("[data-live]").forEach((part) => {
    const fresh = page.getElementById(part.id);
    const focused = part.contains(document.activeElement) ? document.activeElement : null;
    if (fresh) part.replaceWith(document.importNode(fresh, true));
    if (focused?.value) root.querySelector(`#${part.id} [value="${CSS.escape(focused.value)}"]`)?.focus();
  });
  bindPanel();
}

function changed() {
  const parameters = state().toString();
  const address = parameters ? `?${parameters}` : window.location.pathname;
  window.history.pushState(null, "", address);
  showLegend();
  draw();
  refreshNumbers(address).catch(() => say(root.dataset.failed));
}

function chooseMonth(value) {
  const isAlone = form.elements.from.value === value && form.elements.to.value === value;
  form.elements.from.value = isAlone ? "" : value;
  form.elements.to.value = isAlone ? "" : value;
  changed();
}

form.addEventListener("change", changed);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  changed();
});
segmented(root.querySelector("[data-view]"), (view) => {
  form.elements.view.value = view;
  changed();
});
root.querySelector("[data-metric]").addEventListener("change", (event) => {
  form.elements.metric.value = event.target.value;
  changed();
});
root.addEventListener("click", (event) => {
  const month = event.target.closest(".month-bar__month");
  if (month) chooseMonth(month.value);
});
base.map.on("zoomend", () => {
  if (form.elements.view.value === "grid") draw();
});
base.map.on("moveend", () => drawPoints().catch(() => say(root.dataset.failed)));
base.onThemeChange(draw);
window.addEventListener("popstate", () => window.location.reload());
bindPanel();
showLegend();
draw();
