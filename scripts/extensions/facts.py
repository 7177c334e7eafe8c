"""What a page reads of the rest of the site while it is converted, so that it is converted again only if that changes.

A function marked `@fact` answers one question about the site: the title of a page, the label of a work. Extensions ask
such functions and nothing else; while a page is converted, each question is noted with a hash of its answer. The page
is as it was as long as its text is, and all the questions have the answers of that time (`holds`).
"""

import contextlib
import functools
import hashlib
import json
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from scripts.content import Site, current_site

Facts = dict[str, str]
"""Hashes of answers by question; a question is the name of its function and the arguments, as JSON."""


class SiteFiles(Protocol):
    """The files that the builder publishes, as MkDocs knows them."""

    def get_file_from_path(self, path: str) -> Any:
        """The file that is made of `path`, relative to `docs/`; None if there is none."""


_Arguments = ParamSpec("_Arguments")
_Answer = TypeVar("_Answer")
_answers: dict[str, Callable[..., Any]] = {}
_noted: ContextVar[Facts | None] = ContextVar("noted", default=None)


def fact(function: Callable[Concatenate[Site, _Arguments], _Answer]) -> Callable[_Arguments, _Answer]:
    """Mark a function of the site and of texts whose answer JSON can hold; it is called without the site."""
    name = f"{function.__module__.rpartition('.')[2]}.{function.__name__}"

    @functools.wraps(function)
    def ask(*arguments: _Arguments.args, **options: _Arguments.kwargs) -> _Answer:
        answer = function(current_site(), *arguments, **options)
        _note(name, (*arguments, *options.values()), answer)
        return answer

    def answer_again(_files: SiteFiles, *arguments: Any) -> object:
        again: Callable[..., object] = function
        return again(current_site(), *arguments)

    _answers[name] = answer_again
    return ask


@contextlib.contextmanager
def noted() -> Iterator[Facts]:
    """Collect the questions that are asked meanwhile, with the hashes of their answers."""
    facts: Facts = {}
    token = _noted.set(facts)
    try:
        yield facts
    finally:
        _noted.reset(token)


def holds(facts: Facts, files: SiteFiles) -> bool:
    """Whether all the questions still have the answers that were noted."""
    for question, known in facts.items():
        name, *arguments = json.loads(question)
        if name not in _answers or _hash(_answers[name](files, *arguments)) != known:
            return False
    return True


class NotedFiles:
    """The files of the site; that one was asked for, and what became of it, is noted."""

    def __init__(self, files: SiteFiles) -> None:
        self._files = files

    def get_file_from_path(self, path: str) -> Any:
        """The file that is made of `path`, relative to `docs/`; None if there is none."""
        _note("file", (path,), _address(self._files, path))
        return self._files.get_file_from_path(path)


def content_of(files: SiteFiles, path: str) -> bytes | None:
    """The bytes of a file of the site, None if there is none."""
    file = files.get_file_from_path(path)
    content = None if file is None else bytes(file.content_bytes)
    _note("content", (path,), _sha256(content))
    return content


def _address(files: SiteFiles, path: str) -> list[str] | None:
    """Where a file is published, and whether at all."""
    file = files.get_file_from_path(path)
    return None if file is None else [file.url, str(file.inclusion)]


def _content(files: SiteFiles, path: str) -> str:
    file = files.get_file_from_path(path)
    return _sha256(None if file is None else bytes(file.content_bytes))


_answers["file"] = _address
_answers["content"] = _content


@fact
def repository(site: Site) -> str:
    """The address of the repository, `""` when none is known."""
    return site.repository


@fact
def question_title(site: Site, identifier: str) -> str | None:
    """The words of a question, None if there is no such question."""
    return site.questions[identifier][1].title if identifier in site.questions else None


@fact
def source(site: Site, path: str) -> str:
    """A hash of a file of the repository, `""` if there is none."""
    file = site.root / path
    return _sha256(file.read_bytes()) if file.is_file() else ""


def _note(name: str, arguments: tuple[object, ...], answer: object) -> None:
    facts = _noted.get()
    if facts is not None:
        facts[json.dumps([name, *arguments], ensure_ascii=False)] = _hash(answer)


def _hash(answer: object) -> str:
    return _sha256(json.dumps(answer, ensure_ascii=False).encode())


def _sha256(content: bytes | None) -> str:
    return "" if content is None else hashlib.sha256(content).hexdigest()[:24]
