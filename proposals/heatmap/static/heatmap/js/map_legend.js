/** The legend of what the map shows: quantity, unit and period, fixed classes with numbers. */

import { classLabels, formatNumber } from "../../geoportal/js/classify.js";
import { renderLegend } from "../../geoportal/js/legend.js";
import { drawDistrictLegend } from "./map_districts.js";
import { sideOfTile } from "./map_tiles.js";

const ROUND_TO_M = 10;

function nameOf(view, metric) {
  if (view === "districts") return metric;
  return view === "grid" && metric === "per_km2" ? "grid_per_km2" : view;
}

/** Length of a cell's side on the ground, rounded as a legend says it, metres. */
export function cellSize(level, lat) {
  return Math.round(sideOfTile(lat, level) / ROUND_TO_M) * ROUND_TO_M;
}

/**
 * Draw the one legend that fits and hide the others.
 * @param {{view: string, metric: string, lang: string, period: string, level?: number, lat?: number, by?: number}} shown
 */
export function showLegend(root, { view, metric, lang, period, level, lat, by }) {
  const name = nameOf(view, metric);
  root.querySelectorAll("[data-legend]").forEach((legend) => {
    legend.hidden = legend.dataset.legend !== name;
  });
  const legend = root.querySelector(`[data-legend="${name}"]`);
  if (view === "districts") {
    drawDistrictLegend(legend, { metric, by, lang, period });
    return;
  }
  const { title, note, measure } = legend.dataset;
  const sized = level === undefined ? title : title.replaceAll("SIZE", formatNumber(cellSize(level, lat), lang, 0));
  renderLegend(legend, { title: `${sized}, ${period}`, labels: classLabels(measure, lang), note });
}
