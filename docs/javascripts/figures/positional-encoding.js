// Products of sinusoidal position codes: they depend on the distance alone, whatever the width and the base.
import { fixed, install, plot, slider } from "../figure-parts.js";

const LAST = 64;
const BASES = [10, 100, 1000, 10000, 100000, 1000000];

/** θ_i = base^(−2i/d) for i = 0 … d/2 − 1: radians per position, from 1 down. */
export const frequencies = (d, base) => Array.from({ length: d / 2 }, (_, i) => base ** ((-2 * i) / d));

/** PE(p, 2i) = sin(p θ_i), PE(p, 2i+1) = cos(p θ_i): a row of d numbers. */
export const sinusoidal = (position, d, base) =>
  frequencies(d, base).flatMap((frequency) => [Math.sin(position * frequency), Math.cos(position * frequency)]);

/** The product of the codes of two positions over that of a code with itself, which is d/2. */
export function similarity(p, q, d, base) {
  const [first, second] = [sinusoidal(p, d, base), sinusoidal(q, d, base)];
  return first.reduce((sum, value, i) => sum + value * second[i], 0) / (d / 2);
}

export function enhance(figure) {
  const position = slider("Position p", [0, LAST, 1], 16);
  const other = slider("Position q", [0, LAST, 1], 40);
  const width = slider("Width d", [2, 8, 1], 6, (power) => fixed(2 ** power, 0));
  const base = slider("Base", [0, BASES.length - 1, 1], 3, (index) => fixed(BASES[index], 0));
  const ticks = [0, 20, 40, 60];
  const x = { from: 0, to: LAST, ticks };
  const entries = plot({ ...x, label: "position" }, { from: -1.1, to: 1.3, ticks: [-1, 0, 1], label: "entry" }, [354, 260]);
  const products = plot(
    { ...x, label: "other position" },
    { from: -1.1, to: 1.3, ticks: [-1, 0, 1], label: "product with p, with q" },
    [354, 260],
  );

  const update = () => {
    const [p, q, d, b] = [position.value(), other.value(), 2 ** width.value(), BASES[base.value()]];
    const places = Array.from({ length: LAST + 1 }, (_, place) => place);
    const curve = (from) => places.map((place) => [place, similarity(from, place, d, b)]);
    const fine = Array.from({ length: 4 * LAST + 1 }, (_, step) => step / 4);
    const waves = [0, d / 8, d / 4].map(Math.floor).filter((pair, i, all) => all.indexOf(pair) === i);
    const styles = ["blue", "orange dashed", "green"];
    const lines = waves.map((pair, i) =>
      entries.line(fine.map((place) => [place, Math.sin(place * frequencies(d, b)[pair])]), styles[i]),
    );
    const names = waves.map((pair, i) =>
      entries.text([1 + 22 * i, 1.15], `column ${2 * pair}`, styles[i].split(" ")[0]),
    );
    entries.draw(`Entries in columns ${waves.map((pair) => 2 * pair).join(", ")} against the position.`, ...lines, ...names);
    products.draw(
      `Products of the codes of ${p} and ${q} with all others; each curve has its peak, 1, at its own position.`,
      products.line(curve(p), "blue"),
      products.line(curve(q), "orange dashed"),
      products.mark([p, 1], "circle", "blue"),
      products.mark([q, 1], "square", "orange"),
    );
    const distance = Math.abs(p - q);
    return (
      `Positions ${p} and ${q}: at a distance of ${distance} the product is ${fixed(similarity(p, q, d, b), 3)} of that of a ` +
      `code with itself, and so it is at 0 and ${distance}: ${fixed(similarity(0, distance, d, b), 3)}.`
    );
  };

  const instruction = "Move p and q: the two curves keep one shape. Width and base change the shape of both.";
  const controls = [position.element, other.element, width.element, base.element];
  install(figure, instruction, [entries.root, products.root], controls, update);
}
