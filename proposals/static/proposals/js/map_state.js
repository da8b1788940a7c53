/** What the public map is asked to show: the form's fields, the address's parameters, the API's filter. */

const FILTERS = ["topic", "status", "from", "to", "district"];
const DEFAULTS = { view: "heat", metric: "per_1000" };

/** The address's parameters: only what is chosen. */
export function addressOf(form) {
  const chosen = new URLSearchParams();
  new FormData(form).forEach((value, name) => {
    if (value && DEFAULTS[name] !== value) chosen.append(name, value);
  });
  const parameters = chosen.toString();
  return parameters ? `?${parameters}` : window.location.pathname;
}

/** The filter as the API takes it. */
export function filterOf(form) {
  const chosen = new URLSearchParams();
  new FormData(form).forEach((value, name) => {
    if (value && FILTERS.includes(name)) chosen.append(name, value);
  });
  return chosen;
}

/**
 * Ask the API.
 * @param {string} url
 * @param {URLSearchParams} parameters
 * @param {object} more further parameters, `lang` among them
 */
export async function fetchData(url, parameters, more) {
  Object.entries(more).forEach(([name, value]) => parameters.set(name, value));
  const answer = await fetch(`${url}?${parameters}`, { credentials: "omit" });
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
