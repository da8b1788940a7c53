/**
 * The fixed classes of every map, and numbers as each language writes them. Breaks never change with zoom or filter.
 */

import { told } from "./told.js";

const NO_BREAK_SPACE = "\u00a0";
const MINUS = "\u2212";

/** Lower bounds of the seven classes of each measure, from `geoportal/web/classes.py` through `{% class_breaks %}`. */
export const BREAKS = told("class-breaks");

/**
 * Find the class of a value.
 * @param {number|null} value
 * @param {"count"|"per_km2"|"per_1000"|"per_1000_scans"} measure
 * @returns {number} 1–7, or 0 when nothing is to be filled
 */
export function classIndex(value, measure) {
  if (value === null || value === undefined || (measure === "per_km2" && value === 0)) return 0;
  return BREAKS[measure].filter((bound) => value >= bound).length;
}

/**
 * Write a number: `1 234,56` in Kazakh and Russian, `1,234.56` in English, a dash for nothing.
 * @param {number|null} value
 * @param {string} lang "kk", "ru" or "en"
 * @param {number} [digits] decimals; by default none for whole numbers, else two
 */
export function formatNumber(value, lang, digits = Number.isInteger(value) ? 0 : 2) {
  if (value === null || value === undefined) return "–";
  const [whole, decimals] = Math.abs(value).toFixed(digits).split(".");
  const isEnglish = lang === "en";
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, isEnglish ? "," : NO_BREAK_SPACE);
  const text = decimals ? grouped + (isEnglish ? "." : ",") + decimals : grouped;
  return value < 0 && /[1-9]/.test(text) ? MINUS + text : text;
}

/**
 * Label the seven classes by their lower bounds, the last with a plus.
 * @returns {string[]}
 */
export function classLabels(measure, lang) {
  const digits = measure === "per_1000" ? 1 : 0;
  const labels = BREAKS[measure].map((bound) => formatNumber(bound, lang, bound ? digits : 0));
  if (measure === "per_km2") labels[0] = `<${labels[1]}`;
  labels[labels.length - 1] += "+";
  return labels;
}
