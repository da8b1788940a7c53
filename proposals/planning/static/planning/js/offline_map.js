/**
 * The planners' one-file map: heading, tooltips and popups from the page's block of data, always as text.
 *
 * A classic script, embedded in the file after folium's own, which leaves each layer among the globals by its name.
 */

(() => {
  const data = JSON.parse(document.getElementById("offline-map-data").textContent);
  const POPUP = { maxWidth: 320, maxHeight: 320 };

  function line(name, text, lang = "") {
    const node = document.createElement(name);
    node.textContent = text;
    node.dir = "auto";
    if (lang) node.lang = lang;
    return node;
  }

  function box(className, ...lines) {
    const node = document.createElement("div");
    node.className = className;
    node.append(...lines);
    return node;
  }

  function popupOf({ title, meta, text, lang }) {
    return box("offline-popup", line("h2", title, lang), line("p", meta), line("div", text, lang));
  }

  const { title, meta, note, credit } = data.heading;
  document.body.append(box("offline-heading", line("h1", title), line("p", meta), line("p", note), line("small", credit)));
  ["in", "out"].forEach((way) => {
    document.querySelectorAll(`.leaflet-control-zoom-${way}`).forEach((button) => {
      button.title = data.zoom[way];
      button.setAttribute("aria-label", data.zoom[way]);
    });
  });
  Object.entries(data.tooltips).forEach(([name, text]) => window[name].bindTooltip(() => line("span", text), { sticky: true }));
  Object.entries(data.popups).forEach(([name, content]) => window[name].bindPopup(() => popupOf(content), POPUP));
})();
