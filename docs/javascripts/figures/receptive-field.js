// What one unit of stacked convolutions sees: r = 1 + Σ (k − 1) × the strides before.
import { install, plot, slider, svg } from "../figure-parts.js";

/** Side of the input region that one unit sees; layers are [kernel, stride], input first. */
export function receptiveField(layers) {
  let [side, pixelsPerUnit] = [1, 1];
  for (const [kernel, stride] of layers) {
    side += (kernel - 1) * pixelsPerUnit;
    pixelsPerUnit *= stride;
  }
  return side;
}

// Pixels of the drawing: the middle and the length of a row.
const [MIDDLE, ROW] = [224, 266];
const COLORS = ["blue", "green", "purple", "red"];

export function enhance(figure) {
  const depth = slider("Layers", [1, 4, 1], 3);
  const kernel = slider("Kernel size k", [1, 7, 2], 3);
  const stride = slider("Stride s of each layer", [1, 2, 1], 1);
  const view = plot({ from: 0, to: 360 }, { from: 222, to: 0 }, [360, 222]);

  const update = () => {
    const [L, k, s] = [depth.value(), kernel.value(), stride.value()];
    const layers = Array.from({ length: L }, () => [k, s]);
    const side = receptiveField(layers);
    const pixel = ROW / Math.max(side + 4, 11);
    const row = (level) => 208 - (level * 192) / L;
    const shapes = [];
    for (let level = 0; level <= L; level += 1) {
      const jump = s ** level;
      const seen = receptiveField(layers.slice(level));
      const width = pixel * jump;
      const shown = Math.max((seen - 1) / 2, Math.floor(ROW / 2 / width - 0.5));
      const color = level === L ? "orange" : COLORS[level];
      if (level > 0) {
        const below = ((receptiveField(layers.slice(level - 1)) * s ** (level - 1)) / 2) * pixel;
        const above = ((seen * jump) / 2) * pixel;
        const [top, bottom] = [row(level) + 8, row(level - 1) - 8];
        const cone = `M${MIDDLE - above} ${top}H${MIDDLE + above}L${MIDDLE + below} ${bottom}H${MIDDLE - below}z`;
        shapes.push(svg("path", { class: "fill ink", d: cone }));
      }
      for (let i = -shown; i <= shown; i += 1) {
        const inside = Math.abs(i) <= seen / 2;
        const [x, gap] = [MIDDLE + (i - 0.5) * width, Math.min(2, pixel / 5)];
        const place = { x: x + gap / 2, y: row(level) - 8, width: width - gap, height: 16 };
        shapes.push(svg("rect", { class: inside ? `cell ${color}` : "cell ink faint", ...place }));
      }
      shapes.push(view.text([0, row(level) + 4], `${level ? `layer ${level}` : "input"}: ${seen}`, color));
    }
    const terms = layers.map((_, level) => (s === 1 ? `${k - 1}` : `${k - 1}·${s ** level}`));
    const words = `r = 1 + ${terms.join(" + ")} = ${side}`;
    const rows = `Rows of units, the input at the bottom, then layers 1 to ${L}; a cone from the top widens downward.`;
    view.draw(`${rows} ${words}.`, ...shapes);
    return `One unit of layer ${L} sees ${side} × ${side} pixels: ${words}.`;
  };

  const instruction = "Stack layers. Colored: what the unit at the top sees, in one row of the image.";
  install(figure, instruction, [view.root], [depth.element, kernel.element, stride.element], update);
}
