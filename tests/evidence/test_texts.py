"""The words of a page: blocks with their lines; code, links' targets and attributes are blanked, citations noted."""

from scripts.evidence.printed import numbers
from scripts.evidence.texts import blocks

PAGE = """---
description: 17 words.
---
# A page of 18

First 19 words, `code 20`, $`21`$
and [a link](22/23.md#a-24){ .x24 } 25.

- item 26
- item 27 [@key2015, §28]

| 29 |
| --- |
| 30<!--= x --> |

```python
x = 31
```

```math
y = 32
```

!!! mistake wrong "“33”"
    Body 34, <span data-x="35">36</span>[^37].

![alt 38](a/39.svg)
*Caption 40.*
"""
LAB = """# ---
# description: 17
# ---

# %% [markdown]
# Words 18
# and 19.

# %%
# alt: A line at 20.
# caption: It is 21.
x = 22
# 23 is a comment
"""


def found(raw: str, is_lab: bool = False) -> list[tuple[int, list[float]]]:
    return [
        (block.line_at(number.start), [number.value]) for block in blocks(raw, is_lab) for number in numbers(block.text)
    ]


def test_the_numbers_of_a_page_stand_in_its_words_each_on_its_line() -> None:
    assert found(PAGE) == [
        (6, [19]),
        (6, [21]),
        (7, [25]),
        (9, [26]),
        (10, [27]),
        (12, [29]),
        (14, [30]),
        (25, [34]),
        (25, [36]),
        (27, [38]),
        (28, [40]),
    ]


def test_an_item_with_a_citation_is_quoted_and_its_neighbor_is_not() -> None:
    quoted = {block.text.split("\n")[0].strip(): block.quoted for block in blocks(PAGE, is_lab=False)}
    assert quoted["- item 26"] is False
    assert [each for text, each in quoted.items() if text.startswith("- item 27")] == [True]


def test_the_words_of_a_lab_are_its_markdown_and_what_it_says_of_figures() -> None:
    assert found(LAB, is_lab=True) == [(6, [18]), (7, [19]), (10, [20]), (11, [21])]


def test_what_stands_between_two_formulas_on_a_line_is_prose() -> None:
    assert found("$`N`$ of 40 % is about $`M`$, or `50`.") == [(1, [0.4])]
