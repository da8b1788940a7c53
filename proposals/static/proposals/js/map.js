/** The public map: three views of the same filter, whose state stands in the address. */

import { formatNumber } from "../../geoportal/js/classify.js";
import { createBaseMap, toBbox, toBounds } from "../../geoportal/js/leaflet_base.js";
import { segmented } from "../../geoportal/js/segmented.js";
import { HeatLayer } from "./heat_layer.js";
import { districtsLayer, drawDistrictLegend, divisor } from "./map_districts.js";
import { bindPanel, bindSheet, chooseMonth, clearFacet, refreshNumbers } from "./map_filters.js";
import { cellSize, gridLayer } from "./map_grid.js";
import { PointsLayer } from "./map_points.js";
import { addressOf, countTurns, fetchData, filterOf } from "./map_state.js";

const HEAT_ZOOM = 12;
const GRID_ZOOM_BELOW_MAP = 1;
const POINTS_FROM_ZOOM = 14.5;
const POINTS_MAX = 400;
const MARGIN_PX = 8;
const LEGEND_PX = 130;

const root = document.querySelector("[data-city-map]");
const { lang } = root.dataset;
const form = root.querySelector("[data-filters]");
const base = createBaseMap(root.querySelector(".map"), { zoomSnap: 0.25 });
const heat = new HeatLayer([], base.token);
const points = new PointsLayer(root.dataset.sprite).addTo(base.map);
const nextView = countTurns();
const nextPoints = countTurns();
let shown = null;

const legendOf = (name) => root.querySelector(`[data-legend="${name}"]`);

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

const DRAW = {
  async heat() {
    const data = await fetchData(root.dataset.heatmapUrl, filterOf(form), { zoom: HEAT_ZOOM, lang });
    return () => {
      heat.setCells(data.cells);
      replaceLayer(heat);
    };
  },
  async grid() {
    const zoom = Math.max(0, Math.round(base.map.getZoom()) - GRID_ZOOM_BELOW_MAP);
    const data = await fetchData(root.dataset.heatmapUrl, filterOf(form), { zoom, lang });
    return () => {
      const size = formatNumber(cellSize(data.level, base.map.getCenter().lat), lang);
      const legend = legendOf("grid");
      legend.querySelector(".legend__title").textContent = legend.dataset.sized.replaceAll("SIZE", size);
      replaceLayer(gridLayer(base, data, lang));
    };
  },
  async districts() {
    const [data, { districts }] = await Promise.all([fetchData(root.dataset.districtsUrl, filterOf(form), { lang }), base.ready]);
    const rows = new Map(data.districts.map((row) => [row.slug, row]));
    const pageOf = (slug) => root.dataset.districtPage.replace("SLUG", slug);
    const metric = form.elements.metric.value;
    const by = divisor(data.districts.map((row) => row[metric]), metric);
    return () => {
      replaceLayer(districtsLayer(base, districts ?? { features: [] }, rows, { metric, by, lang, pageOf }));
      drawDistrictLegend(legendOf(metric), { metric, by, lang });
    };
  },
};

/** Draw single proposals where the map is close enough to tell them apart. */
async function drawPoints() {
  const isLast = nextPoints();
  const isClose = base.map.getZoom() >= POINTS_FROM_ZOOM && form.elements.view.value !== "districts";
  const bbox = toBbox(base.map.getBounds()).join(",");
  const collection = isClose ? await fetchData(root.dataset.proposalsUrl, filterOf(form), { bbox, limit: POINTS_MAX, lang }) : null;
  if (!isLast()) return;
  points.show(collection?.features ?? []);
  base.map.getContainer().toggleAttribute("data-points", isClose);
}

/** Draw the chosen view; an answer that comes late, after another choice, is dropped. */
async function draw() {
  const isLast = nextView();
  const view = form.elements.view.value;
  base.map.getContainer().dataset.view = view;
  try {
    const show = await DRAW[view]();
    if (!isLast()) return;
    show();
    await drawPoints();
    say("");
  } catch {
    if (isLast()) say(root.dataset.failed);
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

function changed() {
  const address = addressOf(form);
  window.history.replaceState(null, "", address);
  showLegend();
  draw();
  refreshNumbers(root, address).catch(() => say(root.dataset.failed));
}

/** Set a hidden field of the form that a control over the map stands for. */
function set(name, value) {
  form.elements[name].value = value;
  changed();
}

form.addEventListener("change", changed);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  changed();
});
segmented(root.querySelector("[data-view]"), (view) => set("view", view));
root.querySelector("[data-metric]").addEventListener("change", (event) => set("metric", event.target.value));
root.addEventListener("click", (event) => {
  const month = event.target.closest(".month-bar__month");
  const facet = event.target.closest("[data-clear]");
  if (month) chooseMonth(form, month.value);
  if (facet) {
    event.preventDefault();
    clearFacet(form, facet.dataset.clear);
  }
  if (month || facet) changed();
});
base.map.on("zoomend", () => {
  if (form.elements.view.value === "grid") draw();
});
base.map.on("moveend", () => drawPoints().catch(() => say(root.dataset.failed)));
base.onThemeChange(draw);
/** On a phone, show the city between what lies over the map. */
function fitBetween() {
  if (matchMedia("(min-width: 64em)").matches) return;
  const { bbox } = base.map.getContainer().dataset;
  const frame = base.map.getContainer().getBoundingClientRect();
  const above = root.querySelector(".map-over--top").getBoundingClientRect().bottom - frame.top;
  const below = frame.bottom - root.querySelector(".map-over--bottom").getBoundingClientRect().top;
  base.map.fitBounds(toBounds(bbox.split(",").map(Number)), {
    paddingTopLeft: [MARGIN_PX, above + MARGIN_PX],
    paddingBottomRight: [MARGIN_PX, Math.max(below, LEGEND_PX)],
    animate: false,
  });
}

bindSheet(root);
bindPanel(root);
showLegend();
fitBetween();
draw();
