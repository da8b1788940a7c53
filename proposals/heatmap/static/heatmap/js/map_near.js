/** What a close map marks: each proposal singly up to a bound, beyond it clusters with exact counts, never a part of them. */

import { toBbox } from "../../geoportal/js/lonlat.js";
import { cellsInView, sumOf, zoomOf } from "./map_cells.js";
import { Clusters } from "./map_clusters.js";
import { Points } from "./map_points.js";
import { fetchData } from "./map_state.js";
import { holds, snapBbox } from "./map_tiles.js";

const FROM_ZOOM = 14.5;
const SINGLE_MAX = 400;
const ASK_BELOW = 2 * SINGLE_MAX;

/** What is marked: nothing from far, "single" proposals or "clusters" from near. */
export class NearMarks {
  constructor(map, source, sprite) {
    this.map = map;
    this.source = source;
    this.points = new Points(map, sprite);
    this.clusters = new Clusters(map, source);
    this.loaded = null;
  }

  clear() {
    this.asking?.abort();
    this.points.show([]);
    this.clusters.clear();
    this.map.getContainer().removeAttribute("data-marks");
    return "";
  }

  /** Mark what the map shows of `data`, the loaded cells; the grid's own numbers take the place of clusters. */
  async show(data, { hasGrid }) {
    if (this.map.getZoom() < FROM_ZOOM) return this.clear();
    const weight = sumOf(cellsInView(this.map, data));
    const single = weight < ASK_BELOW ? await this.ask() : null;
    this.points.show(single?.features ?? []);
    if (single || hasGrid) this.clusters.clear();
    else this.clusters.show(data);
    const marks = single ? "single" : "clusters";
    this.map.getContainer().dataset.marks = marks;
    return single || !hasGrid ? marks : "";
  }

  /** Return the proposals with a point where the map stands, or null where there are too many to mark each. */
  async ask() {
    const filter = this.source.filter();
    const view = toBbox(this.map.getBounds());
    if (this.loaded?.query !== filter.toString() || !holds(this.loaded.bbox, view)) {
      this.asking?.abort();
      this.asking = new AbortController();
      const bbox = snapBbox(view, zoomOf(this.map));
      const { url, lang } = this.source;
      const more = { bbox: bbox.join(","), limit: SINGLE_MAX, whole_routes: false, lang };
      const answer = await fetchData(url, filter, more, this.asking.signal);
      this.loaded = { ...answer, bbox, query: filter.toString() };
    }
    return this.loaded.numberMatched <= SINGLE_MAX ? this.loaded : null;
  }
}
