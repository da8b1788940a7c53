/** Marks with exact counts where there are too many proposals to mark each: the cells of the map, joined until they fit. */

import { formatNumber } from "../../geoportal/js/classify.js";
import { toBounds, toLatLng } from "../../geoportal/js/leaflet_base.js";
import { pagedList, POPUP } from "./map_popup.js";
import { formatWeight } from "./map_grid.js";
import { tileBbox, tileOf } from "./map_tiles.js";

const TILE_PX = 256;
const APART_PX = 72;
const CLOSER = 2;
const WHOLE_FROM = 0.995;
const SIZES = [[100, 38], [1000, 46], [Infinity, 54]];

/** Join cells into tiles at least so wide on the screen, each at the middle of its proposals. */
export function joinCells({ cells, level }, zoom) {
  const joint = Math.min(level, Math.floor(zoom + Math.log2(TILE_PX / APART_PX)));
  const tiles = new Map();
  cells.forEach(([lon, lat, weight]) => {
    const tile = tileOf([lon, lat], joint);
    const sum = tiles.get(tile.join()) ?? { bbox: tileBbox(tile, joint), weight: 0, lon: 0, lat: 0 };
    sum.weight += weight;
    sum.lon += weight * lon;
    sum.lat += weight * lat;
    tiles.set(tile.join(), sum);
  });
  return [...tiles.values()].map(({ bbox, weight, lon, lat }) => ({ bbox, weight, lonLat: [lon / weight, lat / weight] }));
}

function iconOf(text, weight) {
  const size = SIZES.find(([below]) => weight < below)[1];
  const mark = document.createElement("span");
  mark.className = "map-cluster";
  mark.textContent = text;
  return L.divIcon({ html: mark, className: "cluster-icon", iconSize: [size, size] });
}

/** Leaflet layer of clusters; `source` gives what a popup at the closest zoom needs: `{url, filter(), lang, words}`. */
export const ClustersLayer = L.LayerGroup.extend({
  initialize(source) {
    L.LayerGroup.prototype.initialize.call(this);
    this.source = source;
  },

  /** Show the joined cells of which each holds a proposal or more. */
  show(data) {
    const shown = [data.query, data.bbox, this._map.getZoom()].join(" ");
    if (shown === this.shown && this.getLayers().length) return;
    this.shown = shown;
    this.clearLayers();
    joinCells(data, this._map.getZoom())
      .filter(({ weight }) => weight >= WHOLE_FROM)
      .forEach((cluster) => this.addLayer(this.marker(cluster)));
  },

  marker({ bbox, weight, lonLat }) {
    const { words, lang } = this.source;
    const text = weight < 10 ? formatWeight(weight, lang) : formatNumber(weight, lang, 0);
    const title = words.cluster.replace("COUNT", formatWeight(weight, lang));
    const marker = L.marker(toLatLng(lonLat), { pane: "points", icon: iconOf(text, weight), title, alt: title });
    return marker.on("click", () => this.enter(bbox, title, marker.getLatLng()));
  },

  /** Come closer, or list the proposals where there is no closer. */
  enter(bbox, title, latLng) {
    const map = this._map;
    if (map.getZoom() < map.getMaxZoom()) {
      const zoom = Math.min(map.getMaxZoom(), Math.max(map.getZoom() + CLOSER, map.getBoundsZoom(toBounds(bbox))));
      map.setView(latLng, zoom);
      return;
    }
    const { url, filter, lang, words } = this.source;
    const content = pagedList({ url, filter: filter(), bbox, title, lang, words });
    L.popup(POPUP).setLatLng(latLng).setContent(content).openOn(map);
  },
});
