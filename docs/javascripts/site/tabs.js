// Tabs of code: who prefers PyTorch gets it everywhere, on this page and the next. Which tab a set shows first is
// restored before it is painted (overrides/partials/javascripts/content.html).
import { keep } from "./root.js";

const titleOf = (input) => input.labels[0].textContent.trim();

document.addEventListener("change", ({ target }) => {
  if (!target.matches(".tabbed-set > input")) return;
  const before = target.labels[0].getBoundingClientRect().top;
  for (const input of document.querySelectorAll(".tabbed-set > input")) {
    if (input !== target && titleOf(input) === titleOf(target)) input.checked = true;
  }
  scrollBy({ top: target.labels[0].getBoundingClientRect().top - before, behavior: "instant" }); // sets above may have grown
  keep("tab", titleOf(target));
});
