// Renders formulas for scripts/katex.py: one JSON array of {tex, display} per line in, one array of answers out.
import { createInterface } from "node:readline";
import katex from "katex";

const macros = JSON.parse(process.argv[2]);

function render({ tex, display }) {
  try {
    const options = { displayMode: display, output: "htmlAndMathml", strict: "error", trust: false };
    return { html: katex.renderToString(tex, { ...options, macros: { ...macros } }) };
  } catch (error) {
    return { error: error.rawMessage ?? error.message, position: error.position ?? null };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(JSON.stringify(JSON.parse(line).map(render)) + "\n");
}
