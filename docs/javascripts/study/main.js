// The self-test: a question, time to think, the short answer, the whole one; the reader grades, and FSRS says when it
// comes again. Fetched by its page alone; what is asked is made by scripts/study.
import { wholeAnswer } from "./answer.js";
import { address, button, element, shown } from "./elements.js";
import { answered, ASKS, below, picks, prepared } from "./kinds.js";
import { offline } from "./offline.js";
import { filters, keeping } from "./settings.js";
import { dayOf, graded, GRADES, outlook, plan, span } from "./schedule.js";
import { Store } from "./store.js";

/** A number that mixes ids, the same for an id in every visit. */
const mix = (id) => [...id].reduce((sum, letter) => (Math.imul(sum, 31) + letter.codePointAt(0)) >>> 0, 7);

class SelfTest {
  #root;
  #load;
  #store;
  #index;
  #card;
  #answered = false;
  #parts;

  constructor(place, root, load) {
    this.#root = root;
    this.#load = load;
    this.#index = globalThis.siteStudy.index;
    this.#store = new Store(`${root.pathname}study`, this.#index.moved);
    const part = (tag, attributes) => element(tag, attributes);
    this.#parts = {
      problem: part("p", { class: "self-test-problem", role: "alert", hidden: "" }),
      count: part("p", { class: "self-test-count" }),
      card: part("section", { class: "self-test-card", "aria-labelledby": "self-test-ask self-test-front", tabindex: "-1" }),
      said: part("p", { class: "self-test-said", role: "status" }),
    };
    this.#store.onproblem = (words) => {
      this.#parts.problem.textContent = words;
      this.#parts.problem.hidden = !words;
    };
    this.#store.open();
    this.#follow(new URLSearchParams(location.search));
    const change = (name, value) => {
      this.#store.change((state) => (state.settings[name] = value));
      this.ask();
    };
    this.#store.onchange = () => this.#answered || this.ask(this.#card?.id);
    place.replaceChildren(
      this.#parts.problem,
      filters(this.#index.sections, this.#store.state.settings, change),
      this.#parts.count,
      this.#parts.card,
      this.#parts.said,
      keeping(this.#store, (words) => this.#say(words), () => this.ask()),
    );
    document.addEventListener("keydown", (event) => this.#key(event));
    this.ask();
  }

  /** The address may name a section, level or kind, so that a choice can be linked; what is not known is all. */
  #follow(query) {
    const { settings } = this.#store.state;
    const known = { section: Object.keys(this.#index.sections), level: this.#index.levels, kind: Object.keys(ASKS) };
    for (const [name, values] of Object.entries(known)) {
      settings[name] = query.get(name) ?? settings[name];
      if (!values.includes(settings[name])) settings[name] = "";
    }
  }

  get #ids() {
    const { section, level, kind, mixed } = this.#store.state.settings;
    const names = Object.keys(this.#index.sections);
    const wanted = this.#index.cards.filter(([id, place, difficulty]) =>
      (!section || names[place] === section) && (!level || this.#index.levels[difficulty] === level) && (!kind || id.startsWith(`${kind}/`)));
    const ids = wanted.map(([id]) => id);
    return mixed ? ids.sort((one, other) => mix(one) - mix(other)) : ids;
  }

  /** Show what comes next; a card that is being thought about stays. */
  async ask(stay, focus = false) {
    const now = new Date();
    const ids = this.#ids;
    const { next, due, fresh, begun, later } = plan(ids, this.#store.state, now);
    this.#parts.count.textContent = `Due today: ${due} · new today: ${fresh} · begun: ${begun} of ${ids.length}`;
    if (stay && ids.includes(stay) && this.#card?.id === stay) return;
    if (!next) {
      this.#card = undefined;
      this.#parts.card.replaceChildren(this.#done(ids, begun, later, now));
      if (focus) this.#parts.card.focus();
      return;
    }
    await this.#show(next);
    if (focus) this.#parts.card.focus();
  }

  #done(ids, begun, later, now) {
    if (!ids.length) return element("p", {}, "No card is of that kind, section and level. Choose others above.");
    const when = later > now.getTime() ? ` The next one comes in ${span(later - now)}.` : "";
    const more = begun < ids.length ? " More are new: raise the number of new ones above, or come back tomorrow." : "";
    return element("p", {}, `Nothing is left for today.${when}${more}`);
  }

  async #show(id) {
    const section = Object.keys(this.#index.sections)[this.#index.cards.find(([name]) => name === id)[1]];
    try {
      if (!globalThis.siteStudy.cards?.[section]) await this.#load(`assets/study/cards/${section}.js`);
    } catch {
      this.#parts.card.replaceChildren(element("p", {}, "The cards of this section could not be fetched. "), button("Try again", () => this.ask()));
      return;
    }
    const turn = mix(id) + (this.#store.state.cards[id]?.[4] ?? 0); // counts the reviews of the card
    const card = prepared(id, turn, globalThis.siteStudy.cards[section]);
    this.#card = card;
    this.#answered = false;
    this.#parts.card.replaceChildren(
      element("p", { class: "self-test-ask", id: "self-test-ask" }, ASKS[card.kind]),
      shown(card.front, this.#root, { class: `self-test-front self-test-${card.kind}`, id: "self-test-front", role: "heading", "aria-level": "2" }),
      ...below(card, this.#root, () => this.#answer()),
      button("Show the answer", () => this.#answer(), { class: "md-button md-button--primary self-test-show", "aria-keyshortcuts": "Space" }),
    );
  }

  #answer() {
    const card = this.#card;
    if (!card || this.#answered) return;
    this.#answered = true;
    const page = address(card.url, this.#root);
    const answer = element(
      "div",
      { class: "self-test-answer", tabindex: "-1", role: "group", "aria-label": "Answer" },
      ...answered(card, this.#root, this.#parts.card),
    );
    const whole = button("Show the whole answer", async () => {
      whole.disabled = true;
      await wholeAnswer(page).then(
        (parts) => whole.replaceWith(parts),
        () => whole.remove(), // in a copy on a disk, or offline: the link leads there
      );
    });
    const more = element("p", { class: "self-test-more" }, element("a", { href: page }, "On its page"));
    const times = outlook(this.#store.state.cards[card.id], new Date());
    const grades = GRADES.map(([name, grade], index) =>
      button(name, () => this.#grade(grade), { "aria-keyshortcuts": `${index + 1}`, "data-grade": `${index + 1}` }));
    grades.forEach((each, index) => each.append(element("small", {}, times[index])));
    this.#parts.card.querySelector(".self-test-show").replaceWith(
      answer,
      element("div", { class: "self-test-grades", role: "group", "aria-label": "How well did you know it?" }, ...grades),
      whole,
      more,
    );
    answer.focus({ preventScroll: true });
  }

  #grade(grade) {
    const { id } = this.#card;
    const now = new Date();
    this.#store.change((state) => {
      if (!state.cards[id]) {
        const today = dayOf(now);
        state.fresh = { day: today, count: state.fresh.day === today ? state.fresh.count + 1 : 1 };
      }
      state.cards[id] = graded(state.cards[id], grade, now);
    });
    this.#say(`It comes again in ${span(this.#store.state.cards[id][0] - now)}.`);
    this.ask(undefined, true);
  }

  #say(words) {
    this.#parts.said.textContent = words;
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !this.#card) return;
    if (event.target.closest("select, textarea, dialog, a, summary, input:not([type=radio])")) return;
    if (!this.#answered && picks(this.#card, event.key, this.#parts.card)) {
      event.preventDefault();
      return;
    }
    if (event.target.closest("input")) return;
    if (event.key === " " && !this.#answered && !event.target.closest("button")) {
      event.preventDefault();
      this.#answer();
    } else if (this.#answered && /^[1-4]$/.test(event.key)) {
      event.preventDefault();
      this.#grade(GRADES[event.key - 1][1]);
    }
  }
}

/** Called by the site's script with the place on the page, the address of the site, and what fetches its scripts. */
globalThis.siteStudy ??= {};
globalThis.siteStudy.start = (place, root, load) => {
  new SelfTest(place, root, load);
  const offlinePlace = document.querySelector(".offline");
  if (offlinePlace) offline(offlinePlace, root);
};
