/** Long work on the main thread, in slices that leave time for a frame and for the visitor's finger. */

const SLICE_MS = 6;

/**
 * Run a generator to its end, a slice at a time; what fits into one slice is done at once.
 * @param {Generator} steps yields often and returns the result
 * @param {(result: *) => void} done
 * @returns {() => void} stops it; `done` is then never called
 */
export function inSlices(steps, done) {
  let isStopped = false;
  const slice = () => {
    if (isStopped) return;
    const end = performance.now() + SLICE_MS;
    let step = steps.next();
    while (!step.done && performance.now() < end) step = steps.next();
    if (step.done) done(step.value);
    else setTimeout(slice);
  };
  slice();
  return () => {
    isStopped = true;
  };
}

/** Run a generator to its end without a pause, as a worker may. */
export function atOnce(steps) {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}
