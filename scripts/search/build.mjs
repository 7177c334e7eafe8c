// Reads documents as JSON and writes, as JSON, the files that a browser loads, by their path. The scripts are classic,
// each a single file: they run in copies opened from a disk and under a strict Content-Security-Policy.
import { readFileSync } from "node:fs";
import { build, transform } from "esbuild";
import { definitions, encode } from "../../docs/javascripts/search/encode.js";

const FOLDER = "assets/search";
const documents = JSON.parse(readFileSync(0, "utf8"));
const index = encode(documents);
const small = async (path) => (await transform(readFileSync(`docs/${path}`, "utf8"), { loader: path.split(".")[1], minify: true })).code;
const bundle = await build({
  entryPoints: ["docs/javascripts/search/main.js"],
  bundle: true,
  minify: true,
  mangleProps: /^_/, // MiniSearch's own, which nobody calls from outside
  format: "iife",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  write: false,
  logLevel: "error",
});
const files = {
  [`${FOLDER}/index.js`]: `globalThis.siteSearchIndex=${JSON.stringify(index)};\n`,
  [`${FOLDER}/terms.js`]: `siteSearch.define(${JSON.stringify(definitions(documents))});\n`,
  [`${FOLDER}/search.js`]: bundle.outputFiles[0].text,
  [`${FOLDER}/search.css`]: await small("stylesheets/search.css"),
};
process.stdout.write(JSON.stringify(files));
