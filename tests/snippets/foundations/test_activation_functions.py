"""What the page on activation functions claims."""

from collections.abc import Callable

import numpy as np
import pytest

from snippets.foundations import activation_functions as page

GRID = np.linspace(-6, 6, 12_001)
EVERY = [
    *((page.saturating, name, ()) for name in ("sigmoid", "tanh")),
    *((page.rectifier, name, (alpha,)) for name in ("relu", "leaky_relu", "elu", "selu") for alpha in (0.25, 1.0)),
    *((page.smooth, name, ()) for name in ("gelu", "silu", "softplus")),
]


@pytest.mark.parametrize(("family", "name", "alpha"), EVERY)
def test_slopes_agree_with_finite_differences(
    family: Callable[..., tuple[page.Array, page.Array]], name: str, alpha: tuple[float, ...]
) -> None:
    z = np.array([-30.0, -5.0, -1.3, -0.2, 0.4, 1.0, 2.7, 30.0])
    above, below = (family(name, z + shift, *alpha)[0] for shift in (1e-5, -1e-5))
    assert family(name, z, *alpha)[1] == pytest.approx((above - below) / 2e-5, abs=1e-8)


def test_printed_ranges_and_largest_slopes() -> None:
    assert page.saturating("sigmoid", GRID)[1].max() == 0.25
    assert page.saturating("tanh", GRID)[1].max() == 1.0
    assert not page.saturating("step", GRID)[1].any()
    assert page.saturating("step", np.array([-2.0, 0.0, 0.5]))[0].tolist() == [0, 0, 1]
    for name, low, where, steepest, most_negative in [
        ("gelu", -0.170, -0.752, 1.129, -0.129),
        ("silu", -0.278, -1.278, 1.100, -0.100),
    ]:
        value, slope = page.smooth(name, GRID)
        assert value.min() == pytest.approx(low, abs=5e-4)
        assert GRID[value.argmin()] == pytest.approx(where, abs=1e-3)
        assert (slope.max(), slope.min()) == pytest.approx((steepest, most_negative), abs=5e-4)
    limit = page.rectifier("selu", np.array([-50.0]))[0][0]
    assert limit == pytest.approx(-1.758, abs=5e-4)
    assert pytest.approx(limit) == -page.SELU_ALPHA * page.SELU_SCALE


def test_tanh_is_a_rescaled_sigmoid_and_softplus_integrates_it() -> None:
    assert page.saturating("tanh", GRID)[0] == pytest.approx(2 * page.saturating("sigmoid", 2 * GRID)[0] - 1)
    assert page.smooth("softplus", GRID)[1] == pytest.approx(page.saturating("sigmoid", GRID)[0])
    with np.errstate(over="raise", invalid="raise"):
        assert page.saturating("sigmoid", np.array([-1e4, 1e4]))[0].tolist() == [0.0, 1.0]
        assert page.rectifier("elu", np.array([-1e4, 1e4]), 2.0)[0].tolist() == [-2.0, 1e4]


def test_three_linear_layers_collapse_to_one() -> None:
    rng = np.random.default_rng(0)
    sizes = [(7, 5), (6, 7), (3, 6)]
    weights = [rng.standard_normal(size) for size in sizes]
    biases = [rng.standard_normal(size[0]) for size in sizes]
    x = rng.standard_normal(5)
    stacked = x
    for weight, bias in zip(weights, biases, strict=True):
        stacked = weight @ stacked + bias
    weight, bias = page.collapse(weights, biases)
    assert weight.shape == (3, 5)
    assert np.abs(weight @ x + bias - stacked).max() < 1e-13


def test_no_affine_map_computes_xor_and_two_relus_do() -> None:
    rng = np.random.default_rng(1)
    for _ in range(1000):
        weight, bias = rng.standard_normal(2), rng.standard_normal()
        assert page.affine_gap(weight, bias) == pytest.approx(0, abs=1e-12)
        assert np.sum((page.XOR_INPUTS @ weight + bias > 0) == (page.XOR_TARGETS > 0)) <= 3
    targets = page.XOR_TARGETS
    assert targets[0] + targets[3] - targets[1] - targets[2] == -2  # XOR itself has another gap
    assert page.best_affine_fit(page.XOR_INPUTS, targets) == pytest.approx([0.5] * 4)
    assert page.xor_network(page.XOR_INPUTS).tolist() == targets.tolist()


def test_perceptron_rule_never_ends_on_xor() -> None:
    inputs, signs = np.column_stack([page.XOR_INPUTS, np.ones(4)]), 2 * page.XOR_TARGETS - 1
    weight, mistakes = np.zeros(3), []
    for _ in range(1000):
        wrong = 0
        for x, sign in zip(inputs, signs, strict=True):
            if sign * (weight @ x) <= 0:
                weight, wrong = weight + sign * x, wrong + 1
        mistakes.append(wrong)
    assert min(mistakes) >= 1


def test_linear_network_learns_by_backpropagation_but_its_loss_is_not_convex() -> None:
    assert np.linalg.eigvalsh(page.product_loss_hessian(0.0, 0.0)).tolist() == [-1.0, 1.0]
    u, v, step = 0.3, -0.8, 1e-4

    def loss(a: float, b: float) -> float:
        return 0.5 * (a * b - 1) ** 2

    mixed = sum(s * t * loss(u + s * step, v + t * step) for s in (1, -1) for t in (1, -1)) / (4 * step**2)
    by_u = (loss(u + step, v) - 2 * loss(u, v) + loss(u - step, v)) / step**2
    by_v = (loss(u, v + step) - 2 * loss(u, v) + loss(u, v - step)) / step**2
    assert page.product_loss_hessian(u, v) == pytest.approx(np.array([[by_u, mixed], [mixed, by_v]]), abs=1e-6)
    u, v = 0.1, 0.2
    for _ in range(200):
        error = u * v - 1
        u, v = u - 0.1 * error * v, v - 0.1 * error * u
    assert u * v == pytest.approx(1)


def test_softmax_of_rows_is_that_of_each_row_at_any_size_of_logits() -> None:
    rows = np.array([[2.0, -1.0, 0.5], [1000.0, 0.0, 1000.0], [-1000.0, -1000.0, -3000.0]])
    for temperature in (1.0, 3.0):
        together = page.softmax(rows, temperature)
        assert together == pytest.approx(np.array([page.softmax(row, temperature) for row in rows]))
        assert together[1:] == pytest.approx(np.array([[0.5, 0, 0.5], [0.5, 0.5, 0]]))
        odds = together[0][:, None] / together[0]  # of each pair: the difference of the logits decides
        assert np.log(odds) == pytest.approx((rows[0][:, None] - rows[0]) / temperature)


def test_cross_entropy_is_linear_in_the_target() -> None:
    logits, target = np.array([0.3, -1.0, 2.0]), np.array([0.2, 0.5, 0.3])
    assert page.cross_entropy(logits, 3 * target) == pytest.approx(3 * page.cross_entropy(logits, target))
    parts = [page.cross_entropy(logits, row) for row in np.eye(3)]
    assert page.cross_entropy(logits, target) == pytest.approx(target @ parts)
    assert np.exp(-np.array(parts)).sum() == pytest.approx(1)  # they are −log p of the three classes


@pytest.mark.parametrize("name", ["relu", "leaky_relu", "elu"])
def test_below_zero_there_is_nothing_unless_alpha_says_so(name: str) -> None:
    value, slope = page.rectifier(name, np.array([-2.0, -0.5, 3.0]))
    assert (value.tolist(), slope.tolist()) == ([0, 0, 3], [0, 0, 1])
