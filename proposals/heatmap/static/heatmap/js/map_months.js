/** The months: two handles over the bars choose the first and the last, a bar chooses itself alone. */

const APPLY_AFTER_MS = 350;

/** The first and the last of `months` as indices; an end that is empty or not among them is open. */
export function windowOf(months, { from, to }) {
  const indexOf = (month, open) => {
    const index = months.indexOf(month);
    return index < 0 ? open : index;
  };
  return [indexOf(from, 0), indexOf(to, months.length - 1)];
}

/** The values of the address for a window; an end at the edge is open. */
export function endsOf(months, [first, last]) {
  return { from: first === 0 ? "" : months[first], to: last === months.length - 1 ? "" : months[last] };
}

/** The window after a month was chosen alone: all of them again where it was so before. */
export function chosenAlone(index, window, size) {
  return window.every((chosen) => chosen === index) ? [0, size - 1] : [index, index];
}

/** The month slider; `form` has the fields `from` and `to`, empty where an end is open. */
export class MonthRange {
  /** @param {() => void} onChange called when the choice stands still */
  constructor(bar, form, onChange) {
    Object.assign(this, { bar, form, onChange });
    this.from = bar.querySelector('[data-handle="from"]');
    this.to = bar.querySelector('[data-handle="to"]');
    this.size = this.bars().length;
    bar.querySelector(".month-range").style.setProperty("--months", this.size);
    [this.from, this.to].forEach((handle) => {
      handle.addEventListener("input", () => this.move(handle));
      handle.addEventListener("change", () => this.apply());
    });
    bar.addEventListener("click", (event) => this.chooseBar(event.target.closest(".month-bar__month")));
    this.read();
  }

  bars() {
    return [...this.bar.querySelectorAll(".month-bar__month")];
  }

  months() {
    return this.bars().map((bar) => bar.value);
  }

  /** The chosen months as indices of the first and the last. */
  get window() {
    return [Number(this.from.value), Number(this.to.value)];
  }

  /** Take what the form says: after it was changed elsewhere, and after new bars have come. */
  read() {
    const { from, to } = this.form.elements;
    this.show(windowOf(this.months(), { from: from.value, to: to.value }));
  }

  /** The values of the address for a window; an end at the edge is open. */
  valuesOf(window) {
    return endsOf(this.months(), window);
  }

  /** A window in words. */
  wordsOf([first, last]) {
    const bars = this.bars();
    return [...new Set([bars[first].dataset.short, bars[last].dataset.short])].join(" – ");
  }

  /** Show a window without choosing it. */
  show([first, last]) {
    this.from.value = first;
    this.to.value = last;
    const bars = this.bars();
    this.from.setAttribute("aria-valuetext", bars[first].dataset.name);
    this.to.setAttribute("aria-valuetext", bars[last].dataset.name);
    this.from.classList.toggle("month-range__handle--above", first > this.size / 2);
    bars.forEach((bar, index) => bar.setAttribute("aria-pressed", String(index >= first && index <= last)));
    this.bar.querySelector("[data-period]").textContent = this.wordsOf([first, last]);
    this.bar.querySelector("[data-running]").hidden = last < this.size - 1;
    const chosen = this.bar.querySelector(".month-range__chosen");
    chosen.style.left = `${(100 * first) / this.size}%`;
    chosen.style.right = `${100 - (100 * (last + 1)) / this.size}%`;
  }

  /** Choose a window. */
  choose(window) {
    this.show(window);
    this.write(window);
    this.onChange();
  }

  /** Write a window into the form. */
  write(window) {
    Object.entries(this.valuesOf(window)).forEach(([name, value]) => {
      this.form.elements[name].value = value;
    });
  }

  /** One handle does not pass the other; the choice is taken when the handle rests. */
  move(handle) {
    const [first, last] = this.window;
    if (first > last) handle.value = handle === this.from ? last : first;
    this.show(this.window);
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.apply(), APPLY_AFTER_MS);
  }

  apply() {
    clearTimeout(this.waiting);
    const { from, to } = this.valuesOf(this.window);
    if (from !== this.form.elements.from.value || to !== this.form.elements.to.value) this.choose(this.window);
  }

  /** Choose one month, or all of them again where it was chosen alone. */
  chooseBar(bar) {
    if (!bar) return;
    const index = this.bars().indexOf(bar);
    this.choose(chosenAlone(index, this.window, this.size));
  }
}
