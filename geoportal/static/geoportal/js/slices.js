/** Long work on the main thread, in slices that leave time for a frame and for the visitor's finger. */

const SLICE_MS = 6;

/**
 * Run a generator to its end, a slice at a time; what fits into one slice is done at once.
 * @param {Generator} steps yields often and returns the result
 * @param {(result: *) => void} done
 * @param {() => void} [rest] called at the end of each slice
 * @returns {() => void} stops it; `done` is then never called
 */
export function inSlices(steps, done, rest = () => {}) {
  let isStopped = false;
  const slice = () => {
    if (isStopped) return;
    const end = performance.now() + SLICE_MS;
    let step = steps.next();
    while (!step.done && performance.now() < end) step = steps.next();
    rest();
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

const turns = [];

function takeTurn() {
  turns.shift()();
  if (turns.length) requestAnimationFrame(takeTurn);
}

/**
 * Do something costly in the next frame in which nothing else does.
 * @param {() => void} work
 * @returns {() => void} leaves the queue; `work` is then never called
 */
export function inTurn(work) {
  let isLeft = false;
  turns.push(() => isLeft || work());
  if (turns.length === 1) requestAnimationFrame(takeTurn);
  return () => {
    isLeft = true;
  };
}
