"""The preview builds again after an edit of anything that its pages are made from."""

from scripts.content import ROOT
from scripts.evidence.experiments import experiments
from scripts.serve import WATCHED
from tests.whole import SITE


def test_pages_and_everything_that_is_measured_are_watched() -> None:
    watched = [ROOT / name for name in WATCHED]
    assert all(path.exists() for path in watched)
    sources = [ROOT / page.file for page in SITE.pages] + [each.path for each in experiments(ROOT)]
    sources += (ROOT / "snippets").rglob("*.py")
    assert [path for path in sources if not any(path.is_relative_to(each) for each in watched)] == []
