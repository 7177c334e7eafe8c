"""Bound numbers get the digits of their records, in the form in which they stand, and nothing else changes."""

from pathlib import Path

import pytest

from scripts.content import Site
from scripts.evidence import records
from scripts.evidence.bound import lookup, rewritten
from scripts.evidence.records import Results
from scripts.evidence.values import Value

PAGE = """# A page

It rises from 0.043 ± 0.011<!--= loss.8 --> to 0.938<!--= loss.32 -->, i.e. 5 %<!--= share --> of
25,557,032<!--= _ --> and 25,557,032<!--= count -->; 0.938 is not bound.

| 8 | 1.5 | 0.25<!--= loss.8, share --> |
"""
LAB = """# %% [markdown]
# # A lab
#
# It is 3<!--= page: count -->.

# %%
# caption: Here too, 3<!--= page: count -->.
x = 3
"""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    values = {"loss.8": Value((0.9, 0.85, 0.95)), "loss.32": Value((0.11, 0.1, 0.12)), "share": Value((0.07,))}
    records.write(tmp_path, "training/page", "abc", Results(values | {"count": Value((4,))}))
    for name, text in {"training/page.md": PAGE, "labs/lab.py": LAB}.items():
        (tmp_path / "docs" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "docs" / name).write_text(text, encoding="utf-8")
    return Site.read(tmp_path)


def test_bound_numbers_of_a_page_are_written_as_recorded(site: Site) -> None:
    page = site.by_stem["page"]
    assert rewritten(site, page) == PAGE.replace("0.043 ± 0.011", "0.90 ± 0.05").replace("0.938<", "0.110<").replace(
        "5 %", "7 %"
    ).replace("25,557,032<!--= count", "4<!--= count").replace("1.5 | 0.25", "0.9 | 0.07")


def test_bound_numbers_of_a_lab_are_written_in_its_comments(site: Site) -> None:
    assert rewritten(site, site.by_stem["lab"]) == LAB.replace("is 3<", "is 4<").replace("too, 3<", "too, 4<")


def test_a_page_whose_numbers_are_right_stays_as_it_is(site: Site) -> None:
    page = site.by_stem["page"]
    (site.root / page.file).write_text(rewritten(site, page), encoding="utf-8")
    again = Site.read(site.root)
    assert rewritten(again, again.by_stem["page"]) == again.by_stem["page"].raw


def test_a_lab_that_shares_the_name_of_a_page_is_named_with_its_folder(site: Site) -> None:
    (site.root / "docs" / "labs" / "page.py").write_text(LAB, encoding="utf-8")
    records.write(site.root, "labs/page", "abc", Results({"count": Value((7,))}))
    again = Site.read(site.root)
    lab, page = (again.by_stem[name] for name in ("labs/page", "training/page"))
    assert [lookup(again, page, f"{name}: count")[0] for name in ("labs/page", "training/page")] == [
        Value((7,)),
        Value((4,)),
    ]
    assert (lab.path, page.path) == ("labs/page.py", "training/page.md")


def test_a_value_that_pytorch_computes_has_a_bare_name_on_its_page_too(site: Site) -> None:
    records.write(site.root, "training/page-torch", "abc", Results({"accuracy": Value((0.9,))}))
    page = site.by_stem["page"]
    assert lookup(site, page, "accuracy") == lookup(site, site.by_stem["lab"], "page: accuracy") == (Value((0.9,)), "")
    assert lookup(site, page, "count")[0] == Value((4,))
