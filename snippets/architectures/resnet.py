"""Residual block and its gradient, parameter counts of ResNets, a degradation toy."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def relu(z: Array) -> Array:
    """max(0, z), elementwise."""
    return np.maximum(z, 0)


# --8<-- [start:residual_block]
def residual_block(
    x: Array, W_1: Array, W_2: Array, W_s: Array | None = None
) -> tuple[Array, Array, Array]:
    """y = ReLU(F(x) + W_s x), F(x) = W_2 ReLU(W_1 x), as rows; He et al. (2015), eq. 2.

    x is (B, d), W_1 (m, d), W_2 (k, m), W_s (k, d), or None for the identity.
    Returns y, the hidden activations (B, m) and the sum before the last ReLU (B, k).
    """
    hidden = relu(x @ W_1.T)
    shortcut = x if W_s is None else x @ W_s.T
    total = hidden @ W_2.T + shortcut
    return relu(total), hidden, total


# --8<-- [end:residual_block]


# --8<-- [start:input_gradient]
def input_gradient(
    dy: Array, x: Array, W_1: Array, W_2: Array, W_s: Array | None = None
) -> Array:
    """dL/dx (B, d) from dL/dy (B, k): the shortcut's term plus the branch's term."""
    _, hidden, total = residual_block(x, W_1, W_2, W_s)
    at_sum = dy * (total > 0)  # addition copies the gradient to both its inputs
    through_branch = ((at_sum @ W_2) * (hidden > 0)) @ W_1
    through_shortcut = at_sum if W_s is None else at_sum @ W_s
    return through_shortcut + through_branch


# --8<-- [end:input_gradient]


def identity_stack(x: Array, branches: list[tuple[Array, Array]]) -> list[Array]:
    """States x_0 to x_L, each the one before plus its branch, nothing after the sum."""
    states = [x]
    for W_1, W_2 in branches:
        states.append(states[-1] + relu(states[-1] @ W_1.T) @ W_2.T)
    return states


# --8<-- [start:block_parameters]
def block_parameters(kind: str, inputs: int, width: int, projection: bool) -> int:
    """Weights of a block: convolutions without bias, two per channel for each BN.

    Args:
        kind: "basic" (3×3, 3×3) or "bottleneck" (1×1, 3×3, 1×1 to 4 × width).
        inputs: channels that come in.
        width: channels of the 3×3 convolutions.
        projection: whether a shortcut that changes the shape is a 1×1 convolution.
    """
    layers = [(inputs, width, 3), (width, width, 3)]
    if kind == "bottleneck":
        layers = [(inputs, width, 1), (width, width, 3), (width, 4 * width, 1)]
    outputs = layers[-1][1]
    if projection and inputs != outputs:
        layers.append((inputs, outputs, 1))
    return sum(i * o * kernel**2 + 2 * o for i, o, kernel in layers)


# --8<-- [end:block_parameters]


# --8<-- [start:resnet_parameters]
def resnet_parameters(
    kind: str, blocks: tuple[int, ...], classes: int = 1000, projection: bool = True
) -> int:
    """Parameters of an ImageNet ResNet: stem, four stages, linear classifier."""
    total, channels = 3 * 64 * 7**2 + 2 * 64, 64  # 7×7 convolution and its BN
    for stage, count in enumerate(blocks):
        width = 64 * 2**stage
        for _ in range(count):
            total += block_parameters(kind, channels, width, projection)
            channels = 4 * width if kind == "bottleneck" else width
    return total + channels * classes + classes


# --8<-- [end:resnet_parameters]


def he_weights(
    inputs: int, width: int, blocks: int, rng: np.random.Generator
) -> list[Array]:
    """Weights (inputs, width), (blocks, 2, width, width) and (width, 1)."""
    first = rng.normal(0, np.sqrt(2 / inputs), (inputs, width))
    W = rng.normal(0, np.sqrt(2 / width), (blocks, 2, width, width))
    return [first, W, rng.normal(0, np.sqrt(1 / width), (width, 1))]


def normalize(z: Array) -> tuple[Array, Array]:
    """Batch normalization over axis -2 without scale and shift; and the deviations."""
    deviation: Array = np.sqrt(z.var(axis=-2, keepdims=True) + 1e-5)
    normalized: Array = (z - z.mean(axis=-2, keepdims=True)) / deviation
    return normalized, deviation


def normalize_gradient(dz: Array, normalized: Array, deviation: Array) -> Array:
    """Gradient at the input of `normalize` from that at its output."""
    along = normalized * (dz * normalized).mean(axis=-2, keepdims=True)
    gradient: Array = (dz - dz.mean(axis=-2, keepdims=True) - along) / deviation
    return gradient


def error_and_gradients(
    X: Array, y: Array, weights: list[Array], residual: bool
) -> tuple[Array, list[Array]]:
    """Mean squared errors (R,) and gradients of R networks, stacked along axis R.

    X (R, B, d), y (R, B, 1), or without R where all share the data. Weights:
    (R, d, w), (blocks, 2, R, w, w), (R, w, 1). A block is
    ReLU(BN(ReLU(BN(h W₁)) W₂)), plus h before the outer ReLU if residual.
    """
    first, W, last = weights
    states, tape = [relu(X @ first)], []
    for W_1, W_2 in W:
        z_1, deviation_1 = normalize(states[-1] @ W_1)
        z_2, deviation_2 = normalize(relu(z_1) @ W_2)
        tape.append((z_1, deviation_1, z_2, deviation_2))
        states.append(relu(z_2 + residual * states[-1]))
    difference = states[-1] @ last - y
    d_output = 2 * difference / y.shape[-2]
    d_last, d_state = states[-1].mT @ d_output, d_output @ last.mT
    d_W = np.empty_like(W)
    for block, (z_1, deviation_1, z_2, deviation_2) in reversed([*enumerate(tape)]):
        at_sum = d_state * (states[block + 1] > 0)
        d_2 = normalize_gradient(at_sum, z_2, deviation_2)
        d_1 = normalize_gradient((d_2 @ W[block, 1].mT) * (z_1 > 0), z_1, deviation_1)
        d_W[block, 0] = states[block].mT @ d_1
        d_W[block, 1] = relu(z_1).mT @ d_2
        d_state = d_1 @ W[block, 0].mT + residual * at_sum
    d_first = X.mT @ (d_state * (states[0] > 0))
    return np.mean(difference**2, axis=(-2, -1)), [d_first, d_W, d_last]


def training_errors(
    X: Array, y: Array, weights: list[Array], residual: bool, rates: Array, steps: int
) -> Array:
    """Errors (steps, R) of R networks under full-batch Adam with rates (R,)."""
    weights = [array.copy() for array in weights]
    mean = [np.zeros_like(array) for array in weights]
    square = [np.zeros_like(array) for array in weights]
    errors = []
    for step in range(1, steps + 1):
        error, gradients = error_and_gradients(X, y, weights, residual)
        errors.append(error)
        for w, m, s, g in zip(weights, mean, square, gradients, strict=True):
            m += 0.1 * (g - m)
            s += 0.001 * (g**2 - s)
            size = np.sqrt(s / (1 - 0.999**step)) + 1e-8
            w -= rates[:, None, None] * m / (1 - 0.9**step) / size
    return np.array(errors)


def depth_experiment(
    blocks: int,
    residual: bool,
    rates: Array,
    seeds: int,
    steps: int = 200,
    base: int = 0,
) -> tuple[Array, Array]:
    """Networks of width 8 learn 128 random targets of 8 random inputs, by heart.

    Every seed draws its own data and weights. Returns the training errors, mean of
    the last 20 steps, shape (rates, seeds), and the gradient norms at the first layer
    of each block at the start, (blocks, seeds).
    """
    rngs = [np.random.default_rng([base, seed]) for seed in range(seeds)]
    X = np.array([rng.standard_normal((128, 8)) for rng in rngs])
    y = np.array([rng.standard_normal((128, 1)) for rng in rngs])
    y = (y - y.mean(axis=1, keepdims=True)) / y.std(axis=1, keepdims=True)  # error 1: 0
    nets = [he_weights(8, 8, blocks, rng) for rng in rngs]
    each = [
        np.stack(arrays, 2 * (i == 1))
        for i, arrays in enumerate(zip(*nets, strict=True))
    ]
    gradients = error_and_gradients(X, y, each, residual)[1]
    X, y = (np.concatenate([array] * len(rates)) for array in (X, y))
    again = [np.concatenate([each[i]] * len(rates), 2 * (i == 1)) for i in range(3)]
    runs = np.repeat(rates, seeds)
    errors = training_errors(X, y, again, residual, runs, steps)[-20:].mean(axis=0)
    return errors.reshape(-1, seeds), np.linalg.norm(gradients[1][:, 0], axis=(-2, -1))
