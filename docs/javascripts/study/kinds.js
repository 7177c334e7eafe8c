// What the kinds of cards ask for, and what is answered. Most have two sides; a choice is made, an exercise computed.
import * as choice from "./choice.js";
import { element, shown } from "./elements.js";
import * as exercise from "./exercise.js";

export const ASKS = {
  question: "Say your answer aloud; 20 seconds are enough.",
  claim: "People say this. Is it wrong, misleading or outdated, and why?",
  formula: "What does this formula say, and what do its symbols mean?",
  "follow-up": "This is asked next. Say your answer aloud.",
  choice: "Which of these is right?",
  exercise: "Compute it. The numbers are others each time.",
};

/** A card as it is asked this time: `turn` counts, `cards` are those of its section. */
export const prepared = (id, turn, cards) => {
  const kind = id.split("/")[0];
  const card = { id, kind, ...cards[id] };
  if (kind === "exercise") return exercise.compute(card, turn);
  return kind === "choice" ? { ...card, statements: choice.statements(card, cards) } : card;
};

/** What stands below the question: where it is from, unless it says so itself, and what may be filled in. */
export const below = (card, root, answer) => [
  card.kind !== "question" && card.kind !== "choice" && element("p", { class: "self-test-from" }, `From: ${card.question}`),
  card.kind === "exercise" && exercise.field(card, answer),
  card.kind === "choice" && choice.options(card, root, answer),
].filter(Boolean);

/** The answer, with what is to be said of what was filled in at `place`. */
export const answered = (card, root, place) => {
  if (card.kind === "choice") return [choice.chosen(card, place), choice.reasons(card, root)].filter(Boolean);
  const verdict = card.verdict && element("p", {}, element("span", { class: `verdict verdict-${card.verdict}` }, card.verdict));
  const back = shown(card.back, root, { class: card.kind === "question" ? "short-answer" : "self-test-back" });
  return [card.kind === "exercise" && exercise.judged(card, place), verdict, back].filter(Boolean);
};

/** Whether a number key means something before the answer is shown. */
export const picks = (card, key, place) => card.kind === "choice" && /^[1-9]$/.test(key) && choice.pick(place, Number(key));
