/** Marks with exact counts where there are too many proposals to mark each: the cells of the map, joined until they fit. */

import { formatNumber } from "../../geoportal/js/classify.js";
import { group, mark, openPopup } from "../../geoportal/js/leaflet_marks.js";
import { toBounds, toLatLng } from "../../geoportal/js/lonlat.js";
import { pagedList, POPUP } from "./map_popup.js";
import { formatWeight } from "./map_grid.js";
import { tileBbox, tileOf } from "./map_tiles.js";

const TILE_PX = 256;
const APART_PX = 72;
const CLOSER = 2;
const WHOLE_FROM = 0.995;
const SIZES = [
  [100, 38],
  [1000, 46],
  [Infinity, 54],
];

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

function lookOf(text, weight) {
  const size = SIZES.find(([below]) => weight < below)[1];
  const content = document.createElement("span");
  content.className = "map-cluster";
  content.textContent = text;
  return { content, className: "cluster-icon", iconSize: [size, size] };
}

/** The clusters of a map; `source` gives what a popup at the closest zoom needs: `{url, filter(), lang, words}`. */
export class Clusters {
  constructor(map, source) {
    this.map = map;
    this.source = source;
    this.group = group(map);
  }

  clear() {
    this.group.clearLayers();
  }

  /** Show the joined cells of which each holds a proposal or more. */
  show(data) {
    const shown = [data.query, data.bbox, this.map.getZoom()].join(" ");
    if (shown === this.shown && this.group.getLayers().length) return;
    this.shown = shown;
    this.clear();
    joinCells(data, this.map.getZoom())
      .filter(({ weight }) => weight >= WHOLE_FROM)
      .forEach((cluster) => this.marker(cluster).addTo(this.group));
  }

  marker({ bbox, weight, lonLat }) {
    const { words, lang } = this.source;
    const text = weight < 10 ? formatWeight(weight, lang) : formatNumber(weight, lang, 0);
    const title = words.cluster.replace("COUNT", formatWeight(weight, lang));
    const marker = mark(lonLat, lookOf(text, weight), { pane: "points", title, alt: title });
    return marker.on("click", () => this.enter(bbox, title, lonLat));
  }

  /** Come closer, or list the proposals where there is no closer. */
  enter(bbox, title, lonLat) {
    const { map } = this;
    if (map.getZoom() < map.getMaxZoom()) {
      const zoom = Math.min(map.getMaxZoom(), Math.max(map.getZoom() + CLOSER, map.getBoundsZoom(toBounds(bbox))));
      map.setView(toLatLng(lonLat), zoom);
      return;
    }
    const { url, filter, lang, words } = this.source;
    const content = pagedList({ url, filter: filter(), bbox, title, lang, words });
    openPopup(map, lonLat, content, POPUP);
  }
}
