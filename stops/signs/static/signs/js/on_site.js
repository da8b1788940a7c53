/**
 * On site: the phone's position beside the intended place, the distance in words while the keeper walks, a photo made
 * smaller before it is sent over a poor connection. Without this the form works too; the server decides in any case.
 */

const form = document.querySelector("[data-on-site]");
const field = (name) => form.elements[name];
const words = form.dataset;
const intended = words.point ? words.point.split(",").map(Number) : null;
const EARTH_RADIUS_M = 6371008.8;
const PHOTO_QUALITY = 0.85;

/** Show words in a live line of the form. */
function say(name, text, kind = "") {
  const line = form.querySelector(`[data-line="${name}"]`);
  line.classList.remove("live--ok", "live--error", "live--wait");
  if (kind) line.classList.add(`live--${kind}`);
  line.querySelector("[data-words]").textContent = text;
}

/** Metres between two [lon, lat] on the sphere: near enough to tell while walking. */
function distanceM([lonA, latA], [lonB, latB]) {
  const rad = Math.PI / 180;
  const half = (a, b) => Math.sin(((b - a) * rad) / 2) ** 2;
  const chord = half(latA, latB) + Math.cos(latA * rad) * Math.cos(latB * rad) * half(lonA, lonB);
  return 2 * EARTH_RADIUS_M * Math.asin(Math.sqrt(chord));
}

// Some browsers have no Kazakh numbers and would write English ones, whose comma reads as a decimal sign here.
const numbers = new Intl.NumberFormat([document.documentElement.lang, "ru"]);
const metres = (value) => numbers.format(Math.round(value));
const fill = (text, distance, accuracy) =>
  text.replace("%d ", `${metres(distance)}\u00a0`).replace("± %a ", `±\u00a0${metres(Math.ceil(accuracy))}\u00a0`);

/** Say how far the phone is; ask for an explanation where the server would. */
function tell(position, accuracy) {
  const distance = intended ? distanceM(position, intended) : 0;
  const isRough = accuracy > Number(words.accuracyLimit);
  const isFar = Boolean(intended) && distance > Number(words.limit);
  field("explanation").required = isRough || isFar;
  if (isRough) say("distance", fill(words.wordsRough, distance, accuracy), "error");
  else if (!intended) say("distance", fill(words.wordsBus, distance, accuracy), "ok");
  else if (isFar) say("distance", fill(words.wordsFar, distance, accuracy), "error");
  else say("distance", fill(words.wordsNear, distance, accuracy), "ok");
}

/** Draw the intended place, as far around it as needs no explanation, and the phone once it is known. */
async function drawMap() {
  const box = form.querySelector("[data-map]");
  if (!intended || !box) return () => {};
  box.hidden = false;
  const { createBaseMap, toLatLng } = await import("../../geoportal/js/leaflet_base.js");
  const { circle, mark } = await import("../../geoportal/js/leaflet_marks.js");
  const { map, token } = createBaseMap(box.querySelector(".map"), { scrollWheelZoom: false });
  const dot = (position, name, size) =>
    mark(position, { className: name, iconSize: [size, size] }, { pane: "you", interactive: false, keyboard: false }).addTo(map);
  const ring = (position, radius, colour, options) =>
    circle(position, radius, { pane: "lines", interactive: false, color: token(colour), weight: 2, fillOpacity: 0.08, ...options }).addTo(
      map,
    );
  const allowed = ring(intended, Number(words.limit), "accent", { dashArray: "4 5" });
  dot(intended, "on-site__place", 16);
  map.fitBounds(allowed.getBounds(), { padding: [8, 8], animate: false });
  let you = null;
  let around = null;
  return (position, accuracy) => {
    const at = toLatLng(position);
    if (!you) map.fitBounds(allowed.getBounds().extend(at), { padding: [32, 36], animate: false });
    you ??= dot(position, "on-site__you", 20);
    around ??= ring(position, accuracy, "gold", { weight: 1 });
    you.setLatLng(at);
    around.setLatLng(at).setRadius(accuracy);
  };
}

function watchPosition(drawn) {
  const denied = () => {
    if (field("lat").value) return;
    field("explanation").required = Boolean(intended);
    say("distance", words.wordsDenied, "error");
  };
  if (!("geolocation" in navigator)) {
    denied();
    return;
  }
  if (intended) say("distance", words.wordsLooking);
  const found = async ({ coords }) => {
    const position = [coords.longitude, coords.latitude];
    [field("lon").value, field("lat").value] = position;
    field("accuracy_m").value = coords.accuracy;
    tell(position, coords.accuracy);
    (await drawn)(position, coords.accuracy);
  };
  navigator.geolocation.watchPosition(found, denied, { enableHighAccuracy: true, timeout: 20000, maximumAge: 5000 });
}

/** Make the chosen photo smaller; where the browser cannot, the server does. */
async function shrink(file) {
  const side = Number(words.photoSide);
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const canvas = Object.assign(document.createElement("canvas"), {
    width: Math.round(picture.width * scale),
    height: Math.round(picture.height * scale),
  });
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", PHOTO_QUALITY));
  const files = new DataTransfer();
  files.items.add(new File([blob], "sign.jpg", { type: "image/jpeg" }));
  return files.files;
}

function takePhoto() {
  const input = field("photo");
  const preview = form.querySelector("[data-preview]");
  input.addEventListener("change", async () => {
    const [file] = input.files;
    preview.hidden = true;
    say("photo", "");
    if (!file) return;
    try {
      input.files = await shrink(file);
    } catch {
      return; // not a picture that this browser opens: the server says so
    }
    preview.querySelector("img").src = URL.createObjectURL(input.files[0]);
    preview.hidden = false;
    say("photo", words.wordsPhoto, "ok");
  });
}

function sendOnce() {
  const button = form.querySelector("[data-send]");
  form.addEventListener("submit", (event) => {
    if (button.disabled || navigator.onLine === false) {
      event.preventDefault();
      if (!button.disabled) say("sending", words.wordsOffline, "wait");
      return;
    }
    button.disabled = true;
    say("sending", words.wordsSending, "wait");
  });
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    button.disabled = false;
    say("sending", "");
  });
}

watchPosition(drawMap());
const remembered = ["lon", "lat", "accuracy_m"].map((name) => parseFloat(field(name).value));
if (remembered.every(Number.isFinite)) tell(remembered.slice(0, 2), remembered[2]);
takePhoto();
sendOnce();
