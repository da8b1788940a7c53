/** The smooth field: weights are kept, densities add up, and a colour means the same at every zoom. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { atOnce } from "../../geoportal/static/geoportal/js/slices.js";
import { drawField, preparePoints } from "../../proposals/heatmap/static/heatmap/js/heat_field.js";

const [LON, LAT] = [69.5901, 42.3417];
const RAMP = [0, 1, 2, 3, 4, 5, 6].map((step) => [step * 40, 10, 250 - step * 40]);
const SIZE = 800;

function middleOf(zoom) {
  const world = 256 * 2 ** zoom;
  const y = 0.5 - Math.asinh(Math.tan((LAT * Math.PI) / 180)) / (2 * Math.PI);
  return [((LON + 180) / 360) * world, y * world];
}

function draw(cells, zoom, level = undefined) {
  const [x, y] = middleOf(zoom);
  const view = { zoom, west: x - SIZE / 2, north: y - SIZE / 2, width: SIZE, height: SIZE };
  return atOnce(drawField(preparePoints(Float64Array.from(cells), level), view, RAMP));
}

function colourAt({ frame, columns, rows, pixels }, [x, y]) {
  const column = Math.floor(((x - frame.west) / frame.width) * columns);
  const row = Math.floor(((y - frame.north) / frame.height) * rows);
  return [...pixels.slice(4 * (row * columns + column), 4 * (row * columns + column) + 4)];
}

const sumOfWeights = (points) => points.reduce((sum, value, index) => (index % 4 === 3 ? sum + value : sum), 0);

test("a small cell is one point, a large one is spread over its square, and both keep their weight", () => {
  const cell = Float64Array.from([LON, LAT, 7]);
  const small = preparePoints(cell, 18);
  const large = preparePoints(cell, 13);
  assert.equal(small.points.length, 4);
  assert.ok(large.points.length > 4);
  assert.ok(Math.abs(sumOfWeights(large.points) - 7) < 1e-9);
  assert.equal(sumOfWeights(preparePoints(cell, undefined).points), 7);
});

test("the kernel reaches a kilometre on the ground", () => {
  const { radius } = preparePoints(Float64Array.from([LON, LAT, 1]), 18);
  assert.ok(Math.abs(radius * 40075016.686 * Math.cos((LAT * Math.PI) / 180) - 1000) < 1e-6);
});

test("where no kernel reaches there is no picture", () => {
  assert.equal(draw([], 12), null);
  assert.equal(draw([LON + 5, LAT, 100], 12), null);
});

test("the densest place has the last colour", () => {
  const picture = draw([LON, LAT, 200], 13);
  const [x, y] = middleOf(13);
  const [red, , blue, alpha] = colourAt(picture, [x, y]);
  assert.ok(Math.abs(red - 240) <= 2 && Math.abs(blue - 10) <= 2, `${red} ${blue}`);
  assert.ok(alpha > 200);
});

test("a proposal is seen over its kilometre and not at the edge of it", () => {
  const picture = draw([LON, LAT, 10], 13);
  const [x, y] = middleOf(13);
  const reach = (1000 / (40075016.686 * Math.cos((LAT * Math.PI) / 180))) * 256 * 2 ** 13;
  assert.ok(colourAt(picture, [x + 0.7 * reach, y])[3] > 100);
  assert.equal(colourAt(picture, [x + 0.98 * reach, y])[3], 0);
});

test("a colour means the same at every zoom", () => {
  const colours = [11, 12, 13, 14].map((zoom) => colourAt(draw([LON, LAT, 10], zoom), middleOf(zoom)));
  colours.forEach((colour) => colour.forEach((channel, at) => assert.ok(Math.abs(channel - colours[0][at]) <= 3, `${colours}`)));
});

test("two halves at one place make the whole", () => {
  const whole = draw([LON, LAT, 10], 12);
  const halves = draw([LON, LAT, 5, LON, LAT, 5], 12);
  assert.deepEqual(colourAt(halves, middleOf(12)), colourAt(whole, middleOf(12)));
});
