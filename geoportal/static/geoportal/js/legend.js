/**
 * A numbered legend, the same as the partial `_legend.html`: each number stands under the left edge of its class.
 */

function element(name, className, text) {
  const node = document.createElement(name);
  if (className) node.className = className;
  if (text) node.textContent = text;
  return node;
}

/**
 * Draw a legend into an element, in place of what was there.
 * @param {HTMLElement} target gets the class `legend`
 * @param {{title: string, labels: string[], note?: string}} legend labels of the seven classes, see classify.js
 */
export function renderLegend(target, { title, labels, note }) {
  const scale = element("ol", "legend__scale");
  labels.forEach((label, index) => {
    const item = element("li", `class-${index + 1}`);
    item.append(element("span", "", label));
    scale.append(item);
  });
  target.classList.add("legend");
  target.replaceChildren(element("p", "legend__title", title), scale);
  if (note) target.append(element("p", "legend__note", note));
}
