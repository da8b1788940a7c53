/**
 * The smooth heat layer: cells spread over 1 km each, their field reckoned beside the page (`heat_field.js`), drawn as
 * one picture that dragging only moves.
 */

import { ViewCanvas } from "../../geoportal/js/leaflet_canvas.js";
import { startPainter } from "./heat_painter.js";

const RANKS = [1, 2, 3, 4, 5, 6, 7];

/** Read colours of the style sheet, whatever their notation, as red, green and blue. */
function toRgb(colours) {
  const canvas = document.createElement("canvas");
  canvas.width = colours.length;
  canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  colours.forEach((colour, index) => {
    context.fillStyle = colour;
    context.fillRect(index, 0, 1, 1);
  });
  const { data } = context.getImageData(0, 0, colours.length, 1);
  return colours.map((_colour, index) => [...data.subarray(index * 4, index * 4 + 3)]);
}

/** Leaflet layer drawn from cells `[lon, lat, weight]`; with their level they spread over their squares. */
export const HeatLayer = ViewCanvas.extend({
  options: { pane: "heat", className: "heat-canvas" },

  initialize(cells, colourOf) {
    this.cells = cells;
    this.level = undefined;
    this.colourOf = colourOf;
  },

  onAdd(map) {
    this.start();
    ViewCanvas.prototype.onAdd.call(this, map);
  },

  onRemove(map) {
    this.painter.stop();
    ViewCanvas.prototype.onRemove.call(this, map);
  },

  start() {
    this.areCellsNew = true;
    this.painter = startPainter(
      (picture) => this.take(picture),
      () => {
        this.start();
        this.redraw();
      },
    );
  },

  setCells(cells, { level } = {}) {
    this.cells = cells;
    this.level = level;
    this.areCellsNew = true;
    return this.redraw();
  },

  draw({ zoom, west, north, width, height }) {
    const ramp = toRgb(RANKS.map((rank) => this.colourOf(`seq-${rank}`)));
    const order = { view: { zoom, west, north, width, height }, ramp };
    if (this.areCellsNew) Object.assign(order, { cells: Float64Array.from(this.cells.flat()), level: this.level });
    this.areCellsNew = false;
    this.painter.paint(order);
  },

  take(picture) {
    if (!this._map) return;
    const canvas = this.makeCanvas();
    const { columns, rows, pixels, frame } = picture ?? { columns: 0, rows: 0, frame: { ...this.asked, width: 0, height: 0 } };
    Object.assign(canvas, { width: columns, height: rows });
    if (picture) canvas.getContext("2d").putImageData(new ImageData(pixels, columns, rows), 0, 0);
    this.show(canvas, frame);
  },
});
