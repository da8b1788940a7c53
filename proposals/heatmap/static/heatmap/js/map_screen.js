/** What is on the screen, as a table: how many, and the fullest cells, which the keyboard can reach and find on the map. */

import { formatNumber } from "../../geoportal/js/classify.js";
import { group, rectangle } from "../../geoportal/js/leaflet_marks.js";
import { toLatLng } from "../../geoportal/js/lonlat.js";
import { sumOf } from "./map_cells.js";
import { formatWeight } from "./map_grid.js";
import { fetchData } from "./map_state.js";
import { areaKm2, sideOfTile } from "./map_tiles.js";

const ROWS = 8;
const NEAR_M = 500;
const DECIMALS = 4;

/** Marks one cell on the map: ink on a halo, its fill unchanged. */
class CellMark {
  constructor(base) {
    this.base = base;
    this.group = group(base.map);
  }

  show(bbox) {
    this.group.clearLayers();
    if (!bbox) return;
    [
      ["map-halo", 6],
      ["map-area", 2.6],
    ].forEach(([colour, weight]) => {
      rectangle(bbox, {
        pane: "lines",
        className: "cell-mark",
        color: this.base.token(colour),
        weight,
        fill: false,
        interactive: false,
      }).addTo(this.group);
    });
  }
}

/** The part of the table beside the map that tells what the map shows. */
export class ScreenTable {
  constructor(base, section, lang) {
    Object.assign(this, { base, section, lang });
    this.mark = new CellMark(base);
    this.places = [];
    this.cells = [];
    const seen = new IntersectionObserver(([{ isIntersecting }]) => {
      if (!isIntersecting) return;
      seen.disconnect();
      this.readNames().catch(() => {});
    });
    seen.observe(section);
    const rows = section.querySelector("[data-screen-rows]");
    rows.addEventListener("click", (event) => this.find(event.target.closest("button")));
    ["mouseover", "focusin"].forEach((name) => rows.addEventListener(name, (event) => this.point(event.target.closest("tr"))));
    ["mouseleave", "focusout"].forEach((name) => rows.addEventListener(name, () => this.mark.show(null)));
  }

  /** Read the names of places, once somebody can see the table: the map itself needs them only from near. */
  async readNames() {
    const { placesUrl } = this.base.map.getContainer().dataset;
    const { features } = await fetchData(placesUrl, new URLSearchParams({ lang: this.lang }));
    this.places = features.map(({ geometry, properties }) => ({ at: toLatLng(geometry.coordinates), name: properties.name }));
    this.fill();
  }

  /** Tell of the cells that the map shows; of none where districts are shown. */
  show(cells, level) {
    this.section.toggleAttribute("data-off", !cells);
    this.cells = [...(cells ?? [])].sort((one, other) => other.weight - one.weight);
    this.level = level;
    this.fill();
  }

  nameOf({ lon, lat }) {
    const middle = toLatLng([lon, lat]);
    const near = Math.max(NEAR_M, sideOfTile(lat, this.level));
    const [best] = this.places
      .map(({ at, name }) => ({ name, away: this.base.map.distance(middle, at) }))
      .filter(({ away }) => away <= near)
      .sort((one, other) => one.away - other.away);
    const { near: nearWords, at: atWords } = this.section.dataset;
    if (best) return nearWords.replace("PLACE", () => best.name);
    const number = (value) => formatNumber(value, this.lang, DECIMALS);
    return atWords.replace("LAT", number(lat)).replace("LON", number(lon));
  }

  row(cell, index) {
    const row = document.createElement("tr");
    const [head, count, density] = ["th", "td", "td"].map((name) => document.createElement(name));
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "link-button", textContent: this.nameOf(cell) });
    head.scope = "row";
    head.append(button);
    count.textContent = formatWeight(cell.weight, this.lang);
    density.textContent = formatNumber(cell.weight / areaKm2(cell.bbox), this.lang, 1);
    [count, density].forEach((node) => node.classList.add("num"));
    Object.assign(row.dataset, { cell: index, key: `${cell.lon},${cell.lat}` });
    row.append(head, count, density);
    return row;
  }

  fill() {
    const { section, lang } = this;
    const { more, wholeCells } = section.dataset;
    const focused = section.querySelector("tr:focus-within")?.dataset.key;
    const rest = this.cells.length - ROWS;
    section.querySelector("[data-screen-total]").textContent = formatWeight(sumOf(this.cells), lang);
    section.querySelector("[data-screen-rows]").replaceChildren(...this.cells.slice(0, ROWS).map((cell, index) => this.row(cell, index)));
    section.querySelector("[data-screen-note]").textContent =
      (rest > 0 ? `${more.replace("MORE", formatNumber(rest, lang, 0))}. ` : "") + wholeCells;
    const again = focused && (section.querySelector(`tr[data-key="${focused}"] button`) ?? section.querySelector("tr[data-key] button"));
    again?.focus({ preventScroll: true });
  }

  point(row) {
    if (row) this.mark.show(this.cells[row.dataset.cell].bbox);
  }

  /** Bring a row's cell to the middle of the map; the row keeps the focus, wherever the new order puts it. */
  find(button) {
    if (!button) return;
    const { bbox, lon, lat } = this.cells[button.closest("tr").dataset.cell];
    this.base.map.panTo(toLatLng([lon, lat]));
    this.mark.show(bbox);
  }
}
