"""A question or page that moved stays reachable at its old address."""

import yaml

from tests.publishing.example import QUESTION, Repository

PAGE = "docs/training/page.md"
LEDGER = "docs/_data/published.yml"


def move(repository: Repository, old: str, new: str) -> None:
    """Say in the ledger that `old` went to `new`, and record `new`."""
    path = repository.root / LEDGER
    ledger = yaml.safe_load(path.read_text(encoding="utf-8"))
    page, _, identifier = new.partition("#")
    if identifier and identifier not in ledger["pages"][page]:
        ledger["pages"][page].append(identifier)
    path.write_text(yaml.safe_dump(ledger | {"moved": {old: new}}), encoding="utf-8")


def test_a_renamed_question_keeps_its_old_anchor(repository: Repository) -> None:
    for file in (PAGE, "docs/_data/sources.yml", "docs/_data/exercises.yml", "docs/glossary.md"):
        text = (repository.root / file).read_text(encoding="utf-8")
        repository.write(file, text.replace(QUESTION, "what-is-a-mini-batch"))
    move(repository, f"training/page.md#{QUESTION}", "training/page.md#what-is-a-mini-batch")
    repository.read_again()
    answer = repository.quickly()
    assert answer.code == 0, answer.text
    page = (repository.root / "site/training/page/index.html").read_text(encoding="utf-8")
    assert page.index(f'<span id="{QUESTION}"></span>') > page.index('id="what-is-a-mini-batch"')


def test_a_question_that_went_to_another_page_leaves_a_link(repository: Repository) -> None:
    move(repository, "index.md#an-old-question", f"training/page.md#{QUESTION}")
    answer = repository.quickly()
    assert answer.code == 0, answer.text
    home = (repository.root / "site/index.html").read_text(encoding="utf-8")
    assert '<p id="an-old-question">This answer has moved: ' in home
    assert f'href="training/page/#{QUESTION}"' in home


def test_a_topic_that_the_command_moves_needs_no_edit_by_hand(repository: Repository) -> None:
    answer = repository.quickly("scripts.move training/page practice/size-of-a-batch")
    assert answer.code == 0, answer.text
    assert not (repository.root / "docs/training/page").exists()
    assert repository.quickly("scripts.measure").code == 0
    answer = repository.quickly()
    assert answer.code == 0, answer.text
    stub = (repository.root / "site/training/page/index.html").read_text(encoding="utf-8")
    assert 'content="0; url=../../practice/size-of-a-batch/"' in stub
    page = (repository.root / "site/practice/size-of-a-batch/index.html").read_text(encoding="utf-8")
    assert f'id="{QUESTION}"' in page
    assert 'href="../../labs/tiny/"' in page


def test_a_page_that_moved_leads_to_its_new_place(repository: Repository) -> None:
    move(repository, "training/old-page.md", "training/page.md")
    answer = repository.quickly()
    assert answer.code == 0, answer.text
    stub = (repository.root / "site/training/old-page/index.html").read_text(encoding="utf-8")
    assert '<meta http-equiv="refresh" content="0; url=../page/">' in stub
