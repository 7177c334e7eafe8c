// The theme puts the copy button of every block of code into a <nav> of its own. A page with twenty blocks would have
// twenty navigation landmarks without a name, so they are made plain groups.
const plain = () => document.querySelectorAll("nav.md-code__nav:not([role])").forEach((nav) => nav.setAttribute("role", "none"));
new MutationObserver(plain).observe(document.documentElement, { childList: true, subtree: true });
plain();
