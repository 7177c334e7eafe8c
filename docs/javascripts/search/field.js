// A search field and its list of results: the same in the dialog and on the start page.
import { element, nothing, options } from "./results.js";
import { forget, recent, remember } from "./recent.js";

const SAID_AFTER = 600; // milliseconds of rest before the number of results is said
const WRITTEN_AFTER = 150; // milliseconds of rest before the query stands in the address
let fields = 0;

export class Field {
  /** Turns `input` into a combobox and appends its results to `place`. `engine` gives the `Search`, once it is ready. */
  constructor(input, place, engine, root) {
    Object.assign(this, { input, place, engine, root, active: null });
    const id = `search-results-${(fields += 1)}`;
    this.list = element("div", { role: "listbox", id, "aria-label": "Results", class: "search-results" });
    // The number is seen at once and said only after a rest: nobody wants to hear it after every letter.
    this.status = element("p", { role: "status", "aria-live": "polite", class: "search-unseen" });
    this.count = element("p", { class: "search-count", "aria-hidden": "true" });
    this.before = element("div", { class: "search-before" });
    place.append(this.status, this.count, this.before, this.list);
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-controls": id, "aria-expanded": "false", "aria-autocomplete": "list", "aria-haspopup": "listbox",
      autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "go",
    })) input.setAttribute(name, value);
    input.addEventListener("input", () => {
      this.show();
      clearTimeout(this.writing);
      this.writing = setTimeout(() => this.write(), WRITTEN_AFTER);
    });
    input.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("pointermove", (event) => this.choose(event.target.closest("[role=option]"), false));
    this.list.addEventListener("click", (event) => event.target.closest("a") && this.follow());
  }

  get all() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  /** Show what the field asks for; `restore` brings back which result was chosen. */
  show() {
    const query = this.input.value;
    this.choose(null);
    if (!query.trim()) return this.idle();
    const found = this.engine().find(query);
    const shown = options(found, this.engine().meanings, (url) => this.address(url));
    this.list.replaceChildren(...shown);
    const count = this.all.length;
    const words = query.trim();
    this.before.replaceChildren(...(found.answered && count ? [] : [nothing(words, this.engine().missing, count)]));
    this.input.setAttribute("aria-expanded", String(count > 0));
    this.place.classList.toggle("search-open", true);
    this.choose(this.all[0] ?? null, false);
    this.place.scrollTop = 0;
    const results = `${count} ${count === 1 ? "result" : "results"}`;
    this.count.textContent = found.answered && count ? results : "";
    this.say(found.answered && count ? results : `Nothing here answers this${count ? `, ${count} near` : ""}`);
  }

  say(words) {
    clearTimeout(this.saying);
    this.saying = setTimeout(() => (this.status.textContent = words), words ? SAID_AFTER : 0);
  }

  /** Nothing is typed: the last searches, if there are any. */
  idle() {
    this.say("");
    this.count.textContent = "";
    this.list.replaceChildren();
    this.input.setAttribute("aria-expanded", "false");
    const queries = recent();
    this.place.classList.toggle("search-open", queries.length > 0 && this.showsRecent);
    if (!queries.length || !this.showsRecent) return this.before.replaceChildren();
    const again = queries.map((query) => {
      const button = element("button", { type: "button", class: "search-again" }, query);
      button.addEventListener("click", () => this.ask(query));
      return button;
    });
    const clear = element("button", { type: "button", class: "search-forget" }, "Forget them");
    clear.addEventListener("click", () => {
      forget();
      this.idle();
      this.input.focus();
    });
    this.before.replaceChildren(element("div", { class: "search-recent" }, element("p", { class: "search-hint" }, "Recent searches, kept in this browser only"), ...again, clear));
  }

  ask(query) {
    this.input.value = query;
    this.show();
    this.write();
    this.input.focus();
  }

  key(event) {
    if (event.isComposing) return;
    const all = this.all;
    const at = all.indexOf(this.active);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const next = at + (event.key === "ArrowDown" ? 1 : -1);
      this.choose(all[(next + all.length) % all.length] ?? null);
    } else if (event.key === "Enter") {
      event.preventDefault();
      const link = this.active?.querySelector("a");
      if (!link) return;
      if (event.ctrlKey || event.metaKey) open(link.href);
      else link.click();
    }
  }

  choose(option, scroll = true) {
    if (option === this.active || option === undefined) return;
    this.active?.setAttribute("aria-selected", "false");
    this.active = option;
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    this.input.setAttribute("aria-activedescendant", option.id);
    if (scroll) option.scrollIntoView({ block: "nearest" });
  }

  follow() {
    this.write();
    remember(this.input.value);
    this.onfollow?.();
  }

  /** The query stands in the address, so that Back returns to the results and a link to them can be sent. */
  write() {
    clearTimeout(this.writing);
    const address = new URL(location.href);
    const query = this.input.value.trim();
    if (query) address.searchParams.set("q", query);
    else address.searchParams.delete("q");
    history.replaceState(history.state, "", address);
  }

  address(url) {
    const [path, fragment] = url.split("#");
    // A copy on a disk has no server that shows a folder's index.html.
    const file = location.protocol === "file:" && (path === "" || path.endsWith("/")) ? `${path}index.html` : path;
    return new URL(file + (fragment ? `#${fragment}` : ""), this.root).href;
  }
}
