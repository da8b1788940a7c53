/** The heat map's field beside the page: cells and views come in, pictures go out, each with its number. */

import { atOnce } from "../../geoportal/js/slices.js";
import { drawField, preparePoints } from "./heat_field.js";

let prepared = null;

self.addEventListener("message", ({ data: { cells, level, view, ramp, turn } }) => {
  if (cells) prepared = preparePoints(cells, level);
  const picture = atOnce(drawField(prepared, view, ramp));
  self.postMessage({ turn, picture }, picture ? [picture.pixels.buffer] : []);
});
