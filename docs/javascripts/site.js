// Names for landmarks that the theme leaves without.

// Every block of code has its copy button in a <nav> of its own: twenty nameless landmarks on a page, so make them plain.
const plain = () => document.querySelectorAll("nav.md-code__nav:not([role])").forEach((nav) => nav.setAttribute("role", "none"));
new MutationObserver(plain).observe(document.documentElement, { childList: true, subtree: true });
plain();

// A section that has a page of its own is labelled by an empty element; its title stands right inside.
for (const nav of document.querySelectorAll("nav[aria-labelledby]")) {
  const label = document.getElementById(nav.getAttribute("aria-labelledby"));
  const title = nav.querySelector(".md-nav__title");
  if (label && !label.textContent.trim() && title) {
    nav.setAttribute("aria-label", title.textContent.trim());
    nav.removeAttribute("aria-labelledby");
  }
}
