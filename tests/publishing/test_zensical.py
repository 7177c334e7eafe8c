"""What Zensical is given, and what becomes of its complaints."""

from pathlib import Path

import pytest
import yaml

from scripts.content import Site
from scripts.publishing.zensical import configuration, problems_of, zensical_problems
from tests.publishing.example import Repository

MKDOCS = """\
site_name: It
site_url: !ENV [SITE_URL, "http://localhost:8000/"]
nav:
  - Home: index.md
  - Labs: [labs/index.md, labs/tiny.py]
theme: {name: material}
markdown_extensions:
  - pymdownx.superfences: {custom_fences: [{name: math, format: !!python/name:scripts.extensions.katex.fence }]}
plugins: [mkdocs-jupyter]
hooks: [hooks.py]
"""
WARNING = """\
Warning: page does not exist
     ╭─[ training/page.md:12:9 ]
     │
  12 │ See [a](nothing.md).
─────╯
1 issues found
RuntimeError: Aborted because --strict flag is set
"""


def test_the_configuration_keeps_tags_and_names_labs_as_markdown() -> None:
    made = configuration(MKDOCS)
    assert "!ENV [SITE_URL," in made
    assert "!!python/name:scripts.extensions.katex.fence" in made
    plain = yaml.load(made.replace("!ENV", "").replace("!!python/name:", ""), yaml.BaseLoader)
    assert plain["nav"] == [{"Home": "index.md"}, {"Labs": ["labs/index.md", "labs/tiny.md"]}]
    assert "hooks" not in plain
    assert plain["plugins"] == [{"search": {"enabled": "false"}}]


def test_a_warning_is_a_problem_at_its_line(good: Repository) -> None:
    (problem,) = problems_of(Site.read(good.root), WARNING)
    assert str(problem) == "docs/training/page.md:12: zensical: page does not exist"


def test_a_warning_in_a_lab_names_its_script(good: Repository) -> None:
    (problem,) = problems_of(Site.read(good.root), WARNING.replace("training/page", "labs/tiny"))
    assert (problem.file, problem.line) == ("docs/labs/tiny.py", 1)


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (
            "Traceback\nRuntimeError: Python error: there is no snippet\nTraceback\n",
            "Python error: there is no snippet",
        ),
        ("No module named zensical\n", "No module named zensical"),
        ("", "it stopped"),
    ],
)
def test_a_stop_is_a_problem_with_its_reason(good: Repository, said: str, message: str) -> None:
    assert [problem.message for problem in problems_of(Site.read(good.root), said)] == [message]


def test_a_moved_page_and_a_moved_question_lead_on_and_a_dead_link_is_found(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPOSITORY_URL", "")
    monkeypatch.setenv("SITE_URL", "")
    repository.edit(
        "docs/_data/published.yml",
        "moved: {}",
        "moved:\n  old/page.md: training/page.md\n  labs/index.md#gone: training/page.md",
    )
    assert zensical_problems(Site.read(repository.root), tmp_path / "site") == []
    moved = (tmp_path / "site" / "old" / "page" / "index.html").read_text(encoding="utf-8")
    assert 'content="0; url=../../training/page/"' in moved
    page = (tmp_path / "site" / "labs" / "index.html").read_text(encoding="utf-8")
    assert 'id="gone"' in page
    assert "og:url" not in page  # nobody knows where it will be published
    assert "canonical" not in page
    repository.write("docs/questions.md", "# Questions\n\nSee [nothing](nothing.md).\n")
    problems = zensical_problems(Site.read(repository.root), tmp_path / "other")
    assert ("docs/questions.md", 3, "page does not exist") in [(p.file, p.line, p.message) for p in problems]
    assert not (tmp_path / "other").exists()
