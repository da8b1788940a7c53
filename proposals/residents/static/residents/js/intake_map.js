/**
 * The small map of “another place”: Leaflet and its styles come only now. A tap, a drag or the button sets the pin.
 */

function addStyle(address) {
  return new Promise((resolve, reject) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: address });
    link.addEventListener("load", resolve);
    link.addEventListener("error", reject);
    document.head.append(link);
  });
}

function addScript(address) {
  return new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src: address });
    script.addEventListener("load", resolve);
    script.addEventListener("error", reject);
    document.head.append(script);
  });
}

async function loadLeaflet({ leafletCss, mapCss, leafletJs }) {
  await Promise.all([addStyle(leafletCss).then(() => addStyle(mapCss)), addScript(leafletJs)]);
  return import("../../geoportal/js/leaflet_base.js");
}

/**
 * Show the map and keep its pin in the form's fields.
 * @param {HTMLFormElement} form
 * @param {HTMLElement} box the hidden part of the page that holds the map
 * @param {(line: HTMLElement, words: string, kind?: string) => void} say
 */
export async function showPinMap(form, box, say) {
  const line = box.querySelector("[data-map-line]");
  box.hidden = false;
  let base;
  try {
    base = await loadLeaflet(box.dataset);
  } catch {
    say(line, box.dataset.failed, "error");
    return;
  }
  const { createBaseMap, addPin, toLonLat } = base;
  const { map, flyTo } = createBaseMap(box.querySelector(".map"));
  const option = form.querySelector("[data-pin]");
  let pin = null;

  const keep = (lonLat) => {
    [form.elements.pin_lon.value, form.elements.pin_lat.value] = lonLat;
    option.hidden = false;
    option.querySelector("input").checked = true;
    option.querySelector("[data-pin-words]").textContent = "";
    say(line, box.dataset.placed, "ok");
  };
  const put = (lonLat) => {
    pin?.remove();
    pin = addPin(map, lonLat, { label: option.querySelector("span").firstChild.textContent, draggable: true });
    pin.on("dragend", () => keep(toLonLat(pin.getLatLng())));
  };

  map.on("click", ({ latlng }) => {
    put(toLonLat(latlng));
    keep(toLonLat(latlng));
  });
  const middleButton = box.querySelector("[data-pin-middle]");
  middleButton.hidden = false;
  middleButton.addEventListener("click", () => {
    const middle = toLonLat(map.getCenter());
    put(middle);
    keep(middle);
  });
  const [lon, lat] = [form.elements.pin_lon, form.elements.pin_lat].map(({ value }) => parseFloat(value));
  if (Number.isFinite(lon) && Number.isFinite(lat)) {
    put([lon, lat]);
    flyTo([lon, lat], 16);
  } else if (box.dataset.lon) flyTo([Number(box.dataset.lon), Number(box.dataset.lat)], 15);
}
