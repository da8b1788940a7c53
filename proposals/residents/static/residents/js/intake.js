/**
 * The scan form with JavaScript: a draft kept on the phone, a counter, a search among stops, the phone's position,
 * the map of “another place” loaded when it is opened, and a button that sends once. Without it the form works too.
 */

const form = document.querySelector("[data-intake]");
const field = (name) => form.elements[name];
const DRAFT = `draft:${form.dataset.draft}`;
const SENT = "draft:sent";
const SAVE_AFTER_MS = 400;

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

function write(name, value) {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, JSON.stringify(value));
    return true;
  } catch {
    return false; // storage may be closed or full: then nothing claims to be saved
  }
}

/** Show words in a live line, beside its icon if it has one; without words the line is emptied. */
function say(line, words, kind = "") {
  line.hidden = false;
  line.className = kind ? `live live--${kind}` : "live";
  (line.querySelector("span") ?? line).textContent = words;
}

/**
 * Keep what is typed on the phone, with its key. The same words of a draft keep their key, whoever puts them back
 * into the field: this script, or the browser itself (Firefox restores texts, but not the key, after a reload).
 */
function keepDraft() {
  const text = form.querySelector("[data-text]");
  const saved = form.querySelector("[data-saved-line]");
  const counter = form.querySelector("[data-counter]");
  let timer = 0;
  let sent = null; // what has left this phone, perhaps without an answer
  const words = () => ({ key: field("key").value, text: text.value, topic: field("topic").value });
  const isSame = (one, other) => one.text.trim() === other.text.trim() && one.topic === other.topic;
  const count = () => {
    const length = [...text.value].length;
    if (length) counter.textContent = `${length} / ${counter.dataset.max}`;
  };
  const save = () => {
    const draft = words();
    const kept = write(DRAFT, draft.text.trim() ? { ...draft, sent } : null);
    say(saved, kept && draft.text.trim() ? saved.dataset.saved : "", "ok");
  };
  const keyOfWords = () => {
    if (!sent || !crypto.randomUUID) return;
    if (isSame(sent, words())) field("key").value = sent.key;
    else if (field("key").value === sent.key) field("key").value = crypto.randomUUID();
  };
  const choose = (slug) => {
    const topic = form.querySelector(`[name="topic"][value="${CSS.escape(slug)}"]`);
    if (!topic || field("topic").value) return;
    topic.checked = true;
    topic.closest("details")?.setAttribute("open", "");
  };
  const draft = form.dataset.fresh === "yes" ? read(DRAFT) : null;
  if (draft?.text && (!text.value.trim() || text.value.trim() === draft.text.trim())) {
    if (!text.value.trim()) text.value = draft.text;
    field("key").value = draft.key;
    sent = draft.sent ?? null;
    choose(draft.topic);
    keyOfWords();
    say(saved, saved.dataset.saved, "ok");
  } else if (text.value.trim()) save();
  count();
  form.addEventListener("input", (event) => {
    if (event.target !== text && event.target.name !== "topic") return;
    keyOfWords();
    count();
    clearTimeout(timer);
    timer = setTimeout(save, SAVE_AFTER_MS);
  });
  form.addEventListener("intake:sent", () => {
    sent = words();
    save();
  });
  addEventListener("pagehide", () => timer && save());
  write(SENT, null);
}

function sendOnce() {
  const button = form.querySelector("[data-send]");
  const line = form.querySelector("[data-sending-line]");
  form.addEventListener("submit", (event) => {
    if (event.submitter?.name) return;
    if (navigator.onLine === false || button.disabled) {
      event.preventDefault();
      if (!button.disabled) say(line, button.dataset.offline, "wait");
      return;
    }
    button.disabled = true;
    form.dispatchEvent(new Event("intake:sent"));
    write(SENT, DRAFT);
    say(line, button.dataset.sending, "wait");
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    button.disabled = false;
    say(line, "");
  });
}

function searchStops() {
  form.querySelectorAll("[data-stop-search]").forEach((box) => {
    const group = box.closest("[data-direction]");
    const more = group.querySelector(".where__more");
    const none = group.querySelector("[data-no-stop]");
    const items = [...group.querySelectorAll(".stop-list li")];
    box.hidden = false;
    box.firstElementChild.nextElementSibling.addEventListener("input", ({ target }) => {
      const words = target.value.trim().toLocaleLowerCase();
      if (more && words) more.open = true;
      items.forEach((item) => (item.hidden = !item.textContent.toLocaleLowerCase().includes(words)));
      none.hidden = items.some((item) => !item.hidden);
    });
    box.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  });
}

function offerPosition() {
  const option = form.querySelector("[data-device]");
  if (!option || !("geolocation" in navigator)) return;
  const line = option.querySelector("[data-device-line]");
  const words = option.dataset;
  const found = ({ coords }) => {
    const metres = Math.ceil(coords.accuracy);
    field("device_lon").value = coords.longitude;
    field("device_lat").value = coords.latitude;
    field("device_accuracy_m").value = coords.accuracy;
    field("device_heading").value = Number.isFinite(coords.heading) ? coords.heading : "";
    if (metres > Number(words.limit)) say(line, words.rough.replace("%s", metres), "error");
    else say(line, words.located.replace("%s", metres), "ok");
  };
  option.hidden = false;
  option.querySelector("input").addEventListener("change", () => {
    say(line, words.locating);
    navigator.geolocation.getCurrentPosition(found, () => say(line, words.denied, "error"), {
      enableHighAccuracy: true,
      timeout: 15000,
      maximumAge: 60000,
    });
  });
}

function openMapWhenAsked() {
  const place = form.querySelector("[data-elsewhere]");
  const load = async () => {
    const { showPinMap } = await import("./intake_map.js");
    showPinMap(form, place.querySelector("[data-map]"), say);
  };
  if (place.tagName !== "DETAILS" || place.open) load();
  else place.addEventListener("toggle", load, { once: true });
}

/** Say what personal data was noticed; what does that is loaded with the first letter. */
function noticePersonalData() {
  const text = form.querySelector("[data-text]");
  const load = async () => {
    const { watch } = await import("./intake_hints.js");
    watch(text, form.querySelector("[data-personal-line]"), say);
  };
  if (text.value) load();
  else text.addEventListener("input", load, { once: true });
}

keepDraft();
noticePersonalData();
sendOnce();
searchStops();
offerPosition();
openMapWhenAsked();
form.querySelector("[data-errors]")?.focus();
