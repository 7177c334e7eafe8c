"""The code of the site, in rooms.

On the top floor stand the commands, which people and the Makefile run: `python -m scripts.build`. They share the rooms
below. A module may import from its own room and from lower floors, never from a room beside or above its own and never
from a command; no imports go in a circle. `tests/test_rooms.py` holds this.

content     what is written in the repository: pages, bibliography, ledgers, Python files, git; knows nothing else
render      Node and KaTeX; what browsers get: scripts, styles, fonts, policy
safety      what may be published: lists, and what holds pages, addresses, drawings and files to them
evidence    experiments and their records, labs, numbers in the words, executed formulas
numbers     the numbers in the words of topic pages, one file per page
checks      one file per check on the sources; `checks/built`, one per check on the built pages
extensions  one file per extension of Markdown
search      what can be found, and the files that find it
figures     the drawings of topic pages, one file per page
study       what is made from the pages for learners and machines: cards, data, Markdown
publishing  what must hold before pages are made; MkDocs, its hooks, the preview; Zensical; the exchange of sites
templates   what `make new` writes
"""

import io
import sys

for _stream in (sys.stdout, sys.stderr):
    if isinstance(_stream, io.TextIOWrapper):  # pipes of Windows cannot say “θ”, and a message must never end a command
        _stream.reconfigure(encoding="utf-8", errors="backslashreplace")

FLOORS = (
    ("content",),
    ("render", "safety"),
    ("evidence",),
    ("numbers",),
    ("checks", "extensions", "search", "figures"),
    ("study",),
    ("publishing",),
)
"""The rooms from the ground up."""
