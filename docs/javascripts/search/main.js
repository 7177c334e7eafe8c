// The search of the site in the browser: a dialog everywhere, and the field of a page that has one (`data-search-field`).
import { Field } from "./field.js";
import { Search } from "./rank.js";
import { element } from "./results.js";

const whenIdle = globalThis.requestIdleCallback ?? ((task) => setTimeout(task, 50));
let search;
const engine = () => (search ??= new Search(globalThis.siteSearchIndex));

const query = () => new URLSearchParams(location.search).get("q") ?? "";

/** Called once by the loader with the address of the site's start page; returns what opens the dialog. */
const start = (root) => {
  const dialog = makeDialog(root);
  const open = (typed = "") => {
    const field = inPlace(root);
    if (field) {
      field.input.focus();
      if (typed) field.ask(field.input.value + typed);
      return;
    }
    dialog.open(typed || query());
  };
  const follow = () => {
    const field = inPlace(root);
    if (query() && field && field.input.value !== query()) {
      field.input.value = query();
      field.show();
    } else if (query() && !field) dialog.open(query(), false);
  };
  const moved = () => {
    if (!query()) dialog.close();
    follow();
  };
  addEventListener("popstate", moved);
  addEventListener("pageshow", (event) => event.persisted && moved()); // Back, from the browser's memory
  follow();
  whenIdle(engine); // ready before the first letter is typed, but not before the dialog is seen
  return { open };
};

const fields = new WeakMap();

/** The page's own field, made a search field on first sight. */
const inPlace = (root) => {
  const form = document.querySelector("[data-search-field]");
  if (!form) return null;
  if (!fields.has(form)) {
    const place = element("div", { class: "search-place search-in-place" });
    form.append(place);
    const field = new Field(form.querySelector("input"), place, engine, root);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("keydown", (event) => event.key === "Escape" && field.input.value && field.ask(""));
    fields.set(form, field);
    if (field.input.value) field.show(); // typed before this code was there
  }
  return fields.get(form);
};

const makeDialog = (root) => {
  const input = element("input", { type: "search", "aria-label": "Search", placeholder: "A question, a term, an error", maxlength: "200" });
  const close = element("button", { type: "button", class: "search-close", "aria-label": "Close search" }, "Close");
  const place = element("div", { class: "search-place" });
  const keys = element("p", { class: "search-keys", "aria-hidden": "true" }, key("↑"), key("↓"), " choose ", key("Enter"), " open ", key("Esc"), " close");
  const dialog = element("dialog", { class: "search-dialog", "aria-label": "Search" }, element("form", { class: "search-head", role: "search" }, input, close), place, keys);
  document.body.append(dialog);
  const field = new Field(input, place, engine, root);
  field.showsRecent = true;
  field.onfollow = () => {
    dialog.dataset.followed = "";
    dialog.close();
  };
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
  // Escape would only empty a field of type search; here it closes, at once.
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    dialog.close();
  });
  dialog.addEventListener("close", () => {
    // Who leaves without a result leaves the address as it was; who follows one comes Back to the results.
    if (!("followed" in dialog.dataset)) {
      input.value = "";
      field.write();
    }
    delete dialog.dataset.followed;
  });
  return {
    open(words, write = true) {
      if (!dialog.open) dialog.showModal();
      input.value = words;
      input.focus();
      if (write && words === query()) input.select();
      if (write && words) field.write();
      // The first search takes a moment on a slow phone: the dialog is seen before it, and the field has the focus.
      if (search || !words) field.show();
      else requestAnimationFrame(() => setTimeout(() => field.show()));
    },
    close() {
      if (!dialog.open) return;
      dialog.dataset.followed = "";
      dialog.close();
    },
  };
};

const key = (name) => element("kbd", {}, name);

/** Called by the file of definitions, which comes behind the first results; those that are shown get theirs. */
const define = (definitions) => {
  const terms = engine().others.filter(({ kind }) => kind === "term");
  terms.forEach((term, number) => Object.assign(term, { short: definitions[number] }));
  const told = new Map(terms.map(({ url, short }) => [url, short]));
  for (const place of document.querySelectorAll("[data-term]")) place.textContent = told.get(place.dataset.term);
};

globalThis.siteSearch = { start, define };
