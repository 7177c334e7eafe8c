"""AdaGrad, RMSprop, AdaDelta, Adam and AdamW: one step each, element by element."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Pair = tuple[Array, Array]
Moments = tuple[Array, Array, int]


# --8<-- [start:adagrad_step]
def adagrad_step(
    theta: Array,
    gradient: Array,
    total: Array,
    learning_rate: float = 0.01,
    epsilon: float = 1e-10,
) -> tuple[Array, Array]:
    """s_t = s_{t−1} + g_t², θ_{t+1} = θ_t − η/(√s_t + ε) · g_t. Duchi et al. (2011)."""
    total = total + gradient**2
    return theta - learning_rate * gradient / (np.sqrt(total) + epsilon), total


# --8<-- [end:adagrad_step]


# --8<-- [start:rmsprop_step]
def rmsprop_step(
    theta: Array,
    gradient: Array,
    average: Array,
    learning_rate: float = 0.01,
    decay: float = 0.99,
    epsilon: float = 1e-8,
) -> tuple[Array, Array]:
    """s_t = ρ s_{t−1} + (1 − ρ) g_t², Δθ_t = −η g_t/(√s_t + ε).

    Tieleman & Hinton (2012).
    """
    average = decay * average + (1 - decay) * gradient**2
    return theta - learning_rate * gradient / (np.sqrt(average) + epsilon), average


# --8<-- [end:rmsprop_step]


# --8<-- [start:adadelta_step]
def adadelta_step(
    theta: Array,
    gradient: Array,
    state: Pair,
    learning_rate: float = 1.0,
    decay: float = 0.9,
    epsilon: float = 1e-6,
) -> tuple[Array, Pair]:
    """Δθ_t = −RMS[Δθ]_{t−1}/RMS[g]_t · g_t, root mean squares. Zeiler (2012)."""
    squared_gradient, squared_step = state
    squared_gradient = decay * squared_gradient + (1 - decay) * gradient**2
    scale = np.sqrt(squared_step + epsilon) / np.sqrt(squared_gradient + epsilon)
    step = scale * gradient
    squared_step = decay * squared_step + (1 - decay) * step**2
    return theta - learning_rate * step, (squared_gradient, squared_step)


# --8<-- [end:adadelta_step]


# --8<-- [start:adam_step]
def adam_step(
    theta: Array,
    gradient: Array,
    moments: Moments,
    learning_rate: float = 1e-3,
    betas: tuple[float, float] = (0.9, 0.999),
    epsilon: float = 1e-8,
) -> tuple[Array, Moments]:
    """One step; `moments` is (m, v, t), at first (0, 0, 0). Kingma & Ba (2014)."""
    first, second, t = moments
    t += 1
    first = betas[0] * first + (1 - betas[0]) * gradient
    second = betas[1] * second + (1 - betas[1]) * gradient**2
    direction = first / (1 - betas[0] ** t)
    scale = np.sqrt(second / (1 - betas[1] ** t)) + epsilon
    return theta - learning_rate * direction / scale, (first, second, t)


# --8<-- [end:adam_step]


# --8<-- [start:adamw_step]
def adamw_step(
    theta: Array,
    gradient: Array,
    moments: Moments,
    learning_rate: float = 1e-3,
    weight_decay: float = 0.01,
) -> tuple[Array, Moments]:
    """θ_{t+1} = (1 − ηλ) θ_t − η m̂_t/(√v̂_t + ε). Loshchilov & Hutter (2017)."""
    shrunk = theta * (1 - learning_rate * weight_decay)
    return adam_step(shrunk, gradient, moments, learning_rate)


# --8<-- [end:adamw_step]


def adagrad_distance(steps: int, learning_rate: float) -> float:
    """Way after t equal gradients, `steps` of them: Σ_k η/√k ≈ 2 η √t."""
    return float(np.sum(learning_rate / np.sqrt(np.arange(1, steps + 1))))


def uncorrected_factor(t: int, beta1: float = 0.9, beta2: float = 0.999) -> float:
    """Adam's step without bias correction, over the corrected one."""
    return float((1 - beta1**t) / np.sqrt(1 - beta2**t))


def largest_adam_step(beta1: float = 0.9, beta2: float = 0.999) -> float:
    """Least upper bound of Adam's step in units of η, over all gradients.

    Cauchy–Schwarz on the sums m and v, t → ∞; it needs β1² < β2.
    """
    return float((1 - beta1) / np.sqrt((1 - beta2) * (1 - beta1**2 / beta2)))


def remaining_weight(gradient_size: float, decoupled: bool) -> float:
    """Weight left of 1 after 10,000 steps with gradients ±`gradient_size`.

    η = 0.001, λ = 0.01: plain decay leaves (1 − ηλ)^10000 = 0.905.
    """
    theta, moments = np.ones(1), (np.zeros(1), np.zeros(1), 0)
    for t in range(10_000):
        gradient = np.array([gradient_size if t % 2 else -gradient_size])
        if decoupled:
            theta, moments = adamw_step(theta, gradient, moments)
        else:
            theta, moments = adam_step(theta, gradient + 0.01 * theta, moments)
    return float(theta[0])
