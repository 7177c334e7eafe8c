"""What does not agree within an entry of the bibliography, or is no place in a work, is found."""

import pytest
from pybtex.database import Entry, Person

from scripts.content import Reference
from scripts.evidence.works import arxiv_year, entry_problems, locator_problem

GOOD = {"title": "Optimization Methods", "year": "2018", "doi": "10.1137/16m1080173", "eprint": "1606.04838"}
FAULTS: list[tuple[dict[str, str], str]] = [
    ({"year": "1918"}, "the arXiv number says 2016"),
    ({"year": "2017"}, "the key says 2018"),
    ({"year": "2081", "eprint": ""}, "no such work"),
    ({"eprint": "foo/bar"}, "no number of arXiv"),
    ({"eprint": "1613.04838"}, "no number of arXiv"),
    ({"eprint": "1606.4838"}, "no number of arXiv"),
    ({"eprint": "arXiv:1606.04838"}, "no number of arXiv"),
    ({"eprint": "0606.04838"}, "no number of arXiv"),
    ({"eprint": "1206.4838"}, "the arXiv number says 2012"),
    ({"archiveprefix": "viXra"}, "only arXiv"),
    ({"booktitle": "A Conference ({ABC} 2009)"}, "the venue says 2009"),
    ({"doi": "https://doi.org/10.1137/16m1080173"}, "doi 'https"),
    ({"doi": "10.1/x"}, "doi '10.1/x'"),
    ({"isbn": "978-0-520-08816-1"}, "wrong digit"),
    ({"url": "javascript:alert(1)"}, "javascript: runs"),
    ({"url": "http://example.org"}, "write https:"),
    ({"url": "https://arxlv.org/abs/1"}, "looks like arxiv.org"),
    ({"url": "https://name:word@arxiv.org"}, "name or password"),
    ({"title": "A <script>alert(1)</script>"}, "holds <"),
    ({"title": "A &lt;b&gt;"}, "an entity"),
    ({"journal": "x" * 500}, "500 characters"),
]
PLACES = ["", "§4", "§4.2", "§4.2.1", "Fig. 3", "Figs. 3–5", "Table A1", "Tables 3 and 4", "Eq. 16", "Eqs. 1–3"]
PLACES += [
    "App. A.1",
    "p. 12",
    "pp. 12–14",
    "ch. 2",
    "Algorithm 1",
    "Theorem 3",
    "§2.3, Fig. 1",
    "§3, Remark 2",
    "abstract",
]
PLACES += ["Art. 14 and 72", "“SIMT Architecture”", "Book I"]
NO_PLACES = [
    "§99.9",
    "§3.77",
    "appendix A",
    "somewhere",
    "see also",
    "<b>",
    "Section 4",
    "§",
    "page 12",
    "§4 §5",
    "p.12",
]


def work(**fields: str) -> Reference:
    entry = Entry("article", {name: value for name, value in (GOOD | fields).items() if value})
    entry.persons["author"] = [Person("Bottou, Léon")]
    return Reference("bottou2018", entry, 1)


def test_an_entry_that_agrees_with_itself_is_fine() -> None:
    assert list(entry_problems(work())) == []


@pytest.mark.parametrize(("fields", "words"), FAULTS)
def test_what_does_not_agree_is_named(fields: dict[str, str], words: str) -> None:
    assert [message for message in entry_problems(work(**fields)) if words in message] != []


@pytest.mark.parametrize(
    ("number", "year"),
    [("1606.04838", 2016), ("0704.0001", 2007), ("1412.6980v9", 2014), ("cs/0205070", 2002), ("hep-th/9711200", 1997)],
)
def test_the_number_of_arxiv_has_the_year(number: str, year: int) -> None:
    assert arxiv_year(number) == year


@pytest.mark.parametrize("locator", PLACES)
def test_a_place_in_a_work_is_fine(locator: str) -> None:
    assert locator_problem(locator) == ""


@pytest.mark.parametrize("locator", NO_PLACES)
def test_what_is_no_place_is_named(locator: str) -> None:
    assert locator_problem(locator) != ""
