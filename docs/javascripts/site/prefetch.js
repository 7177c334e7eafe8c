// The next page is fetched as soon as the reader points at its link, touches it, or gives it the focus: when the click
// comes, it is there. Only the page itself, once; its scripts, styles and fonts are those of this page.

const POINTED = 60; // milliseconds that a pointer rests on what is meant
const done = new Set([location.pathname]);
const saves = () => navigator.connection?.saveData;

const next = (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || link.origin !== location.origin || done.has(link.pathname) || !link.pathname.endsWith("/") || saves()) return null;
  return link;
};
const fetchNow = (link) => {
  done.add(link.pathname);
  document.head.append(Object.assign(document.createElement("link"), { rel: "prefetch", href: link.pathname }));
};

let resting;
if (location.protocol.startsWith("http")) {
  document.addEventListener("pointerover", (event) => {
    clearTimeout(resting);
    const link = next(event);
    if (link) resting = setTimeout(fetchNow, event.pointerType === "mouse" ? POINTED : 0, link);
  }, { passive: true });
  document.addEventListener("focusin", (event) => {
    const link = next(event);
    clearTimeout(resting);
    if (link) resting = setTimeout(fetchNow, 4 * POINTED, link); // who tabs on does not mean this one
  });
}
