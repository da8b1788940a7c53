/**
 * A canvas that lies in the map's ground and is larger than the view: dragging moves it as one picture and draws
 * nothing; it is drawn again when the map stands and the view comes near its edge.
 *
 * Leaflet is the global `L` of django-leaflet.
 */

import { startPaper } from "./paper.js";
import { inSlices, inTurn } from "./slices.js";

const PIXELS_MAX = 1.5e6;
const MARGIN = { least: 0.15, most: 0.5 };
/** Drawn again when less than this part of the margin is left. */
const MARGIN_KEPT = 0.4;

/** Canvases need no more than two pixels for one of the page's. */
export function pixelRatio() {
  return Math.min(2, window.devicePixelRatio || 1);
}

/** Margin on each side in parts of the view, as much as a picture of reasonable size allows. */
function marginOf(size, ratio) {
  const part = (Math.sqrt(PIXELS_MAX / (size.x * size.y * ratio * ratio)) - 1) / 2;
  return Math.min(MARGIN.most, Math.max(MARGIN.least, part));
}

/**
 * A subclass gives `draw(view)`, which ends, now or later, in `show(canvas, frame)`; it calls `redraw` when what it
 * shows has changed. The view is `{zoom, west, north, width, height}` in the world's pixels at its zoom.
 */
export const ViewCanvas = L.Layer.extend({
  options: { pane: "overlayPane", className: "" },

  onAdd(map) {
    this.isAnimated = Boolean(map.options.zoomAnimation && L.Browser.any3d);
    this.canvas = this.makeCanvas();
    this.getPane().append(this.canvas);
    this.redraw();
  },

  onRemove() {
    this.halt();
    clearTimeout(this.soon);
    this.canvas.remove();
    this.spare = null;
    this.frame = null;
    this.asked = null;
    this.waiting = null;
  },

  getEvents() {
    const events = { movestart: this._begin, moveend: this._end, resize: this._end, viewreset: this._place, zoom: this._place };
    if (this.isAnimated ?? true) events.zoomanim = this._stretch;
    return events;
  },

  /** Return an empty canvas to draw on: the one before the last shown, or a new one. */
  makeCanvas() {
    const { spare } = this;
    this.spare = null;
    if (spare) {
      spare.width = 0;
      return spare;
    }
    const animated = this.isAnimated ? " leaflet-zoom-animated" : "";
    const canvas = L.DomUtil.create("canvas", `view-canvas ${this.options.className}${animated}`);
    canvas.setAttribute("aria-hidden", "true");
    return canvas;
  },

  /**
   * Draw a view in slices and show it; what is drawn meanwhile is dropped.
   * @param {object} view
   * @param {number} ratio pixels of the picture for one of the page's
   * @param {(context: CanvasRenderingContext2D) => Generator} steps draw, and yield often
   */
  drawInSlices(view, ratio, steps) {
    this.halt();
    const paper = startPaper(Math.max(1, Math.round(view.width * ratio)), Math.max(1, Math.round(view.height * ratio)));
    const finish = () => {
      const canvas = this.makeCanvas();
      paper.putOn(canvas);
      this.show(canvas, view);
    };
    let leave = () => {};
    const stop = inSlices(
      steps(paper.context),
      () => {
        leave = inTurn(finish);
      },
      () => paper.rest(),
    );
    this.halt = () => {
      stop();
      leave();
    };
  },

  /** Stop drawing. */
  halt() {},

  /** Draw what is to be seen now; while the map moves, when it stands. */
  redraw() {
    const map = this._map;
    if (!map) return this;
    this.asked = null;
    if (!this.isMoving) this._ask();
    return this;
  },

  /** Take a drawn canvas in the place of the last, at once; during the animation of a zoom, after it. */
  show(canvas, frame) {
    if (!this._map) return;
    if (this.isZooming) {
      this.waiting = [canvas, frame];
      return;
    }
    if (canvas !== this.canvas) {
      this.canvas.replaceWith(canvas);
      this.spare = this.canvas;
      this.canvas = canvas;
    }
    this.frame = frame;
    this.canvas.style.width = `${frame.width}px`;
    this.canvas.style.height = `${frame.height}px`;
    this._place();
  },

  _begin() {
    this.isMoving = true;
  },

  _end() {
    this.isMoving = false;
    this.isZooming = false;
    const waiting = this.waiting;
    this.waiting = null;
    if (waiting) this.show(...waiting);
    this._place();
    if (!this._isCovered()) this._askSoon();
  },

  /** Ask in a task of its own: the frame in which the visitor lets go is full already. */
  _askSoon() {
    clearTimeout(this.soon);
    this.soon = setTimeout(() => {
      if (this._map && !this.isMoving && !this._isCovered()) this._ask();
    });
  },

  _ask() {
    const view = this._paddedView();
    this.asked = view;
    this.draw(view);
  },

  _viewNow() {
    const { min, max } = this._map.getPixelBounds();
    return { zoom: this._map.getZoom(), west: min.x, north: min.y, width: max.x - min.x, height: max.y - min.y };
  },

  _paddedView() {
    const { zoom, west, north, width, height } = this._viewNow();
    const part = marginOf({ x: width, y: height }, pixelRatio());
    const [x, y] = [Math.round(width * part), Math.round(height * part)];
    return { zoom, west: west - x, north: north - y, width: width + 2 * x, height: height + 2 * y, margin: { x, y } };
  },

  /** Tell whether the picture asked for last reaches far enough beyond what is seen. */
  _isCovered() {
    const [asked, now] = [this.asked, this._viewNow()];
    if (!asked || asked.zoom !== now.zoom) return false;
    const [x, y] = [asked.margin.x * MARGIN_KEPT, asked.margin.y * MARGIN_KEPT];
    return (
      now.west - x >= asked.west &&
      now.north - y >= asked.north &&
      now.west + now.width + x <= asked.west + asked.width &&
      now.north + now.height + y <= asked.north + asked.height
    );
  },

  _corner() {
    return this._map.unproject([this.frame.west, this.frame.north], this.frame.zoom);
  },

  _place() {
    if (!this.frame) return;
    const map = this._map;
    const scale = map.getZoomScale(map.getZoom(), this.frame.zoom);
    L.DomUtil.setTransform(this.canvas, map.project(this._corner()).subtract(map.getPixelOrigin()), scale);
  },

  _stretch({ zoom, center }) {
    this.isZooming = true;
    if (!this.frame) return;
    const map = this._map;
    const corner = map._latLngToNewLayerPoint(this._corner(), zoom, center);
    L.DomUtil.setTransform(this.canvas, corner, map.getZoomScale(zoom, this.frame.zoom));
  },
});
