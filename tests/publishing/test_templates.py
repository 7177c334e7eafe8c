"""What Jinja makes of a template is kept, and made anew where the template, its name or what is kept has changed."""

from pathlib import Path
from typing import Any

import pytest
from jinja2 import DictLoader, Environment, TemplateSyntaxError

from scripts.content.cache import Cache
from scripts.publishing import templates

PAGE = "{% for each in names %}{{ each }} {% endfor %}"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(templates, "CACHE", Cache(tmp_path))
    return tmp_path


def environment(source: str, translated: list[str], name: str = "page.html") -> Environment:
    """An environment with one template, which notes what it has to translate."""

    class Noting(Environment):
        def _parse(self, source: str, name: str | None, filename: str | None) -> Any:
            translated.append(source)
            return super()._parse(source, name, filename)

    env = Noting(loader=DictLoader({name: source}))
    templates.keep_templates(env)
    return env


def shown(source: str, translated: list[str], name: str = "page.html") -> str:
    return environment(source, translated, name).get_template(name).render(names=["a", "b"])


def test_a_template_is_translated_once_and_again_after_a_change(cache: Path) -> None:
    translated: list[str] = []
    assert [shown(PAGE, translated) for _ in range(3)] == ["a b "] * 3
    assert translated == [PAGE]
    changed = PAGE.replace("}} ", "}}, ")
    assert shown(changed, translated) == "a, b, "
    assert translated == [PAGE, changed]
    assert len(list(cache.iterdir())) == 2


def test_another_template_of_the_same_words_is_one_of_its_own(cache: Path) -> None:
    translated: list[str] = []
    assert shown("{{ self._TemplateReference__context.name }}", translated) == "page.html"
    assert shown("{{ self._TemplateReference__context.name }}", translated, "other.html") == "other.html"


@pytest.mark.parametrize("damage", [b"", b"\xff", b"raise SystemExit"])
def test_what_is_kept_and_damaged_is_made_again(cache: Path, damage: bytes) -> None:
    translated: list[str] = []
    shown(PAGE, translated)
    (kept,) = cache.iterdir()
    kept.write_bytes(damage)
    assert shown(PAGE, translated) == "a b "
    assert translated == [PAGE, PAGE]


def test_a_template_that_is_none_is_named_with_its_line() -> None:
    with pytest.raises(TemplateSyntaxError) as error:
        environment("fine\n{% for %}", []).get_template("page.html")
    assert (error.value.name, error.value.lineno) == ("page.html", 2)
