// Writes the code and the styles of the self-test as JSON, by their path on the site. The script is classic, a single
// file: it runs in copies opened from a disk and under a strict Content-Security-Policy.
import { readFileSync } from "node:fs";
import { build, transform } from "esbuild";

const made = await build({
  entryPoints: ["docs/javascripts/study/main.js"],
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  write: false,
  logLevel: "error",
});
const styles = await transform(readFileSync("docs/stylesheets/study.css", "utf8"), { loader: "css", minify: true });
process.stdout.write(JSON.stringify({ "study.js": made.outputFiles[0].text, "study.css": styles.code }));
