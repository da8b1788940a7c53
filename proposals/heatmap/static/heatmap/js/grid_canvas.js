/**
 * Cells of a web-Mercator grid as one picture, with a number in each where there is room. Thousands of cells cost one
 * canvas; they are drawn in slices, and dragging only moves them.
 */

import { ViewCanvas, pixelRatio } from "../../geoportal/js/leaflet_canvas.js";
import { group, rectangle } from "../../geoportal/js/leaflet_marks.js";
import { toLonLat } from "../../geoportal/js/lonlat.js";
import { tileBbox, tileOf } from "./map_tiles.js";

const TILE_PX = 256;
const NUMBERS_FROM_PX = 34;
const EDGES_FROM_PX = 5;
const EDGE_OPACITY = 0.16;
const SELECTED = { halo: { color: "map-halo", weight: 6 }, line: { color: "map-area", weight: 2.6 } };
const CELLS_A_STEP = 16;

const keyOf = (x, y) => `${x},${y}`;

/** Leaflet layer of cells that are objects with `x` and `y`, tile numbers of their level. */
export const GridCanvas = ViewCanvas.extend({
  options: { pane: "fill", className: "grid-canvas" },

  initialize(colourOf) {
    this.colourOf = colourOf;
    this.level = 0;
    this.cells = new Map();
    this.selected = null;
  },

  onAdd(map) {
    ViewCanvas.prototype.onAdd.call(this, map);
    const font = this.font();
    if (!document.fonts.check(font, "0"))
      document.fonts.load(font, "0").then(
        () => this.redraw(),
        () => {},
      );
    this.select(this.selected);
  },

  onRemove(map) {
    this.ring?.remove();
    ViewCanvas.prototype.onRemove.call(this, map);
  },

  /**
   * Show other cells.
   * @param {object[]} cells each with `x` and `y`
   * @param {object} how
   * @param {number} how.level
   * @param {(cell: object) => number} how.rankOf class 1–7
   * @param {(cell: object) => number} how.opacityOf of the fill
   * @param {(cell: object) => string} how.inkOf token of the number's colour
   * @param {(cell: object) => string} how.textOf
   */
  setCells(cells, { level, rankOf, opacityOf, inkOf, textOf }) {
    this.level = level;
    this.how = { rankOf, opacityOf, inkOf, textOf };
    this.cells = new Map(cells.map((cell) => [keyOf(cell.x, cell.y), cell]));
    if (this.selected) this.select(this.cells.get(keyOf(this.selected.x, this.selected.y)) ?? null);
    return this.redraw();
  },

  /** Return the cell at a point of the map, or undefined where there is none. */
  cellAt(latLng) {
    return this.cells.get(keyOf(...tileOf(toLonLat(latLng), this.level)));
  },

  /** Mark a cell by a line round it, its fill unchanged; nothing with null. */
  select(cell) {
    this.selected = cell;
    this.ring?.remove();
    this.ring = null;
    const map = this._map;
    if (!map || !cell) return;
    const bbox = tileBbox([cell.x, cell.y], this.level);
    const { pane } = this.options;
    this.ring = group(map);
    [SELECTED.halo, SELECTED.line].forEach(({ color, weight }) => {
      rectangle(bbox, { pane, color: this.colourOf(color), weight, fill: false, opacity: 1, interactive: false }).addTo(this.ring);
    });
  },

  font() {
    const size = parseFloat(this.colourOf("fs-12")) * parseFloat(getComputedStyle(document.documentElement).fontSize);
    return `500 ${size}px ${this.colourOf("font")}`;
  },

  draw(view) {
    const ratio = pixelRatio();
    this.drawInSlices(view, ratio, (context) => this.paint(context, view, ratio));
  },

  /** Draw the cells of a view, in steps, their edges on whole pixels of the device. */
  *paint(context, { zoom, west, north, width, height }, ratio) {
    const side = (TILE_PX * 2 ** zoom) / 2 ** this.level;
    const { rankOf, opacityOf, inkOf, textOf } = this.how ?? {};
    const isEdged = side >= EDGES_FROM_PX;
    const gap = isEdged ? 1 : 0;
    const fills = [1, 2, 3, 4, 5, 6, 7].map((rank) => this.colourOf(`seq-${rank}`));
    const inks = new Map();
    const seen = [];
    let step = 0;
    context.strokeStyle = this.colourOf("seq-line");
    context.lineWidth = 1;
    for (const cell of this.cells.values()) {
      const [x, y] = [cell.x * side - west, cell.y * side - north];
      if (x > width || y > height || x + side < 0 || y + side < 0) continue;
      const [left, top] = [Math.round(x * ratio), Math.round(y * ratio)];
      const [across, down] = [Math.round((x + side) * ratio) - left - gap, Math.round((y + side) * ratio) - top - gap];
      context.globalAlpha = opacityOf(cell);
      context.fillStyle = fills[rankOf(cell) - 1];
      context.fillRect(left, top, across, down);
      if (isEdged) {
        context.globalAlpha = EDGE_OPACITY;
        context.strokeRect(left + 0.5, top + 0.5, across - 1, down - 1);
      }
      seen.push([cell, left + across / 2, top + down / 2]);
      step += 1;
      if (step % CELLS_A_STEP === 0) yield;
    }
    if (side < NUMBERS_FROM_PX) return;
    context.scale(ratio, ratio);
    Object.assign(context, { globalAlpha: 1, font: this.font(), textAlign: "center", textBaseline: "middle" });
    for (const [cell, x, y] of seen) {
      const name = inkOf(cell);
      if (!inks.has(name)) inks.set(name, this.colourOf(name));
      context.fillStyle = inks.get(name);
      context.fillText(textOf(cell), x / ratio, y / ratio);
      step += 1;
      if (step % CELLS_A_STEP === 0) yield;
    }
  },
});
