/** The keepers' table: filters that apply at once, the count of selected signs, the chosen sign without a new page. */

function applyAtOnce(form) {
  form.querySelector("[data-filter-button]").classList.add("is-done-by-script");
  form.addEventListener("change", () => form.requestSubmit());
  form.addEventListener("submit", () => {
    form.querySelectorAll("select, input").forEach((control) => {
      control.disabled = control.value === "";
    });
  });
  addEventListener("pageshow", () => {
    form.querySelectorAll(":disabled").forEach((control) => {
      control.disabled = false;
    });
  });
}

/** The button tells how many are selected, and waits until one is. */
function countSelected(button) {
  const boxes = [...document.querySelectorAll('input[name="code"][form="print"]:not(:disabled)')];
  const all = document.querySelector("[data-select-all]");
  const word = button.querySelector("[data-print-word]");
  const update = () => {
    const number = boxes.filter((box) => box.checked).length;
    word.textContent = number ? button.dataset.some.replace("{number}", number) : button.dataset.none;
    button.disabled = number === 0;
    if (!all) return;
    all.checked = number > 0 && number === boxes.length;
    all.indeterminate = number > 0 && number < boxes.length;
  };
  boxes.forEach((box) => box.addEventListener("change", update));
  if (all) {
    all.hidden = false;
    all.addEventListener("change", () => {
      boxes.forEach((box) => {
        box.checked = all.checked;
      });
      update();
    });
  }
  addEventListener("pageshow", update);
  update();
}

function markRow(code) {
  document.querySelectorAll("[data-sign-link]").forEach((link) => {
    const row = link.closest("tr");
    if (link.dataset.signLink === code) row.setAttribute("aria-selected", "true");
    else row.removeAttribute("aria-selected");
  });
}

/**
 * Show the sign that an address names in the panel, as the page at that address would.
 * @param {string} address
 * @param {{remember?: boolean, focus?: boolean}} [options]
 */
export async function showSign(address, { remember = true, focus = true } = {}) {
  const panel = document.querySelector("[data-sign-panel]");
  const response = await fetch(address).catch(() => null);
  if (!response?.ok) {
    location.assign(address);
    return;
  }
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  panel.replaceChildren(...page.querySelector("[data-sign-panel]").childNodes);
  const code = new URL(address, location.href).searchParams.get("sign") ?? "";
  markRow(code);
  if (remember) history.pushState({}, "", address);
  document.dispatchEvent(new CustomEvent("signchosen", { detail: code }));
  const title = panel.querySelector("h2");
  if (!focus || !title) return;
  title.tabIndex = -1;
  title.focus({ preventScroll: true });
  title.closest("section").scrollIntoView({ block: "nearest" });
}

applyAtOnce(document.querySelector("[data-signs-filters]"));
countSelected(document.querySelector("[data-print]"));
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-sign-link]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  showSign(link.href);
});
addEventListener("popstate", () => showSign(location.href, { remember: false, focus: false }));
