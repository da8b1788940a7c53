/** What is painted on the map: the heat, the grid or the districts, one of them at a time, with its legend. */

import { HeatLayer } from "./heat_layer.js";
import { districtsLayer, divisor } from "./map_districts.js";
import { GridLayer } from "./map_grid.js";
import { showLegend } from "./map_legend.js";

/** The layers of a map and the legend of the one that is shown. */
export class Picture {
  /** @param {{base: object, root: HTMLElement, lang: string, choice: Choice, months: MonthRange}} page */
  constructor({ base, root, lang, choice, months }) {
    Object.assign(this, { base, root, lang, choice, months });
    this.heat = new HeatLayer([], base.token);
    this.grid = new GridLayer(base.token, lang);
    this.shown = null;
    this.painted = "";
  }

  /** Paint anew what comes next, even if it is the same: the colours have changed. */
  forget() {
    this.painted = "";
  }

  /** Draw the loaded cells as heat or grid, once for each answer and look. */
  paintCells(data) {
    const { view, metric } = this.choice;
    const look = [view, metric, data.query, data.bbox, data.zoom].join(" ");
    if (look !== this.painted && view === "heat") this.heat.setCells(data.cells, { level: data.level });
    if (look !== this.painted && view === "grid") this.grid.setCells(data.cells, { level: data.level, metric });
    this.painted = look;
    this.replace(view === "heat" ? this.heat : this.grid);
    this.legend({ level: data.level, lat: this.base.map.getCenter().lat });
  }

  /** Draw the districts by the chosen measure. */
  async paintDistricts(data) {
    const { districts } = await this.base.ready;
    const { metric } = this.choice;
    const rows = new Map(data.districts.map((row) => [row.slug, row]));
    const by = divisor(
      data.districts.map((row) => row[metric] ?? null),
      metric,
    );
    const pageOf = (slug) => this.root.dataset.districtPage.replace("SLUG", slug);
    const how = { metric, by, lang: this.lang, pageOf };
    this.replace(districtsLayer(this.base, districts ?? { features: [] }, rows, how));
    this.legend({ by });
  }

  /** The cell of the grid at a point of the map, if the grid is shown. */
  cellAt(latLng) {
    return this.choice.view === "grid" ? this.grid.cellAt(latLng) : null;
  }

  legend(more) {
    const { view, metric } = this.choice;
    showLegend(this.root, { view, metric, lang: this.lang, period: this.months.wordsOf(this.months.window), ...more });
  }

  replace(layer) {
    if (this.shown && this.shown !== layer) this.shown.remove();
    this.shown = layer;
    if (!this.base.map.hasLayer(layer)) layer.addTo(this.base.map);
  }
}
