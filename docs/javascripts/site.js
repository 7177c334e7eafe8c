// Names for landmarks that the theme leaves without.

// Every block of code has its copy button in a <nav> of its own: twenty nameless landmarks on a page, so make them plain.
const plain = () => document.querySelectorAll("nav.md-code__nav:not([role])").forEach((nav) => nav.setAttribute("role", "none"));
new MutationObserver(plain).observe(document.documentElement, { childList: true, subtree: true });
plain();

// A formula that is wider than its place scrolls inside itself; the keyboard must be able to do so, too.
const reachable = () => {
  for (const formula of document.querySelectorAll(".formula .katex-display")) {
    formula.toggleAttribute("tabindex", formula.scrollWidth > formula.clientWidth);
    if (formula.hasAttribute("tabindex")) formula.tabIndex = 0;
  }
};
new ResizeObserver(reachable).observe(document.body);

// A section that has a page of its own is labelled by an empty element; its title stands right inside.
for (const nav of document.querySelectorAll("nav[aria-labelledby]")) {
  const label = document.getElementById(nav.getAttribute("aria-labelledby"));
  const title = nav.querySelector(".md-nav__title");
  if (label && !label.textContent.trim() && title) {
    nav.setAttribute("aria-label", title.textContent.trim());
    nav.removeAttribute("aria-labelledby");
  }
}
