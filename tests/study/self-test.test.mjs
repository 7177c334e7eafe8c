// What a reader has learned: when cards come again, what is stored, what old and damaged storage becomes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { compute, isRight, numberOf } from "../../docs/javascripts/study/exercise.js";
import { dayOf, graded, outlook, plan, span } from "../../docs/javascripts/study/schedule.js";
import { empty, merged, Store, upgraded, VERSION } from "../../docs/javascripts/study/store.js";

globalThis.addEventListener ??= () => {};
const [AGAIN, HARD, GOOD, EASY] = [1, 2, 3, 4];
const DAY = 86_400_000;
const START = new Date(2026, 0, 5, 9);
const later = (days, from = START) => new Date(from.getTime() + days * DAY);
const state = (cards, settings = {}) => {
  const made = empty(START.getTime());
  return { ...made, cards, settings: { ...made.settings, ...settings } };
};

class Memory {
  values = new Map();
  getItem = (name) => this.values.get(name) ?? null;
  setItem = (name, value) => this.values.set(name, value);
}
const opened = (memory, moved = {}) => {
  const store = new Store("study", moved, () => memory);
  store.problems = [];
  store.onproblem = (words) => words && store.problems.push(words);
  store.open();
  return store;
};

test("better grades come again later, and a card that is known comes ever more rarely", () => {
  const dues = [AGAIN, HARD, GOOD, EASY].map((grade) => graded(undefined, grade, START)[0]);
  assert.deepEqual(dues, [...dues].sort((one, other) => one - other));
  let row = graded(undefined, EASY, START);
  const gaps = [];
  for (let count = 0; count < 4; count += 1) {
    const now = new Date(row[0]);
    row = graded(row, GOOD, now);
    gaps.push(row[0] - now);
  }
  assert.deepEqual(gaps, [...gaps].sort((one, other) => one - other));
  assert.ok(gaps[0] > DAY && gaps.at(-1) > 30 * DAY, gaps.join());
  const forgotten = graded(row, AGAIN, new Date(row[0]));
  assert.ok(forgotten[0] - row[0] <= 10 * 60_000);
  assert.equal(forgotten[5], row[5] + 1); // a lapse
});

test("the outlook says what grading then does", () => {
  const row = graded(undefined, GOOD, START);
  const now = later(0.01);
  const said = outlook(row, now);
  [AGAIN, HARD, GOOD, EASY].forEach((grade, index) => assert.equal(span(graded(row, grade, now)[0] - now), said[index]));
});

test("times are said in words", () => {
  const said = [1, 59, 61, 24 * 60, 59 * 1440, 90 * 1440, 800 * 1440].map((minutes) => span(minutes * 60_000));
  assert.deepEqual(said, ["1 min", "59 min", "1 h", "1 day", "59 days", "3 months", "2 years"]);
});

test("due cards come before new ones, and new ones end with the pace of the day", () => {
  const ids = ["a", "b", "c", "d"];
  const due = [later(-1).getTime(), 5, 5, 5, 3, 0, 0, 2, later(-6).getTime()];
  const tonight = [later(0.5).getTime(), ...due.slice(1)];
  const next = [later(2).getTime(), ...due.slice(1)];
  const all = plan(ids, state({ b: tonight, c: due, d: next }), START);
  assert.deepEqual([all.next, all.due, all.fresh, all.begun], ["c", 2, 1, 3]);
  assert.equal(plan(ids, state({ d: next }, { pace: 0 }), START).next, undefined);
  const busy = { ...state({}, { pace: 2 }), fresh: { day: dayOf(START), count: 2 } };
  assert.equal(plan(ids, busy, START).next, undefined);
  assert.equal(plan(ids, busy, later(1)).next, "a");
});

test("what is due in minutes is asked early if nothing else is left, in hours is not", () => {
  const row = graded(undefined, GOOD, START);
  assert.equal(plan(["a"], state({ a: row }), later(0.001)).next, "a");
  const hours = [later(0.2).getTime(), ...row.slice(1)];
  assert.equal(plan(["a"], state({ a: hours }), START).next, undefined);
});

test("what is stored is there in the next visit", () => {
  const memory = new Memory();
  opened(memory).change((known) => (known.cards["question/a"] = graded(undefined, GOOD, START)));
  assert.deepEqual(Object.keys(opened(memory).state.cards), ["question/a"]);
});

test("storage of an older version is brought up to date, and ids that moved are followed", () => {
  const row = graded(undefined, GOOD, START);
  const old = { version: 1, cards: { "question/old": [...row.slice(0, 6), ...row.slice(7)] }, settings: { pace: 5, gone: 1 } };
  const memory = new Memory();
  memory.setItem("study", JSON.stringify(old));
  const store = opened(memory, { "question/old": "question/new" });
  assert.deepEqual(store.state.cards, { "question/new": [...row.slice(0, 6), 0, ...row.slice(7)] });
  assert.equal(store.state.version, VERSION);
  assert.equal(store.state.settings.pace, 5);
  assert.ok(!("gone" in store.state.settings));
  assert.deepEqual(store.problems, []);
});

for (const [what, text] of Object.entries({
  "is damaged": '{"version": 2, "cards": {"a": [1',
  "is of a newer version": JSON.stringify({ ...empty(), version: VERSION + 1 }),
  "is of no known version": JSON.stringify({ ...empty(), version: 0 }),
  "has a row that is none": JSON.stringify({ ...empty(), cards: { a: [1, 2] } }),
  "is something else": '["a"]',
})) {
  test(`storage that ${what} stays as it is, and everything goes on in memory`, () => {
    const memory = new Memory();
    memory.setItem("study", text);
    const store = opened(memory);
    assert.equal(store.problems.length, 1);
    store.change((known) => (known.cards.a = graded(undefined, GOOD, START)));
    assert.ok(store.state.cards.a);
    assert.equal(memory.getItem("study"), text);
    store.forget();
    assert.deepEqual(JSON.parse(memory.getItem("study")).cards, {});
  });
}

test("two tabs keep what each has learned; what one forgets, the other forgets", async () => {
  const memory = new Memory();
  const [one, other] = [opened(memory), opened(memory)];
  one.change((known) => (known.cards.a = graded(undefined, GOOD, START)));
  other.change((known) => (known.cards.b = graded(undefined, GOOD, START)));
  one.change((known) => (known.cards.a = graded(known.cards.a, EASY, later(1))));
  assert.deepEqual(Object.keys(one.state.cards), ["a", "b"]);
  other.change(() => 0);
  assert.equal(other.state.cards.a[8], later(1).getTime());
  await new Promise((resolve) => setTimeout(resolve, 5)); // times are told apart by milliseconds
  other.forget();
  one.change((known) => (known.cards.c = graded(undefined, GOOD, START)));
  assert.deepEqual(Object.keys(one.state.cards), ["c"]);
});

test("storage that is full or blocked is said, and everything goes on", () => {
  const full = new Memory();
  full.setItem = () => {
    throw new DOMException("full", "QuotaExceededError");
  };
  const store = opened(full);
  store.change((known) => (known.cards.a = graded(undefined, GOOD, START)));
  assert.match(store.problems.at(-1), /full or blocked/);
  store.change((known) => (known.cards.b = graded(undefined, GOOD, START)));
  assert.deepEqual(Object.keys(store.state.cards), ["a", "b"]);
  const blocked = new Store("study", {}, () => {
    throw new DOMException("blocked", "SecurityError");
  });
  const said = [];
  blocked.onproblem = (words) => said.push(words);
  blocked.open();
  assert.match(said[0], /does not let the page store/);
});

test("a saved file is added: of each card, what was learned last counts", () => {
  const [old, fresh] = [START, later(3)].map((now) => graded(undefined, GOOD, now));
  const saved = opened(new Memory());
  saved.change((known) => Object.assign(known.cards, { a: old, b: fresh }));
  const store = opened(new Memory());
  store.change((known) => Object.assign(known.cards, { a: fresh, b: old }));
  assert.equal(store.add(saved.text), 2);
  assert.deepEqual(store.state.cards, { a: fresh, b: fresh });
  assert.throws(() => store.add("hello"), /no file that was saved here/);
  assert.throws(() => store.add("{}"), /no progress of this page/);
  assert.deepEqual(merged(state({ a: old }), state({ a: fresh })).cards, { a: fresh });
  assert.throws(() => upgraded(null), /no progress/);
});

test("numbers may be typed as people write them", () => {
  const written = { "1,234.5": 1234.5, "1 234,5": 1234.5, "12 %": 12, "3e-4": 3e-4, "3/4": 0.75, ".5": 0.5, "−2": -2, "1,281,167": 1281167, "7 pixels": 7, "2,5": 2.5, "16'384": 16384 };
  for (const [text, number] of Object.entries(written)) assert.equal(numberOf(text), number, text);
  for (const text of ["", "two", "1.2.3", "1/2/3", "0x10", "1,2,3", "-", "Infinity"]) assert.ok(Number.isNaN(numberOf(text)), text);
});

test("an answer is right within the tolerance that is stated, and whole numbers must be exact", () => {
  const share = { answer: 0.27835, printed: "0.2784", within: 2 };
  assert.ok(isRight(share, 0.2784) && isRight(share, 0.28) && isRight(share, 0.2730));
  assert.ok(!isRight(share, 0.285) && !isRight(share, 0.272) && !isRight(share, NaN) && !isRight(share, -0.2784));
  const count = { answer: 782, printed: "782", within: 0 };
  assert.ok(isRight(count, 782) && !isRight(count, 781) && !isRight(count, 782.4));
  const rate = { answer: 6.1e-17, printed: "0", within: 2 };
  assert.ok(isRight(rate, 0) && !isRight(rate, 1));
});

test("each turn has other numbers, and the gaps of both sides are filled alike", () => {
  const card = { front: "⟦0⟧ of ⟦1⟧?", back: "⟦0⟧ / ⟦1⟧ = ⟦2⟧", rows: [["1", "2", "0.5"], ["3", "4", "0.75"]], answers: [0.5, 0.75] };
  const turns = [0, 1, 2].map((turn) => compute(card, turn));
  assert.deepEqual(turns.map(({ front }) => front), ["1 of 2?", "3 of 4?", "1 of 2?"]);
  assert.deepEqual(turns[1], { ...card, front: "3 of 4?", back: "3 / 4 = 0.75", answer: 0.75, printed: "0.75" });
});
