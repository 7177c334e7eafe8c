"""What docs/foundations/representation-power.md claims about what networks can represent."""

import numpy as np
import pytest

from snippets.foundations import representation_power as page

CORNERS = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])


def test_a_step_moves_by_the_example_only_when_it_is_wrong() -> None:
    x = np.array([2.0, -1.0])
    for w, b, y, moved in (
        ([0.0, 0], 0.0, 1, 1),
        ([1.0, 0], 0.5, 0, -1),
        ([1.0, 0], 0.5, 1, 0),
        ([-1.0, 0], 1.0, 0, 0),
    ):
        new, bias = page.perceptron_step(np.array(w), b, x, y)
        assert new == pytest.approx(np.array(w) + moved * x)
        assert bias == b + moved


@pytest.mark.parametrize("labels", [[0, 0, 0, 1], [0, 1, 1, 1], [1, 1, 0, 1]])
def test_the_perceptron_learns_what_a_line_separates(labels: list[int]) -> None:
    w, b, mistakes = page.perceptron(CORNERS, np.array(labels), 20)
    assert mistakes == 0
    assert ((CORNERS @ w + b > 0) == labels).all()


def test_mistakes_are_those_of_the_last_pass() -> None:
    """By hand for AND: (1, 1) alone is missed from zero weights; then all but (1, 0) are wrong, one after another."""
    labels = np.array([0, 0, 0, 1])
    first, second = (page.perceptron(CORNERS, labels, epochs) for epochs in (1, 2))
    assert page.perceptron(CORNERS, labels, 0)[2] == 0
    assert (list(first[0]), first[1], first[2]) == ([1.0, 1.0], 1.0, 1)
    assert (list(second[0]), second[1], second[2]) == ([2.0, 1.0], 0.0, 3)


def test_mistakes_stay_below_the_bound_of_the_margin() -> None:
    """Squared radius over squared margin, both with the 1 of the bias, for a known separating plane."""
    rng = np.random.default_rng(0)
    for _ in range(5):
        X, plane = rng.standard_normal((50, 2)), rng.standard_normal(3)
        plane[2] = rng.uniform(-0.5, 0.5) * np.linalg.norm(plane[:2])  # near the middle: both classes have points
        plane /= np.linalg.norm(plane)
        extended = np.column_stack([X, np.ones(50)])
        score = extended @ plane
        keep = np.abs(score) > 0.1
        X, score, extended = X[keep], score[keep], extended[keep]
        labels = (score > 0).astype(int)
        bound = np.max(np.sum(extended**2, axis=1)) / np.min(np.abs(score)) ** 2
        counts = [page.perceptron(X, labels, epochs)[2] for epochs in range(1, 40)]
        assert counts[-1] == 0
        assert 0 < sum(counts) <= bound


def test_on_xor_the_perceptron_errs_forever() -> None:
    assert all(page.perceptron(CORNERS, np.array([0, 1, 1, 0]), epochs)[2] > 0 for epochs in range(1, 40))


def test_the_network_joins_the_points_by_lines() -> None:
    rng = np.random.default_rng(1)
    knots, values = np.sort(rng.uniform(-1, 2, 7)), rng.standard_normal(7)
    x = np.linspace(knots[0], knots[-1], 101)
    assert page.one_hidden_layer(x, knots, values) == pytest.approx(np.interp(x, knots, values))


def test_twice_the_units_leave_a_quarter_of_the_error_inside_and_nothing_helps_outside() -> None:
    def worst(units: int, low: float, high: float) -> float:
        knots, x = np.linspace(0, 1, units + 1), np.linspace(low, high, 1001)
        return float(np.max(np.abs(page.one_hidden_layer(x, knots, np.sin(2 * np.pi * knots)) - np.sin(2 * np.pi * x))))

    assert worst(32, 0, 1) / worst(64, 0, 1) == pytest.approx(4, rel=0.02)
    assert worst(32, 0, 1) == pytest.approx((2 * np.pi / 32) ** 2 / 8, rel=0.02)
    assert worst(64, 1, 2) > 3


def test_tents() -> None:
    x = np.array([-1.0, 0.0, 0.25, 0.5, 0.75, 1.0])
    assert list(page.tent(x)) == [0.0, 0.0, 0.5, 1.0, 0.5, 0.0]
    assert list(page.sawtooth(x, 2)) == [0.0, 0.0, 1.0, 0.0, 1.0, 0.0]
    assert page.sawtooth(x, 0) is x


@pytest.mark.parametrize("depth", range(1, 8))
def test_each_layer_doubles_the_pieces(depth: int) -> None:
    x = np.linspace(0, 1, 2**9 + 1)
    y = page.sawtooth(x, depth)
    assert page.linear_pieces(x, y) == 2**depth
    assert np.sum(y == 1) == 2 ** (depth - 1)


def test_pieces_are_counted_by_slope() -> None:
    x = np.array([0.0, 1, 2, 4, 5])
    assert page.linear_pieces(x, 3 * x) == 1
    assert page.linear_pieces(x, np.abs(x - 2)) == 2
    assert page.linear_pieces(x, np.array([0.0, 1, 0, 1, 2])) == 4


def test_a_hidden_layer_has_no_more_kinks_than_units() -> None:
    """Random weights, with the kinks put among the points at which slopes are taken."""
    rng = np.random.default_rng(2)
    for units in (1, 3, 6):
        w, b, a = (rng.standard_normal(units) for _ in range(3))
        x = np.unique(np.concatenate([np.linspace(-30, 30, 50), -b / w]))
        assert page.linear_pieces(x, np.maximum(x[:, None] * w + b, 0) @ a) <= units + 1


def test_two_units_suffice_for_xor_but_training_rarely_finds_them() -> None:
    narrow, wide = (page.trained_on_xor(hidden, 40, np.random.default_rng(3)) for hidden in (2, 16))
    assert narrow < 0.6 < 0.9 < wide
