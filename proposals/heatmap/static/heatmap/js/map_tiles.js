/** The web-Mercator quadtree that cells and requests keep to: tiles, boxes, areas. Boxes are [west, south, east, north]. */

const EQUATOR_M = 40075016.686;
const WGS84_MAJOR_KM = 6378.137;
const WGS84_ECCENTRICITY = 0.0818191908426215;
const MAX_LATITUDE = 85.0511287798066;
const DECIMALS = 6;
const RADIANS = Math.PI / 180;

function latitudeOf(row, level) {
  return Math.atan(Math.sinh(Math.PI * (1 - (2 * row) / 2 ** level))) / RADIANS;
}

/** Return the [x, y] of the tile that holds a position, y growing southward. */
export function tileOf([lon, lat], level) {
  const size = 2 ** level;
  const inside = Math.max(-MAX_LATITUDE, Math.min(MAX_LATITUDE, lat));
  const place = [(lon + 180) / 360, 0.5 - Math.asinh(Math.tan(inside * RADIANS)) / (2 * Math.PI)];
  return place.map((part) => Math.max(0, Math.min(size - 1, Math.floor(part * size))));
}

/** Return the box of a tile, or of all tiles from it to another. */
export function tileBbox([left, top], level, [right, bottom] = [left, top]) {
  const lonOf = (column) => (column / 2 ** level) * 360 - 180;
  return [lonOf(left), latitudeOf(bottom + 1, level), lonOf(right + 1), latitudeOf(top, level)];
}

/** Return the box of the cell whose middle is [lon, lat]. */
export function cellBbox([lon, lat], level) {
  return tileBbox(tileOf([lon, lat], level), level);
}

/** Widen a box to whole tiles of a level, so that many visitors share one address. */
export function snapBbox([west, south, east, north], level) {
  const whole = tileBbox(tileOf([west, north], level), level, tileOf([east, south], level));
  return whole.map((degrees) => Number(degrees.toFixed(DECIMALS)));
}

/** Tell whether one box holds the whole other. */
export function holds(outer, inner) {
  return outer[0] <= inner[0] && outer[1] <= inner[1] && outer[2] >= inner[2] && outer[3] >= inner[3];
}

/** Tell whether two boxes have some of the ground in common. */
export function overlaps(one, other) {
  return one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];
}

/** Length of a tile's side on the ground, metres. */
export function sideOfTile(lat, level) {
  return (EQUATOR_M * Math.cos(lat * RADIANS)) / 2 ** level;
}

/** Area between the equator and a parallel, km² for each radian of longitude, on WGS 84 (Snyder 1987, 3-12). */
function areaFromEquator(lat) {
  const e = WGS84_ECCENTRICITY;
  const sine = Math.sin(lat * RADIANS);
  return ((WGS84_MAJOR_KM ** 2 * (1 - e ** 2)) / 2) * (sine / (1 - (e * sine) ** 2) + Math.atanh(e * sine) / e);
}

/** Geodesic area of a box, km²: web Mercator's own square is 1.83 times too large in Shymkent. */
export function areaKm2([west, south, east, north]) {
  return (east - west) * RADIANS * (areaFromEquator(north) - areaFromEquator(south));
}
