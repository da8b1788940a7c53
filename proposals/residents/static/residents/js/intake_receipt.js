/**
 * The receipt: it has arrived, so the draft may go; the link can be selected, copied and shared.
 */

try {
  const draft = JSON.parse(localStorage.getItem("draft:sent"));
  if (draft) localStorage.removeItem(draft);
  localStorage.removeItem("draft:sent");
} catch {
  // storage may be closed: then no draft was kept either
}

document.querySelector("[data-copy-button]").hidden = false;
document.querySelector("[data-link]").addEventListener("focus", ({ target }) => target.select());

const share = document.querySelector("[data-share]");
if (navigator.share) {
  share.addEventListener("click", (event) => {
    event.preventDefault();
    navigator.share({ title: document.title, url: share.dataset.share }).catch(() => {});
  });
}
