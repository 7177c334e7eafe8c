"""Claims of docs/foundations/backpropagation.md."""

import numpy as np
import pytest

from snippets.foundations.backpropagation import (
    Array,
    Labels,
    Layers,
    backward,
    cross_entropy,
    dense_flops,
    forward,
    gradients_by_hand,
    numerical_gradient,
    random_layers,
    training_step,
    worst_descent_angle,
)

Problem = tuple[Layers, Array, Labels]


@pytest.fixture
def problem() -> Problem:
    """A network 4–5–3 with 43 parameters and a mini-batch of 8."""
    rng = np.random.default_rng(0)
    return random_layers([4, 5, 3], rng), rng.standard_normal((8, 4)), rng.integers(0, 3, 8)


def loss_of(problem: Problem) -> float:
    layers, X, labels = problem
    return cross_entropy(forward(layers, X)[-1], labels)[0]


def gradients_of(problem: Problem) -> Layers:
    layers, X, labels = problem
    activations = forward(layers, X)
    return backward(layers, activations, cross_entropy(activations[-1], labels)[1])


def relative_error(problem: Problem, step: float) -> float:
    numerical = [numerical_gradient(lambda: loss_of(problem), part, step) for layer in problem[0] for part in layer]
    exact = np.concatenate([part.ravel() for layer in gradients_of(problem) for part in layer])
    assert len(exact) == 43
    return float(np.linalg.norm(np.concatenate([n.ravel() for n in numerical]) - exact) / np.linalg.norm(exact))


def test_backward_agrees_with_finite_differences(problem: Problem) -> None:
    assert relative_error(problem, 1e-5) < 1e-9


def test_finite_differences_are_best_at_a_middling_step(problem: Problem) -> None:
    """The error of a central difference falls as h², that of rounding rises as 1/h."""
    best = relative_error(problem, 1e-5)
    assert relative_error(problem, 1e-1) == pytest.approx(1e4 * relative_error(problem, 1e-3), rel=0.1)
    assert min(relative_error(problem, 1e-1), relative_error(problem, 1e-13)) > 1e4 * best


def test_worked_example_has_the_gradients_of_the_page() -> None:
    layers = [(np.array([[3.0, -1.0], [-1.0, 0.5]]), np.array([-0.5, -1.0])), (np.array([[2.0, 1.0]]), np.zeros(1))]
    loss, ((dW1, db1), (dW2, db2)) = gradients_by_hand(layers, np.array([1.0, 2.0]), 3.0)
    assert (loss, db1.tolist(), dW2.tolist(), db2.tolist()) == (2, [-4, 0], [[-1, 0]], [-2])
    assert dW1.tolist() == [[-4, -8], [0, 0]]


def test_gradients_by_hand_agree_with_finite_differences() -> None:
    rng = np.random.default_rng(3)
    layers, x = random_layers([4, 6, 1], rng), rng.standard_normal(4)
    weight, bias = layers[0]
    bias[:2] = [1, -1] - weight[:2] @ x  # the first unit is on, the second is off
    _, gradients = gradients_by_hand(layers, x, 0.7)
    for layer, computed in zip(layers, gradients, strict=True):
        for part, gradient in zip(layer, computed, strict=True):
            numerical = numerical_gradient(lambda: gradients_by_hand(layers, x, 0.7)[0], part)
            assert gradient == pytest.approx(numerical, abs=1e-8)
    assert np.count_nonzero(gradients[0][1]) not in (0, 6)  # some units are on and some are off


def test_central_differences_are_exact_for_a_quadratic() -> None:
    theta = np.array([1.0, -2.0])
    np.testing.assert_allclose(numerical_gradient(lambda: float(theta @ theta), theta, 0.1), [2, -4])
    np.testing.assert_allclose(numerical_gradient(lambda: float(np.sum(theta**3)), theta), [3, 12], rtol=1e-9)
    assert theta.tolist() == [1, -2]
    # between −h and h, θ³ rises by 2h³: the error of a central difference at its default step
    np.testing.assert_allclose(numerical_gradient(lambda: float(np.sum(zero**3)), zero := np.zeros(2)), 1e-10)


def test_a_unit_at_its_kink_passes_no_gradient_back() -> None:
    layers = [(np.array([[1.0, -1.0], [1.0, 1.0]]), np.zeros(2)), (np.array([[3.0, 2.0]]), np.zeros(1))]
    loss, ((of_W1, of_b1), _) = gradients_by_hand(layers, np.array([1.0, 1.0]), 0.0)
    assert (loss, of_b1.tolist(), of_W1.tolist()) == (8, [0, 8], [[0, 0], [8, 8]])  # z = (0, 2), ŷ = 4


def test_cross_entropy_of_large_logits_does_not_overflow() -> None:
    for certain in (1000.0, -1000.0):
        loss, gradient = cross_entropy(np.array([[certain, 0.0], [0.0, 0.0]]), np.array([int(certain > 0), 1]))
        assert loss == pytest.approx((1000 + np.log(2)) / 2)
        assert gradient * 2 == pytest.approx(np.sign(certain) * np.array([[1, -1], [0, 0]]) + [[0, 0], [0.5, -0.5]])


def test_backward_moves_nothing_and_the_optimizer_does(problem: Problem) -> None:
    layers, X, labels = problem
    for _, b in layers:
        b += 0.2
    before = [part.tobytes() for layer in layers for part in layer]
    gradients_of(problem)
    assert [part.tobytes() for layer in layers for part in layer] == before
    updated, _ = training_step(layers, X, labels, 0.1)
    for new, old, slope in zip(updated, layers, gradients_of(problem), strict=True):
        np.testing.assert_allclose(new[0], old[0] - 0.1 * slope[0])
        np.testing.assert_allclose(new[1], old[1] - 0.1 * slope[1])
    assert loss_of((updated, X, labels)) < loss_of(problem)


def test_backward_costs_two_forward_passes_less_the_first_layer() -> None:
    forward_flops, backward_flops = dense_flops([784, 512, 512, 10], 64)
    assert (forward_flops, backward_flops) == (85_590_016, 119_799_808)
    assert backward_flops / forward_flops == pytest.approx(1.40, abs=0.005)
    deep_forward, deep_backward = dense_flops([512] * 21, 64)
    assert deep_backward / deep_forward == pytest.approx(2 - 1 / 20)
    assert (
        sum(part.size for layer in random_layers([784, 512, 512, 10], np.random.default_rng(0)) for part in layer)
        == 669_706
    )
    assert dense_flops([1, 1], 1) == (2, 2)  # one product each: x·w, and δ·x


def test_steepest_descent_can_point_79_degrees_past_the_minimum() -> None:
    angles = np.linspace(0, np.pi / 2, 200_001)
    theta = np.stack([np.cos(angles), np.sin(angles)])
    gradient = np.array([[1.0], [100.0]]) * theta
    cosine = (gradient * theta).sum(axis=0) / np.linalg.norm(gradient, axis=0)
    assert worst_descent_angle(100) == pytest.approx(np.degrees(np.arccos(cosine.min())), abs=1e-4)
    assert worst_descent_angle(100) == pytest.approx(78.6, abs=0.05)
    assert worst_descent_angle(1) == 0


def test_a_step_downhill_for_one_example_can_be_uphill_for_all() -> None:
    targets, theta, rate = np.array([1.0, -3.0]), 0.0, 0.1
    moved = theta - rate * (theta - targets[0])  # mini-batch: the first example
    own = 0.5 * (np.array([theta, moved]) - targets[0]) ** 2
    everything = [np.mean(0.5 * (point - targets) ** 2) for point in (theta, moved)]
    assert own == pytest.approx([0.5, 0.405])
    assert everything == pytest.approx([2.5, 2.605])


@pytest.mark.parametrize(("shuffled", "least", "most"), [(False, 0.88, 1.0), (True, 0.3, 0.7)])
def test_shuffled_labels_are_fitted_just_as_well_and_teach_nothing(shuffled: bool, least: float, most: float) -> None:
    new = []
    for seed in range(100, 105):  # not the draws of the page
        rng = np.random.default_rng(seed)
        X, X_new = rng.standard_normal((200, 20)), rng.standard_normal((2000, 20))
        labels, truth = ((Z[:, 0] + Z[:, 1] > 0).astype(np.intp) for Z in (X, X_new))
        labels = rng.permutation(labels) if shuffled else labels
        layers = random_layers([20, 64, 2], rng)
        for _ in range(1000):
            layers, _ = training_step(layers, X, labels, 1.0)
        assert np.mean(forward(layers, X)[-1].argmax(axis=1) == labels) == 1
        new.append(np.mean(forward(layers, X_new)[-1].argmax(axis=1) == truth))
    assert least < min(new) <= max(new) < most
    assert not shuffled or np.mean(new) == pytest.approx(0.5, abs=0.08)  # four standard errors of five draws
