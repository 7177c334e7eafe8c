// Filters a list whose items carry data-level, data-verdict or data-topic, themselves or in a mark inside of a list item.
// The form stands on the page (scripts/extensions/filters.py), hidden where no scripts run: there the list is complete.
// The choice stands in the address (?level=basic), so that it can be linked.

const form = document.querySelector("form.filters");
const marks = [...document.querySelectorAll(".md-content [data-topic]")];
const items = marks.map((mark) => Object.assign(mark.closest("li") ?? mark, { facets: mark.dataset }));

const apply = () => {
  const wanted = [...new FormData(form)].filter(([, value]) => value);
  for (const item of items) {
    item.hidden = !wanted.every(([facet, value]) => item.facets[facet] === value);
  }
  hideEmptyHeadings();
  form.querySelector("output").textContent = `${items.filter((item) => !item.hidden).length} of ${items.length}`;
  return new URLSearchParams(wanted);
};

// A heading outside of the items is shown while an item follows it before the next heading of its level.
const hideEmptyHeadings = () => {
  const headings = [...document.querySelectorAll(".md-content :is(h2, h3)")].filter((h) => !h.closest("[data-topic]"));
  const precedes = (one, other) => one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
  for (const heading of headings) {
    const end = headings.find((other) => precedes(heading, other) && other.tagName <= heading.tagName);
    const own = items.filter((item) => precedes(heading, item) && !(end && precedes(end, item)));
    heading.hidden = own.length > 0 && own.every((item) => item.hidden);
  }
};

for (const [facet, value] of new URLSearchParams(location.search)) {
  const select = form.elements[facet];
  if ([...(select?.options ?? [])].some((option) => option.value === value)) select.value = value;
}
form.addEventListener("change", () => {
  const query = apply().toString();
  history.replaceState(history.state, "", `${location.pathname}${query && `?${query}`}`);
});
form.addEventListener("submit", (event) => event.preventDefault());
form.hidden = false;
apply();
