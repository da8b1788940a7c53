/** What the public map is asked to show, as an address and as the API's filter. */

import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import "./page.js";
import { addressOf, countTurns, fetchData, filterOf, metricOf, parametersOf } from "../../proposals/heatmap/static/heatmap/js/map_state.js";

const browser = { FormData: globalThis.FormData, fetch: globalThis.fetch };

beforeEach(() => {
  globalThis.FormData = class {
    constructor(form) {
      this.forEach = (each) => form.chosen.forEach(([name, value]) => each(value, name));
    }
  };
  globalThis.window = { location: { pathname: "/en/map/" } };
  globalThis.document = { querySelector: () => null };
});
afterEach(() => {
  Object.assign(globalThis, browser);
  delete globalThis.window;
  delete globalThis.document;
});

function formOf(chosen, { view = "heat", metric = "per_km2", ...more } = {}) {
  return { chosen, elements: { view: { value: view }, metric: { value: metric }, ...more } };
}

test("a view that cannot show a measure takes its own first one", () => {
  assert.equal(metricOf("grid", "per_km2"), "per_km2");
  assert.equal(metricOf("grid", "per_1000"), "count");
  assert.equal(metricOf("heat", undefined), "per_km2");
  assert.equal(metricOf("districts", ""), "per_1000");
});

test("the filter keeps the form's order, leaves out what is empty and what is no filter", () => {
  const form = formOf([
    ["topic", "roads"],
    ["topic", "parks"],
    ["from", ""],
    ["view", "grid"],
    ["district", "abay"],
  ]);
  assert.equal(filterOf(form).toString(), "topic=roads&topic=parks&district=abay");
});

test("the address says only what differs from the page's defaults", () => {
  const plain = parametersOf(formOf([]));
  assert.equal(addressOf(plain), "/en/map/");
  const chosen = formOf([["topic", "roads"]], { view: "grid", metric: "per_km2", embed: { value: "1" } });
  assert.equal(addressOf(parametersOf(chosen)), "?topic=roads&view=grid&metric=per_km2&embed=1");
  assert.equal(addressOf(parametersOf(formOf([], { view: "grid", metric: "count" }))), "?view=grid");
});

test("the position stays readable in the address", () => {
  assert.equal(addressOf(new URLSearchParams({ at: "12/69.6/42.3" })), "?at=12/69.6/42.3");
});

test("an answer is asked for with the filter, without cookies, and a refusal is an error", async () => {
  const asked = [];
  globalThis.fetch = async (url, options) => {
    asked.push([url, options.credentials]);
    return { ok: asked.length === 1, status: 503, json: async () => ({ total: 3 }) };
  };
  const filter = new URLSearchParams({ topic: "roads" });
  assert.deepEqual(await fetchData("/cells", filter, { zoom: 12 }), { total: 3 });
  assert.deepEqual(asked, [["/cells?topic=roads&zoom=12", "omit"]]);
  assert.equal(filter.toString(), "topic=roads");
  await assert.rejects(fetchData("/cells", filter), /503/);
});

test("the staff's map sends its cookies", async () => {
  globalThis.document = { querySelector: () => ({ dataset: { credentials: "same-origin" } }) };
  const asked = [];
  globalThis.fetch = async (_url, options) => {
    asked.push(options.credentials);
    return { ok: true, json: async () => ({}) };
  };
  await fetchData("/cells", new URLSearchParams());
  assert.deepEqual(asked, ["same-origin"]);
});

test("only the newest call is the last", () => {
  const turns = countTurns();
  const first = turns();
  assert.equal(first(), true);
  const second = turns();
  assert.deepEqual([first(), second()], [false, true]);
});
