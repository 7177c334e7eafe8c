// What the interactive figures share: elements, controls, plots, and the frame with its sentence for all readers.

const build = (element, attributes, children) => {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

/** An SVG element with attributes and children. */
export const svg = (tag, attributes = {}, ...children) =>
  build(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

/** An HTML element with attributes and children. */
export const html = (tag, attributes = {}, ...children) => build(document.createElement(tag), attributes, children);

/** A number with so many decimals and a true minus sign; no minus zero. */
export const fixed = (number, decimals) => number.toFixed(decimals).replace(/^-(?=[0.]+$)/, "").replace("-", "−");

/** A slider in its label; `words` says a value. Has `value()` and `set(value, new max)`. */
export function slider(name, [min, max, step], value, words = (number) => fixed(number, 0)) {
  const input = html("input", { type: "range", min, max, step, value });
  const shown = html("span", { class: "value", "aria-hidden": "true" });
  const show = () => {
    shown.textContent = words(input.valueAsNumber);
    input.setAttribute("aria-valuetext", shown.textContent);
  };
  const set = (number, most = input.max) => {
    input.max = most;
    input.value = number;
    show();
  };
  input.addEventListener("input", show);
  show();
  return { element: html("label", {}, name, shown, input), value: () => input.valueAsNumber, set };
}

/** A list to choose from, in its label; `options` are elements. Has `value()` and `set(value)`. */
export function choice(name, options) {
  const select = html("select", {}, ...options);
  const set = (value) => {
    select.value = value;
  };
  return { element: html("label", {}, name, " ", select), value: () => select.value, set };
}

/** A button that does something and then lets the figure follow. */
export function button(name, act) {
  const element = html("button", { type: "button" }, name);
  element.addEventListener("click", () => {
    act();
    element.dispatchEvent(new Event("input", { bubbles: true }));
  });
  return element;
}

const SHAPES = {
  circle: "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z",
  square: "M-3.5-3.5h7v7h-7z",
  triangle: "M0-4.5L4.3 3.5h-8.6z",
  diamond: "M0-5L5 0L0 5L-5 0z",
  wedge: "M0 4.5L4.3-3.5h-8.6z",
  plus: "M-7 0h14M0-7v14",
};

/** The mark of a line, for a table or a label. */
export const key = (shape) => {
  const mark = svg("path", { class: "mark", d: SHAPES[shape] });
  return svg("svg", { class: "key", viewBox: "-6 -6 12 12", "aria-hidden": "true" }, mark);
};

/**
 * A plot of `[width, height]` pixels with axes `{ from, to, ticks, label }`, without margins where there are no labels.
 * `line`, `mark` and `text` take coordinates of the axes; `draw(description, …elements)` replaces what is shown, and
 * clips it to the plot.
 */
export function plot(x, y, [width, height]) {
  const [left, bottom] = [y.label ? 46 : 0, x.label ? 42 : 0];
  const [top, right] = [x.label ? 6 : 0, y.label ? 8 : 0];
  const [w, h] = [width - left - right, height - top - bottom];
  const limit = (pixels) => Math.max(-9999, Math.min(9999, pixels));
  const px = (value) => limit(((value - x.from) / (x.to - x.from)) * w);
  const py = (value) => limit(((y.to - value) / (y.to - y.from)) * h);
  const marks = svg("svg", { x: left, y: top, width: w, height: h });
  const root = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img" });
  const note = (text, attributes) => root.append(svg("text", { class: "axis", ...attributes }, text));
  for (const value of x.ticks ?? []) {
    root.append(svg("path", { class: "grid", d: `M${left + px(value)} ${top}v${h}` }));
    note(fixed(value, 0), { x: left + px(value), y: top + h + 17, "text-anchor": "middle" });
  }
  for (const value of y.ticks ?? []) {
    root.append(svg("path", { class: "grid", d: `M${left} ${top + py(value)}h${w}` }));
    note(fixed(value, 0), { x: left - 6, y: top + py(value) + 4, "text-anchor": "end" });
  }
  if (x.label) note(x.label, { x: left + w / 2, y: height - 6, "text-anchor": "middle" });
  if (y.label) note(y.label, { transform: `translate(13 ${top + h / 2})rotate(-90)`, "text-anchor": "middle" });
  root.append(marks);
  return {
    root,
    px,
    py,
    line: (points, kind) =>
      svg("polyline", { class: `line ${kind}`, points: points.map(([a, b]) => `${px(a)},${py(b)}`).join(" ") }),
    mark: ([a, b], shape, kind) =>
      svg("path", { class: `mark ${kind}`, d: SHAPES[shape], transform: `translate(${px(a)} ${py(b)})` }),
    text: ([a, b], text, kind, anchor = "start") =>
      svg("text", { class: kind, x: px(a), y: py(b), "text-anchor": anchor }, text),
    draw: (description, ...elements) => {
      root.setAttribute("aria-label", description);
      marks.replaceChildren(...elements);
    },
  };
}

/**
 * Puts plots and controls in the place of the figure's drawing. `update` draws, now and after each input, and returns
 * the sentence that all readers get. Returns what is called after changes that are no input.
 */
export function install(figure, instruction, plots, controls, update) {
  const output = html("output");
  const root = html(
    "div",
    { class: "interactive", role: "group", "aria-label": "Interactive figure" },
    html("p", {}, instruction),
    html("div", { class: "plots" }, ...plots),
    html("div", { class: "controls" }, ...controls, output),
  );
  const refresh = () => {
    const sentence = update();
    if (output.textContent !== sentence) output.textContent = sentence; // what is written again may be read again
  };
  root.addEventListener("input", refresh);
  refresh();
  figure.querySelector("figcaption").before(root);
  figure.classList.add("is-interactive");
  return refresh;
}

/** Uniform numbers in [0, 1) from a seed (mulberry32), the same in every browser. */
export function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A standard normal number made of two uniform ones (Box and Muller). */
export const normal = (uniform) => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
