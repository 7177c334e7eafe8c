// What every page gets on top of the theme: names for landmarks, formulas that scroll by keyboard, links to copy.
import { onPage } from "./page.js";

// Every block of code has its copy button in a <nav> of its own: twenty nameless landmarks on a page, so make them plain.
const plain = () => document.querySelectorAll("nav.md-code__nav:not([role])").forEach((nav) => nav.setAttribute("role", "none"));
new MutationObserver(plain).observe(document.documentElement, { childList: true, subtree: true });
plain();

// What is wider than its place scrolls inside itself; the keyboard must be able to do so, too.
const reachable = () => {
  for (const wide of document.querySelectorAll(".formula .katex-display, .md-typeset__scrollwrap, .md-typeset figure")) {
    if (wide.scrollWidth > wide.clientWidth) wide.tabIndex = 0;
    else wide.removeAttribute("tabindex");
  }
};
new ResizeObserver(reachable).observe(document.body);
document.addEventListener("change", reachable); // tabs show other formulas
onPage(reachable);

// A section that has a page of its own is labelled by an empty element; its title stands right inside.
onPage(() => {
  for (const nav of document.querySelectorAll("nav[aria-labelledby]")) {
    const label = document.getElementById(nav.getAttribute("aria-labelledby"));
    const title = nav.querySelector(".md-nav__title");
    if (label && !label.textContent.trim() && title) {
      nav.setAttribute("aria-label", title.textContent.trim());
      nav.removeAttribute("aria-labelledby");
    }
  }
});

// A link to a closed box leads to its answer.
const opened = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target?.matches("details")) target.open = true;
};
addEventListener("hashchange", opened);
onPage(opened);

// The link of a question is copied by one click; where the clipboard is out of reach it is a link like any other.
document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("a.question-link");
  if (!link || !navigator.clipboard || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  event.stopPropagation();
  await navigator.clipboard.writeText(link.href).then(
    () => say(link, "Link copied"),
    () => location.assign(link.href),
  );
}, { capture: true });

const say = (link, words) => {
  const said = document.createElement("output");
  link.after(said);
  said.textContent = words;
  setTimeout(() => said.remove(), 2000);
};
