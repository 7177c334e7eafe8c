// What a reader has learned, in this browser alone: in localStorage, with a version. Two tabs share it; where it cannot
// be stored, everything goes on in memory and the reader is told.

export const VERSION = 2;
export const PACE = 10; // new cards in a day

/** Steps from one version to the next. */
const STEPS = {
  // ts-fsrs 5 asks on which learning step a card is; before, a card was on none.
  1: (state) => ({ ...state, cards: Object.fromEntries(Object.entries(state.cards).map(([id, row]) => [id, [...row.slice(0, 6), 0, ...row.slice(6)]])) }),
};

export const empty = (now = Date.now()) => ({
  version: VERSION,
  since: now,
  cards: {},
  fresh: { day: "", count: 0 },
  settings: { section: "", level: "", kind: "question", pace: PACE, mixed: false },
});

const isRow = (row) => Array.isArray(row) && row.length === 9 && row.every(Number.isFinite);
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** Data that were stored or exported, as this version has them; ids that moved are followed. Throws an `Error` in words. */
export const upgraded = (data, moved = {}) => {
  if (!isObject(data) || !Number.isInteger(data.version) || !isObject(data.cards)) throw new Error("this is no progress of this page");
  if (data.version > VERSION) throw new Error("it was written by a newer version of this page; load the page again");
  let state = data;
  while (state.version < VERSION) {
    if (!STEPS[state.version]) throw new Error(`nobody knows version ${state.version} of it`);
    state = { ...STEPS[state.version](state), version: state.version + 1 };
  }
  const made = empty(Number.isFinite(state.since) ? state.since : 0);
  for (const [id, row] of Object.entries(state.cards)) {
    if (!isRow(row)) throw new Error(`what it says of “${id}” cannot be read`);
    const name = Object.hasOwn(moved, id) ? moved[id] : id;
    if (!made.cards[name] || made.cards[name][8] < row[8]) made.cards[name] = row;
  }
  if (isObject(state.fresh) && Number.isInteger(state.fresh.count)) made.fresh = { day: String(state.fresh.day), count: state.fresh.count };
  for (const [name, value] of Object.entries(isObject(state.settings) ? state.settings : {})) {
    if (typeof value === typeof made.settings[name]) made.settings[name] = value;
  }
  return made;
};

/** What two tabs, or a browser and a file, know together: of each card what was learned last. */
export const merged = (one, other) => {
  const cards = { ...one.cards };
  for (const [id, row] of Object.entries(other.cards)) {
    if (!cards[id] || cards[id][8] < row[8]) cards[id] = row;
  }
  return { ...one, cards };
};

export class Store {
  #name;
  #storage;
  #moved;
  #frozen = false;
  /** Called with words when something cannot be stored or read. */
  onproblem = () => {};
  /** Called when another tab has changed what is known. */
  onchange = () => {};

  constructor(name, moved, storage = () => globalThis.localStorage) {
    this.#name = name;
    this.#moved = moved;
    this.#storage = storage;
    this.state = empty();
  }

  open() {
    this.#read(true);
    addEventListener("storage", (event) => {
      if (event.key !== this.#name && event.key !== null) return;
      if (event.newValue === null) this.state = empty(); // forgotten in another tab
      else this.#read(false);
      this.onchange();
    });
  }

  /** Change what is known by a function, on top of what other tabs have stored meanwhile. */
  change(edit) {
    this.#read(false);
    edit(this.state);
    this.#write();
  }

  forget() {
    this.state = empty();
    this.#frozen = false;
    this.#write();
  }

  /** What a file holds is added to what is known; throws an `Error` in words. */
  add(text) {
    let data;
    try {
      data = JSON.parse(text);
    } catch {
      throw new Error("this is no file that was saved here");
    }
    const given = upgraded(data, this.#moved);
    this.change((state) => Object.assign(state, merged(state, given)));
    return Object.keys(given.cards).length;
  }

  get text() {
    return JSON.stringify(this.state);
  }

  #read(settings) {
    let text;
    try {
      text = this.#storage().getItem(this.#name);
    } catch {
      this.onproblem("This browser does not let the page store anything. Your progress lasts until you leave the page; save it as a file to keep it.");
      return;
    }
    if (!text) return;
    try {
      const stored = upgraded(JSON.parse(text), this.#moved);
      const anew = stored.since > this.state.since; // begun anew in another tab
      const together = settings || anew ? stored : merged(this.state, stored);
      this.state = { ...together, fresh: stored.fresh, settings: settings ? stored.settings : this.state.settings };
    } catch (error) {
      this.#frozen = true; // what cannot be read is not written over
      this.onproblem(`Progress was stored here before, but ${error instanceof SyntaxError ? "it is damaged" : error.message}. It stays as it is; what you do now lasts until you leave the page.`);
    }
  }

  #write() {
    if (this.#frozen) return;
    try {
      this.#storage().setItem(this.#name, this.text);
      this.onproblem("");
    } catch {
      this.onproblem("Your progress cannot be stored: the browser's storage is full or blocked. It lasts until you leave the page; save it as a file to keep it.");
    }
  }
}
