// Light or dark: as the system says, until the reader chooses. The first choice of a page is made before it is painted
// (overrides/partials/javascripts/palette.html); this follows changes.
import { keep, kept } from "./root.js";

const inputs = [...document.querySelectorAll("input[name=__palette]")];

/** Mark the scheme in use, and show the button that leads to the other. */
const show = () => {
  for (const input of inputs) {
    input.checked = input.dataset.mdColorScheme === document.body.dataset.mdColorScheme;
    input.nextElementSibling.hidden = !input.checked;
  }
};

const use = (scheme) => {
  document.body.dataset.mdColorScheme = scheme;
  show();
};

for (const input of inputs) {
  input.addEventListener("change", () => {
    use(input.dataset.mdColorScheme);
    keep("scheme", input.dataset.mdColorScheme);
  });
}
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", (dark) => kept("scheme") ?? use(dark.matches ? "slate" : "default"));
show();
