/**
 * The field of the smooth heat map: reckoned from cells alone, so that a worker can do it.
 *
 * The kernel is fixed in metres and the classes in proposals per km²: a proposal spreads over 1 km (quartic kernel),
 * densities add up, and a colour means the same at every zoom. A cell spreads its weight evenly over its square.
 * The field is reckoned on a lattice of a twelfth of the kernel's radius and drawn finer by cubic interpolation.
 */

const RADIUS_M = 1000;
const EQUATOR_M = 40075016.686;
const TILE_PX = 256;
const STEPS_IN_RADIUS = 12;
const FINE_STEP_PX = 3.5;
const PART_OF_RADIUS = 0.34;
const BREAKS = [2, 5, 10, 20, 40, 80];
const FAINTEST = 0.05;
const FADE_UNTIL = 0.2;
const DENSEST = 4096;
const OPACITY = [0.5, 0.62, 0.7, 0.76, 0.8, 0.84, 0.88];
const POINTS_A_STEP = 32;
const ROWS_A_STEP = 16;
/** The upper 17 bits of a float: its exponent and 1/256 of an octave. */
const BITS_DROPPED = 15;

/** Position of a density on the ramp, 0–6, between classes in between. */
function rampPosition(density) {
  if (density < BREAKS[0]) return (density / BREAKS[0]) * 0.9;
  const index = BREAKS.findIndex((bound) => density < bound);
  if (index < 0) return 6;
  const lower = BREAKS[index - 1];
  return index - 0.1 + (0.9 * Math.log(density / lower)) / Math.log(BREAKS[index] / lower);
}

function colourOf(density, ramp, into, offset) {
  const position = Math.min(5.999, rampPosition(density));
  const lower = Math.floor(position);
  const part = position - lower;
  for (let channel = 0; channel < 3; channel += 1) {
    into[offset + channel] = ramp[lower][channel] * (1 - part) + ramp[lower + 1][channel] * part;
  }
  into[offset + 3] = 255 * Math.min(1, density / FADE_UNTIL) * (OPACITY[lower] * (1 - part) + OPACITY[lower + 1] * part);
}

/** Colours of all densities, found by the upper bits of the float: as fine everywhere as a logarithm would be. */
function colourTable(ramp) {
  const [floats, bits] = bitsView();
  floats[0] = FAINTEST;
  const first = bits[0] >>> BITS_DROPPED;
  floats[0] = DENSEST;
  const count = (bits[0] >>> BITS_DROPPED) - first + 1;
  const bytes = new Uint8ClampedArray(count * 4);
  for (let index = 0; index < count; index += 1) {
    bits[0] = ((first + index) << BITS_DROPPED) | (1 << (BITS_DROPPED - 1));
    colourOf(floats[0], ramp, bytes, index * 4);
  }
  return { first, colours: new Uint32Array(bytes.buffer) };
}

function bitsView() {
  const buffer = new ArrayBuffer(4);
  return [new Float32Array(buffer), new Uint32Array(buffer)];
}

/**
 * Bring cells into the world's units, a cell that is large beside the kernel in parts.
 * @param {Float64Array} cells lon, lat, weight of each
 * @param {number|undefined} level of the cells; without it they are points
 * @returns {{points: Float64Array, radius: number}} x, y (0–1 from the north-west), radius, weight of each point
 */
export function preparePoints(cells, level) {
  const count = cells.length / 3;
  const side = level === undefined ? 0 : 1 / 2 ** level;
  const radiusAt = (lat) => RADIUS_M / (EQUATOR_M * Math.cos((lat * Math.PI) / 180));
  const middle = count ? cells[1] : 0;
  const parts = Math.max(1, Math.ceil(side / (PART_OF_RADIUS * radiusAt(middle))));
  const points = new Float64Array(count * parts * parts * 4);
  let offset = 0;
  for (let index = 0; index < count; index += 1) {
    const [lon, lat, weight] = [cells[3 * index], cells[3 * index + 1], cells[3 * index + 2]];
    const x = (lon + 180) / 360;
    const y = 0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI);
    for (let part = 0; part < parts * parts; part += 1) {
      points[offset] = x + side * (((part % parts) + 0.5) / parts - 0.5);
      points[offset + 1] = y + side * ((Math.floor(part / parts) + 0.5) / parts - 0.5);
      points[offset + 2] = radiusAt(lat);
      points[offset + 3] = weight / (parts * parts);
      offset += 4;
    }
  }
  return { points, radius: radiusAt(middle) };
}

/** The part of the view, in the world's pixels, that the kernels of the points reach; null where none does. */
function reach(points, world, view) {
  let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let offset = 0; offset < points.length; offset += 4) {
    const [x, y, radius] = [points[offset], points[offset + 1], points[offset + 2]];
    west = Math.min(west, x - radius);
    east = Math.max(east, x + radius);
    north = Math.min(north, y - radius);
    south = Math.max(south, y + radius);
  }
  west = Math.max(west * world, view.west);
  north = Math.max(north * world, view.north);
  east = Math.min(east * world, view.west + view.width);
  south = Math.min(south * world, view.north + view.height);
  return west < east && north < south ? { west, north, east, south } : null;
}

/** Add the kernels up on a lattice; position (0, 0) of it is `lattice.x`, `lattice.y`, counted in steps. */
function* addKernels(points, world, step, lattice) {
  const { columns, rows } = lattice;
  const field = new Float32Array(columns * rows);
  const peak = 3 / (Math.PI * (RADIUS_M / 1000) ** 2);
  for (let offset = 0; offset < points.length; offset += 4) {
    const x = (points[offset] * world) / step - lattice.x;
    const y = (points[offset + 1] * world) / step - lattice.y;
    const radius = (points[offset + 2] * world) / step;
    const top = points[offset + 3] * peak;
    const last = Math.min(rows - 1, Math.floor(y + radius));
    for (let row = Math.max(0, Math.ceil(y - radius)); row <= last; row += 1) {
      const dy = (row - y) / radius;
      const above = 1 - dy * dy;
      const half = radius * Math.sqrt(Math.max(0, above));
      const right = row * columns + Math.min(columns - 1, Math.floor(x + half));
      let dx = (Math.max(0, Math.ceil(x - half)) - x) / radius;
      for (let at = row * columns + Math.max(0, Math.ceil(x - half)); at <= right; at += 1, dx += 1 / radius) {
        const rest = above - dx * dx;
        field[at] += top * rest * rest;
      }
    }
    if (offset % (4 * POINTS_A_STEP) === 0) yield;
  }
  return field;
}

/** Weights of four neighbours at each of `times` places between the middle two (Catmull-Rom). */
function cubicWeights(times) {
  return Array.from({ length: times }, (_none, place) => {
    const t = place / times;
    return [((2 - t) * t - 1) * t * 0.5, ((3 * t - 5) * t * t + 2) * 0.5, ((4 - 3 * t) * t + 1) * t * 0.5, (t - 1) * t * t * 0.5];
  });
}

/** Draw the field `times` finer and in its colours, row by row; the lattice has one more position before, two behind. */
function* paint(field, lattice, times, ramp) {
  const columns = (lattice.columns - 3) * times;
  const rows = (lattice.rows - 3) * times;
  const weights = cubicWeights(times);
  const { first, colours } = colourTable(ramp);
  const pixels = new Uint32Array(columns * rows);
  const between = new Float32Array(lattice.columns);
  const line = new Float32Array(columns);
  const bits = new Uint32Array(line.buffer);
  for (let row = 0; row < rows; row += 1) {
    const above = Math.floor(row / times) * lattice.columns;
    const [a, b, c, d] = weights[row % times];
    for (let at = 0; at < lattice.columns; at += 1) {
      const from = above + at;
      between[at] =
        a * field[from] + b * field[from + lattice.columns] + c * field[from + 2 * lattice.columns] + d * field[from + 3 * lattice.columns];
    }
    for (let place = 0; place < times; place += 1) {
      const [e, f, g, h] = weights[place];
      for (let at = 0, column = place; column < columns; at += 1, column += times) {
        line[column] = e * between[at] + f * between[at + 1] + g * between[at + 2] + h * between[at + 3];
      }
    }
    for (let column = 0, at = row * columns; column < columns; column += 1, at += 1) {
      if (line[column] >= FAINTEST) pixels[at] = colours[Math.min(colours.length - 1, (bits[column] >>> BITS_DROPPED) - first)];
    }
    if (row % ROWS_A_STEP === 0) yield;
  }
  return { columns, rows, pixels: new Uint8ClampedArray(pixels.buffer) };
}

/**
 * Draw the field of a view, in steps.
 * @param {{points: Float64Array, radius: number}} prepared by `preparePoints`
 * @param {{zoom: number, west: number, north: number, width: number, height: number}} view in the world's pixels
 * @param {number[][]} ramp seven colours, red, green, blue
 * @returns {Generator<void, {frame: object, columns: number, rows: number, pixels: Uint8ClampedArray}|null>}
 *   the frame says where the picture lies; null where nothing is to be seen
 */
export function* drawField({ points, radius }, view, ramp) {
  const world = TILE_PX * 2 ** view.zoom;
  const reached = reach(points, world, view);
  if (!reached) return null;
  const step = Math.max(1, (radius * world) / STEPS_IN_RADIUS);
  const times = Math.max(1, Math.round(step / FINE_STEP_PX));
  const [x, y] = [Math.floor(reached.west / step) - 1, Math.floor(reached.north / step) - 1];
  const columns = Math.ceil(reached.east / step) - x + 3;
  const rows = Math.ceil(reached.south / step) - y + 3;
  const lattice = { x, y, columns, rows };
  const field = yield* addKernels(points, world, step, lattice);
  const picture = yield* paint(field, lattice, times, ramp);
  const fine = step / times;
  const frame = {
    zoom: view.zoom,
    west: (x + 1) * step - fine / 2,
    north: (y + 1) * step - fine / 2,
    width: picture.columns * fine,
    height: picture.rows * fine,
  };
  return { frame, ...picture };
}
