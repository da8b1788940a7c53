/** The classes of every map, and numbers as each language writes them. */

import assert from "node:assert/strict";
import { test } from "node:test";
import "./page.js";
import { BREAKS, classIndex, classLabels, formatNumber } from "../../geoportal/static/geoportal/js/classify.js";

test("a value on a bound belongs to the class above it", () => {
  Object.entries(BREAKS).forEach(([measure, bounds]) => {
    const above = bounds.filter((bound) => bound > 0);
    above.forEach((bound) => assert.equal(classIndex(bound, measure), bounds.indexOf(bound) + 1, `${measure} ${bound}`));
    assert.equal(classIndex(1e9, measure), bounds.length);
  });
});

test("nothing is filled where nothing is known or nothing is there", () => {
  assert.equal(classIndex(null, "per_1000"), 0);
  assert.equal(classIndex(undefined, "count"), 0);
  assert.equal(classIndex(0, "count"), 0);
  assert.equal(classIndex(0, "per_km2"), 0);
  assert.equal(classIndex(0, "per_1000"), 1);
});

test("numbers are written as each language does", () => {
  assert.equal(formatNumber(1234567.891, "en"), "1,234,567.89");
  assert.equal(formatNumber(1234567.891, "ru"), "1\u00a0234\u00a0567,89");
  assert.equal(formatNumber(1234, "kk"), "1\u00a0234");
  assert.equal(formatNumber(null, "en"), "–");
  assert.equal(formatNumber(-12.5, "en", 1), "\u221212.5");
  assert.equal(formatNumber(-0.001, "en", 1), "0.0");
});

test("seven labels name the lower bounds, the last is open", () => {
  Object.keys(BREAKS).forEach((measure) => {
    const labels = classLabels(measure, "en");
    assert.equal(labels.length, 7);
    assert.ok(labels.at(-1).endsWith("+"));
  });
  assert.ok(classLabels("per_km2", "en")[0].startsWith("<"));
});
