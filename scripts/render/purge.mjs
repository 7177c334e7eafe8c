// Reads style sheets and what the pages hold as JSON, and writes one sheet of the rules that can apply to them.
// `used` has the tags, classes, ids and attributes of all pages; `words` are those of the scripts, which add elements
// and states that no page has yet.
import { readFileSync } from "node:fs";
import { transform } from "esbuild";
import { PurgeCSS } from "purgecss";

const { sheets, used, words } = JSON.parse(readFileSync(0, "utf8"));
const purged = await new PurgeCSS().purge({
  content: [{ raw: "all", extension: "site" }],
  defaultExtractor: () => ({ ...used, undetermined: words }),
  css: [{ raw: sheets.join("\n") }],
  keyframes: true,
  variables: true,
});
const { code } = await transform(purged[0].css, { loader: "css", minify: true, charset: "utf8", legalComments: "none" });
process.stdout.write(code);
