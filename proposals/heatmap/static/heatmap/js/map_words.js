/** What is said over the map, for a while, and told of what it shows, to those who do not see it. */

const SAID_MS = 12000;

/** The two lines of the map's page. */
export class MapWords {
  constructor(root) {
    this.words = root.dataset;
    this.status = root.querySelector("[data-map-status]");
    this.told = root.querySelector("[data-map-words]");
    this.going = 0;
  }

  /** Say something over the map, or nothing; what does not wait for an end goes by itself. */
  say(text) {
    this.status.textContent = text;
    this.status.hidden = !text;
    clearTimeout(this.going);
    if (text && text !== this.words.failed) this.going = setTimeout(() => this.say(""), SAID_MS);
  }

  /** Say that the data did not come. */
  sayFailed() {
    this.say(this.words.failed);
  }

  /** Say nothing of failure any more: the data have come. */
  sayCome() {
    if (this.status.textContent === this.words.failed) this.say("");
  }

  /** Tell in words what the map shows now. */
  tell(pattern, { view, period, count }, more = []) {
    const text = pattern.replace("VIEW", view).replace("PERIOD", period).replace("COUNT", count);
    this.told.textContent = [text, ...more].join(" ");
  }
}
