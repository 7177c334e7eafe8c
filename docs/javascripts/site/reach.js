// What is wider than its place scrolls inside itself; the keyboard must be able to do so, too. A section of the
// navigation that has a page of its own is labelled by an empty element; its title stands right inside.

const WIDE = ".formula .katex-display, .md-typeset__scrollwrap, .md-typeset figure, .md-typeset pre > code";

const reachable = () => {
  const wide = [...document.querySelectorAll(WIDE)].map((element) => [element, element.scrollWidth > element.clientWidth]);
  for (const [element, scrolls] of wide) {
    if (scrolls) element.tabIndex = 0;
    else element.removeAttribute("tabindex");
  }
};
new ResizeObserver(reachable).observe(document.body);
document.addEventListener("change", reachable); // tabs show other formulas

for (const nav of document.querySelectorAll("nav[aria-labelledby]")) {
  const label = document.getElementById(nav.getAttribute("aria-labelledby"));
  const title = nav.querySelector(".md-nav__title");
  if (label && !label.textContent.trim() && title) {
    nav.setAttribute("aria-label", title.textContent.trim());
    nav.removeAttribute("aria-labelledby");
  }
}
