/** Drawing a polygon by hand; the page must have loaded leaflet.draw. */

import { toLonLatExactly } from "./lonlat.js";

/**
 * Let a polygon be drawn: `enable()` and `disable()` of what is returned.
 * @param {L.Map} map
 * @param {{tooltip: {start: string, cont: string, end: string}, shapeOptions: object, drawError: object}} how
 * @param {{stopped: () => void, drawn: (positions: number[][]) => void}} heard
 */
export function polygonDrawing(map, { tooltip, shapeOptions, drawError }, { stopped, drawn }) {
  L.drawLocal.draw.handlers.polygon.tooltip = tooltip;
  map.on(L.Draw.Event.DRAWSTOP, stopped);
  map.on(L.Draw.Event.CREATED, ({ layer }) => drawn(layer.getLatLngs()[0].map(toLonLatExactly)));
  return new L.Draw.Polygon(map, { allowIntersection: false, shapeOptions, drawError });
}
