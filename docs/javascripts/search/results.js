// What was found, as elements. Each result is one option with one link; what matched inside of an answer is text.
import { marked } from "./mark.js";

export const element = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(name, value);
  made.append(...children.filter((child) => child !== undefined));
  return made;
};

const WHAT = { section: "In the answer", next: "Asked next", correction: "Correction", lab: "Lab", term: "Glossary", page: "Page" };
let made = 0;

/** The options for what `Search.find` returned; `address` makes an address of the site a link. */
export const options = ({ questions, others, slots }, meanings, address) => {
  const text = (words) => marked(words, slots, meanings).map(([piece, hit]) => (hit ? element("mark", {}, piece) : piece));
  const option = (url, ...content) =>
    element("div", { role: "option", id: `search-option-${(made += 1)}`, "aria-selected": "false", class: "search-result" },
      element("a", { href: address(url), tabindex: "-1" }, ...content));

  const found = questions.map(({ question, parts }) =>
    option(
      question.url,
      element("span", { class: "search-title" }, ...text(question.title)),
      element("span", { class: "search-about" }, element("span", { class: `level level-${question.level}` }, question.level), ` ${question.section}`),
      element("span", { class: "search-short" }, ...text(question.short)),
      ...parts.map((part) =>
        element("span", { class: "search-part" }, element("span", { class: "search-kind" }, WHAT[part.kind]), " ", ...text(part.title))),
    ));
  const rest = others.map((other) =>
    option(
      other.url,
      element("span", { class: "search-title" }, ...text(other.title)),
      element("span", { class: "search-about" }, other.kind === "page" ? `Page · ${other.section}` : WHAT[other.kind]),
      element("span", { class: "search-short", "data-term": other.short ? undefined : other.url }, ...text(other.short)),
    ));
  if (!rest.length) return found;
  return [...found, element("div", { role: "group", "aria-label": "Pages, terms and labs", class: "search-others" }, ...rest)];
};

/** What is said where nothing answers; with a link to the form for a missing question, where there is one. */
export const nothing = (query, missing, near) => {
  const said = element("div", { class: "search-nothing" }, element("p", {}, element("strong", {}, "Nothing here answers this.")));
  if (missing) {
    const form = missing.replaceAll("QUERY", encodeURIComponent(query));
    said.append(element("p", {}, element("a", { href: form }, "Ask for this question to be answered")));
  }
  if (near) said.append(element("p", { class: "search-hint" }, near > 1 ? "The nearest questions:" : "The nearest question:"));
  return said;
};
