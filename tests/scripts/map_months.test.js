/** The months that are chosen, as indices and as values of the address. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { chosenAlone, endsOf, windowOf } from "../../proposals/heatmap/static/heatmap/js/map_months.js";

const MONTHS = ["2026-01", "2026-02", "2026-03", "2026-04"];

test("an end that is empty or not among the months is open", () => {
  assert.deepEqual(windowOf(MONTHS, { from: "", to: "" }), [0, 3]);
  assert.deepEqual(windowOf(MONTHS, { from: "2026-02", to: "2026-03" }), [1, 2]);
  assert.deepEqual(windowOf(MONTHS, { from: "2019-01", to: "2026-01" }), [0, 0]);
});

test("an end at the edge is left out of the address", () => {
  assert.deepEqual(endsOf(MONTHS, [0, 3]), { from: "", to: "" });
  assert.deepEqual(endsOf(MONTHS, [1, 3]), { from: "2026-02", to: "" });
  assert.deepEqual(endsOf(MONTHS, [0, 2]), { from: "", to: "2026-03" });
});

test("each window comes back from its address", () => {
  MONTHS.forEach((_from, first) => {
    MONTHS.forEach((_to, last) => {
      if (first <= last) assert.deepEqual(windowOf(MONTHS, endsOf(MONTHS, [first, last])), [first, last]);
    });
  });
});

test("a month chosen twice gives all months back", () => {
  assert.deepEqual(chosenAlone(2, [0, 3], 4), [2, 2]);
  assert.deepEqual(chosenAlone(2, [2, 2], 4), [0, 3]);
  assert.deepEqual(chosenAlone(2, [1, 2], 4), [2, 2]);
});
