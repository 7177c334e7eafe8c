// Loads the module of each figure that has one: `<figure data-interactive="name">` becomes interactive by figures/name.js.
// The drawing stays on the page, for print, and for readers without JavaScript or with an older browser.
import { onPage } from "./page.js";

const seen = new WeakSet();

onPage(() => {
  for (const figure of document.querySelectorAll("figure[data-interactive]")) {
    if (seen.has(figure)) continue;
    seen.add(figure);
    import(`./figures/${figure.dataset.interactive}.js`).then((module) => module.enhance(figure));
  }
});
