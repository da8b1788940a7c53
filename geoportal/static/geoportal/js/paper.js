/**
 * Paper to draw a large picture on beside the page, in slices, whose painting is done at the end of each slice. A canvas
 * of the page would keep all strokes and paint them at once, in the frame that shows it: a cheap phone would stop there.
 */

/** Draws on a canvas beside the page; the picture is then handed over whole. */
class LoosePaper {
  constructor(width, height) {
    this.sheet = new OffscreenCanvas(width, height);
    this.context = this.sheet.getContext("2d", { willReadFrequently: true });
  }

  /** Paint what was drawn until now: asking for a pixel does. */
  rest() {
    this.context.getImageData(0, 0, 1, 1);
  }

  putOn(canvas) {
    const picture = this.sheet.transferToImageBitmap();
    Object.assign(canvas, { width: picture.width, height: picture.height });
    canvas.getContext("bitmaprenderer").transferFromImageBitmap(picture);
  }
}

/** Draws on a canvas like any other, for browsers that have no canvas beside the page. */
class PlainPaper {
  constructor(width, height) {
    this.sheet = document.createElement("canvas");
    Object.assign(this.sheet, { width, height });
    this.context = this.sheet.getContext("2d");
  }

  rest() {}

  putOn(canvas) {
    const { width, height } = this.sheet;
    Object.assign(canvas, { width, height });
    canvas.getContext("2d").drawImage(this.sheet, 0, 0);
  }
}

/** Return paper of a size in pixels, each side at least 1: draw on its `context`, `rest()` now and then, `putOn(canvas)`. */
export function startPaper(width, height) {
  return globalThis.OffscreenCanvas?.prototype.transferToImageBitmap ? new LoosePaper(width, height) : new PlainPaper(width, height);
}
