// Loads the module of each figure that has one: `<figure data-interactive="name">` becomes interactive by figures/name.js.
// The drawing stays on the page, for print, and for readers without JavaScript or with an older browser.
const seen = new WeakSet();

const run = () => {
  for (const figure of document.querySelectorAll("figure[data-interactive]")) {
    if (seen.has(figure)) continue;
    seen.add(figure);
    import(`./figures/${figure.dataset.interactive}.js`).then((module) => module.enhance(figure));
  }
};

// Where the theme replaces the page without loading it anew, it announces each page; the first one, too.
globalThis.document$?.subscribe(run) ?? run();
