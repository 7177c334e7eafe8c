// A race of tuned optimizers in a ravine: scaling per coordinate helps only while the ravine lies along an axis.
import { button, html, install, key, plot, slider } from "../figure-parts.js";

const START = [-1.7, 0.4];
const RATES = Array.from({ length: 13 }, (_, i) => 10 ** (i / 4 - 3));
const BUDGET = 100;
const zero = [0, 0];

/** Heavy ball: v ← μv + g, θ ← θ − ηv; gradient descent for μ = 0. */
export function momentumStep(theta, gradient, velocity, learningRate, momentum = 0.9) {
  const next = velocity.map((v, i) => momentum * v + gradient[i]);
  return [theta.map((t, i) => t - learningRate * next[i]), next];
}

/** θ − ηg. */
export const sgdStep = (theta, gradient, learningRate) => theta.map((t, i) => t - learningRate * gradient[i]);

/** s ← s + g², θ ← θ − ηg/(√s + ε). */
export function adagradStep(theta, gradient, total, learningRate) {
  const next = total.map((s, i) => s + gradient[i] ** 2);
  return [theta.map((t, i) => t - (learningRate * gradient[i]) / (Math.sqrt(next[i]) + 1e-10)), next];
}

/** s ← ρs + (1 − ρ)g², θ ← θ − ηg/(√s + ε). */
export function rmspropStep(theta, gradient, average, learningRate) {
  const next = average.map((s, i) => 0.99 * s + (1 - 0.99) * gradient[i] ** 2);
  return [theta.map((t, i) => t - (learningRate * gradient[i]) / (Math.sqrt(next[i]) + 1e-8)), next];
}

/** One step of Adam; the moments are [m, v, t], at first [0, 0, 0]. */
export function adamStep(theta, gradient, [first, second, t], learningRate) {
  const m = first.map((value, i) => 0.9 * value + (1 - 0.9) * gradient[i]);
  const v = second.map((value, i) => 0.999 * value + (1 - 0.999) * gradient[i] ** 2);
  const scale = v.map((value) => Math.sqrt(value / (1 - 0.999 ** (t + 1))) + 1e-8);
  return [theta.map((value, i) => value - (learningRate * m[i]) / (1 - 0.9 ** (t + 1)) / scale[i]), [m, v, t + 1]];
}

/** Hessian (2, 2) with eigenvalues 1 and κ; the flat axis turned by `angle` in radians. */
export function ravine(angle, conditionNumber = 100) {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const mixed = (1 - conditionNumber) * c * s;
  return [
    [c * c + conditionNumber * s * s, mixed],
    [mixed, s * s + conditionNumber * c * c],
  ];
}

const times = (matrix, [x, y]) => matrix.map((row) => row[0] * x + row[1] * y);

/** The loss ½θᵀHθ. */
export function loss(hessian, theta) {
  const image = times(hessian, theta);
  return (theta[0] * image[0] + theta[1] * image[1]) / 2;
}

/** Parameters before and after each step, shape (steps + 1, 2). */
export function path(step, gradientAt, theta, state, learningRate, steps) {
  const points = [theta];
  for (let t = 0; t < steps; t += 1) {
    [theta, state] = step(theta, gradientAt(theta), state, learningRate);
    points.push(theta);
  }
  return points;
}

/** The rate with the lowest loss after 100 steps, and its path (101, 2). */
export function tunedPath(step, state, hessian, theta, rates) {
  let best = { loss: Infinity };
  for (const rate of rates) {
    const points = path(step, (point) => times(hessian, point), theta, state, rate, BUDGET);
    const end = loss(hessian, points[BUDGET]);
    if (end < best.loss) best = { rate, points, loss: end };
  }
  return best;
}

const plainStep = (theta, gradient, state, learningRate) => [sgdStep(theta, gradient, learningRate), state];

const RUNNERS = [
  { name: "gradient descent", step: plainStep, state: null, color: "blue", shape: "circle", shown: true },
  { name: "momentum", step: momentumStep, state: zero, color: "orange", shape: "square", shown: true },
  { name: "AdaGrad", step: adagradStep, state: zero, color: "purple", shape: "triangle", shown: true },
  { name: "RMSprop", step: rmspropStep, state: zero, color: "red", shape: "diamond", shown: false },
  { name: "Adam", step: adamStep, state: [zero, zero, 0], color: "green", shape: "wedge", shown: false },
];

const CIRCLE = Array.from({ length: 61 }, (_, i) => [Math.cos((i * Math.PI) / 30), Math.sin((i * Math.PI) / 30)]);

/** A loss with two digits; what is far below all others says only that. */
const short = (value) => {
  if (value < 1e-9) return "< 1e−9";
  return value < 1e-3 ? value.toExponential(1).replace("-", "−") : value.toPrecision(2);
};

export function enhance(figure) {
  const angle = slider("Ravine turned by", [0, 90, 15], 0, (value) => `${value}°`);
  const steps = slider("Steps", [0, BUDGET, 1], 40);
  const view = plot(
    { from: -2.2, to: 1.2, ticks: [-2, -1, 0, 1], label: "parameter θ₁" },
    { from: -2, to: 1.4, ticks: [-2, -1, 0, 1], label: "parameter θ₂" },
    [360, 354],
  );
  const rows = RUNNERS.map((runner) => {
    const box = html("input", { type: "checkbox" });
    box.checked = runner.shown;
    const [rate, result] = [html("td"), html("td")];
    const name = html("label", { class: runner.color }, box, key(runner.shape), runner.name);
    return { ...runner, box, rate, result, row: html("tr", {}, html("th", { scope: "row" }, name), rate, result) };
  });
  const head = ["Optimizer", "rate", "loss"].map((name) => html("th", { scope: "col" }, name));
  const table = html("table", { class: "race" }, html("thead", {}, html("tr", {}, ...head)));
  table.append(html("tbody", {}, ...rows.map(({ row }) => row)));

  let raced; // the angle of the paths at hand, in degrees
  let timer = 0;
  const update = () => {
    const [radians, count] = [(angle.value() * Math.PI) / 180, steps.value()];
    const [c, s] = [Math.cos(radians), Math.sin(radians)];
    const turn = ([x, y]) => [c * x - s * y, s * x + c * y];
    const hessian = ravine(radians);
    const level = (radius) => CIRCLE.map(([x, y]) => turn([radius * x, (radius / 10) * y]));
    const drawn = [0.6, 2, 4].map((radius) => view.line(level(radius), "ink faint thin"));
    for (const runner of rows) {
      if (angle.value() !== raced) runner.best = tunedPath(runner.step, runner.state, hessian, turn(START), RATES);
      const points = runner.best.points.slice(0, count + 1);
      runner.loss = loss(hessian, points[count]);
      runner.rate.textContent = runner.best.rate.toPrecision(2);
      runner.result.textContent = short(runner.loss);
      if (!runner.box.checked) continue;
      drawn.push(view.line(points, `${runner.color} thin`));
      drawn.push(...points.filter((_, t) => t % 4 === 0).map((at) => view.mark(at, runner.shape, runner.color)));
    }
    raced = angle.value();
    const [first] = rows.filter(({ box }) => box.checked).sort((a, b) => a.loss - b.loss);
    const least = first ? short(first.loss).replace("<", "below") : "";
    const state = count > 0 ? `${first?.name} leads: its loss is ${least}` : `all begin at a loss of ${least}`;
    const words = `After ${count} steps in the ravine turned by ${angle.value()}°, ${first ? state : "nobody runs"}.`;
    view.draw(`Paths in a narrow elliptic ravine. ${words}`, ...drawn, view.mark(zero, "plus", "ink line"));
    return timer ? "The race is on." : words; // nobody wants to hear a hundred steps
  };

  const stop = () => {
    clearInterval(timer);
    timer = 0;
    run.textContent = "Run the race";
  };
  const advance = () => {
    steps.set(steps.value() + 1);
    if (steps.value() === BUDGET || !run.isConnected) stop();
    refresh();
  };
  const run = button("Run the race", () => {
    if (timer) return stop();
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return steps.set(BUDGET);
    steps.set(0);
    run.textContent = "Stop";
    timer = setInterval(advance, 50);
  });

  const instruction = "Turn the ravine. Each optimizer has the best of 13 rates for 100 steps.";
  const refresh = install(figure, instruction, [view.root], [angle.element, steps.element, run, table], update);
}
