/**
 * The smooth heat layer. Its kernel is fixed in metres and its classes in proposals per km², so that a colour means
 * the same at every zoom: a proposal spreads over 1 km (quartic kernel), and densities add up.
 */

import { toLatLng } from "../../geoportal/js/leaflet_base.js";

export const RADIUS_M = 1000;
const EQUATOR_M = 40075016.686;
const TILE_PX = 256;
const STEPS_IN_RADIUS = 10;
const STEP_MAX_PX = 8;
const BREAKS = [2, 5, 10, 20, 40, 80];
const FAINTEST = 0.05;
const PADDING = 0.25;
const OPACITY = [0.5, 0.62, 0.7, 0.76, 0.8, 0.84, 0.88];

function metresPerPixel(lat, zoom) {
  return (EQUATOR_M * Math.cos((lat * Math.PI) / 180)) / (TILE_PX * 2 ** zoom);
}

function toRgb(colour) {
  const context = document.createElement("canvas").getContext("2d");
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  return context.getImageData(0, 0, 1, 1).data;
}

/** Position of a density on the ramp, 0–6, between classes in between. */
function rampPosition(density) {
  if (density < BREAKS[0]) return (density / BREAKS[0]) * 0.9;
  const index = BREAKS.findIndex((bound) => density < bound);
  if (index < 0) return 6;
  const lower = BREAKS[index - 1];
  return index - 0.1 + (0.9 * Math.log(density / lower)) / Math.log(BREAKS[index] / lower);
}

/**
 * Add each cell's kernel to a field of densities.
 * @returns {Float32Array} proposals per km² at each point of a columns × rows lattice
 */
export function densityField(points, columns, rows, radius) {
  const field = new Float32Array(columns * rows);
  const peak = 3 / (Math.PI * (RADIUS_M / 1000) ** 2);
  points.forEach(({ x, y, weight }) => {
    const top = Math.max(0, Math.ceil(y - radius));
    const bottom = Math.min(rows - 1, Math.floor(y + radius));
    for (let row = top; row <= bottom; row += 1) {
      const dy = (row - y) / radius;
      const half = radius * Math.sqrt(Math.max(0, 1 - dy * dy));
      const right = Math.min(columns - 1, Math.floor(x + half));
      for (let column = Math.max(0, Math.ceil(x - half)); column <= right; column += 1) {
        const dx = (column - x) / radius;
        const rest = 1 - dx * dx - dy * dy;
        field[row * columns + column] += weight * peak * rest * rest;
      }
    }
  });
  return field;
}

function paint(image, field, ramp) {
  field.forEach((density, index) => {
    if (density < FAINTEST) return;
    const position = Math.min(5.999, rampPosition(density));
    const lower = Math.floor(position);
    const part = position - lower;
    const fade = Math.min(1, density / 0.2);
    const offset = index * 4;
    for (let channel = 0; channel < 3; channel += 1) {
      image.data[offset + channel] = ramp[lower][channel] * (1 - part) + ramp[lower + 1][channel] * part;
    }
    image.data[offset + 3] = 255 * fade * (OPACITY[lower] * (1 - part) + OPACITY[lower + 1] * part);
  });
}

/** Leaflet layer drawn from cells `[lon, lat, weight]`. */
export const HeatLayer = L.Layer.extend({
  options: { pane: "heat" },

  initialize(cells, colourOf) {
    this.cells = cells;
    this.colourOf = colourOf;
  },

  onAdd(map) {
    const isAnimated = map.options.zoomAnimation && L.Browser.any3d;
    this.canvas = L.DomUtil.create("canvas", `heat-canvas${isAnimated ? " leaflet-zoom-animated" : ""}`, this.getPane());
    this.canvas.setAttribute("aria-hidden", "true");
    map.on("moveend resize", this.redraw, this);
    if (isAnimated) map.on("zoomanim", this.stretch, this);
    this.redraw();
  },

  onRemove(map) {
    map.off("moveend resize", this.redraw, this);
    map.off("zoomanim", this.stretch, this);
    this.canvas.remove();
  },

  setCells(cells) {
    this.cells = cells;
    if (this.canvas?.isConnected) this.redraw();
  },

  /** While the map zooms, stretch what is drawn; `redraw` follows when it stands. */
  stretch({ zoom, center }) {
    const scale = this._map.getZoomScale(zoom);
    L.DomUtil.setTransform(this.canvas, this._map._latLngToNewLayerPoint(this.corner, zoom, center), scale);
  },

  redraw() {
    const map = this._map;
    if (!map) return;
    const margin = map.getSize().multiplyBy(PADDING).round();
    const size = map.getSize().add(margin.multiplyBy(2));
    const radiusPx = RADIUS_M / metresPerPixel(map.getCenter().lat, map.getZoom());
    const step = Math.min(STEP_MAX_PX, Math.max(1, radiusPx / STEPS_IN_RADIUS));
    const columns = Math.ceil(size.x / step) + 1;
    const rows = Math.ceil(size.y / step) + 1;
    const radius = radiusPx / step;
    const points = this.cells
      .map(([lon, lat, weight]) => {
        const pixel = map.latLngToContainerPoint(toLatLng([lon, lat]));
        return { x: (pixel.x + margin.x) / step, y: (pixel.y + margin.y) / step, weight };
      })
      .filter(({ x, y }) => x > -radius && y > -radius && x < columns + radius && y < rows + radius);
    Object.assign(this.canvas, { width: columns, height: rows });
    const context = this.canvas.getContext("2d");
    const image = context.createImageData(columns, rows);
    const ramp = [1, 2, 3, 4, 5, 6, 7].map((rank) => toRgb(this.colourOf(`seq-${rank}`)));
    paint(image, densityField(points, columns, rows, radius), ramp);
    context.putImageData(image, 0, 0);
    this.canvas.style.width = `${columns * step}px`;
    this.canvas.style.height = `${rows * step}px`;
    this.corner = map.containerPointToLatLng(margin.multiplyBy(-1));
    L.DomUtil.setPosition(this.canvas, map.latLngToLayerPoint(this.corner));
  },
});
