"""Claims of docs/architectures/resnet.md."""

import numpy as np
import pytest

from snippets.architectures.resnet import (
    Array,
    block_parameters,
    depth_experiment,
    error_and_gradients,
    he_weights,
    identity_stack,
    input_gradient,
    relu,
    residual_block,
    resnet_parameters,
)

RNG = np.random.default_rng(0)
X = RNG.standard_normal((3, 4))
W_1, W_2, SQUARE, PROJECTION = (RNG.standard_normal(shape) for shape in ((6, 4), (5, 6), (4, 6), (5, 4)))


def slopes(function: object, x: Array) -> Array:
    """Central differences of a function (1, d) → (1, k), shape (k, d)."""
    step = 1e-6 * np.eye(x.shape[1])
    return np.stack([(function(x + e) - function(x - e))[0] / 2e-6 for e in step], axis=1)  # type: ignore[operator]


@pytest.mark.parametrize(("W_out", "W_s"), [(SQUARE, None), (W_2, PROJECTION)])
def test_input_gradient_is_the_slope_of_the_block(W_out: Array, W_s: Array | None) -> None:
    x = X[:1]
    jacobian = slopes(lambda z: residual_block(z, W_1, W_out, W_s)[0], x)
    identity = np.eye(len(W_out))
    rows = [input_gradient(e[None], x, W_1, W_out, W_s)[0] for e in identity]
    np.testing.assert_allclose(rows, jacobian, atol=1e-8)
    _, hidden, total = residual_block(x, W_1, W_out, W_s)
    shortcut = np.eye(4) if W_s is None else W_s
    formula = np.diag(total[0] > 0) @ (shortcut + W_out @ np.diag(hidden[0] > 0) @ W_1)
    np.testing.assert_allclose(formula, jacobian, atol=1e-8)


def test_a_branch_of_zero_leaves_the_identity_for_non_negative_inputs() -> None:
    zero = np.zeros((4, 6))
    np.testing.assert_array_equal(residual_block(np.abs(X), W_1, zero)[0], np.abs(X))
    np.testing.assert_array_equal(residual_block(X, W_1, zero)[0], relu(X))


def test_without_relu_after_the_sum_states_add_up_and_the_jacobian_is_identity_plus_rest() -> None:
    branch = (np.array([[1.0, -1], [1, 1]]), np.array([[1.0, 0], [0, 2]]))
    by_hand = identity_stack(np.array([[1.0, 2]]), [branch] * 2)  # relu(−1, 3) adds (0, 6), relu(−7, 9) adds (0, 18)
    np.testing.assert_array_equal(np.concatenate(by_hand), [[1, 2], [1, 8], [1, 26]])

    branches = [(RNG.standard_normal((6, 4)), RNG.standard_normal((4, 6)) / 6) for _ in range(5)]
    start = X[:1]
    states = identity_stack(start, branches)
    jacobian = slopes(lambda z: identity_stack(z, branches)[-1], start)
    product, rest = np.eye(4), np.zeros((4, 4))
    for state, (into, out) in zip(states[:-1], branches, strict=True):
        of_branch = out @ np.diag(into @ state[0] > 0) @ into
        rest += of_branch @ product  # what the branch adds to the path around it
        product = product + of_branch @ product
    np.testing.assert_allclose(jacobian, product, atol=1e-7)
    np.testing.assert_allclose(jacobian - rest, np.eye(4), atol=1e-7)
    assert np.abs(rest).max() > 0.1


def test_bottleneck_at_256_channels_costs_about_a_basic_block_at_64() -> None:
    basic, bottleneck = block_parameters("basic", 64, 64, True), block_parameters("bottleneck", 256, 64, True)
    assert basic == 73_984 == 2 * 9 * 64**2 + 4 * 64
    assert bottleneck == 70_400 == 256 * 64 + 9 * 64**2 + 64 * 256 + 2 * (64 + 64 + 256)
    assert block_parameters("basic", 256, 256, True) / bottleneck == pytest.approx(16.8, abs=0.05)


def test_parameters_without_projections_lack_three_convolutions_of_one_pixel() -> None:
    changes = [(64, 128), (128, 256), (256, 512)]
    with_them, without = (resnet_parameters("basic", (2, 2, 2, 2), projection=each) for each in (True, False))
    assert with_them - without == 173_824 == sum(i * o + 2 * o for i, o in changes)
    fewer = resnet_parameters("basic", (2, 2, 2, 2)) - resnet_parameters("basic", (2, 2, 2, 2), classes=10)
    assert fewer == 990 * (512 + 1)


def test_a_deeper_plain_relu_net_can_copy_a_shallow_one() -> None:
    shallow = relu(relu(X @ W_1.T) @ W_2.T)
    deep = shallow
    for _ in range(20):
        deep = relu(deep @ np.eye(5))
    np.testing.assert_array_equal(deep, shallow)


@pytest.mark.parametrize("residual", [False, True])
def test_gradients_of_the_toy_are_slopes(residual: bool) -> None:
    rng = np.random.default_rng(1)
    X, y = rng.standard_normal((7, 3)), rng.standard_normal((7, 1))
    first, W, last = he_weights(3, 4, 2, rng)
    weights = [first[None], W[:, :, None], last[None]]
    _, gradients = error_and_gradients(X, y, weights, residual)
    for array, gradient in zip(weights, gradients, strict=True):
        index = tuple(int(rng.integers(size)) for size in array.shape)
        array[index] += 1e-6
        above = error_and_gradients(X, y, weights, residual)[0][0]
        array[index] -= 2e-6
        below = error_and_gradients(X, y, weights, residual)[0][0]
        assert gradient[index] == pytest.approx((above - below) / 2e-6, rel=1e-4, abs=1e-7)
        array[index] += 1e-6


def test_training_error_rises_with_depth_without_shortcuts_only() -> None:
    rates = np.array([1e-3, 1e-2])
    errors = {}
    for residual in (False, True):
        for blocks in (3, 12):
            found, _ = depth_experiment(blocks, residual, rates, seeds=6, steps=120, base=1)
            errors[residual, blocks] = found.mean(axis=1).min()  # at the better of the two rates
    assert errors[False, 12] > 0.4  # over sixty seeds 0.69 ± 0.12, and 0.05 ± 0.05 with three blocks
    assert errors[False, 3] < 0.2
    assert errors[True, 12] < 0.2  # 0.03 ± 0.04


def test_the_gradient_of_the_failing_toy_grows_towards_the_input() -> None:
    first, last = depth_experiment(12, False, np.array([1e-3]), seeds=8, steps=1)[1][[0, -1]]
    assert first.mean() > 15 * last.mean()
    residual_first, residual_last = depth_experiment(12, True, np.array([1e-3]), seeds=8, steps=1)[1][[0, -1]]
    assert residual_first.mean() < 6 * residual_last.mean()
