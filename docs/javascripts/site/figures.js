// Loads the module of each figure that has one: `<figure data-interactive="name">` becomes interactive by figures/name.js.
// The drawing stays on the page, for print, and for readers without JavaScript or with an older browser.
import { load } from "./root.js";

const enhance = (figure) => {
  const name = figure.dataset.interactive;
  load(`assets/figures/${name}.js`).then(
    () => globalThis.siteFigures[name].enhance(figure),
    () => {}, // offline: the drawing is what the reader gets
  );
};

// Only when the reader comes near: a page opens faster, and what changes its height does so out of sight.
const near = new IntersectionObserver(
  (entries) => {
    for (const { target } of entries.filter((entry) => entry.isIntersecting)) {
      near.unobserve(target);
      enhance(target);
    }
  },
  { rootMargin: "100% 0px" },
);
for (const figure of document.querySelectorAll("figure[data-interactive]")) near.observe(figure);
