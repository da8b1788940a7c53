/**
 * Personal data on the review desk: H hides and S shows the first find that nobody has decided on, then the next;
 * the marks in the text follow. Without this script the buttons beside each find do the same.
 */

const rows = [...document.querySelectorAll("[data-find]")];
const KEYS = { hide: "KeyH", show: "KeyS" };

function choiceOf(row) {
  return row.querySelector("input:checked")?.value ?? "";
}

function show() {
  const current = rows.find((row) => !choiceOf(row));
  for (const row of rows) {
    row.classList.toggle("finds__row--current", row === current);
    for (const input of row.querySelectorAll("input")) {
      if (row === current) input.parentElement.dataset.key = KEYS[input.value];
      else delete input.parentElement.dataset.key;
    }
    for (const mark of document.querySelectorAll(`[data-mark="${row.dataset.find}"]`)) {
      mark.classList.toggle("mark-hit--hidden", choiceOf(row) === "hide");
      mark.classList.toggle("mark-hit--shown", choiceOf(row) === "show");
    }
  }
  current?.scrollIntoView({ block: "nearest" });
}

document.querySelector("[data-finds]")?.addEventListener("change", show);
document.querySelectorAll(".finds__keys").forEach((keys) => (keys.hidden = false));
show();
