/** Month after month: a window as wide as the chosen one moves over all months and ends where it began. */

/** How long a frame stands at least. */
export const FRAME_MS = 900;

const PRESSES = ["Enter", " "];

function wait(ms, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** The windows that follow a window of so many months until it comes round; all months play one by one. */
export function framesFrom([first, last], size) {
  const width = last - first + 1;
  if (width === size) return Array.from({ length: size }, (_, index) => [index, index]);
  const places = size - width + 1;
  return Array.from({ length: places - 1 }, (_, step) => {
    const start = (first + step + 1) % places;
    return [start, start + width - 1];
  });
}

/** Plays; each frame's data is there before it is shown. Any touch, key or wheel, and a hidden page, pause it. */
export class Player {
  /**
   * @param {{months: MonthRange, fetchFrame: (window: number[]) => Promise<object>,
   *   showFrame: (data: object) => void, finish: (window: number[]) => void,
   *   fail: () => void}} stage
   */
  constructor(stage) {
    this.stage = stage;
    const { bar } = stage.months;
    this.button = bar.querySelector("[data-play-button]");
    this.button.addEventListener("click", () => (this.playing ? this.pause() : this.start()));
    const interrupt = (event) => {
      const isButton = this.button.contains(event.target) && (event.type !== "keydown" || PRESSES.includes(event.key));
      if (this.playing && !isButton) this.pause();
    };
    ["pointerdown", "keydown", "wheel"].forEach((name) => document.addEventListener(name, interrupt, { passive: true, capture: true }));
    document.addEventListener("visibilitychange", () => {
      if (document.hidden && this.playing) this.pause();
    });
  }

  mark() {
    const { play, pause } = this.stage.months.bar.dataset;
    this.button.setAttribute("aria-label", this.playing ? pause : play);
    this.button.querySelectorAll("[data-icon]").forEach((icon) => {
      icon.hidden = (icon.dataset.icon === "pause") !== Boolean(this.playing);
    });
  }

  /** Play on from the chosen window; one that was paused goes on to where it began. */
  async start() {
    const { months, fetchFrame, showFrame, finish, fail } = this.stage;
    this.playing = new AbortController();
    const { signal } = this.playing;
    const isResumed = this.paused?.at.join() === months.window.join();
    const run = isResumed ? this.paused : { origin: months.window, frames: framesFrom(months.window, months.size) };
    this.mark();
    let shownFor = Promise.resolve();
    try {
      while (run.frames.length) {
        const [data] = await Promise.all([fetchFrame(run.frames[0]), shownFor]);
        if (signal.aborted) return;
        const frame = run.frames.shift();
        months.show(frame);
        showFrame(data);
        this.paused = { ...run, at: frame };
        shownFor = wait(FRAME_MS, signal);
      }
      await shownFor;
      if (signal.aborted) return;
      this.stop();
      finish(run.origin);
    } catch {
      if (signal.aborted) return;
      this.stop();
      finish(run.origin);
      fail();
    }
  }

  stop() {
    this.playing?.abort();
    this.playing = null;
    this.paused = null;
    this.mark();
  }

  /** Stay at the frame that is shown. */
  pause() {
    this.playing.abort();
    this.playing = null;
    this.mark();
    this.stage.finish(this.stage.months.window);
  }
}
