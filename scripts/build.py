"""Build the site and publish it, or change nothing: `python -m scripts.build`, `--builder zensical` for its successor.

Checks on the sources, tests of the snippets, labs, MkDocs into a new folder, checks on the built HTML; only then
the new folder takes the place of `site/`. If anything fails, `site/` stays as it was and the exit code is 1.
"""

import argparse
import concurrent.futures
import gc
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from scripts import checks
from scripts.checks import built as built_checks
from scripts.checks.built.site import BuiltSite
from scripts.content import ROOT, ContentError, Problem, Site, explained, hold, report
from scripts.content.cache import Cache
from scripts.evidence import running
from scripts.publishing.beside import beside
from scripts.publishing.folders import STALE_AFTER, alone, publish, remove_leftovers
from scripts.publishing.pages import mkdocs_problems
from scripts.publishing.proofs import formula_problems, snippet_problems, twin_problems
from scripts.publishing.zensical import zensical_problems
from scripts.render.katex import copy_assets

BUILDERS = {"mkdocs": mkdocs_problems, "zensical": zensical_problems}
"""What makes the pages, by name; the first is the default."""


class FailedError(Exception):
    """A step found problems."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


def build(root: Path = ROOT, builder: str = "mkdocs") -> int:
    """Build and publish with one of `BUILDERS`; print what fails. Returns the exit code."""
    cache = root / ".cache"
    try:
        cache.mkdir(exist_ok=True)
        with alone(cache) as certain:
            remove_leftovers(cache, 0 if certain else STALE_AFTER)
            Cache.prune_all(root)
            replace(root, cache, builder)
    except FailedError as failure:
        report(failure.problems)
        return refuse(root)
    except ContentError as error:
        report([error.problem])
        return refuse(root)
    except OSError as error:
        print(f"The site could not be written: {explained(error)}.")
        return refuse(root)
    except KeyboardInterrupt:
        return refuse(root)
    print(f"Published {sum(1 for _ in (root / 'site').rglob('*.html'))} pages to site/")
    return 0


def replace(root: Path, cache: Path, builder: str) -> None:
    """Make the site in a folder of the cache and put it in the place of the published one."""
    folder = Path(tempfile.mkdtemp(prefix="site-", dir=cache))
    try:
        make(root, folder, builder)
        publish(folder, root / "site")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def refuse(root: Path) -> int:
    """Say what became of the published site."""
    print("Nothing was published" + ("; site/ is as it was." if (root / "site").exists() else "."), file=sys.stderr)
    return 1


def make(root: Path, folder: Path, builder: str) -> None:
    """Write the whole site into `folder`; raises `FailedError` at the first step that finds problems."""
    copy_assets()
    site = hold(Site.read(root))
    with beside(lambda: BUILDERS[builder](site, folder)) as pages:
        step("checking the sources", lambda: checks.problems(site))
        step("looking for questions that are asked twice", lambda: twin_problems(site))
        step("testing the snippets", lambda: snippet_problems(root))
        step("executing the formulas", lambda: formula_problems(root))
        step("running the experiments that have changed", lambda: running.problems(root))
        step("building the pages", pages)
    built = BuiltSite.read(folder, site)
    step("checking the pages", lambda: page_problems(built))


def page_problems(built: BuiltSite) -> list[Problem]:
    """Run the checks on the built pages side by side: one of them waits for Node."""
    with concurrent.futures.ThreadPoolExecutor() as pool:
        return [problem for found in pool.map(lambda each: list(each(built)), built_checks.CHECKS) for problem in found]


def step(name: str, work: Callable[[], list[Problem]]) -> None:
    """Do one step, saying how long it took; raises `FailedError` if it finds problems."""
    print(f"{name} …", end=" ", flush=True)
    start = time.perf_counter()
    found = work()
    print(f"{time.perf_counter() - start:.1f} s", flush=True)
    if found:
        raise FailedError(sorted(found))


if __name__ == "__main__":
    gc.disable()  # a build lives for seconds; looking for garbage in all that it has read would take a fifth of it
    parser = argparse.ArgumentParser(description="Build the site and publish it, or change nothing.")
    parser.add_argument("--builder", choices=BUILDERS, default="mkdocs", help="what makes the pages")
    code = build(builder=parser.parse_args().builder)
    gc.freeze()  # or Python looks for it after all, at its end
    sys.exit(code)
