"""What docs/$page.md claims about $topic."""

import numpy as np
import pytest

from snippets.$module import arithmetic_mean


def test_mean_of_a_hand_worked_example() -> None:
    assert arithmetic_mean(np.array([1.0, 2.0, 6.0])) == pytest.approx(3.0)
