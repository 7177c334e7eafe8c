// Which tokens top-p and top-k keep, where a model is sure and where it is torn, at a temperature.
import { fixed, install, plot, slider, svg } from "../figure-parts.js";

const COUNT = 16;
const MODELS = { sure: 3, torn: 0.6 };

/** Logits of `count` tokens, most probable first: p_i is proportional to i**−s. */
export const rankedLogits = (steepness, count) =>
  Array.from({ length: count }, (_, i) => -steepness * Math.log(i + 1));

/** softmax(z / T). */
export function probabilities(logits, temperature) {
  const z = logits.map((logit) => logit / temperature);
  const largest = Math.max(...z);
  const odds = z.map((score) => Math.exp(score - largest));
  const total = odds.reduce((sum, each) => sum + each, 0);
  return odds.map((each) => each / total);
}

/** How many tokens, most probable first, are needed to hold `mass`; p falls. */
export function topP(p, mass) {
  let [kept, held] = [0, 0];
  while (kept < p.length && held < mass) {
    held += p[kept];
    kept += 1;
  }
  return kept;
}

export function enhance(figure) {
  const percent = (share) => `${fixed(100 * share, 0)} %`;
  const temperature = slider("Temperature T", [0.25, 2, 0.05], 1, (value) => fixed(value, 2));
  const mass = slider("Top-p keeps the mass", [0.05, 0.95, 0.05], 0.9, (value) => fixed(value, 2));
  const most = slider("Top-k keeps the tokens", [1, COUNT, 1], 5);
  const views = Object.keys(MODELS).map((name) => {
    const x = { from: 0.4, to: COUNT + 0.6, ticks: [1, 5, 10, 16], label: `token by rank, model is ${name}` };
    return plot(x, { from: 0, to: 1e2, ticks: [0, 25, 50, 75, 1e2], label: "probability (%)" }, [300, 240]);
  });

  const update = () => {
    const [T, rho, k] = [temperature, mass, most].map((each) => each.value());
    const told = Object.entries(MODELS).map(([name, steepness], i) => {
      const view = views[i];
      const p = probabilities(rankedLogits(steepness, COUNT), T);
      const kept = topP(p, rho);
      const held = p.slice(0, k).reduce((sum, each) => sum + each, 0);
      const bars = p.map((each, place) => {
        const [left, top] = [view.px(place + 0.6), view.py(1e2 * each)];
        const size = { x: left, y: top, width: view.px(place + 1.4) - left, height: view.py(0) - top };
        return svg("rect", { ...size, class: place < kept ? "cell blue" : "line ink thin" });
      });
      view.draw(
        `Probabilities of ${COUNT} tokens where the model is ${name}; top-p keeps ${kept}, top-${k} ${percent(held)}.`,
        ...bars,
        view.line([[k + 0.5, 0], [k + 0.5, 1e2]], "orange dashed"),
        view.text([COUNT, 88], `top-p keeps ${kept}`, "blue", "end"),
        view.text([COUNT, 76], `top-${k}: ${percent(held)}`, "orange", "end"),
      );
      return `where the model is ${name}, top-p keeps ${kept} token${kept > 1 ? "s" : ""}, and top-${k} holds ${percent(held)}`;
    });
    return `At T = ${fixed(T, 2)}, ${told.join("; ")}.`;
  };

  const controls = [temperature, mass, most].map(({ element }) => element);
  const instruction = "Move the temperature, the mass of top-p and the number of top-k. Filled bars are kept by top-p.";
  install(figure, instruction, views.map(({ root }) => root), controls, update);
}
