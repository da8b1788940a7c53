/**
 * Named places and numbers of routes on one picture: thousands cost one canvas. What would lie on others is left out,
 * the first stay, numbers before names.
 */

import { ViewCanvas, pixelRatio } from "./leaflet_canvas.js";

export const NUMBERS_FROM_ZOOM = 13;
export const PLACES_FROM_ZOOM = 12.5;
const NAMES_FROM_ZOOM = 13.5;
/** From here on single proposals may lie on the dots. */
const WIDE_FROM_ZOOM = 14.5;
const DOT = { radius: 3.5, line: 1.8, opacity: 0.8 };
const NAME = { weight: 400, gap: 8, wideGap: 18, height: 11, halo: 3 };
const NUMBER = { weight: 600, padding: 5, height: 13.5, radius: 5, halo: 1.5 };
const ITEMS_A_STEP = 16;

function isFree({ left, right, y, height }, taken) {
  return !taken.some((other) => left < other.right && other.left < right && Math.abs(y - other.y) < (height + other.height) / 2);
}

export const WordsCanvas = ViewCanvas.extend({
  options: { pane: "labels", className: "words-canvas" },

  initialize(token) {
    this.token = token;
    this.places = [];
    this.numbers = [];
  },

  /** Show places and numbers, `{latLng, text}` each; what is not given stays. */
  setWords({ places = this.places, numbers = this.numbers }) {
    Object.assign(this, { places, numbers });
    const letters = [...new Set([...places, ...numbers].map(({ text }) => text).join(""))].join("");
    const fonts = [NAME, NUMBER].map(({ weight }) => document.fonts.load(this.font(weight), letters));
    Promise.all(fonts).then(
      () => this.redraw(),
      () => this.redraw(),
    );
  },

  font(weight) {
    const size = parseFloat(this.token("fs-11")) * parseFloat(getComputedStyle(document.documentElement).fontSize);
    return `${weight} ${size}px ${this.token("font")}`;
  },

  draw(view) {
    const ratio = view.zoom >= PLACES_FROM_ZOOM ? pixelRatio() : 0;
    this.drawInSlices(view, ratio, (context) => this.paint(context, view, ratio));
  },

  *paint(context, view, ratio) {
    if (!ratio) return;
    context.scale(ratio, ratio);
    const places = yield* this.inView(this.places, view);
    yield* this.paintDots(context, places);
    const taken = [];
    const numbers = view.zoom >= NUMBERS_FROM_ZOOM ? yield* this.inView(this.numbers, view) : [];
    yield* this.paintNumbers(context, numbers, taken);
    if (view.zoom >= NAMES_FROM_ZOOM) yield* this.paintNames(context, places, view.zoom >= WIDE_FROM_ZOOM ? NAME.wideGap : NAME.gap, taken);
  },

  *inView(items, view) {
    const inside = [];
    for (const [index, { latLng, text }] of items.entries()) {
      const point = this._map.project(latLng, view.zoom);
      const [x, y] = [point.x - view.west, point.y - view.north];
      if (x >= 0 && y >= 0 && x <= view.width && y <= view.height) inside.push({ x, y, text });
      if (index % ITEMS_A_STEP === 0) yield;
    }
    return inside;
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
      if (index % ITEMS_A_STEP === 0) yield;
    }
    context.globalAlpha = 1;
  },

  *paintNumbers(context, numbers, taken) {
    const [ground, ink, halo] = ["ink", "on-ink", "map-halo"].map(this.token);
    Object.assign(context, { font: this.font(NUMBER.weight), textBaseline: "middle", textAlign: "center" });
    for (const [index, { x, y, text }] of numbers.entries()) {
      const half = context.measureText(text).width / 2 + NUMBER.padding;
      const box = { left: x - half, right: x + half, y, height: NUMBER.height };
      if (isFree(box, taken)) {
        taken.push(box);
        this.paintPlate(context, box, NUMBER.halo, halo);
        this.paintPlate(context, box, 0, ground);
        context.fillStyle = ink;
        context.fillText(text, x, y + 0.5);
      }
      if (index % ITEMS_A_STEP === 0) yield;
    }
  },

  paintPlate(context, { left, right, y, height }, more, colour) {
    context.fillStyle = colour;
    context.beginPath();
    const corners = [left - more, y - height / 2 - more, right - left + 2 * more, height + 2 * more];
    if (context.roundRect) context.roundRect(...corners, NUMBER.radius + more);
    else context.rect(...corners);
    context.fill();
  },

  *paintNames(context, places, gap, taken) {
    Object.assign(context, {
      font: this.font(NAME.weight),
      textBaseline: "middle",
      textAlign: "left",
      lineJoin: "round",
      lineWidth: NAME.halo,
      strokeStyle: this.token("map-halo"),
      fillStyle: this.token("map-label"),
    });
    for (const [index, { x, y, text }] of places.entries()) {
      const box = { left: x + gap, right: x + gap + context.measureText(text).width, y, height: NAME.height };
      if (isFree(box, taken)) {
        taken.push(box);
        context.strokeText(text, box.left, y);
        context.fillText(text, box.left, y);
      }
      if (index % ITEMS_A_STEP === 0) yield;
    }
  },
});
