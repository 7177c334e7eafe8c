// Filters a list whose items carry data-level, data-verdict or data-topic, themselves or in a mark inside of a list item.
// The choice stands in the address (?level=basic), so that it can be linked. Without JavaScript the list stands complete.

const FACETS = ["verdict", "level", "topic"];

const filtered = () => {
  const marks = [...document.querySelectorAll(".md-content [data-topic]")];
  const items = marks.map((mark) => Object.assign(mark.closest("li") ?? mark, { facets: mark.dataset }));
  if (!items.length) return;

  const form = document.createElement("form");
  form.className = "filters";
  form.setAttribute("aria-label", "Filter the list");
  const chosen = new URLSearchParams(location.search);
  for (const facet of FACETS.filter((name) => items.some((item) => item.facets[name]))) {
    const values = [...new Set(items.map((item) => item.facets[facet]))];
    const label = document.createElement("label");
    label.append(`${facet[0].toUpperCase()}${facet.slice(1)} `);
    const select = document.createElement("select");
    select.name = facet;
    select.append(new Option("all", ""), ...values.map((value) => new Option(value, value)));
    select.value = values.includes(chosen.get(facet)) ? chosen.get(facet) : "";
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
    hideEmptyHeadings(items);
    count.textContent = `${items.filter((item) => !item.hidden).length} of ${items.length}`;
    return new URLSearchParams(wanted);
  };

  form.addEventListener("change", () => {
    const query = apply().toString();
    history.replaceState(history.state, "", `${location.pathname}${query && `?${query}`}`);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  (items[0].closest(".md-content__inner").querySelector("h2") ?? items[0]).before(form);
  apply();
};

// A heading outside of the items is shown while an item follows it before the next heading of its level.
const hideEmptyHeadings = (items) => {
  const headings = [...document.querySelectorAll(".md-content :is(h2, h3)")].filter((h) => !h.closest("[data-topic]"));
  const precedes = (one, other) => one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
  for (const heading of headings) {
    const end = headings.find((other) => precedes(heading, other) && other.tagName <= heading.tagName);
    const own = items.filter((item) => precedes(heading, item) && !(end && precedes(end, item)));
    heading.hidden = own.length > 0 && own.every((item) => item.hidden);
  }
};

filtered();
