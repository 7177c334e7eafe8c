"""Measure how long an author waits, and what readers load: `python -m scripts.bench`.

Everything runs in a copy of the repository, without its caches; seconds are those of the clock and of the processors,
which say more on a busy machine. Zensical builds the same sources where it is installed, for a ratio. The larger site
has seven copies of every topic page, under other titles and ids.
"""

import gzip
import importlib.util
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from scripts.content import ROOT

COPIES = 7
"""As many copies of each topic page has the larger site."""
_PAGES = """
from pathlib import Path
from scripts.content import Site
from scripts.publishing.pages import mkdocs_problems
from scripts.render.katex import copy_assets
copy_assets()
problems = mkdocs_problems(Site.read(), Path("{folder}").resolve())
print(*problems[:5], sep="\\n")
"""
_EDIT = """
import sys, time
from scripts.content import ROOT, Site
from scripts.publishing.pages import set_environment
from scripts.publishing.preview import Preview
from scripts.serve import configuration
set_environment(Site.read())
preview = Preview(lambda: configuration(ROOT / "preview", "http://localhost:8000/"))
file, address = ROOT / "docs/training/batch-size.md", "training/batch-size/index.html"
preview.write(address)
text = file.read_text(encoding="utf-8")
for old, new in (("mini-batch", "mini-batch, now"), ("\\n# ", "\\n# Now: "), ("mini-batch", "mini-batch")):
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    clock, cpu = time.perf_counter(), time.process_time()
    preview.update()
    print("seconds", time.perf_counter() - clock, time.process_time() - cpu, file=sys.stderr)
"""

Seconds = tuple[float, float]
"""By the clock and by the processors."""


def main() -> int:
    """Print all figures."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        root = copy(Path(folder) / "site")
        number = len(list((root / "docs").rglob("*.md")))
        print(f"{os.cpu_count()} processors, {number} pages in Markdown\n\n{'':44}   clock     CPU   ratio")
        cold = show("pages alone, nothing kept", pages(root, "cold"))
        show("pages alone, everything kept", pages(root, "kept"), cold)
        show("checks on the sources", run(root, "-m", "scripts.check"), cold)
        edits(root, cold)
        if importlib.util.find_spec("zensical"):  # last, because it empties the folder of our caches, too
            show("Zensical on the same sources", run(root, "-m", "zensical", "build", "--clean"), cold)
        weigh(root / "kept")
        larger = grow(root)
        print(f"\n{larger} pages in Markdown")
        many = show("pages alone, nothing kept", pages(root, "many"), cold)
        print(f"{'  per page, against the smaller site':44}{'':16}{many[1] / larger / (cold[1] / number):8.2f}")
        edits(root, cold)
    return 0


def copy(target: Path) -> Path:
    """The files of the repository as they are now, without caches and whatever else was made."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file() and not (ROOT / name).is_symlink():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)
    (target / "node_modules").symlink_to(ROOT / "node_modules")
    return target


def run(root: Path, *arguments: str, timed: bool = False) -> Seconds:
    """Run Python there; how long that took, or with `timed` the median of what it says of itself."""
    environment = dict(os.environ, REPOSITORY_URL="", SITE_URL="http://localhost:8000/", SOURCE_DATE_EPOCH="0")
    start, before = time.perf_counter(), os.times()
    answer = subprocess.run(
        [sys.executable, *arguments], cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    wall, after = time.perf_counter() - start, os.times()
    said = re.findall(r"^seconds (\S+) (\S+)$", answer.stderr, re.MULTILINE)
    if answer.returncode != 0 or (timed and not said):
        raise SystemExit(f"{' '.join(arguments)[:40]} stopped:\n{answer.stdout}{answer.stderr}")
    if timed:
        return statistics.median(float(each[0]) for each in said), statistics.median(float(each[1]) for each in said)
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return wall, cpu


def pages(root: Path, folder: str) -> Seconds:
    """Write the pages into a folder there."""
    return run(root, "-c", _PAGES.format(folder=folder))


def edits(root: Path, cold: Seconds) -> None:
    """Edit one page in the preview: a sentence, its title, and back."""
    show("one edit, until the preview has it", run(root, "-c", _EDIT, timed=True), cold)


def show(name: str, seconds: Seconds, reference: Seconds | None = None) -> Seconds:
    """Print a line; the ratio is that of the processors' seconds."""
    ratio = f"{seconds[1] / reference[1]:8.2f}" if reference else ""
    print(f"{name:44}{seconds[0]:7.2f} s{seconds[1]:6.2f} s{ratio}", flush=True)
    return seconds


def grow(root: Path) -> int:
    """Add copies of every topic page; how many pages in Markdown there are now."""
    config = (root / "mkdocs.yml").read_text(encoding="utf-8")
    found = re.findall(r"^( +- )(?!labs/)(\S+/(?!index)\S+)\.md$", config, re.MULTILINE)
    if not found:
        raise SystemExit("no topic pages in the navigation of mkdocs.yml: scripts/bench.py looks for - section/page.md")
    for item, entry in found:
        text = (root / f"docs/{entry}.md").read_text(encoding="utf-8")
        lines = []
        for number in range(1, COPIES + 1):
            changed = re.sub(r"\{ #([\w-]+)", rf"{{ #\1-{number}", text)
            changed = re.sub(
                r"\]\(#([\w-]+)\)", rf"](#\1-{number})", re.sub(r"^# ", f"# {number}. ", changed, flags=re.M)
            )
            (root / f"docs/{entry}-{number}.md").write_text(changed, encoding="utf-8")
            lines.append(f"{item}{entry}-{number}.md\n")
        config = config.replace(f"{item}{entry}.md\n", f"{item}{entry}.md\n{''.join(lines)}")
    (root / "mkdocs.yml").write_text(config, encoding="utf-8")
    return len(list((root / "docs").rglob("*.md")))


def weigh(folder: Path) -> None:
    """Print the bytes of each kind, gzipped as hosts send them, and the heaviest pages."""
    sizes = {path: len(gzip.compress(path.read_bytes(), mtime=0)) for path in folder.rglob("*") if path.is_file()}
    kinds: dict[str, list[int]] = defaultdict(list)
    for path, size in sizes.items():
        kinds[path.suffix or path.name].append(size)
    print("\nkind, files, kB gzipped, kB of the largest")
    for kind, each in sorted(kinds.items(), key=lambda item: -sum(item[1]))[:10]:
        print(f"{kind:12}{len(each):6}{sum(each) / 1000:10.0f}{max(each) / 1000:8.1f}")
    for path in sorted((path for path in sizes if path.suffix == ".html"), key=lambda path: -sizes[path])[:5]:
        print(f"{path.parent.relative_to(folder).as_posix():44}{sizes[path] / 1000:7.1f} kB of HTML")


if __name__ == "__main__":
    sys.exit(main())
