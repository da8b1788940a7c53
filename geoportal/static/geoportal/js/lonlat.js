/**
 * The one place where the axis order changes: (lon, lat) everywhere in the portal, (lat, lon) inside Leaflet.
 */

/** Turn [lon, lat] into Leaflet's point. */
export function toLatLng([lon, lat]) {
  return L.latLng(lat, lon);
}

/** Turn Leaflet's point into [lon, lat], rounded to about a metre. */
export function toLonLat(latLng) {
  return [Number(latLng.lng.toFixed(5)), Number(latLng.lat.toFixed(5))];
}

/** Turn a bbox [west, south, east, north] into Leaflet's bounds. */
export function toBounds([west, south, east, north]) {
  return L.latLngBounds(toLatLng([west, south]), toLatLng([east, north]));
}

/** Read Leaflet's bounds as [west, south, east, north]. */
export function toBbox(bounds) {
  return [...toLonLat(bounds.getSouthWest()), ...toLonLat(bounds.getNorthEast())];
}
