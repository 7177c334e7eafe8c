"""The form above a list by which it can be filtered: part of the page, so that nothing moves when scripts come.

`docs/javascripts/filter.js` makes it work; where no scripts run it stays hidden and the list is complete.
"""

from collections.abc import Iterable


def form(items: Iterable[dict[str, str]]) -> str:
    """The form for items with these facets, each a list of the values that items have, in their order."""
    given = list(items)
    labels = []
    for facet in dict.fromkeys(facet for item in given for facet in item):
        values = dict.fromkeys(item[facet] for item in given)
        options = "".join(f'<option value="{value}">{value}</option>' for value in values)
        select = f'<select name="{facet}"><option value="">all</option>{options}</select>'
        labels.append(f"<label>{facet.capitalize()} {select}</label>")
    count = f"<output>{len(given)} of {len(given)}</output>"
    return f'<form class="filters" aria-label="Filter the list" hidden>{"".join(labels)}{count}</form>'
