// Exercises: a number is asked for, with other inputs each time. The build has drawn the inputs and computed the answers
// with the tested code; here a row of them is put into the gaps, and what the reader types is compared.
import { element } from "./elements.js";

const GAP = /⟦(\d+)⟧/g;

/** The card with the row of a turn in its gaps; the last number of a row is the printed answer. */
export const compute = (card, turn) => {
  const place = turn % card.rows.length;
  const row = card.rows[place];
  const fill = (markup) => markup.replace(GAP, (_, name) => row[name]);
  return { ...card, front: fill(card.front), back: fill(card.back), answer: card.answers[place], printed: row.at(-1) };
};

/** What a reader may type, as a number: `1,234.5`, `1 234,5`, `12 %`, `3e-4`, `3/4`; NaN if it is none. */
export const numberOf = (text) => {
  let plain = text.replace(/[\s'’_]|[%a-zµ]+$/giu, "").replace("−", "-");
  if (/^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain)) plain = plain.replaceAll(",", "");
  const [over, under, ...more] = plain.replace(",", ".").split("/");
  const value = (part) => (/^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(part) ? Number(part) : NaN);
  if (more.length) return NaN;
  return under === undefined ? value(over) : value(over) / value(under);
};

/** Whether a number is the answer, within the tolerance of the card in percent and what rounding to its print does. */
export const isRight = (card, number) => {
  const digits = card.printed.split(".")[1]?.length ?? 0;
  const rounded = card.within ? 0.5000001 * 10 ** -digits : 0;
  return Math.abs(number - card.answer) <= Math.max((card.within / 100) * Math.abs(card.answer), rounded);
};

/** The place where a number is typed; Enter shows the answer. */
export const field = (card, answer) => {
  const input = element("input", { type: "text", inputmode: "decimal", autocomplete: "off", size: "12" });
  const exact = card.within ? `within ${card.within} %` : "exactly";
  const form = element("form", { class: "self-test-number" }, element("label", {}, "Your answer ", input), ` ${card.unit} (${exact})`.replace("  ", " "));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    answer();
  });
  return form;
};

/** What is to be said of the number that stands in the field, which is closed. */
export const judged = (card, place) => {
  const input = place.querySelector(".self-test-number input");
  input.readOnly = true;
  const answer = `${card.printed}${card.unit === "%" || !card.unit ? "" : " "}${card.unit}`.trim();
  const number = numberOf(input.value);
  if (!input.value.trim()) return element("p", {}, element("strong", {}, answer));
  const verdict = Number.isNaN(number) ? "That is no number. " : isRight(card, number) ? "Right. " : "Not so. ";
  return element("p", { class: "self-test-judged" }, verdict, element("strong", {}, answer));
};
