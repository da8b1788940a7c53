/**
 * The one place where the axis order changes: (lon, lat) everywhere in the portal, (lat, lon) inside Leaflet.
 *
 * Leaflet takes these plain objects and lists wherever it takes points and bounds.
 */

const DECIMALS = 5;

/** Turn [lon, lat] into Leaflet's point. */
export function toLatLng([lon, lat]) {
  return { lat, lng: lon };
}

/** Turn Leaflet's point into [lon, lat], rounded to about a metre. */
export function toLonLat({ lng, lat }) {
  return [lng, lat].map((degrees) => Number(degrees.toFixed(DECIMALS)));
}

/** Turn Leaflet's point into [lon, lat] as it is. */
export function toLonLatExactly({ lng, lat }) {
  return [lng, lat];
}

/** Turn a bbox [west, south, east, north] into Leaflet's bounds. */
export function toBounds([west, south, east, north]) {
  return [toLatLng([west, south]), toLatLng([east, north])];
}

/** Read Leaflet's bounds as [west, south, east, north]. */
export function toBbox(bounds) {
  return [...toLonLat(bounds.getSouthWest()), ...toLonLat(bounds.getNorthEast())];
}

/** Return the bbox around positions, of which there is at least one. */
export function bboxAround(positions) {
  let [[west, south]] = positions;
  let [east, north] = [west, south];
  positions.forEach(([lon, lat]) => {
    [west, south, east, north] = [Math.min(west, lon), Math.min(south, lat), Math.max(east, lon), Math.max(north, lat)];
  });
  return [west, south, east, north];
}
