/** What is chosen beside the map: the view, its measure and the filter, fields of one form. */

import { segmented } from "../../geoportal/js/segmented.js";
import { clearFacet } from "./map_filters.js";
import { filterOf, metricOf, parametersOf } from "./map_state.js";

/** The last month does not come before the first. */
function orderMonths({ from, to }, changedField) {
  if (!from.value || !to.value || from.value <= to.value) return;
  (changedField === from ? to : from).value = changedField.value;
}

/** The form of the map's page; each view keeps the measure that was chosen for it. */
export class Choice {
  /** @param {(what?: {areMonthsRead: boolean}) => void} onChange called after each choice; fields of months are read anew */
  constructor(root, onChange) {
    this.root = root;
    this.form = root.querySelector("[data-filters]");
    this.onChange = onChange;
    this.metrics = { [this.view]: this.metric };
  }

  get view() {
    return this.form.elements.view.value;
  }

  get metric() {
    return this.form.elements.metric.value;
  }

  /** The view as its button says it. */
  get viewWord() {
    return this.root.querySelector(`[data-view] [value="${this.view}"]`).textContent.trim();
  }

  filter() {
    return filterOf(this.form);
  }

  parameters() {
    return parametersOf(this.form);
  }

  choose(view, metric) {
    this.form.elements.view.value = view;
    this.form.elements.metric.value = metric;
    this.onChange();
  }

  /** Show only the measures that the view has. */
  showMetrics() {
    this.root.querySelectorAll("[data-metric-of]").forEach((box) => {
      box.hidden = box.dataset.metricOf !== this.view;
    });
  }

  /** Listen to the form, the views and the measures. */
  bind() {
    this.form.addEventListener("change", ({ target }) => {
      orderMonths(this.form.elements, target);
      this.onChange({ areMonthsRead: true });
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.onChange();
    });
    this.root.addEventListener("click", (event) => this.clear(event));
    segmented(this.root.querySelector("[data-view]"), (view) => this.choose(view, metricOf(view, this.metrics[view])));
    this.root.querySelectorAll("[data-metric]").forEach((select) => {
      select.addEventListener("change", () => {
        this.metrics[this.view] = select.value;
        this.choose(this.view, select.value);
      });
    });
  }

  clear(event) {
    const facet = event.target.closest("[data-clear]");
    if (!facet) return;
    event.preventDefault();
    clearFacet(this.form, facet.dataset.clear);
    this.onChange();
  }
}
