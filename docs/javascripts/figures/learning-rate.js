// Gradient descent on a parabola: only ηλ decides whether it converges, oscillates or diverges.
import { button, fixed, html, install, plot, slider } from "../figure-parts.js";

const START = 2;
const STEPS = 8;

/** Gradient descent on ½ Σ λ_i θ_i²: θ_{t,i} = (1 − ηλ_i)^t θ_{0,i}; θ_0 to θ_steps, shape (steps + 1, d). */
export function quadraticPath(start, curvatures, learningRate, steps) {
  const at = (t) => start.map((value, i) => value * (1 - learningRate * curvatures[i]) ** t);
  return Array.from({ length: steps + 1 }, (_, t) => at(t));
}

/** What repeated multiplication of the error by `factor` = 1 − ηλ leads to. */
export function outcome(factor) {
  const size = Math.abs(factor);
  if (Math.abs(size - 1) < 1e-9) return "never settles";
  if (size > 1) return "diverges";
  if (Math.abs(factor) < 1e-9) return "one step to the minimum";
  return factor > 0 ? "converges" : "oscillates, converges";
}

/** A parameter with two decimals; where it has run away, three digits. */
const short = (theta) => (Math.abs(theta) < 1000 ? fixed(theta, 2) : Number(theta.toPrecision(3)).toLocaleString("en"));

const COLORS = { converges: "blue", "one step to the minimum": "blue", "oscillates, converges": "green" };

export function enhance(figure) {
  const rate = slider("Learning rate η", [0.05, 2.5, 0.05], 1.8, (value) => fixed(value, 2));
  const curvature = slider("Curvature λ", [0.5, 4, 0.5], 1, (value) => fixed(value, 1));
  const presets = [0.3, 1.8, 2.1].map((value) =>
    button(`η = ${value}`, () => {
      curvature.set(1);
      rate.set(value);
    }),
  );
  const view = plot(
    { from: -4.6, to: 4.6, ticks: [-4, -2, 0, 2, 4], label: "parameter θ" },
    { from: -0.4, to: 11, ticks: [0, 5, 10], label: "loss" },
    [360, 290],
  );

  const update = () => {
    const [eta, lambda] = [rate.value(), curvature.value()];
    const factor = 1 - eta * lambda;
    const result = outcome(factor);
    const color = COLORS[result] ?? "red";
    const point = (theta) => [theta, (lambda * theta ** 2) / 2];
    const path = quadraticPath([START], [lambda], eta, STEPS).map(([theta]) => point(theta));
    const parabola = Array.from({ length: 47 }, (_, i) => point((i - 23) / 5));
    const words = `η = ${fixed(eta * lambda, 2)}/λ: ${result}, factor ${fixed(factor, 2)} per step`;
    view.draw(
      `A parabola of curvature ${fixed(lambda, 1)} with ${STEPS} steps of gradient descent from θ = ${START}. ${words}.`,
      view.line(parabola, "ink thin"),
      view.line(path, color),
      ...path.map((at) => view.mark(at, "circle", color)),
      view.mark(path[0], "square", color),
      view.text([0, 10.2], result, color, "middle"),
    );
    return `${words}. After ${STEPS} steps θ = ${short(path[STEPS][0])}; it began at ${START}.`;
  };

  const instruction = "Move η and λ. Only their product counts; the limit is ηλ = 2.";
  install(figure, instruction, [view.root], [html("div", {}, ...presets), rate.element, curvature.element], update);
}
