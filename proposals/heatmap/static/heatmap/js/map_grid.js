/** The grid: cells coloured by their count or density, with numbers where there is room. */

import { classIndex, formatNumber } from "../../geoportal/js/classify.js";
import { GridCanvas } from "./grid_canvas.js";
import { areaKm2, tileBbox, tileOf } from "./map_tiles.js";

const OPACITY = { whole: 0.9, part: 0.4 };
const WHOLE_FROM = 0.995;
const SMALLEST = 0.05;

/** Write a weight: one decimal where a part of a whole route is in it, and never a bare zero. */
export function formatWeight(weight, lang) {
  if (weight > 0 && weight < SMALLEST) return `<${formatNumber(0.1, lang, 1)}`;
  return formatNumber(weight, lang, Math.abs(weight - Math.round(weight)) < SMALLEST ? 0 : 1);
}

const isPart = ({ weight }) => weight < WHOLE_FROM;

/** Leaflet layer of cells `[lon, lat, weight]` of a level. */
export const GridLayer = GridCanvas.extend({
  initialize(colourOf, lang) {
    GridCanvas.prototype.initialize.call(this, colourOf);
    this.lang = lang;
  },

  /** Show other cells, coloured by "count" or "per_km2". */
  setCells(cells, { level, metric = "count" }) {
    const areas = new Map();
    const tiles = cells.map(([lon, lat, weight]) => {
      const [x, y] = tileOf([lon, lat], level);
      if (!areas.has(y)) areas.set(y, areaKm2(tileBbox([x, y], level)));
      const value = metric === "count" ? weight : weight / areas.get(y);
      return { x, y, lon, lat, weight, value, rank: Math.max(1, classIndex(value, metric)) };
    });
    return GridCanvas.prototype.setCells.call(this, tiles, {
      level,
      rankOf: ({ rank }) => rank,
      opacityOf: (tile) => (isPart(tile) ? OPACITY.part : OPACITY.whole),
      inkOf: (tile) => (isPart(tile) ? "map-label" : `seq-ink-${tile.rank}`),
      textOf: ({ value }) => formatWeight(value, this.lang),
    });
  },
});
