"""Every correction names a claim, a verdict, what is right, and evidence; no claim is corrected twice."""

import re
from collections.abc import Iterator

from scripts.content import VERDICTS, Correction, Page, Problem, Site, outside_docs, plain


def check(site: Site) -> Iterator[Problem]:
    """Look at each `!!! mistake` box."""
    seen: dict[str, str] = {}
    for page in site.pages:
        for correction in page.corrections:
            for message in _problems(page, correction):
                yield Problem(page.file, correction.line, "corrections", message)
            place = f"{page.file}:{correction.line}"
            if correction.id in seen:
                message = f"{seen[correction.id]} corrects the same claim; correct it once and link to it"
                yield Problem(page.file, correction.line, "corrections", message)
            seen.setdefault(correction.id, place)


def _problems(page: Page, correction: Correction) -> Iterator[str]:
    claim = correction.claim
    if correction.verdict not in VERDICTS:
        yield f"no verdict; write !!! mistake {'|'.join(VERDICTS)} “claim”"
    if not (claim.startswith("“") and claim.endswith("”")):
        yield 'the title is the claim in curly quotes, as someone says it: "“…”"'
    if any(sign in claim for sign in "`*_[$"):
        yield "the claim is plain text, without formulas, links or emphasis: its words make the anchor"
    if not correction.question_id:
        yield "a correction stands at the question where it matters; this one is before the first question with an id"
    if len(plain(correction.body).split()) < 8:
        yield "no correction; say in the box what is right and why"
    if re.search(r"\[\^|\]\[(?!@)", correction.body):
        yield "the page of corrections shows the box alone, without footnotes and [words][name]; write the link here"
    evidence = [link for link in correction.links if "labs/" in link.target or outside_docs(link.target)]
    if not correction.citations and not evidence:
        yield "no evidence; cite a work, or link to tested code or a lab"
