"""Works are cited by labels that tell them apart, and read as plain text."""

from scripts.content import Site


def test_label_names_one_two_or_more_authors_and_is_unique(site: Site) -> None:
    entry = "@book{{{key},\n author = {{{author}}},\n title = {{A {{Title}}}},\n year = 2000,\n doi = {{10.1/x}},\n}}\n"
    authors = {"one": "Ito, Ann", "two": "Ito, Ann and {Open AI}", "many": "Ito, A and Li, B and Wu, C"}
    authors["others"] = "Ito, Ann and others"
    text = "".join(entry.format(key=key, author=author) for key, author in authors.items())
    (site.data / "bibliography.bib").write_text(text, encoding="utf-8")
    works = Site.read(site.root).bibliography
    labels = {key: work.label for key, work in works.items()}
    assert labels == {
        "one": "Ito 2000",
        "two": "Ito & Open AI 2000",
        "many": "Ito et al. 2000a",
        "others": "Ito et al. 2000b",
    }
    assert works["two"].text == "Ann Ito, Open AI (2000). A Title."
    assert works["one"].address == "https://doi.org/10.1/x"
    assert [work.line for work in works.values()] == [1, 7, 13, 19]


def test_tex_of_a_reference_becomes_the_characters_it_stands_for(site: Site) -> None:
    entry = '@misc{x,\n author = {Barz, Bj{\\"o}rn and {A \\& B}},\n title = {{CIFAR} \\& 5\\,\\%},\n year = 2000,\n}\n'
    (site.data / "bibliography.bib").write_text(entry, encoding="utf-8")
    (work,) = Site.read(site.root).bibliography.values()
    assert work.text == "Björn Barz, A & B (2000). CIFAR & 5 %."
    assert work.label == "Barz & A & B 2000"


def test_reference_has_all_that_is_known_of_where_it_appeared(site: Site) -> None:
    fields = {
        "a": (
            "journal = {Neural Networks}, volume = 6, number = 6, pages = {861--867}",
            "Neural Networks 6(6), 861–867",
        ),
        "b": ("booktitle = {A Conference}, pages = {1--9}", "A Conference, 1–9"),
        "c": ("publisher = {A Press}, edition = {2nd}", "A Press, 2nd edition"),
        "d": ("institution = {A Lab}, number = {TR-7}", "A Lab TR-7"),
        "e": ("journal = {A Journal}, volume = 106", "A Journal 106"),
        "f": ("howpublished = {A course}", "A course"),
        "g": ("url = {https://example.com}", ""),
    }
    text = "".join(
        f"@misc{{{key},\n author = {{Ito, Ann}},\n title = {{T}},\n year = 2000,\n {fields}\n}}\n"
        for key, (fields, _) in fields.items()
    )
    (site.data / "bibliography.bib").write_text(text, encoding="utf-8")
    works = Site.read(site.root).bibliography
    assert {key: work.venue for key, work in works.items()} == {key: venue for key, (_, venue) in fields.items()}
    assert works["a"].text == "Ann Ito (2000a). T. Neural Networks 6(6), 861–867."
