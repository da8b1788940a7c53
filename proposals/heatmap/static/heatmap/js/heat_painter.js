/** Whoever reckons the heat map's field: a worker beside the page, or, where there is none, the page itself in slices. */

import { inSlices } from "../../geoportal/js/slices.js";
import { drawField, preparePoints } from "./heat_field.js";

let isWorkerRefused = false;

/** Paints in a worker; of the views asked for while it works only the last is painted. */
class WorkerPainter {
  constructor(worker, done) {
    this.worker = worker;
    this.done = done;
    this.turn = 0;
    this.isBusy = false;
    this.order = null;
    worker.addEventListener("message", ({ data }) => this.hear(data));
  }

  hear({ turn, picture }) {
    this.isBusy = false;
    if (this.order) this.send();
    if (turn === this.turn) this.done(picture);
  }

  paint(order) {
    this.turn += 1;
    this.order = { ...this.order, ...order, turn: this.turn };
    if (!this.isBusy) this.send();
  }

  send() {
    const { order } = this;
    this.order = null;
    this.isBusy = true;
    this.worker.postMessage(order);
  }

  stop() {
    this.worker.terminate();
  }
}

/** Paints on the main thread, never longer than a part of a frame at a time. */
class SlicePainter {
  constructor(done) {
    this.done = done;
    this.halt = () => {};
  }

  paint({ cells, level, view, ramp }) {
    this.halt();
    if (cells) this.prepared = preparePoints(cells, level);
    this.halt = inSlices(drawField(this.prepared, view, ramp), this.done);
  }

  stop() {
    this.halt();
  }
}

function startWorker() {
  try {
    return new Worker(new URL("./heat_worker.js", import.meta.url), { type: "module" });
  } catch {
    return null;
  }
}

/**
 * Start a painter. Its `paint({cells?, level?, view, ramp})` ends in `done(picture)`; cells stay until others come.
 * @param {(picture: object|null) => void} done
 * @param {() => void} failed the worker could not be had: ask anew, the page will paint itself
 */
export function startPainter(done, failed) {
  const worker = isWorkerRefused ? null : startWorker();
  if (!worker) return new SlicePainter(done);
  worker.addEventListener("error", () => {
    isWorkerRefused = true;
    worker.terminate();
    failed();
  });
  return new WorkerPainter(worker, done);
}
