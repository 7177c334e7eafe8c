"""What `make new` writes can be published at once."""

from tests.publishing.example import QUESTION, Repository


def test_a_new_topic_and_a_new_lab_are_made_checked_and_published(repository: Repository) -> None:
    made = repository.quickly("scripts.new training/label-smoothing torch figure")
    assert made.code == 0, made.text
    assert "wrote docs/training/label-smoothing.md" in made.text
    made = repository.quickly(f"scripts.new labs/warm-up training/page#{QUESTION}")
    assert made.code == 0, made.text
    answer = repository.quickly()
    assert answer.code == 0, answer.text
    page = (repository.root / "site/training/label-smoothing/index.html").read_text(encoding="utf-8")
    assert '<h1 id="label-smoothing">' in page
    assert "formula-mark" in page
    assert "The more numbers a mean has, the less it moves." in page
    assert page.count(">PyTorch<") == 1
    lab = (repository.root / "site/labs/warm-up/index.html").read_text(encoding="utf-8")
    assert f'href="../../training/page/#{QUESTION}"' in lab
    settled = (repository.root / "site/training/page/index.html").read_text(encoding="utf-8")
    assert 'The <a href="../../labs/warm-up/">lab</a> measures it.' in settled
