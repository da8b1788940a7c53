/**
 * A segmented control of buttons with `aria-pressed`: a click or the arrow keys choose one.
 */

/**
 * Bring a segmented control to life.
 * @param {HTMLElement} group element with the class `segmented`, its buttons carrying `value`
 * @param {(value: string) => void} onChange called with the value of the button that was chosen
 * @returns {(value: string) => void} marks a value without calling `onChange`, for example on going back
 */
export function segmented(group, onChange) {
  const buttons = [...group.querySelectorAll("button")];
  const mark = (value) => {
    buttons.forEach((button) => button.setAttribute("aria-pressed", String(button.value === value)));
  };
  const choose = (button) => {
    if (button.getAttribute("aria-pressed") === "true") return;
    mark(button.value);
    onChange(button.value);
  };
  group.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) choose(button);
  });
  group.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const index = buttons.indexOf(document.activeElement);
    if (!step || index < 0) return;
    event.preventDefault();
    const next = buttons[(index + step + buttons.length) % buttons.length];
    next.focus();
    choose(next);
  });
  return mark;
}
