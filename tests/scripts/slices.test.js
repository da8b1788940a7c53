/** Long work in slices. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { atOnce, inSlices } from "../../geoportal/static/geoportal/js/slices.js";

function* steps(count) {
  for (let step = 0; step < count; step += 1) yield;
  return count;
}

function* slow() {
  const end = performance.now() + 20;
  while (performance.now() < end) yield;
  return "done";
}

test("a worker runs all steps and has the result", () => {
  assert.equal(atOnce(steps(1000)), 1000);
});

test("what is short is done at once", () => {
  const results = [];
  inSlices(steps(3), (result) => results.push(result));
  assert.deepEqual(results, [3]);
});

test("what is long goes on later, with a rest after each slice", async () => {
  let rests = 0;
  const result = await new Promise((done) => {
    inSlices(slow(), done, () => {
      rests += 1;
    });
    assert.equal(rests, 1);
  });
  assert.equal(result, "done");
  assert.ok(rests > 1);
});

test("what is stopped never tells its result", async () => {
  const results = [];
  const stop = inSlices(slow(), (result) => results.push(result));
  stop();
  await new Promise((later) => setTimeout(later, 40));
  assert.deepEqual(results, []);
});
