/** The quadtree of cells: tiles, boxes, areas. */

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  areaKm2,
  cellBbox,
  holds,
  overlaps,
  sideOfTile,
  snapBbox,
  tileBbox,
  tileOf,
} from "../../proposals/heatmap/static/heatmap/js/map_tiles.js";

const SHYMKENT = [69.5901, 42.3417];
const close = (found, expected, part = 1e-9) =>
  assert.ok(Math.abs(found - expected) <= part * Math.abs(expected), `${found} is not ${expected}`);

test("the world is one tile, and its quarters are numbered from the north-west", () => {
  assert.deepEqual(tileOf([0, 0], 0), [0, 0]);
  assert.deepEqual(tileOf([-90, 45], 1), [0, 0]);
  assert.deepEqual(tileOf([90, -45], 1), [1, 1]);
  assert.deepEqual(tileOf(SHYMKENT, 1), [1, 0]);
});

test("what lies beyond the world's edge is in its last tiles", () => {
  assert.deepEqual(tileOf([180, -90], 3), [7, 7]);
  assert.deepEqual(tileOf([-200, 90], 3), [0, 0]);
});

test("the box of a cell holds the position and no more than its tile", () => {
  for (let level = 0; level <= 18; level += 1) {
    const [west, south, east, north] = cellBbox(SHYMKENT, level);
    assert.ok(holds([west, south, east, north], [...SHYMKENT, ...SHYMKENT]));
    close(east - west, 360 / 2 ** level);
    assert.deepEqual(tileOf([(west + east) / 2, (south + north) / 2], level), tileOf(SHYMKENT, level));
  }
});

test("four children make their parent's box", () => {
  const [x, y] = tileOf(SHYMKENT, 12);
  const joined = tileBbox([2 * x, 2 * y], 13, [2 * x + 1, 2 * y + 1]);
  tileBbox([x, y], 12).forEach((degrees, index) => close(joined[index], degrees));
});

test("views near each other share one address", () => {
  const one = snapBbox([69.51, 42.31, 69.61, 42.36], 11);
  assert.deepEqual(snapBbox([69.52, 42.32, 69.62, 42.35], 11), one);
  assert.ok(holds(one, [69.51, 42.31, 69.61, 42.36]));
  assert.ok(one.every((degrees) => degrees === Number(degrees.toFixed(6))));
});

test("boxes that only touch have no ground in common", () => {
  assert.equal(overlaps([0, 0, 1, 1], [1, 0, 2, 1]), false);
  assert.equal(overlaps([0, 0, 1, 1], [0.9, 0.9, 2, 2]), true);
  assert.equal(holds([0, 0, 1, 1], [0, 0, 1, 1]), true);
  assert.equal(holds([0, 0, 1, 1], [0, 0, 1, 1.1]), false);
});

test("areas are those of WGS 84, not of web Mercator", () => {
  close(areaKm2([-180, -90, 180, 90]), 510065621.7, 1e-8);
  const bbox = cellBbox(SHYMKENT, 15);
  const mercator = (40075.016686 / 2 ** 15) ** 2;
  close(mercator / areaKm2(bbox), 1.83, 0.01);
});

test("a tile's side is the equator's part, shorter to the north", () => {
  close(sideOfTile(0, 0), 40075016.686);
  close(sideOfTile(60, 1), 40075016.686 / 4);
});
