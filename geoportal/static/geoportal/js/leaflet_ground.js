/**
 * The ground of our own base layer: built-up land, green, water, streets, railways, where they were imported.
 *
 * From far the whole city in one small answer; from near all streets, asked for by squares of a fixed grid, so that
 * browsers and proxies can keep the answers.
 */

import { toBbox } from "./lonlat.js";
import { onThemeChange } from "./tokens.js";

const NEAR_FROM_ZOOM = 13;
const SQUARE_DEGREES = 0.05;
const SQUARES_MAX = 24;
const OVERLAP_DEGREES = 0.0005;
const NEAR_RANK = 3;

/** From below, each in a pane of its own: a square that comes later must not lie over the streets of its neighbour. */
const PANES = ["built", "green", "water", "case", "street", "rail"];
const AREA_COLOURS = { built: "map-built", green: "map-park", water: "map-water" };
const WIDTH_AT_13 = { street: [3.2, 2.2, 1.4], water: [3, 2, 1.2], rail: [1.6, 1.6, 1] };
const GROWTH_A_ZOOM = 1.35;
const CASE_PX = 1.6;

function addPanes(map) {
  const inside = map.getPane("base");
  const panes = Object.fromEntries(PANES.map((name) => [name, map.createPane(`ground-${name}`, inside)]));
  map.createPane("ground-again", map.getPane("lines"));
  return panes;
}

function widthOf({ kind, rank }, zoom) {
  return WIDTH_AT_13[kind][rank - 1] * GROWTH_A_ZOOM ** (zoom - NEAR_FROM_ZOOM);
}

function isLine(feature) {
  return feature.geometry.type.endsWith("LineString");
}

function layerOf(features, pane, style) {
  const layer = L.geoJSON({ type: "FeatureCollection", features }, { pane, interactive: false });
  return { layer, paint: () => layer.setStyle((feature) => style(feature.properties)) };
}

/** Make the layers of one answer; each knows how to paint itself at the map's zoom and in the page's colours. */
function layersOf(map, { features }, token) {
  const areas = Object.entries(AREA_COLOURS).map(([kind, colour]) => {
    const own = features.filter((feature) => !isLine(feature) && feature.properties.kind === kind);
    return layerOf(own, `ground-${kind}`, () => ({ stroke: false, fillColor: token(colour), fillOpacity: 1 }));
  });
  const line =
    (colour, more = 0) =>
    (properties) => ({
      fill: false,
      color: token(colour),
      weight: widthOf(properties, map.getZoom()) + more,
      opacity: 1,
      lineCap: "round",
      lineJoin: "round",
    });
  const ofKind = (kind) => features.filter((feature) => isLine(feature) && feature.properties.kind === kind);
  const streets = ofKind("street");
  return [
    ...areas,
    layerOf(ofKind("water"), "ground-water", line("map-water")),
    layerOf(streets, "ground-case", line("map-road-case", CASE_PX)),
    layerOf(streets, "ground-street", line("map-road")),
    layerOf(ofKind("rail"), "ground-rail", line("map-rail")),
    layerOf(
      streets.filter(({ properties }) => properties.rank === 1),
      "ground-again",
      line("map-road"),
    ),
  ];
}

function squaresIn(map) {
  const [west, south, east, north] = toBbox(map.getBounds());
  const first = (value) => Math.floor(value / SQUARE_DEGREES);
  const squares = [];
  for (let column = first(west); column <= first(east); column += 1) {
    for (let row = first(south); row <= first(north); row += 1) squares.push([column, row]);
  }
  return squares.length > SQUARES_MAX ? [] : squares;
}

function bboxOf([column, row]) {
  const from = [column, row].map((number) => number * SQUARE_DEGREES - OVERLAP_DEGREES);
  const to = from.map((value) => value + SQUARE_DEGREES + 2 * OVERLAP_DEGREES);
  return [...from, ...to].map((value) => value.toFixed(4)).join(",");
}

/**
 * Draw the ground below everything else; nothing where the city has imported none.
 * @param {L.Map} map with the panes "base" and "lines"
 * @param {(query: object) => Promise<object|null>} fetchGround GeoJSON for `{}` or `{rank, bbox}`
 * @param {(name: string) => string} token
 * @returns {Promise<void>}
 */
export async function drawGround(map, fetchGround, token) {
  const whole = await fetchGround({});
  if (whole?.attribution) map.attributionControl?.addAttribution(whole.attribution);
  if (!whole?.features.length) return;
  addPanes(map);
  const far = layersOf(map, whole, token);
  const near = new Map();

  const put = (layers, isShown) =>
    layers.forEach(({ layer, paint }) => {
      if (isShown) {
        layer.addTo(map);
        paint();
      } else layer.remove();
    });

  const load = async (square) => {
    const key = square.join();
    if (near.has(key)) return;
    near.set(key, []);
    const part = await fetchGround({ rank: NEAR_RANK, bbox: bboxOf(square) });
    if (part) near.set(key, layersOf(map, part, token));
    else near.delete(key);
  };

  const show = () => {
    const squares = map.getZoom() >= NEAR_FROM_ZOOM ? squaresIn(map).map((square) => square.join()) : [];
    const isWhole = squares.length > 0 && squares.every((key) => near.get(key)?.length);
    put(far, !isWhole);
    near.forEach((layers, key) => put(layers, isWhole && squares.includes(key)));
  };

  const follow = async () => {
    show();
    if (map.getZoom() < NEAR_FROM_ZOOM) return;
    await Promise.all(squaresIn(map).map(load));
    show();
  };

  map.on("moveend", follow);
  onThemeChange(show);
  await follow();
}
