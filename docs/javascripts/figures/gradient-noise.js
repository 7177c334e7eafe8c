// Mini-batch gradients around the full gradient at two batch sizes: the spread falls as 1/√B.
import { button, fixed, generator, html, install, normal, plot, slider } from "../figure-parts.js";

export { generator };

const EXAMPLES = 2000;
const DRAWS = 30;

/** Gradients (count, 2) of ½(x·θ − y)² for examples x ~ N(0, I), at a distance (1.5, 1) from the true θ, noise 1. */
export function exampleGradients(count, uniform) {
  return Array.from({ length: count }, () => {
    const x = [normal(uniform), normal(uniform)];
    const residual = 1.5 * x[0] + x[1] + normal(uniform);
    return x.map((value) => value * residual);
  });
}

/** The mean of rows (n, 2). */
export const mean = (rows) => [0, 1].map((i) => rows.reduce((sum, row) => sum + row[i], 0) / rows.length);

/** Cov[g_B] = Σ/B with replacement, times (N − B)/(N − 1) without; (2, 2), from gradients (N, 2). */
export function minibatchCovariance(gradients, batchSize, replacement = true) {
  const [center, count] = [mean(gradients), gradients.length];
  const correction = replacement ? 1 : (count - batchSize) / (count - 1);
  const covariance = (i, j) =>
    gradients.reduce((sum, g) => sum + (g[i] - center[i]) * (g[j] - center[j]), 0) / count;
  return [0, 1].map((i) => [0, 1].map((j) => (correction * covariance(i, j)) / batchSize));
}

/** `count` mini-batch gradients (count, 2), examples drawn with replacement. */
export function minibatchGradients(gradients, batchSize, count, uniform) {
  const draw = () => gradients[Math.floor(uniform() * gradients.length)];
  return Array.from({ length: count }, () => mean(Array.from({ length: batchSize }, draw)));
}

/** The root mean square distance of rows (n, 2) from a center. */
export function spread(rows, center) {
  const square = (row) => (row[0] - center[0]) ** 2 + (row[1] - center[1]) ** 2;
  return Math.sqrt(rows.reduce((sum, row) => sum + square(row), 0) / rows.length);
}

/** Points of the ellipse that lies two standard deviations around a center. */
function ellipse(center, [[a, b], [, d]]) {
  const factor = [Math.sqrt(a), b / Math.sqrt(a), Math.sqrt(d - (b * b) / a)]; // Cholesky
  return Array.from({ length: 49 }, (_, i) => {
    const [u, v] = [2 * Math.cos((i * Math.PI) / 24), 2 * Math.sin((i * Math.PI) / 24)];
    return [center[0] + factor[0] * u, center[1] + factor[1] * u + factor[2] * v];
  });
}

export function enhance(figure) {
  const gradients = exampleGradients(EXAMPLES, generator(1));
  const full = mean(gradients);
  let seed = 0;
  const sides = [
    { name: "left", color: "blue", shape: "circle", power: 2 },
    { name: "right", color: "orange", shape: "square", power: 6 },
  ].map((side) => ({
    ...side,
    size: slider(`Batch size B, ${side.name}`, [0, 9, 1], side.power, (power) => fixed(2 ** power, 0)),
    view: plot(
      { from: -3.5, to: 6.5, ticks: [-2, 0, 2, 4, 6], label: "gradient, parameter 1" },
      { from: -3.5, to: 5.5, ticks: [-2, 0, 2, 4], label: "gradient, parameter 2" },
      [354, 318],
    ),
  }));

  const update = () => {
    const [first, second] = sides.map(({ color, shape, size, view }, index) => {
      const B = 2 ** size.value();
      const dots = minibatchGradients(gradients, B, DRAWS, generator(2 * seed + index + 2));
      const covariance = minibatchCovariance(gradients, B);
      const [theory, drawn] = [Math.sqrt(covariance[0][0] + covariance[1][1]), spread(dots, full)];
      view.draw(
        `${DRAWS} mini-batch gradients at batch size ${B} around the full gradient, spread ${fixed(drawn, 2)}.`,
        ...dots.map((dot) => view.mark(dot, shape, `${color} faint`)),
        view.line(ellipse(full, covariance), `${color} dashed`),
        view.mark(full, "plus", "ink line"),
        view.text([-3.2, 4.8], `B = ${B}`, color),
      );
      return { B, theory, drawn };
    });
    const ratio = first.theory / second.theory;
    const times = `${fixed(Math.max(ratio, 1 / ratio), 1)} times ${ratio > 1 ? "less" : "more"}`;
    const spreads = [first, second].map(({ theory, drawn }) => [fixed(theory, 2), fixed(drawn, 2)]);
    return (
      `At B = ${first.B} the spread is ${spreads[0][0]} by the formula and ${spreads[0][1]} among the dots; ` +
      `at B = ${second.B} it is ${spreads[1].join(" and ")}: by the formula ${ratio === 1 ? "the same" : times}.`
    );
  };

  const again = button("Draw again", () => {
    seed += 1;
  });
  const instruction = "Choose two batch sizes. Spread: the root mean square distance from the full gradient (the cross).";
  const plots = sides.map(({ view, size }) => html("div", {}, view.root, size.element));
  install(figure, instruction, plots, [again], update);
}
