"""Numbers of `docs/foundations/backpropagation.md`."""

import math

import numpy as np

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

DRAWS, EXAMPLES, HIDDEN, NEW, UPDATES = 10, 200, 64, 2000, 1000
STEPS = tuple(range(1, 14))
HAND: Layers = [(np.array([[3.0, -1.0], [-1.0, 0.5]]), np.array([-0.5, -1.0])), (np.array([[2.0, 1.0]]), np.zeros(1))]
X_HAND = np.array([1.0, 2.0])


def by_hand() -> dict[str, float | list[float]]:
    """The worked example: loss and gradients at x = (1, 2), y = 3, and the loss after a step of rate 0.01 or 0.1."""
    loss, ((dW1, db1), (dW2, db2)) = gradients_by_hand(HAND, X_HAND, 3.0)
    after = {}
    for name, rate in (("after_small", 0.01), ("after_large", 0.1)):
        moved = [
            (W - rate * dW, b - rate * db) for (W, b), (dW, db) in zip(HAND, [(dW1, db1), (dW2, db2)], strict=True)
        ]
        after[name] = gradients_by_hand(moved, X_HAND, 3.0)[0]
    return {
        "loss": loss,
        "dW1": dW1.ravel().tolist(),
        "db1": db1.tolist(),
        "dW2": dW2.ravel().tolist(),
        "db2": float(db2[0]),
        **after,
    }


def angle() -> float:
    """Largest angle, in degrees, between steepest descent and the minimum for the condition number 100."""
    return worst_descent_angle(100)


def backward_per_forward() -> dict[str, float]:
    """Cost of a backward pass in forward passes: 20 equal layers, and 784–512–512–10."""
    networks = {"equal": [512] * 21, "small": [784, 512, 512, 10]}
    return {name: _ratio(widths) for name, widths in networks.items()}


def parameters() -> dict[str, int]:
    """Parameters of the network 784–512–512–10, and of the one whose gradient is checked, 4–5–3."""
    return {"small": _count([784, 512, 512, 10]), "checked": _count([4, 5, 3])}


def gradient_check() -> dict[int, Array]:
    """Relative difference of central differences from backpropagation, by n in h = 10⁻ⁿ, for each random network."""
    errors = np.array([_differences(seed) for seed in range(DRAWS)])
    return dict(zip(STEPS, errors.T, strict=True))


def uphill() -> dict[str, dict[str, float]]:
    """Loss of the first example and mean loss, before and after a step on the first; targets 1 and −3, rate 0.1."""
    targets = np.array([1.0, -3.0])
    losses = {}
    for name, theta in (("before", 0.0), ("after", 0.1 * targets[0])):
        each = 0.5 * (theta - targets) ** 2
        losses[name] = {"own": float(each[0]), "all": float(each.mean())}
    return losses


def passes() -> dict[str, int]:
    """Passes and updates per epoch for 1000 training and 250 validation examples and B = 32."""
    batches = math.ceil(1000 / 32)
    return {"training": batches, "accumulated": math.ceil(batches / 4), "validation": math.ceil(250 / 32)}


def fitted() -> dict[str, Array]:
    """Share of the training labels that the trained network gets right, true or shuffled, for each draw."""
    return {name: found[:, 0] for name, found in _runs().items()}


def new() -> dict[str, Array]:
    """Share of the new examples that the trained network gets right, for each draw."""
    return {name: found[:, 1] for name, found in _runs().items()}


def _runs() -> dict[str, Array]:
    kinds = {"true": False, "shuffled": True}
    return {name: np.array([_fit(seed, shuffled) for seed in range(DRAWS)]) for name, shuffled in kinds.items()}


def _fit(seed: int, shuffled: bool) -> tuple[float, float]:
    """Accuracy on the training labels and on new examples after training to the end; a seed draws all anew."""
    rng = np.random.default_rng(seed)
    X, X_new = rng.standard_normal((EXAMPLES, 20)), rng.standard_normal((NEW, 20))
    labels, truth = ((Z[:, 0] + Z[:, 1] > 0).astype(np.intp) for Z in (X, X_new))
    labels = rng.permutation(labels) if shuffled else labels
    layers = random_layers([20, HIDDEN, 2], rng)
    for _ in range(UPDATES):
        layers, _ = training_step(layers, X, labels, 1.0)
    return _accuracy(layers, X, labels), _accuracy(layers, X_new, truth)


def _accuracy(layers: Layers, X: Array, labels: Labels) -> float:
    return float(np.mean(forward(layers, X)[-1].argmax(axis=1) == labels))


def _differences(seed: int) -> list[float]:
    rng = np.random.default_rng(seed)
    layers, X, labels = random_layers([4, 5, 3], rng), rng.standard_normal((8, 4)), rng.integers(0, 3, 8)
    activations = forward(layers, X)
    exact = _flat(backward(layers, activations, cross_entropy(activations[-1], labels)[1]))
    parts = [part for layer in layers for part in layer]
    errors = []
    for step in STEPS:
        numerical = [
            numerical_gradient(lambda: cross_entropy(forward(layers, X)[-1], labels)[0], part, 10.0**-step).ravel()
            for part in parts
        ]
        errors.append(float(np.linalg.norm(np.concatenate(numerical) - exact) / np.linalg.norm(exact)))
    return errors


def _flat(layers: Layers) -> Array:
    return np.concatenate([part.ravel() for layer in layers for part in layer])


def _ratio(widths: list[int]) -> float:
    forward_cost, backward_cost = dense_flops(widths, 64)
    return backward_cost / forward_cost


def _count(widths: list[int]) -> int:
    return len(_flat(random_layers(widths, np.random.default_rng(0))))
