/** Named places, dots and words on one picture: words that would lie on others are left out, the first stay. */

import { ViewCanvas, pixelRatio } from "./leaflet_canvas.js";
import { inSlices } from "./slices.js";

const LABELS_FROM_ZOOM = 13.5;
/** From here on single proposals may lie on the dots. */
const WIDE_FROM_ZOOM = 14.5;
const DOT = { radius: 3.5, line: 1.8, opacity: 0.8 };
const LABEL = { size: "fs-11", gap: 8, wideGap: 18, height: 11, halo: 3 };
const NUMBER_PX = { width: 12, height: 9 };
const PLACES_A_STEP = 16;

function isFree({ left, right, y }, taken) {
  return !taken.some((other) => left < other.right && other.left < right && Math.abs(y - other.y) < (other.height ?? LABEL.height));
}

export const PlacesCanvas = ViewCanvas.extend({
  options: { pane: "labels", className: "places-canvas" },

  /**
   * @param {object[]} features GeoJSON points with a name
   * @param {(name: string) => string} token
   * @param {() => L.LatLng[]} numbersNow where other words stand, which are not to be written upon
   */
  initialize(features, token, numbersNow) {
    this.places = features.map(({ geometry: { coordinates: [lng, lat] }, properties: { name } }) => ({ latLng: L.latLng(lat, lng), name }));
    this.token = token;
    this.numbersNow = numbersNow;
    this.halt = () => {};
  },

  onAdd(map) {
    ViewCanvas.prototype.onAdd.call(this, map);
    const letters = [...new Set(this.places.map(({ name }) => name).join(""))].join("");
    document.fonts.load(this.font(), letters).then(() => this.redraw(), () => {});
  },

  onRemove(map) {
    this.halt();
    ViewCanvas.prototype.onRemove.call(this, map);
  },

  font() {
    const size = parseFloat(this.token(LABEL.size)) * parseFloat(getComputedStyle(document.documentElement).fontSize);
    return `400 ${size}px ${this.token("font")}`;
  },

  draw(view) {
    this.halt();
    const ratio = pixelRatio();
    const canvas = this.makeCanvas();
    Object.assign(canvas, { width: Math.round(view.width * ratio), height: Math.round(view.height * ratio) });
    const context = canvas.getContext("2d");
    context.scale(ratio, ratio);
    this.halt = inSlices(this.paint(context, view), () => this.show(canvas, view));
  },

  *paint(context, view) {
    const inside = [];
    for (const [index, { latLng, name }] of this.places.entries()) {
      const point = this._map.project(latLng, view.zoom);
      const [x, y] = [point.x - view.west, point.y - view.north];
      if (x >= 0 && y >= 0 && x <= view.width && y <= view.height) inside.push({ x, y, name });
      if (index % PLACES_A_STEP === 0) yield;
    }
    yield* this.paintDots(context, inside);
    if (view.zoom >= LABELS_FROM_ZOOM) yield* this.paintWords(context, inside, view);
  },

  *paintDots(context, places) {
    Object.assign(context, { strokeStyle: this.token("map-label"), fillStyle: this.token("map-stop"), lineWidth: DOT.line });
    for (const [index, { x, y }] of places.entries()) {
      context.beginPath();
      context.arc(x, y, DOT.radius, 0, 2 * Math.PI);
      context.globalAlpha = 1;
      context.fill();
      context.globalAlpha = DOT.opacity;
      context.stroke();
      if (index % PLACES_A_STEP === 0) yield;
    }
    context.globalAlpha = 1;
  },

  *paintWords(context, places, view) {
    const gap = view.zoom >= WIDE_FROM_ZOOM ? LABEL.wideGap : LABEL.gap;
    const taken = this.numbersNow().map((latLng) => {
      const point = this._map.project(latLng, view.zoom);
      const [x, y] = [point.x - view.west, point.y - view.north];
      return { left: x - NUMBER_PX.width, right: x + NUMBER_PX.width, y, height: NUMBER_PX.height + LABEL.height / 2 };
    });
    Object.assign(context, {
      font: this.font(), textBaseline: "middle", lineJoin: "round", lineWidth: LABEL.halo,
      strokeStyle: this.token("map-halo"), fillStyle: this.token("map-label"),
    });
    for (const [index, { x, y, name }] of places.entries()) {
      const box = { left: x + gap, right: x + gap + context.measureText(name).width, y };
      if (isFree(box, taken)) {
        taken.push(box);
        context.strokeText(name, box.left, y);
        context.fillText(name, box.left, y);
      }
      if (index % PLACES_A_STEP === 0) yield;
    }
  },
});
