// Renders formulas for scripts/render/katex.py: one JSON array of requests per line in, one array of answers out.
// A request is {tex, display}, answered by HTML; with `tree: true` it is answered by KaTeX's parse tree.
import { createInterface } from "node:readline";
import katex from "katex";

// What KaTeX does not trust (\href, \includegraphics …) it draws in this color instead of complaining.
const UNTRUSTED = "#bad0be";
const macros = JSON.parse(process.argv[2]);

function answer({ tex, display, tree }) {
  const options = { displayMode: display, output: "htmlAndMathml", strict: "error", trust: false, errorColor: UNTRUSTED };
  options.macros = { ...macros };
  try {
    if (tree) return { tree: bare(katex.__parse(tex, options)) };
    const html = katex.renderToString(tex, options);
    if (!html.includes(UNTRUSTED)) return { html };
    return { error: "a command that links or loads something is not allowed in a formula", position: null };
  } catch (error) {
    return { error: error.rawMessage ?? error.message, position: error.position ?? null };
  }
}

// A node without what only drawing needs; `at` is the position in the TeX at which it begins.
function bare(node) {
  if (Array.isArray(node)) return node.map(bare);
  if (node === null || typeof node !== "object") return node;
  const kept = Object.entries(node).filter(([name]) => name !== "loc" && name !== "mode");
  const copy = Object.fromEntries(kept.map(([name, value]) => [name, bare(value)]));
  if (typeof node.loc?.start === "number") copy.at = node.loc.start;
  return copy;
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(JSON.stringify(JSON.parse(line).map(answer)) + "\n");
}
