// Choices: a right statement among wrong ones that people repeat. The wrong ones are cards of their own, claims, and say
// why they are wrong. Nothing is judged before the reader asks for it.
import { element, shown } from "./elements.js";

const shuffled = (list) => {
  for (let last = list.length - 1; last > 0; last -= 1) {
    const other = Math.floor(Math.random() * (last + 1));
    [list[last], list[other]] = [list[other], list[last]];
  }
  return list;
};

/** The statements of a card, in another order each time; `cards` has the claims that are wrong. */
export const statements = (card, cards) => {
  const wrong = card.wrong.map((id) => ({ markup: cards[id].front.replace(/“(.*)”/s, "$1"), verdict: cards[id].verdict, why: cards[id].back }));
  return shuffled([{ markup: card.right, verdict: "right", why: card.back }, ...wrong]);
};

/** The statements to choose from; Enter shows the answer. */
export const options = (card, root, answer) => {
  const rows = card.statements.map(({ markup }, place) => {
    const input = element("input", { type: "radio", name: "self-test-choice", value: `${place}`, "aria-keyshortcuts": `${place + 1}` });
    return element("label", {}, input, shown(markup, root, {}));
  });
  const group = element("div", { class: "self-test-choice", role: "radiogroup", "aria-labelledby": "self-test-ask" }, ...rows);
  group.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    answer();
  });
  return group;
};

const inputs = (place) => [...place.querySelectorAll(".self-test-choice input")];

/** Choose the statement that stands at a place, counted from 1; whether there is one. */
export const pick = (place, number) => {
  const input = inputs(place)[number - 1];
  if (!input) return false;
  input.checked = true;
  input.focus();
  return true;
};

/** What is to be said of the choice, which is closed. */
export const chosen = (card, place) => {
  const made = inputs(place).find((input) => input.checked);
  for (const input of inputs(place)) input.disabled = true;
  if (!made) return false;
  return element("p", { class: "self-test-judged" }, card.statements[made.value].verdict === "right" ? "Right." : "Not so.");
};

/** Each statement again, with its verdict and the reason, the right one first. */
export const reasons = (card, root) => {
  const order = [...card.statements].sort((one, other) => (other.verdict === "right") - (one.verdict === "right"));
  const parts = order.flatMap(({ markup, verdict, why }) => [
    element("dt", {}, element("span", { class: `verdict verdict-${verdict}` }, verdict), shown(markup, root, {})),
    element("dd", {}, shown(why, root, {})),
  ]);
  return element("dl", { class: "self-test-back" }, ...parts);
};
