/** What the public map is asked to show: the form's fields, the address's parameters, the API's filter. */

import { told } from "../../geoportal/js/told.js";

const FILTERS = ["topic", "status", "from", "to", "district"];

/** What each view can be coloured by, its default first, as `page.py` says. */
const { metrics: METRICS } = told("map-rules");
const DEFAULT_VIEW = "heat";

/** Public data need no cookie; the staff's map says that its own do. */
function credentials() {
  return document.querySelector("[data-credentials]")?.dataset.credentials ?? "omit";
}

/** Return the measure of a view: the one asked for, if the view can show it. */
export function metricOf(view, name) {
  return METRICS[view].includes(name) ? name : METRICS[view][0];
}

/** The filter as the API takes it, in the form's order, so that one filter has one address. */
export function filterOf(form) {
  const chosen = new URLSearchParams();
  new FormData(form).forEach((value, name) => {
    if (value && FILTERS.includes(name)) chosen.append(name, value);
  });
  return chosen;
}

/** The page's parameters without the map's position: only what is chosen. */
export function parametersOf(form) {
  const { view, metric, embed } = form.elements;
  const chosen = filterOf(form);
  if (view.value !== DEFAULT_VIEW) chosen.set("view", view.value);
  if (metric.value !== metricOf(view.value, "")) chosen.set("metric", metric.value);
  if (embed) chosen.set("embed", embed.value);
  return chosen;
}

/** Write parameters as an address of this page. */
export function addressOf(parameters) {
  const query = parameters.toString().replaceAll("%2F", "/");
  return query ? `?${query}` : window.location.pathname;
}

/**
 * Ask the API.
 * @param {string} url
 * @param {URLSearchParams} filter
 * @param {object} [more] further parameters
 * @param {AbortSignal} [signal]
 */
export async function fetchData(url, filter, more = {}, signal = undefined) {
  const parameters = new URLSearchParams(filter);
  Object.entries(more).forEach(([name, value]) => parameters.set(name, value));
  const answer = await fetch(`${url}?${parameters}`, { credentials: credentials(), signal });
  if (!answer.ok) throw new Error(`${answer.status} ${url}`);
  return answer.json();
}

/** Number the calls, so that an answer that comes after a newer call is dropped: `const isLast = turns()`. */
export function countTurns() {
  let latest = 0;
  return () => {
    latest += 1;
    const turn = latest;
    return () => turn === latest;
  };
}
