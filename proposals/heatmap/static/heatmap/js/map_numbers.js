/** While the months play, the numbers beside the map follow from the districts' data alone; the page's own come after it. */

import { formatNumber } from "../../geoportal/js/classify.js";
import { formatWeight } from "./map_grid.js";

const DIGITS = { per_1000: 2, per_km2: 2, per_1000_scans: 1 };

function fillRow(row, values, lang) {
  row?.querySelectorAll("[data-measure]").forEach((cell) => {
    const { measure } = cell.dataset;
    const value = values[measure] ?? null;
    cell.textContent = measure === "count" ? formatWeight(value, lang) : formatNumber(value, lang, DIGITS[measure]);
  });
}

/** Write the API's answer about districts into the table; the city's own rates wait for the page. */
export function fillNumbers(root, { total, outside, districts }, lang) {
  const sum = root.querySelector(".map-total b");
  if (sum) sum.textContent = formatNumber(total, lang, 0);
  districts.forEach((values) => fillRow(root.querySelector(`tr[data-district="${CSS.escape(values.slug)}"]`), values, lang));
  fillRow(root.querySelector("[data-district-outside]"), { count: outside }, lang);
  fillRow(root.querySelector("[data-district-city]"), { count: total }, lang);
}
