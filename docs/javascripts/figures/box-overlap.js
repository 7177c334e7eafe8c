// IoU, GIoU and DIoU of two boxes that the reader moves.
import { choice, fixed, html, install, plot, slider, svg } from "../figure-parts.js";

const [WIDTH, HEIGHT, LEAST] = [12, 8, 2];

const area = ([x1, y1, x2, y2]) => (x2 - x1) * (y2 - y1);

/** The area that two boxes share; boxes are corners x1, y1, x2, y2. */
export function sharedArea(box, other) {
  const side = (i) => Math.max(Math.min(box[i + 2], other[i + 2]) - Math.max(box[i], other[i]), 0);
  return side(0) * side(1);
}

/** |A ∩ B| / |A ∪ B|. */
export function intersectionOverUnion(box, other) {
  const shared = sharedArea(box, other);
  return shared / (area(box) + area(other) - shared);
}

const sharedBox = (box, other) => box.map((value, i) => (i < 2 ? Math.max : Math.min)(value, other[i]));
const hullOf = (box, other) => box.map((value, i) => (i < 2 ? Math.min : Math.max)(value, other[i]));

/** GIoU and DIoU: IoU less a penalty that grows with the gap. */
export function generalizedOverlap(box, other) {
  const overlap = intersectionOverUnion(box, other);
  const hull = hullOf(box, other);
  const [width, height] = [hull[2] - hull[0], hull[3] - hull[1]];
  const union = (area(box) + area(other)) / (1 + overlap);
  const gap = [0, 1].map((i) => (box[i] + box[i + 2] - other[i] - other[i + 2]) / 2);
  const distance = (gap[0] ** 2 + gap[1] ** 2) / (width ** 2 + height ** 2);
  return [overlap - (width * height - union) / (width * height), overlap - distance];
}

export function enhance(figure) {
  const boxes = { A: [0, 0, 4, 4], B: [2, 1, 6, 5] };
  let chosen = "B";
  const which = choice("Box", ["A", "B"].map((name) => html("option", {}, name)));
  const half = (value) => fixed(value, 1);
  const names = ["Left", "Top", "Width", "Height"];
  const sliders = names.map((name, i) => slider(name, [i < 2 ? 0 : LEAST, i % 2 ? HEIGHT : WIDTH, 0.5], 4, half));
  const view = plot({ from: 0, to: WIDTH }, { from: 10.7, to: 0 }, [360, 321]);

  // The sliders show the chosen box; none of them can push it out of the picture.
  const load = () => {
    const [x1, y1, x2, y2] = boxes[chosen];
    which.set(chosen);
    const limits = [WIDTH - x2 + x1, HEIGHT - y2 + y1, WIDTH - x1, HEIGHT - y1];
    [x1, y1, x2 - x1, y2 - y1].forEach((value, i) => sliders[i].set(value, limits[i]));
  };
  const move = (x, y) => {
    const [x1, y1, x2, y2] = boxes[chosen];
    const [w, h] = [x2 - x1, y2 - y1];
    const snap = (value, most) => Math.max(0, Math.min(most, Math.round(2 * value) / 2));
    const [left, top] = [snap(x, WIDTH - w), snap(y, HEIGHT - h)];
    boxes[chosen] = [left, top, left + w, top + h];
  };

  const rectangle = ([x1, y1, x2, y2], attributes) =>
    svg("rect", { x: view.px(x1), y: view.py(y1), width: view.px(x2 - x1), height: view.py(y2 - y1), ...attributes });
  const score = (value, row, name, color, shape) => [
    view.text([0.1, row + 0.14], name, color),
    view.line([[3, row], [10, row]], "ink faint thin"),
    view.line([[6.5, row - 0.2], [6.5, row + 0.2]], "ink thin"),
    view.mark([6.5 + 3.5 * value, row], shape, color),
    view.text([11.9, row + 0.14], fixed(value, 3), color, "end"),
  ];

  const update = () => {
    if (which.value() === chosen) {
      const [x, y, w, h] = sliders.map((each) => each.value());
      boxes[chosen] = [x, y, x + w, y + h];
    }
    chosen = which.value();
    load();
    const { A, B } = boxes;
    const [shared, overlap] = [sharedArea(A, B), intersectionOverUnion(A, B)];
    const [giou, diou] = generalizedOverlap(A, B);
    const hull = hullOf(A, B);
    const both = sharedBox(A, B);
    const middle = [(both[0] + both[2]) / 2, (both[1] + both[3]) / 2 + 0.15];
    const grid = [];
    for (let x = 0; x <= WIDTH; x += 1) grid.push(view.line([[x, 0], [x, HEIGHT]], "grid"));
    for (let y = 0; y <= HEIGHT; y += 1) grid.push(view.line([[0, y], [WIDTH, y]], "grid"));
    const words =
      `Shared ${shared}, union ${area(A) + area(B) - shared}: IoU = ${fixed(overlap, 3)}, ` +
      `GIoU = ${fixed(giou, 3)}, DIoU = ${fixed(diou, 3)}.`;
    view.draw(
      `Box A from ${A.slice(0, 2)} to ${A.slice(2)} and box B from ${B.slice(0, 2)} to ${B.slice(2)}. ${words}`,
      ...grid,
      ...(shared > 0 ? [rectangle(both, { class: "fill ink" })] : []),
      rectangle(hull, { class: "line ink thin dotted" }),
      rectangle(A, { class: "box blue", "data-box": "A" }),
      rectangle(B, { class: "box orange dashed", "data-box": "B" }),
      view.text([A[0] + 0.2, A[1] + 0.6], `A ${area(A)}`, "blue"),
      view.text([B[2] - 0.2, B[3] - 0.25], `B ${area(B)}`, "orange", "end"),
      ...(shared > 1 ? [view.text(middle, `${shared}`, "ink", "middle")] : []),
      view.text([hull[2] - 0.2, hull[1] + 0.6], `hull ${area(hull)}`, "ink", "end"),
      ...[-1, 0, 1].map((value) => view.text([6.5 + 3.5 * value, 10.6], fixed(value, 0), "axis", "middle")),
      ...score(overlap, 8.6, "IoU", "ink", "circle"),
      ...score(giou, 9.2, "GIoU", "green", "square"),
      ...score(diou, 9.8, "DIoU", "purple", "triangle"),
    );
    return shared > 0 ? words : `${words} Apart, IoU stays 0; GIoU and DIoU still change.`;
  };

  load();
  const controls = [which.element, ...sliders.map(({ element }) => element)];
  const refresh = install(figure, "Drag a box, or choose one and move the sliders.", [view.root], controls, update);

  // Dragging: the place in the box where the pointer took it stays under the pointer.
  let grip = null;
  const at = (event) => {
    const { left, top, width } = view.root.getBoundingClientRect();
    return [((event.clientX - left) * WIDTH) / width, ((event.clientY - top) * WIDTH) / width];
  };
  view.root.addEventListener("pointerdown", (event) => {
    const name = event.target.dataset.box;
    if (!name) return;
    chosen = name;
    load();
    view.root.setPointerCapture(event.pointerId);
    grip = at(event).map((value, i) => value - boxes[chosen][i]);
  });
  view.root.addEventListener("pointermove", (event) => {
    if (!grip) return;
    const [x, y] = at(event);
    move(x - grip[0], y - grip[1]);
    load();
    refresh();
  });
  for (const end of ["pointerup", "pointercancel"]) {
    view.root.addEventListener(end, () => {
      grip = null;
    });
  }
}
