"""Search the site in the terminal: `python -m scripts.search "loss is nan"`."""

import json
import sys
from textwrap import fill
from typing import Any

from scripts.content import ROOT, Site, told
from scripts.render.node import run_node
from scripts.search.documents import documents
from scripts.search.files import HERE


@told()
def main(arguments: list[str]) -> int:
    """Print what the words find; the exit code is 1 if nothing answers them."""
    query = " ".join(arguments).strip()
    if not query:
        print('usage: python -m scripts.search "words of a question"', file=sys.stderr)
        return 2
    (found,) = find(Site.read(ROOT), [query])
    print(as_text(found))
    return 0 if found["answered"] else 1


def find(site: Site, queries: list[str]) -> list[dict[str, Any]]:
    """What each query finds, by the ranking that the browser uses."""
    found: list[dict[str, Any]] = json.loads(run_node(HERE / "find.mjs", *queries, given=json.dumps(documents(site))))
    return found


def as_text(found: dict[str, Any]) -> str:
    """The results for a terminal."""
    lines = [] if found["answered"] else ["Nothing here answers this. The nearest questions:", ""]
    for question in found["questions"]:
        lines.append(f"{question['title']}  [{question['level']}, {question['section']}]")
        lines.append(fill(question["short"], 100, initial_indent="    ", subsequent_indent="    "))
        lines += [f"    · {part}" for part in question["parts"]]
        lines += [f"    {question['url']}", ""]
    lines += [f"{other['kind']}: {other['title']}  {other['url']}" for other in found["others"]]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
