/** The one place where the axis order changes. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { bboxAround, toBbox, toBounds, toLatLng, toLonLat, toLonLatExactly } from "../../geoportal/static/geoportal/js/lonlat.js";

test("longitude comes first everywhere but inside the map's library", () => {
  assert.deepEqual(toLatLng([69.6, 42.3]), { lat: 42.3, lng: 69.6 });
  assert.deepEqual(toLonLat({ lat: 42.3, lng: 69.6 }), [69.6, 42.3]);
});

test("a position is read to about a metre, or as it is", () => {
  assert.deepEqual(toLonLat({ lat: 42.3166666, lng: 69.5944444 }), [69.59444, 42.31667]);
  assert.deepEqual(toLonLatExactly({ lat: 42.3166666, lng: 69.5944444 }), [69.5944444, 42.3166666]);
});

test("a box comes back from the library's bounds", () => {
  const [southWest, northEast] = toBounds([69.4, 42.2, 69.8, 42.5]);
  assert.deepEqual(
    [southWest, northEast],
    [
      { lat: 42.2, lng: 69.4 },
      { lat: 42.5, lng: 69.8 },
    ],
  );
  assert.deepEqual(toBbox({ getSouthWest: () => southWest, getNorthEast: () => northEast }), [69.4, 42.2, 69.8, 42.5]);
});

test("a box is laid around positions", () => {
  assert.deepEqual(
    bboxAround([
      [69.5, 42.4],
      [69.7, 42.2],
      [69.6, 42.3],
    ]),
    [69.5, 42.2, 69.7, 42.4],
  );
  assert.deepEqual(bboxAround([[69.5, 42.4]]), [69.5, 42.4, 69.5, 42.4]);
});
