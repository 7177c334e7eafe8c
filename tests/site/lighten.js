// Takes out of a page what says nothing to axe but costs most of its time: the parts of drawn formulas, of MathML, of
// listings and of drawings. Only elements whose names and attributes can neither carry a meaning nor take the focus, and
// which do not scroll; a formula with anything else in it, such as `data-new-color` (see looks.js), stays as it is. What
// is around the parts stays, with the room that they take. Puts a function into `restore` that undoes all.
() => {
  const NAMES = {
    "http://www.w3.org/1999/xhtml": new Set(["span"]),
    "http://www.w3.org/2000/svg": new Set(
      ["svg", "path", "use", "text", "tspan", "defs", "g", "clipPath", "rect", "pattern", "line", "circle"],
    ),
    "http://www.w3.org/1998/Math/MathML": {
      has: (name) => name.startsWith("m") || name === "semantics" || name === "annotation",
    },
  };
  const SILENT = new Set(
    `class style id d x y x1 y1 x2 y2 cx cy r rx width height viewBox preserveAspectRatio transform clip-path fill
    stroke stroke-width stroke-linecap stroke-linejoin xlink:href patternUnits mathvariant encoding stretchy separator
    fence accent scriptlevel displaystyle minsize maxsize lspace rspace rowspacing columnalign columnspacing`.split(/\s+/),
  );
  const scrolls = (element) =>
    (element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight) &&
    /auto|scroll/.test(getComputedStyle(element).overflow);
  const isPlain = (element) =>
    NAMES[element.namespaceURI]?.has(element.localName) &&
    [...element.attributes].every(({ name }) => SILENT.has(name)) &&
    (!element.id || element.ownerSVGElement) &&
    (element.ownerSVGElement || !scrolls(element));
  // Text to its end, in an element: axe asks whether anything in what scrolls is out of sight.
  const span = (text, style = {}) => {
    const made = document.createElement("span");
    made.textContent = text;
    Object.assign(made.style, style);
    return made;
  };
  const formula = (base) => [
    base.querySelector(":scope > .katex-strut"),
    span("x", { display: "inline-block", width: `${base.getBoundingClientRect().width}px`, textAlign: "right" }),
  ];
  const asText = (element) => [span(element.textContent)];
  const LIGHT = [
    [".md-content .katex-html[aria-hidden=true] > .katex-base", formula],
    [".md-content .katex-mathml > math", (math) => [math.textContent]],
    [".md-content pre > code", asText],
    [".md-content figure svg[role=img]", () => []],
  ];
  const changes = LIGHT.flatMap(([selector, light]) =>
    [...document.querySelectorAll(selector)]
      .filter((element) => !element.hasAttribute("data-new-color") && [...element.querySelectorAll("*")].every(isPlain))
      .map((element) => [element, [...element.childNodes], light(element)]),
  );
  for (const [element, , after] of changes) element.replaceChildren(...after.filter(Boolean));
  globalThis.restore = () => changes.forEach(([element, before]) => element.replaceChildren(...before));
  return changes.length;
};
