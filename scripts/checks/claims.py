"""Claims about the world have their evidence beside them: a citation, a lab or a test in the same paragraph.

A paragraph, an item of a list or a table (with the sentence that leads to it) is a candidate if it names a framework,
a call of its interface, hardware, a published network, a year, or says what a paper does. Not all of these are claims:
what needs no evidence says why, in a comment that readers do not see:

    A framework is a program, as PyTorch is.<!--= uncited: an example of the word -->

Short answers are no candidates, since what follows proves them, nor is the glossary, whose terms lead to their proof.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from scripts.content import BINDING, Page, Problem, Site, own_files, read_text
from scripts.content.by_page import Found, of_each_page
from scripts.evidence.printed import GIVEN, UNCITED
from scripts.evidence.texts import Block, blocks

APART = ("glossary.md", "index.md")
"""Pages that lead to where a claim is proved."""

FRAMEWORKS = (
    "PyTorch|TensorFlow|Keras|KerasTuner|scikit-learn|JAX|Flax|Hugging Face|torchvision|Lightning|Optuna|Ray Tune|"
    r"DeepSpeed|Megatron|Darknet|vLLM|ONNX|TensorRT|cuDNN|NCCL|[Ll]ibraries|[Ff]rameworks"
)
HARDWARE = "[AHVPT]100|GPUs?|TPUs?|[Tt]ensor [Cc]ores?|NVLink|InfiniBand|NVIDIA|CUDA"
NETWORKS = (
    r"GPT(?:-\d)?|BERT|T5|PaLM|Chinchilla|Gopher|ViT|CLIP|SimCLR|MoCo|AlexNet|VGG(?:-\d+)?|ResNet-\d+|GoogLeNet|DenseNet|"
    r"Inception|MobileNet\w*|EfficientNet|YOLOv\d|Mistral|Mixtral|[Ll][Ll]a[Mm][Aa](?: \d)?|WaveNet|ILSVRC"
)
REPORTS = (
    r"showed|reported|found that|proposed|introduced|proved|demonstrated|argued|recommends?|authors|et al\.|"
    r"(?:[Tt]he|[Tt]heir|[Ii]ts|original|\d{4}) papers?|papers? of"
)
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
YEARS = rf"(?:[Ii]n|[Oo]f|[Ss]ince|[Ff]rom|[Uu]ntil|[Aa]fter|[Bb]efore|{MONTHS}|\d) (?:19|20)\d\d(?=[\s.,:;)–])"

CUES = {
    "a framework": re.compile(rf"\b(?:{FRAMEWORKS})\b"),
    "hardware": re.compile(rf"\b(?:{HARDWARE})\b"),
    "a published network": re.compile(rf"\b(?:{NETWORKS})\b"),
    "what somebody published": re.compile(rf"\b(?:{REPORTS})(?=\W|$)"),
    "a year": re.compile(rf"\b{YEARS}"),
}
_CALL = re.compile(
    r"(?<!\$)`(?P<name>(?:(?:torch|nn|F|tf|keras|optim|jax|np)\.[A-Za-z_.]+"  # a name of a framework's module
    r"|[A-Z][a-z]+[A-Z]\w+|[a-z]+_[a-z_]+))(?:=[^`]+|\([^`]*\))?`(?!\$)"  # a class, a function, an argument
)
_PROOF = re.compile(
    r"\[@[^\[\]]+\]|\]\([^()\s]*(?:labs/[\w-]+\.py|\.\./(?:tests|snippets)/)[^()]*\)|^\W*--8<-- ", re.MULTILINE
)
_OURS = re.compile(r"\b(?:def|class) (\w+)|[(,]\s*(\w+): ")
_FINISHED = re.compile(r"^\s*(?:[-*+]|\d+\.)\s.*[^:\s]\s*$|[.!?…|][”’)*_]*\s*$", re.DOTALL)


@dataclass(frozen=True)
class Passage:
    """A block of words and the source in which its evidence may stand: its own lines, and those that it leads to."""

    block: Block
    own: str
    source: str

    @property
    def proved(self) -> bool:
        """Whether a work, a lab, a test, shown code or a bound value stands there."""
        names = [name.strip() for name in BINDING.findall(self.source)]
        return _PROOF.search(self.source) is not None or any(n != GIVEN and not n.startswith(UNCITED) for n in names)

    @property
    def reasons(self) -> list[str]:
        """Why the passage needs no evidence, as its own marks say."""
        marks = [name.strip() for name in BINDING.findall(self.own)]
        return [mark.removeprefix(UNCITED).strip() for mark in marks if mark.startswith(UNCITED)]


def check(site: Site) -> Iterator[Problem]:
    """Look at each passage of each page that proves what it says."""
    ours = _our_names(site)
    yield from of_each_page(site, "claims", partial(_found, ours), "\n".join(sorted(ours)).encode())


def _found(ours: set[str], page: Page) -> Iterator[Found]:
    if page.path.rsplit("/", 1)[-1] in APART:
        return
    short = {question.short_answer_line for question in page.questions}
    for passage in _passages(page):
        if passage.proved and not passage.reasons:
            continue
        cue = None if passage.block.line in short else _cue(passage, ours)
        line = passage.block.line_at(cue[2]) if cue else passage.block.line
        if passage.reasons and (cue is None or passage.proved):
            yield line, f"nothing here needs the mark “{UNCITED}”; remove it"
        elif "" in passage.reasons:
            yield line, f"say why, behind the colon: <!--= {UNCITED} a definition -->"
        elif cue and not passage.proved and not passage.reasons:
            message = (
                f"“{cue[1]}” names {cue[0]}; cite the work or the documentation, link the lab or test that proves "
                f"it, or say why it needs none: <!--= {UNCITED} why -->"
            )
            yield line, message


def _passages(page: Page) -> Iterator[Passage]:
    """The blocks of a page, each with its source; a block that is not finished leads to the next one."""
    lines = page.raw.split("\n")
    found = list(_with_whole_tables(blocks(page.raw, page.is_lab)))
    for at, block in enumerate(found):
        last = at
        while last + 1 < len(found) and not _FINISHED.search(BINDING.sub("", found[last].text)):
            last += 1
        own, source = ("\n".join(lines[block.line - 1 : _end(each)]) for each in (block, found[last]))
        yield Passage(block, own, re.split(r"^#{2,} ", source, maxsplit=1, flags=re.MULTILINE)[0])


def _with_whole_tables(found: Iterator[Block]) -> Iterator[Block]:
    """The blocks, head and rows of a table as one; the line that divides them is empty."""
    for block in found:
        if block.text.lstrip().startswith("|") and (rows := next(found, None)):
            block = Block(f"{block.text}\n\n{rows.text}", block.line, block.quoted or rows.quoted)
        yield block


def _end(block: Block) -> int:
    return block.line + block.text.count("\n")


def _cue(passage: Passage, ours: set[str]) -> tuple[str, str, int] | None:
    """What the first sign of a claim is, its words, and where it stands."""
    words = BINDING.sub(lambda match: " " * len(match[0]), passage.block.text)
    for what, pattern in CUES.items():
        if match := pattern.search(words):
            return what, match[0], match.start()
    for match in _CALL.finditer(passage.own):
        if match["name"] not in ours:
            newlines = passage.own.count("\n", 0, match.start())
            return "a call of a framework", match["name"], _line_start(words, newlines)
    return None


def _line_start(text: str, line: int) -> int:
    return sum(len(each) + 1 for each in text.split("\n")[:line])


def _our_names(site: Site) -> set[str]:
    """The functions, classes and arguments of the snippets, whose tests prove what they do."""
    texts = (read_text(path, path.as_posix()) for path in own_files(site.root / "snippets", "**/*.py"))
    return {name for text in texts for match in _OURS.finditer(text) for name in match.groups() if name}
