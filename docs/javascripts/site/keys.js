// What the keyboard can do beyond the browser's own: labels that open a part of the navigation act like buttons, and
// single keys turn pages, as in the theme: p and comma back, n and period on.

import { isField } from "./fields.js";

const TURNS = { p: "prev", ",": "prev", n: "next", ".": "next" };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const element = event.target;
  if (element.matches("label[tabindex]") && (event.key === "Enter" || event.key === " ")) {
    event.preventDefault();
    element.click();
  } else if (!isField(element) && !element.closest("dialog")) {
    const link = document.querySelector(`link[rel=${TURNS[event.key]}]`);
    if (link) location.assign(link.href);
  }
});

// The theme's styles show the focus of the keyboard by a class.
document.addEventListener("focusin", ({ target }) => target.classList.toggle("focus-visible", target.matches(":focus-visible")));
document.addEventListener("focusout", ({ target }) => target.classList.remove("focus-visible"));
