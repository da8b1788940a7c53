/** The public map: three views of the same filter, whose state stands in the address. */

import { createBaseMap } from "../../geoportal/js/leaflet_base.js";
import { openPopup } from "../../geoportal/js/leaflet_marks.js";
import { toBounds } from "../../geoportal/js/lonlat.js";
import { segmented } from "../../geoportal/js/segmented.js";
import { inTurn } from "../../geoportal/js/slices.js";
import { HeatLayer } from "./heat_layer.js";
import { CellStore, cellsInView, sumOf } from "./map_cells.js";
import { districtsLayer, divisor } from "./map_districts.js";
import { bindPanel, bindSheet, clearFacet, refreshNumbers } from "./map_filters.js";
import { formatWeight, GridLayer } from "./map_grid.js";
import { showLegend } from "./map_legend.js";
import { bindLocate } from "./map_locate.js";
import { MonthRange } from "./map_months.js";
import { NearMarks } from "./map_near.js";
import { fillNumbers } from "./map_numbers.js";
import { Player } from "./map_play.js";
import { bindKeyboard, pagedList, POPUP } from "./map_popup.js";
import { PositionInAddress } from "./map_position.js";
import { ScreenTable } from "./map_screen.js";
import { addressOf, countTurns, fetchData, filterOf, metricOf, parametersOf } from "./map_state.js";
import { cellBbox } from "./map_tiles.js";

const MOVED_MS = 80;
const SAID_MS = 12000;
const MARGIN_PX = 8;
const LEGEND_PX = 130;

const root = document.querySelector("[data-city-map]");
const words = root.dataset;
const { lang } = words;
const form = root.querySelector("[data-filters]");
const { view: viewField, metric: metricField } = form.elements;
const base = createBaseMap(root.querySelector(".map"), { zoomSnap: 0.25 });
const heat = new HeatLayer([], base.token);
const grid = new GridLayer(base.token, lang);
const store = new CellStore(base.map, words.heatmapUrl);
const source = { url: words.proposalsUrl, filter: () => filterOf(form), lang, words };
const near = new NearMarks(base.map, source, words.sprite);
const section = root.querySelector("[data-on-screen]");
const screen = section ? new ScreenTable(base, section, lang) : null;
const nextDrawing = countTurns();
let shown = null;
let painted = "";
let going = 0;

/** Say something over the map, or nothing; what does not wait for an end goes by itself. */
function say(text) {
  const line = root.querySelector("[data-map-status]");
  line.textContent = text;
  line.hidden = !text;
  clearTimeout(going);
  if (text && text !== words.failed) going = setTimeout(() => say(""), SAID_MS);
}

/** Tell in words what the map shows now. */
function tell(pattern, count, more = []) {
  const view = root.querySelector(`[data-view] [value="${viewField.value}"]`).textContent.trim();
  const text = pattern.replace("VIEW", view).replace("PERIOD", months.wordsOf(months.window)).replace("COUNT", formatWeight(count, lang));
  root.querySelector("[data-map-words]").textContent = [text, ...more].join(" ");
}

function replaceLayer(layer) {
  if (shown && shown !== layer) shown.remove();
  shown = layer;
  if (!base.map.hasLayer(layer)) layer.addTo(base.map);
}

function legend(more) {
  showLegend(root, { view: viewField.value, metric: metricField.value, lang, period: months.wordsOf(months.window), ...more });
}

/** Draw the loaded cells as heat or grid, once for each answer and look. */
function paintCells(data) {
  const [view, metric] = [viewField.value, metricField.value];
  const look = [view, metric, data.query, data.bbox, data.zoom].join(" ");
  if (look !== painted && view === "heat") heat.setCells(data.cells, { level: data.level });
  if (look !== painted && view === "grid") grid.setCells(data.cells, { level: data.level, metric });
  painted = look;
  replaceLayer(view === "heat" ? heat : grid);
  legend({ level: data.level, lat: base.map.getCenter().lat });
}

/** Draw the districts by the chosen measure. */
async function paintDistricts(data) {
  const { districts } = await base.ready;
  const metric = metricField.value;
  const rows = new Map(data.districts.map((row) => [row.slug, row]));
  const by = divisor(data.districts.map((row) => row[metric] ?? null), metric);
  const pageOf = (slug) => words.districtPage.replace("SLUG", slug);
  replaceLayer(districtsLayer(base, districts ?? { features: [] }, rows, { metric, by, lang, pageOf }));
  legend({ by });
}

async function drawDistricts(isLast) {
  const data = await fetchData(words.districtsUrl, filterOf(form), { lang });
  if (!isLast()) return;
  await paintDistricts(data);
  near.clear();
  screen?.show(null);
  tell(words.shownDistricts, data.total);
}

async function drawCells(isLast) {
  const data = await store.load(filterOf(form));
  if (!isLast()) return;
  paintCells(data);
  await new Promise(inTurn);
  if (!isLast()) return;
  const cells = cellsInView(base.map, data);
  screen?.show(cells, data.level);
  await new Promise(inTurn);
  if (!isLast()) return;
  const marks = await near.show(data, { hasGrid: viewField.value === "grid" });
  if (!isLast()) return;
  const how = { single: [words.single], clusters: [words.clustered, words.byShare] }[marks];
  tell(words.shown, sumOf(cells), how);
}

/** Draw the chosen view; an answer that comes late, after another choice, is dropped. */
async function draw() {
  const isLast = nextDrawing();
  base.map.getContainer().dataset.view = viewField.value;
  try {
    await (viewField.value === "districts" ? drawDistricts(isLast) : drawCells(isLast));
    if (isLast() && root.querySelector("[data-map-status]").textContent === words.failed) say("");
  } catch {
    if (isLast()) say(words.failed);
  }
}

function writeAddress() {
  const parameters = parametersOf(form);
  const numbers = addressOf(parameters);
  position.addTo(parameters);
  window.history.replaceState(null, "", addressOf(parameters));
  const { search } = window.location;
  document.querySelectorAll(".languages a").forEach((link) => {
    link.search = search;
  });
  parameters.delete("embed");
  const inFull = root.querySelector("[data-in-full]");
  if (inFull) inFull.search = addressOf(parameters);
  return numbers;
}

async function changed() {
  const address = writeAddress();
  root.querySelectorAll("[data-metric-of]").forEach((box) => {
    box.hidden = box.dataset.metricOf !== viewField.value;
  });
  draw();
  try {
    if (await refreshNumbers(root, address)) months.read();
  } catch (error) {
    if (error.name !== "AbortError") say(words.failed);
  }
}

/** The last month does not come before the first. */
function orderMonths(changedField) {
  const { from, to } = form.elements;
  if (!from.value || !to.value || from.value <= to.value) return;
  (changedField === from ? to : from).value = changedField.value;
}

const months = new MonthRange(root.querySelector("[data-months]"), form, changed);
const city = base.map.getContainer().dataset.bbox.split(",").map(Number);
const position = new PositionInAddress(base.map, city);

const player = new Player({
  months,
  async fetchFrame(window) {
    const filter = filterOf(form);
    Object.entries(months.valuesOf(window)).forEach(([name, value]) => (value ? filter.set(name, value) : filter.delete(name)));
    const cells = viewField.value === "districts" ? null : store.ask(filter);
    const [districts, data] = await Promise.all([fetchData(words.districtsUrl, filter, { lang }), cells]);
    return { districts, data };
  },
  showFrame({ districts, data }) {
    near.clear();
    fillNumbers(root, districts, lang);
    if (data) {
      paintCells(store.keep(data));
      screen?.show(cellsInView(base.map, data), data.level);
    } else paintDistricts(districts);
    tell(months.bar.dataset.playing, districts.total);
  },
  finish: (window) => months.choose(window),
  fail: () => say(words.failed),
});

function listCell({ latlng }) {
  const cell = viewField.value === "grid" ? grid.cellAt(latlng) : null;
  if (!cell) return;
  const title = words.cluster.replace("COUNT", formatWeight(cell.weight, lang));
  const content = pagedList({ ...source, filter: filterOf(form), bbox: cellBbox([cell.lon, cell.lat], grid.level), title });
  openPopup(base.map, [cell.lon, cell.lat], content, POPUP);
}

/** On a phone, show the city between what lies over the map. */
function fitBetween() {
  if (matchMedia("(min-width: 64em)").matches) return;
  const frame = base.map.getContainer().getBoundingClientRect();
  const above = root.querySelector(".map-over--top").getBoundingClientRect().bottom - frame.top;
  const below = frame.bottom - root.querySelector(".map-over--bottom").getBoundingClientRect().top;
  base.map.fitBounds(toBounds(city), {
    paddingTopLeft: [MARGIN_PX, above + MARGIN_PX],
    paddingBottomRight: [MARGIN_PX, Math.max(below, LEGEND_PX)],
    animate: false,
  });
}

function bindForm() {
  form.addEventListener("change", (event) => {
    orderMonths(event.target);
    months.read();
    changed();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    changed();
  });
  root.addEventListener("click", (event) => {
    const facet = event.target.closest("[data-clear]");
    if (!facet) return;
    event.preventDefault();
    clearFacet(form, facet.dataset.clear);
    changed();
  });
}

/** Each view keeps the measure that was chosen for it. */
function bindViews() {
  const chosen = { [viewField.value]: metricField.value };
  segmented(root.querySelector("[data-view]"), (view) => {
    viewField.value = view;
    metricField.value = metricOf(view, chosen[view]);
    changed();
  });
  root.querySelectorAll("[data-metric]").forEach((select) => {
    select.addEventListener("change", () => {
      chosen[viewField.value] = select.value;
      metricField.value = select.value;
      changed();
    });
  });
}

function bindMap() {
  let waiting = 0;
  base.map.on("moveend", () => {
    position.note();
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      writeAddress();
      if (viewField.value !== "districts" && !player.playing) draw();
    }, MOVED_MS);
  });
  base.map.on("click", listCell);
  base.onThemeChange(() => {
    painted = "";
    draw();
  });
  bindKeyboard(base.map);
  bindLocate({ base, root, lang, say, beforeMove: () => position.hideNext() });
}

legend();
bindSheet(root);
bindPanel(root);
if (!position.restore()) fitBetween();
bindForm();
bindViews();
bindMap();
draw();
