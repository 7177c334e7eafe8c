// The value and the slope of an activation function at one point.
import { choice, fixed, html, install, plot, slider } from "../figure-parts.js";

/** Value φ(z) and slope φ'(z) of step, sigmoid or tanh. */
export function saturating(name, z) {
  if (name === "step") return [z > 0 ? 1 : 0, 0];
  const value = name === "tanh" ? Math.tanh(z) : 0.5 * (1 + Math.tanh(z / 2));
  return [value, name === "tanh" ? 1 - value ** 2 : value * (1 - value)];
}

/** Value and slope of relu, leaky_relu or elu. */
export function rectifier(name, z, alpha = 0) {
  if (z > 0) return [z, 1];
  if (name === "elu") return [alpha * Math.expm1(z), alpha * Math.exp(z)];
  const slope = name === "relu" ? 0 : alpha;
  return [slope * z, slope];
}

/** The error function, by its series of positive terms; exact to double precision for |x| < 5. */
export function erf(x) {
  let [term, sum] = [x, x];
  for (let n = 1; n < 120; n += 1) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** Value and slope of gelu zΦ(z), silu zσ(z) or softplus log(1 + e^z). */
export function smooth(name, z) {
  let [gate, gateSlope] = saturating("sigmoid", z);
  if (name === "softplus") return [Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))), gate];
  if (name === "gelu") {
    gate = 0.5 * (1 + erf(z / Math.SQRT2)); // Φ(z)
    gateSlope = Math.exp(-(z ** 2) / 2) / Math.sqrt(2 * Math.PI);
  }
  return [z * gate, gate + z * gateSlope];
}

const FAMILIES = [
  { name: "saturating", at: saturating, functions: { step: "step", sigmoid: "sigmoid", tanh: "tanh" } },
  {
    name: "rectifiers",
    at: (name, z) => rectifier(name, z, name === "elu" ? 1 : 0.2),
    functions: { relu: "ReLU", leaky_relu: "leaky ReLU, α = 0.2", elu: "ELU, α = 1" },
  },
  { name: "smooth", at: smooth, functions: { softplus: "softplus", silu: "SiLU", gelu: "GELU" } },
];
const GRID = Array.from({ length: 161 }, (_, i) => (i - 80) / 20);

export function enhance(figure) {
  const options = FAMILIES.map(({ name, functions }) => {
    const names = Object.entries(functions).map(([value, text]) => html("option", { value }, text));
    return html("optgroup", { label: name }, ...names);
  });
  const kind = choice("Function", options);
  const point = slider("Pre-activation z", [-4, 4, 0.1], 2, (value) => fixed(value, 1));
  const [low, high] = [1.3, 4.3].map((to) =>
    plot(
      { from: -4, to: 4, ticks: [-4, -2, 0, 2, 4], label: "pre-activation z" },
      { from: -1.3, to, ticks: to < 2 ? [-1, 0, 1] : [-1, 0, 1, 2, 3, 4], label: "activation φ(z), slope φ′(z)" },
      [360, 300],
    ),
  );
  kind.set("sigmoid");

  const update = () => {
    const name = kind.value();
    const family = FAMILIES.find(({ functions }) => name in functions);
    const [view, other] = name in FAMILIES[0].functions ? [low, high] : [high, low];
    other.root.replaceWith(view.root);
    const z = point.value();
    const [value, slope] = family.at(name, z);
    const curve = (member, part) => GRID.map((at) => [at, family.at(member, at)[part]]);
    const reach = 1.2 / Math.hypot(1, slope);
    const tangent = [z - reach, z + reach].map((at) => [at, value + slope * (at - z)]);
    const words = `${family.functions[name]} at z = ${fixed(z, 1)}: value ${fixed(value, 3)}, slope ${fixed(slope, 3)}`;
    view.draw(
      `Value and slope of ${family.functions[name]} from −4 to 4, with the tangent at one point. ${words}.`,
      ...Object.keys(family.functions).map((member) => view.line(curve(member, 0), "ink faint thin")),
      view.line(curve(name, 1), "orange dashed"),
      view.line(curve(name, 0), "blue"),
      view.line(tangent, "ink"),
      view.mark([z, slope], "square", "orange"),
      view.mark([z, value], "circle", "blue"),
      view.text([-3.8, 1.1], "● value φ", "blue"),
      view.text([-3.8, view === low ? 0.9 : 0.67], "■ slope φ′", "orange"),
    );
    return `${words}${slope === 0 ? "; no gradient passes here" : ""}.`;
  };

  const instruction = "Choose a function and move z. The thin lines are the others of its family.";
  install(figure, instruction, [low.root], [kind.element, point.element], update);
}
