// Attention weights of a sentence: a temperature, a causal and a padding mask, before or behind the softmax.
import { choice, fixed, html, install, plot, slider, svg } from "../figure-parts.js";

const SENTENCE = ["‹pad›", "the", "cat", "was", "hungry"];
const SCORES = [
  [0.5, 0.5, 0.5, 0.5, 0.5],
  [1, 1.5, 2, 0, 0],
  [0.5, 1, 2, 0, 1.5],
  [1, 0, 2, 1, 2.5],
  [1.5, 0.5, 3, 1, 2],
];
const N = SENTENCE.length;

/** Softmax over the allowed keys of one query; zeros if there are none. */
export function maskedSoftmax(scores, allowed) {
  const filled = scores.map((score, key) => (allowed[key] ? score : -Infinity));
  const highest = Math.max(...filled, -Number.MAX_VALUE);
  const weights = filled.map((score) => Math.exp(score - highest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => (total > 0 ? weight / total : 0));
}

/** The weights of the sentence, which is padded on the left; `behind` zeroes them behind the softmax instead. */
export function sentenceWeights(temperature, causal, padding, behind = false) {
  return SCORES.map((row, query) => {
    const allowed = row.map((_, key) => !(causal && key > query) && !(padding && key === 0));
    const scores = row.map((score) => score / temperature);
    if (!behind) return maskedSoftmax(scores, allowed);
    return maskedSoftmax(scores, row.map(() => true)).map((weight, key) => (allowed[key] ? weight : 0));
  });
}

export function enhance(figure) {
  const box = (name, checked) => {
    const input = html("input", { type: "checkbox" });
    input.checked = checked;
    return { element: html("label", {}, input, " ", name), value: () => input.checked };
  };
  const temperature = slider("Temperature", [0.25, 4, 0.25], 1, (value) => fixed(value, 2));
  const asked = choice("Query", SENTENCE.map((word, i) => html("option", { value: i }, word)));
  asked.set(N - 1);
  const [causal, padding] = [box("Causal mask", true), box("Padding mask", true)];
  const behind = box("Zero behind the softmax", false);
  // The corner of the squares, and the side of a cell, in pixels.
  const [LEFT, TOP, SIDE] = [82, 46, 52];
  const view = plot({ from: 0, to: 360 }, { from: 320, to: 0 }, [360, 320]);

  const update = () => {
    const weights = sentenceWeights(temperature.value(), causal.value(), padding.value(), behind.value());
    const chosen = Number(asked.value());
    const at = (i) => (i + 0.5) * SIDE;
    const drawn = [view.text([LEFT + at(2), 16], "key", "ink", "middle"), view.text([10, 16], "query", "ink")];
    SENTENCE.forEach((word, i) => {
      drawn.push(view.text([LEFT + at(i), 38], word, "ink", "middle"));
      const [name, color] = i === chosen ? [`▸ ${word}`, "blue"] : [word, "ink"];
      drawn.push(view.text([LEFT - 8, TOP + at(i) + 4], name, color, "end"));
    });
    weights.forEach((row, query) =>
      row.forEach((weight, key) => {
        const side = (SIDE - 4) * Math.sqrt(weight);
        const [x, y] = [LEFT + at(key), TOP + at(query)];
        const place = { x: x - side / 2, y: y - side / 2, width: side, height: side };
        if (weight > 0) drawn.push(svg("rect", { class: query === chosen ? "cell blue" : "cell ink", ...place }));
        else drawn.push(view.text([x, y + 4], "×", "red", "middle"));
      }),
    );
    const row = weights[chosen];
    const told = row.map((weight, key) => `${SENTENCE[key]} ${fixed(weight, 2)}`).join(", ");
    const sum = row.reduce((all, weight) => all + weight, 0);
    const masks = [causal.value() && "causal", padding.value() && "padding"].filter(Boolean).join(" and ") || "no";
    const setting = `at temperature ${fixed(temperature.value(), 2)}, ${masks} mask`;
    const words = `“${SENTENCE[chosen]}” ${setting}: ${told}; sum ${fixed(sum, 2)}`;
    view.draw(`Attention weights of five tokens as squares, one row for each query. ${words}.`, ...drawn);
    return `${words}${sum > 0 ? "" : ", as no key is allowed"}.`;
  };

  const instruction = "Heat the softmax, mask keys, and see what happens if weights are zeroed behind the softmax.";
  const boxes = html("div", {}, causal.element, " ", padding.element, " ", behind.element);
  install(figure, instruction, [view.root], [temperature.element, asked.element, boxes], update);
}
