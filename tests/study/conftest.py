"""The cards of the site, rendered once, when the first test asks for them."""

import pytest

from scripts.content import hold
from scripts.study.rendering import Shown, shown_cards
from tests.whole import SITE


@pytest.fixture(scope="session")
def made() -> dict[str, Shown]:
    """All cards by id, rendered, as a clone without a remote has them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REPOSITORY_URL", "")
        return shown_cards(hold(SITE))
