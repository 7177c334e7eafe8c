"""Works are held against what is registered under their identifiers; what cannot be fetched says nothing."""

import json
from pathlib import Path

import pytest

from scripts.content import Site
from scripts.evidence.lookup import CSL, differences

FILE = "docs/_data/bibliography.bib"
WORKS = """
@article{kingma2014,
  author = {Kingma, Diederik P. and Ba, Jimmy},
  title = {Adam: A Method for Stochastic Optimization},
  year = {2014},
  eprint = {1412.6980},
}

@article{bottou2018,
  author = {Bottou, L{\\'e}on},
  title = {Optimization Methods for Large-Scale Machine Learning},
  year = {2018},
  doi = {10.1137/16M1080173},
}
"""
ADAM = "Adam: A Method for\n  Stochastic Optimization"
METHODS = "Optimization Methods for Large-Scale Machine Learning"


def atom(title: str, year: int = 2014) -> bytes:
    entry = f"<entry><id>http://arxiv.org/abs/1412.6980v9</id><published>{year}-12-22T00:00:00Z</published>"
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}<title>{title}</title></entry></feed>'.encode()


def csl(title: object, year: int = 2018) -> bytes:
    return json.dumps({"title": title, "issued": {"date-parts": [[year, 1]]}}).encode()


def found(repository: Path, arxiv: bytes | None, doi: bytes | None) -> list[str]:
    path = repository / FILE
    path.write_text(path.read_text(encoding="utf-8") + WORKS, encoding="utf-8")

    def fetch(url: str, accept: str) -> bytes | None:
        return doi if accept == CSL and "10.1137" in url else arxiv if "1412.6980" in url else None

    return [str(problem) for problem in differences(Site.read(repository), FILE, fetch)]


@pytest.mark.parametrize("title", [METHODS, [METHODS], METHODS.upper(), f"{METHODS}: A Review", f"<i>{METHODS}</i>"])
def test_what_is_registered_alike_is_fine(repository: Path, title: object) -> None:
    assert found(repository, atom(ADAM), csl(title)) == []


@pytest.mark.parametrize("answer", [None, b"", b"<html>", b"no xml", b"[]", b'{"title": 3}', b'{"title": []}'])
def test_what_cannot_be_read_says_nothing(repository: Path, answer: bytes | None) -> None:
    assert found(repository, answer, answer) == []


def test_the_number_of_another_work_is_named(repository: Path) -> None:
    (problem,) = found(repository, atom("Attention Is All You Need"), csl(METHODS))
    assert problem.startswith(f"{FILE}:8: external-links: 'kingma2014': arXiv:1412.6980 is “Attention Is All You Need”")


def test_an_altered_title_is_named(repository: Path) -> None:
    (problem,) = found(repository, atom(ADAM), csl("Optimization Methods for Small Data in Medicine"))
    assert "'bottou2018': 10.1137/16M1080173 is “Optimization Methods for Small Data" in problem


def test_another_year_is_named(repository: Path) -> None:
    (problem,) = found(repository, atom(ADAM), csl(METHODS, 2011))
    assert "is of 2011, not of 2018" in problem
