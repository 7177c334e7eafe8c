// Loads the module of each figure that has one: `<figure data-interactive="name">` becomes interactive by figures/name.js.
// The drawing stays on the page, for print, and for readers without JavaScript or with an older browser.
import { load } from "./root.js";

for (const figure of document.querySelectorAll("figure[data-interactive]")) {
  const name = figure.dataset.interactive;
  load(`assets/figures/${name}.js`).then(
    () => globalThis.siteFigures[name].enhance(figure),
    () => {}, // offline: the drawing is what the reader gets
  );
}
