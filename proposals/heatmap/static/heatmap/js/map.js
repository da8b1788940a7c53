/** The public map: three views of the same filter, whose state stands in the address. */

import { createBaseMap } from "../../geoportal/js/leaflet_base.js";
import { openPopup } from "../../geoportal/js/leaflet_marks.js";
import { inTurn } from "../../geoportal/js/slices.js";
import { CellStore, cellsInView, sumOf } from "./map_cells.js";
import { Choice } from "./map_choice.js";
import { bindPanel, bindSheet, refreshNumbers } from "./map_filters.js";
import { formatWeight } from "./map_grid.js";
import { bindLocate } from "./map_locate.js";
import { MonthRange } from "./map_months.js";
import { NearMarks } from "./map_near.js";
import { fillNumbers } from "./map_numbers.js";
import { Picture } from "./map_picture.js";
import { Player } from "./map_play.js";
import { bindKeyboard, pagedList, POPUP } from "./map_popup.js";
import { PositionInAddress, showBetween } from "./map_position.js";
import { ScreenTable } from "./map_screen.js";
import { addressOf, countTurns, fetchData } from "./map_state.js";
import { cellBbox } from "./map_tiles.js";
import { MapWords } from "./map_words.js";

const MOVED_MS = 80;

/** Owns the parts of the map's page and says what happens after what. */
class CityMap {
  constructor(root) {
    const words = root.dataset;
    Object.assign(this, { root, words, lang: words.lang });
    this.base = createBaseMap(root.querySelector(".map"), { zoomSnap: 0.25 });
    this.map = this.base.map;
    this.city = this.map.getContainer().dataset.bbox.split(",").map(Number);
    this.choice = new Choice(root, (what) => this.changed(what));
    this.months = new MonthRange(root.querySelector("[data-months]"), this.choice.form, () => this.changed());
    this.lines = new MapWords(root);
    this.picture = new Picture(this);
    this.store = new CellStore(this.map, words.heatmapUrl);
    this.source = { url: words.proposalsUrl, filter: () => this.choice.filter(), lang: this.lang, words };
    this.near = new NearMarks(this.map, this.source, words.sprite);
    const section = root.querySelector("[data-on-screen]");
    this.screen = section ? new ScreenTable(this.base, section, this.lang) : null;
    this.position = new PositionInAddress(this.map, this.city);
    this.player = this.makePlayer();
    this.nextDrawing = countTurns();
  }

  start() {
    this.picture.legend();
    bindSheet(this.root);
    bindPanel(this.root);
    if (!this.position.restore()) showBetween(this.map, this.city, this.root);
    this.choice.bind();
    this.bindMap();
    this.draw();
  }

  tell(pattern, count, more) {
    const period = this.months.wordsOf(this.months.window);
    this.lines.tell(pattern, { view: this.choice.viewWord, period, count: formatWeight(count, this.lang) }, more);
  }

  async drawDistricts(isLast) {
    const data = await fetchData(this.words.districtsUrl, this.choice.filter(), { lang: this.lang });
    if (!isLast()) return;
    await this.picture.paintDistricts(data);
    this.near.clear();
    this.screen?.show(null);
    this.tell(this.words.shownDistricts, data.total);
  }

  async drawCells(isLast) {
    const data = await this.store.load(this.choice.filter());
    if (!isLast()) return;
    this.picture.paintCells(data);
    await new Promise(inTurn);
    if (!isLast()) return;
    const cells = cellsInView(this.map, data);
    this.screen?.show(cells, data.level);
    await new Promise(inTurn);
    if (!isLast()) return;
    const marks = await this.near.show(data, { hasGrid: this.choice.view === "grid" });
    if (!isLast()) return;
    const { single, clustered, byShare, shown } = this.words;
    this.tell(shown, sumOf(cells), { single: [single], clusters: [clustered, byShare] }[marks]);
  }

  /** Draw the chosen view; an answer that comes late, after another choice, is dropped. */
  async draw() {
    const isLast = this.nextDrawing();
    const { view } = this.choice;
    this.map.getContainer().dataset.view = view;
    try {
      await (view === "districts" ? this.drawDistricts(isLast) : this.drawCells(isLast));
      if (isLast()) this.lines.sayCome();
    } catch {
      if (isLast()) this.lines.sayFailed();
    }
  }

  /** Write the state into the address, and into the links that lead to the same state; return it without the position. */
  writeAddress() {
    const parameters = this.choice.parameters();
    const numbers = addressOf(parameters);
    this.position.addTo(parameters);
    window.history.replaceState(null, "", addressOf(parameters));
    const { search } = window.location;
    document.querySelectorAll(".languages a").forEach((link) => {
      link.search = search;
    });
    parameters.delete("embed");
    const inFull = this.root.querySelector("[data-in-full]");
    if (inFull) inFull.search = addressOf(parameters);
    return numbers;
  }

  async changed({ areMonthsRead = false } = {}) {
    if (areMonthsRead) this.months.read();
    const address = this.writeAddress();
    this.choice.showMetrics();
    this.draw();
    try {
      if (await refreshNumbers(this.root, address)) this.months.read();
    } catch (error) {
      if (error.name !== "AbortError") this.lines.sayFailed();
    }
  }

  makePlayer() {
    return new Player({
      months: this.months,
      fetchFrame: (window) => this.fetchFrame(window),
      showFrame: (frame) => this.showFrame(frame),
      finish: (window) => this.months.choose(window),
      fail: () => this.lines.sayFailed(),
    });
  }

  async fetchFrame(window) {
    const filter = this.choice.filter();
    Object.entries(this.months.valuesOf(window)).forEach(([name, value]) => (value ? filter.set(name, value) : filter.delete(name)));
    const cells = this.choice.view === "districts" ? null : this.store.ask(filter);
    const [districts, data] = await Promise.all([fetchData(this.words.districtsUrl, filter, { lang: this.lang }), cells]);
    return { districts, data };
  }

  showFrame({ districts, data }) {
    this.near.clear();
    fillNumbers(this.root, districts, this.lang);
    if (data) {
      this.picture.paintCells(this.store.keep(data));
      this.screen?.show(cellsInView(this.map, data), data.level);
    } else this.picture.paintDistricts(districts);
    this.tell(this.months.bar.dataset.playing, districts.total);
  }

  /** List the proposals of the grid's cell that was clicked. */
  listCell({ latlng }) {
    const cell = this.picture.cellAt(latlng);
    if (!cell) return;
    const lonLat = [cell.lon, cell.lat];
    const title = this.words.cluster.replace("COUNT", formatWeight(cell.weight, this.lang));
    const bbox = cellBbox(lonLat, this.picture.grid.level);
    openPopup(this.map, lonLat, pagedList({ ...this.source, filter: this.choice.filter(), bbox, title }), POPUP);
  }

  bindMap() {
    let waiting = 0;
    this.map.on("moveend", () => {
      this.position.note();
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        this.writeAddress();
        if (this.choice.view !== "districts" && !this.player.playing) this.draw();
      }, MOVED_MS);
    });
    this.map.on("click", (event) => this.listCell(event));
    this.base.onThemeChange(() => {
      this.picture.forget();
      this.draw();
    });
    bindKeyboard(this.map);
    const { base, root, lang } = this;
    bindLocate({ base, root, lang, say: (text) => this.lines.say(text), beforeMove: () => this.position.hideNext() });
  }
}

new CityMap(document.querySelector("[data-city-map]")).start();
