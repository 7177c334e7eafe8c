"""Fine-tuning of language models: low-rank adapters, and learning from preferences."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


# --8<-- [start:lora]
def new_adapter(
    outputs: int, inputs: int, rank: int, rng: np.random.Generator
) -> tuple[Array, Array]:
    """A random, shape (rank, inputs), and B = 0, shape (outputs, rank): no change."""
    A = rng.standard_normal((rank, inputs)) / np.sqrt(inputs)
    return A, np.zeros((outputs, rank))


def adapted(X: Array, W0: Array, A: Array, B: Array, alpha: float) -> Array:
    """X W₀ᵀ + (α/r) X Aᵀ Bᵀ: the frozen layer and beside it the narrow one.

    Args:
        X: inputs, shape (n, inputs).
        W0: frozen weights, shape (outputs, inputs).
        A: shape (r, inputs).
        B: shape (outputs, r).
        alpha: α; the update is scaled by α/r.
    """
    return X @ W0.T + alpha / len(A) * (X @ A.T) @ B.T


def merged(W0: Array, A: Array, B: Array, alpha: float) -> Array:
    """The weights of one layer that does the same (Hu et al. 2021, §4.1)."""
    return W0 + alpha / len(A) * B @ A


# --8<-- [end:lora]


# --8<-- [start:adapter_gradients]
def adapter_gradients(
    X: Array, G: Array, A: Array, B: Array, alpha: float
) -> tuple[Array, Array]:
    """Gradients of the loss with respect to A and B.

    Args:
        X: inputs, shape (n, inputs).
        G: gradient with respect to the outputs, shape (n, outputs).
        A: shape (r, inputs).
        B: shape (outputs, r).
        alpha: α.
    """
    scale = alpha / len(A)
    return scale * B.T @ G.T @ X, scale * G.T @ X @ A.T


# --8<-- [end:adapter_gradients]


# --8<-- [start:low_rank_error]
def low_rank_error(update: Array, rank: int) -> float:
    """What no update of this rank can express: a share of the squared size (SVD)."""
    squares = np.linalg.svd(update, compute_uv=False) ** 2
    return float(squares[rank:].sum() / squares.sum())


# --8<-- [end:low_rank_error]


# --8<-- [start:state_bytes]
def state_bytes(frozen: float, trained: float, frozen_bytes: float = 2) -> float:
    """Memory for weights, gradients and Adam's moments; activations come on top.

    A trained weight takes 16 bytes in mixed precision: 2, as many for its gradient,
    4 for its 32-bit copy and 8 for two moments. A frozen one takes its own bytes.
    """
    return frozen_bytes * frozen + 16 * trained


# --8<-- [end:state_bytes]


def log_sigmoid(x: Array | float) -> Array:
    """log σ(x), without overflow."""
    return np.asarray(-np.logaddexp(0, -np.asarray(x, float)))


# --8<-- [start:reward_loss]
def reward_loss(chosen: Array, rejected: Array) -> float:
    """Bradley-Terry: mean −log σ(r_w − r_l) over pairs, both of shape (pairs,)."""
    return float(-np.mean(log_sigmoid(chosen - rejected)))


# --8<-- [end:reward_loss]


# --8<-- [start:optimal_policy]
def objective(policy: Array, reference: Array, reward: Array, beta: float) -> float:
    """J = Σ_y π(y) r(y) − β Σ_y π(y) log(π(y)/π_ref(y)) for one prompt; (answers,)."""
    divergence = np.sum(policy * np.log(policy / reference))
    return float(policy @ reward - beta * divergence)


def optimal_policy(reference: Array, reward: Array, beta: float) -> Array:
    """What maximizes it: π*(y) = π_ref(y) e^(r(y)/β)/(Σ_u π_ref(u) e^(r(u)/β))."""
    weights = reference * np.exp((reward - reward.max()) / beta)
    return np.asarray(weights / weights.sum())


# --8<-- [end:optimal_policy]


# --8<-- [start:dpo]
def dpo_margin(policy: Array, reference: Array, beta: float) -> Array:
    """m = β (log π_w/π_ref,w − log π_l/π_ref,l).

    Args:
        policy: log-probabilities of whole answers, shape (pairs, 2): chosen, rejected.
        reference: the same under the frozen model.
        beta: β.
    """
    implicit_reward = beta * (policy - reference)
    return np.asarray(implicit_reward[:, 0] - implicit_reward[:, 1])


def dpo_loss(policy: Array, reference: Array, beta: float) -> float:
    """Mean over the pairs, log-ratios for rewards (Rafailov et al. 2023, Eq. 7)."""
    return float(-np.mean(log_sigmoid(dpo_margin(policy, reference, beta))))


def dpo_gradient(policy: Array, reference: Array, beta: float) -> Array:
    """Its gradient with respect to the policy's log-probabilities, shape (pairs, 2)."""
    wrong = np.exp(log_sigmoid(-dpo_margin(policy, reference, beta)))
    slopes = beta * wrong / len(policy)
    return np.stack([-slopes, slopes], axis=1)


# --8<-- [end:dpo]


# --8<-- [start:group_advantages]
def group_advantages(rewards: Array) -> Array:
    """GRPO: rewards of answers to one prompt, shape (group,), standardized.

    If all are equal there is nothing to learn from, and all advantages are 0.
    """
    if np.ptp(rewards) == 0:  # the standard deviation, rounded, may be above 0
        return np.zeros_like(rewards)
    return np.asarray((rewards - rewards.mean()) / rewards.std())


def clipped(ratio: float, advantage: float, epsilon: float) -> float:
    """PPO's objective for one token: no gain from ratios beyond 1 ± ε."""
    bounded = min(max(ratio, 1 - epsilon), 1 + epsilon)
    return min(ratio * advantage, bounded * advantage)


# --8<-- [end:group_advantages]
