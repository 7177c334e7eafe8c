// Writes the scripts of the site as JSON: `site.js` for every page, and what only some pages load: `filter.js`, and
// `figures/NAME.js`, which leaves what its module exports in `siteFigures.NAME`. Classic scripts, each a single file:
// they run in copies opened from a disk, where modules do not, and under a strict Content-Security-Policy.
import { existsSync, readdirSync } from "node:fs";
import { build } from "esbuild";

const SOURCE = "docs/javascripts";

const bundled = async (path, globalName) => {
  const made = await build({
    entryPoints: [`${SOURCE}/${path}`],
    bundle: true,
    minify: true,
    format: "iife",
    globalName,
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    write: false,
    logLevel: "error",
  });
  return made.outputFiles[0].text;
};

const figures = (existsSync(`${SOURCE}/figures`) ? readdirSync(`${SOURCE}/figures`) : [])
  .filter((name) => name.endsWith(".js"))
  .map((name) => name.slice(0, -".js".length));
const wanted = [
  ["site.js", "site/main.js"],
  ["filter.js", "filter.js"],
  ...figures.map((name) => [`figures/${name}.js`, `figures/${name}.js`, `siteFigures[${JSON.stringify(name)}]`]),
];
const made = await Promise.all(wanted.map(async ([name, ...source]) => [name, await bundled(...source)]));
process.stdout.write(JSON.stringify(Object.fromEntries(made)));
