// What is wider than its place scrolls inside itself; the keyboard must be able to do so, too. A section of the
// navigation that has a page of its own is labelled by an empty element, or by none; its title stands right inside.

const WIDE = ".formula .katex-display, .md-typeset__scrollwrap, .md-typeset figure, .md-typeset pre > code, .wide";
// A formula within a line goes on in the next line between its parts; a part of it may be wider than a phone.
const INLINE = ".md-content :not(.katex-display) > .katex > .katex-html > .katex-base";
const BLOCK = "p, li, td, th, dd, dt, figcaption, summary, h1, h2, h3, h4, div";

const reachable = () => {
  const parts = [...document.querySelectorAll(INLINE)].map((part) => [part, part.scrollWidth > part.closest(BLOCK)?.clientWidth]);
  for (const [part, isWide] of parts) {
    part.classList.toggle("wide", isWide);
    if (!isWide) part.removeAttribute("tabindex");
  }
  const wide = [...document.querySelectorAll(WIDE)].map((element) => [element, element.scrollWidth > element.clientWidth]);
  for (const [element, scrolls] of wide) {
    if (scrolls) element.tabIndex = 0;
    else element.removeAttribute("tabindex");
  }
};
new ResizeObserver(reachable).observe(document.body);
document.addEventListener("change", reachable); // tabs show other formulas
document.fonts.addEventListener("loadingdone", reachable); // formulas are wider in their own fonts

for (const nav of document.querySelectorAll("nav[aria-labelledby]")) {
  const label = document.getElementById(nav.getAttribute("aria-labelledby"));
  const title = nav.querySelector(".md-nav__title");
  if (!label?.textContent.trim() && title) {
    nav.setAttribute("aria-label", title.textContent.trim());
    nav.removeAttribute("aria-labelledby");
  }
}
