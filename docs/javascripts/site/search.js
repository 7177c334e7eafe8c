// Waits until someone is about to search, then fetches code, index and styles of the search (assets/search).
import { isField } from "./fields.js";
import { fetched, load, root, whole } from "./root.js";

let ready;
const search = () =>
  (ready ??= whole.then(() => Promise.all([
    load("assets/search/index.js"),
    load("assets/search/search.js"),
    fetched("link", { rel: "stylesheet", href: new URL("assets/search/search.css", root).href }),
  ])).then(
    () => {
      load("assets/search/terms.js");
      return globalThis.siteSearch.start(root);
    },
    () => (ready = undefined), // offline: the next attempt asks again
  ));

// What is typed while the code is on its way is not lost.
let early = null;
const open = async () => {
  early ??= "";
  const ways = document.querySelectorAll("[data-search-open]");
  for (const way of ways) way.setAttribute("aria-busy", "true");
  const found = await search();
  for (const way of ways) way.removeAttribute("aria-busy");
  const typed = early ?? "";
  early = null;
  found?.open(typed);
};

document.addEventListener("keydown", (event) => {
  const asked = (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isField(event.target)) || (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey));
  if (asked) {
    event.preventDefault();
    open();
  } else if (early !== null && event.key.length === 1 && !event.ctrlKey && !event.metaKey) {
    event.preventDefault(); // it is a letter of the query, no command
    early += event.key;
  }
});
document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-search-open]") || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open();
}, { capture: true });

// About to search: points at the button or the field, or gives it the focus.
const isNear = (event) => event.target.closest?.("[data-search-open], [data-search-field]");
for (const sign of ["pointerover", "touchstart", "focusin"]) {
  document.addEventListener(sign, (event) => isNear(event) && search(), { passive: true });
}
// A field of the page is of use only where scripts run.
const prepare = () => {
  for (const field of document.querySelectorAll("[data-search-field]")) field.hidden = false;
  if (new URLSearchParams(location.search).get("q")) search();
};
whole.then(prepare);
addEventListener("popstate", prepare);
