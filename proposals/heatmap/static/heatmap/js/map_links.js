/** Links out of the map; from an embedded one they open a page of their own. */

const IS_EMBEDDED = document.querySelector("[data-embed]") !== null;

/** Make a link to a page of the portal. */
export function makeLink(address, text) {
  const link = document.createElement("a");
  link.href = new URL(address, window.location.href).pathname;
  link.textContent = text;
  if (IS_EMBEDDED) Object.assign(link, { target: "_blank", rel: "noopener" });
  return link;
}

/** Go to a page of the portal. */
export function open(address) {
  if (IS_EMBEDDED) window.open(address, "_blank", "noopener");
  else window.location.assign(address);
}
