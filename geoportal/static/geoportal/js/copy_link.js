/**
 * Buttons that copy an address: `<button data-copy="https://…" data-copied="Copied">Copy</button>`.
 *
 * An empty `data-copy` copies the page's own address as it is at that moment. The button's word changes for a while,
 * and a polite live region says it.
 */

const SHOWN_MS = 2500;
let live = null;

function say(text) {
  if (!live) {
    live = document.createElement("p");
    live.className = "visually-hidden";
    live.setAttribute("role", "status");
    document.body.append(live);
  }
  live.textContent = text;
}

async function write(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "visually-hidden";
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-copy]");
  if (!button) return;
  await write(button.dataset.copy || location.href);
  say(button.dataset.copied);
  const word = button.querySelector("[data-copy-word]");
  if (!word || word.dataset.before) return;
  word.dataset.before = word.textContent;
  word.textContent = button.dataset.copied;
  setTimeout(() => {
    word.textContent = word.dataset.before;
    delete word.dataset.before;
  }, SHOWN_MS);
});
