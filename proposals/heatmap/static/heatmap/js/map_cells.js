/** Cells for what the map shows: asked for by whole tiles, only when what is loaded does not reach, late answers dropped. */

import { bboxAround, toBbox, toLonLat } from "../../geoportal/js/lonlat.js";
import { cellBbox, holds, overlaps, sideOfTile, snapBbox } from "./map_tiles.js";
import { fetchData } from "./map_state.js";

const FINEST_LEVEL = 18;
const TILE_PX = 256;
const MARGIN_PX = 128;
const HEAT_RADIUS_M = 1000;

/** The map's zoom as the API takes it. */
export function zoomOf(map) {
  return Math.max(0, Math.round(map.getZoom()));
}

const boxed = new WeakMap();

/** The cells of an answer with their boxes, reckoned once for each answer. */
function boxesOf({ cells, level }) {
  if (!boxed.has(cells))
    boxed.set(
      cells,
      cells.map(([lon, lat, weight]) => ({ lon, lat, weight, bbox: cellBbox([lon, lat], level) })),
    );
  return boxed.get(cells);
}

/** The cells of `data`, with their boxes, that the map shows at least a part of. */
export function cellsInView(map, data) {
  const view = toBbox(map.getBounds());
  return boxesOf(data).filter(({ bbox }) => overlaps(bbox, view));
}

/** The sum of the weights of cells. */
export function sumOf(cells) {
  return cells.reduce((sum, { weight }) => sum + weight, 0);
}

/** The map's cells: one loaded piece, one request under way. */
export class CellStore {
  constructor(map, url) {
    this.map = map;
    this.url = url;
    this.loaded = null;
  }

  /** The box of the view, with so many pixels around it. */
  around(pixels) {
    const { min, max } = this.map.getPixelBounds();
    const corners = [min.subtract([pixels, pixels]), max.add([pixels, pixels])];
    return bboxAround(corners.map((pixel) => toLonLat(this.map.unproject(pixel))));
  }

  /** How far the heat of a cell reaches into the view, pixels. */
  reach() {
    return (TILE_PX * HEAT_RADIUS_M) / sideOfTile(this.map.getCenter().lat, this.map.getZoom());
  }

  /** Whether what is loaded answers for the view; the finest cells stay the finest when the map comes closer. */
  reaches(filter) {
    if (this.loaded?.query !== filter.toString()) return false;
    const zoom = zoomOf(this.map);
    const isSameLevel = zoom === this.loaded.zoom || (this.loaded.level === FINEST_LEVEL && zoom > this.loaded.zoom);
    return isSameLevel && holds(this.loaded.bbox, this.around(this.reach()));
  }

  /** Ask for the cells of a filter where the map stands now, without keeping them; not twice for the same at once. */
  ask(filter) {
    const zoom = zoomOf(this.map);
    const bbox = snapBbox(this.around(this.reach() + MARGIN_PX), zoom);
    const query = filter.toString();
    const wanted = [query, bbox, zoom].join(" ");
    if (this.asked?.wanted !== wanted) {
      this.asked?.stop.abort();
      const stop = new AbortController();
      const answer = fetchData(this.url, filter, { bbox: bbox.join(","), zoom }, stop.signal);
      const asked = { wanted, stop, answer: answer.then((data) => ({ ...data, bbox, zoom, query })) };
      const forget = () => {
        if (this.asked === asked) this.asked = null;
      };
      this.asked = asked;
      asked.answer.then(forget, forget);
    }
    return this.asked.answer;
  }

  /** Keep what was asked for as what is loaded. */
  keep(data) {
    this.loaded = data;
    return data;
  }

  /** Return the cells of a filter where the map stands, from what is loaded if it reaches. */
  async load(filter) {
    return this.reaches(filter) ? this.loaded : this.keep(await this.ask(filter));
  }
}
