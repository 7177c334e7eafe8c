// Filters a list whose items carry data-level, data-verdict or data-topic, themselves or in a mark inside of a list item.
// Without JavaScript the list stands complete.
const FACETS = ["verdict", "level", "topic"];
const marks = [...document.querySelectorAll(".md-content [data-topic]")];
const items = marks.map((mark) => Object.assign(mark.closest("li") ?? mark, { facets: mark.dataset }));

if (items.length) {
  const form = document.createElement("form");
  form.className = "filters";
  form.setAttribute("aria-label", "Filter the list");
  for (const facet of FACETS.filter((name) => items.some((item) => item.facets[name]))) {
    const values = [...new Set(items.map((item) => item.facets[facet]))];
    const label = document.createElement("label");
    label.append(`${facet[0].toUpperCase()}${facet.slice(1)} `);
    const select = document.createElement("select");
    select.name = facet;
    select.append(new Option("all", ""), ...values.map((value) => new Option(value, value)));
    label.append(select);
    form.append(label);
  }
  const count = document.createElement("output");
  form.append(count);

  const apply = () => {
    const wanted = [...new FormData(form)].filter(([, value]) => value);
    for (const item of items) {
      item.hidden = !wanted.every(([facet, value]) => item.facets[facet] === value);
    }
    hideEmptyHeadings();
    count.textContent = `${items.filter((item) => !item.hidden).length} of ${items.length}`;
  };

  // A heading outside of the items is shown while an item follows it before the next heading of its level.
  const hideEmptyHeadings = () => {
    const headings = [...document.querySelectorAll(".md-content :is(h2, h3)")].filter((h) => !h.closest("[data-topic]"));
    for (const heading of headings) {
      const isEnd = (other) => other.tagName <= heading.tagName && !other.closest("[data-topic]");
      const follows = (node) => heading.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING;
      const end = headings.find((other) => follows(other) && isEnd(other));
      const own = items.filter((item) => follows(item) && !(end && end.compareDocumentPosition(item) & Node.DOCUMENT_POSITION_FOLLOWING));
      heading.hidden = own.length > 0 && own.every((item) => item.hidden);
    }
  };

  form.addEventListener("change", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  (items[0].closest(".md-content__inner").querySelector("h2") ?? items[0]).before(form);
  apply();
}
