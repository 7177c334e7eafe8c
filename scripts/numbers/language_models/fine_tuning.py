"""Numbers of `docs/language-models/fine-tuning.md`."""

from itertools import permutations
from math import log

import numpy as np
from numpy.typing import NDArray

from snippets.language_models import fine_tuning as page

Runs = NDArray[np.float64]

REFERENCE = np.array([0.4, 0.3, 0.15, 0.1, 0.05])
REWARD = np.array([0.0, 1.0, -1.0, 2.0, 0.5])
"""Five answers to one prompt: how probable they are before, and how good."""
BETA = 1.0
FEATURES = np.array([[1.0, 1.0], [1.0, 0.0], [0.0, 3.0], [0.5, 0.0]])
"""Features of four answers: chosen, rejected, one that the update also favors, and one more."""
PAIR = (0, 1)
WIDTH, LAYERS, MATRICES, RANK = 4096, 32, 2, 8
"""A Transformer of the size of LLaMA 7B, with adapters at queries and values."""


def share() -> float:
    """Trained weights of one square matrix of width 4096 at rank 8, as a share of all."""
    return 2 * RANK * WIDTH / WIDTH**2


def memory() -> dict[str, float]:
    """Gigabytes for weights, gradients and Adam's states of 7 billion parameters; millions of trained weights."""
    trained = LAYERS * MATRICES * 2 * RANK * WIDTH
    return {
        "full": page.state_bytes(0, 7e9) / 1e9,
        "lora": page.state_bytes(7e9, trained) / 1e9,
        "qlora": page.state_bytes(7e9, trained, 0.5) / 1e9,
        "trained": trained / 1e6,
    }


def _updates(seed: int) -> dict[str, NDArray[np.float64]]:
    """Changes of weights that a task asks for, shape (24, 24): concentrated in few directions, or in all alike."""
    rng = np.random.default_rng(seed)
    left, _ = np.linalg.qr(rng.standard_normal((24, 24)))
    right, _ = np.linalg.qr(rng.standard_normal((24, 24)))
    falling = 0.6 ** np.arange(24)
    return {"concentrated": (left * falling) @ right.T, "spread": left @ right.T / np.sqrt(24)}


def _trained_error(update: NDArray[np.float64], rank: int, seed: int) -> float:
    """What gradient descent on A and B leaves of the update, as a share of its squared size."""
    A, B = page.new_adapter(24, 24, rank, np.random.default_rng(seed))
    X, W0 = np.eye(24), np.zeros((24, 24))
    for _ in range(1500):
        G = page.adapted(X, W0, A, B, rank) - update.T
        dA, dB = page.adapter_gradients(X, G, A, B, rank)
        A, B = A - 0.2 * dA, B - 0.2 * dB
    return float(np.sum((page.merged(W0, A, B, rank) - update) ** 2) / np.sum(update**2))


def errors(first: int = 0) -> dict[str, dict[int, Runs]]:
    """The error by rank of adapters that were trained, for both kinds of updates, over seeds."""
    seeds = range(first, first + 4)
    return {
        kind: {
            rank: np.array([_trained_error(_updates(seed)[kind], rank, seed) for seed in seeds]) for rank in (1, 2, 4)
        }
        for kind in ("concentrated", "spread")
    }


def bandit() -> dict[str, float]:
    """Probability of the best answer before, in the optimum of reward with a KL penalty, and after DPO."""
    best = int(np.argmax(REWARD))
    optimum = page.optimal_policy(REFERENCE, REWARD, BETA)
    return {
        "reference": float(REFERENCE[best]),
        "optimum": float(optimum[best]),
        "dpo": float(_learned(3000)[best]),
        "odds": float(optimum[best] / REFERENCE[best]),
    }


def _learned(steps: int, rate: float = 1.0) -> NDArray[np.float64]:
    """DPO by gradient descent on logits, on all pairs as often as Bradley-Terry prefers them."""
    logits = np.log(REFERENCE)
    pairs = list(permutations(range(5), 2))
    chosen, rejected = np.array(pairs).T
    weights = 1 / (1 + np.exp(REWARD[rejected] - REWARD[chosen]))
    reference = np.log(REFERENCE)[np.array(pairs)]
    for _ in range(steps):
        log_policy = (logits - np.log(np.sum(np.exp(logits))))[np.array(pairs)]
        slopes = page.dpo_gradient(log_policy, reference, BETA) * weights[:, None]
        gradient = np.zeros(5)
        np.add.at(gradient, np.array(pairs), slopes)  # the normalizer's part cancels: the slopes of a pair sum to zero
        logits = logits - rate * gradient
    policy = np.exp(logits)
    return np.asarray(policy / policy.sum())


def _displacement(steps: int, rate: float = 0.5) -> NDArray[np.float64]:
    """Log-probabilities of four answers with shared features while DPO learns one pair, shape (steps + 1, 4)."""
    theta, found = np.zeros(2), []
    for _ in range(steps + 1):
        logits = FEATURES @ theta
        found.append(logits - np.log(np.sum(np.exp(logits))))
        policy = found[-1][None, list(PAIR)]
        slope = page.dpo_gradient(policy, found[0][None, list(PAIR)], BETA)[0]
        theta = theta - rate * (slope @ FEATURES[list(PAIR)])
    return np.array(found)


def moved() -> dict[str, float]:
    """Probabilities before and after DPO on one pair of answers with shared features, and the loss."""
    path = np.exp(_displacement(10))
    before, after = np.log(path[0])[None, list(PAIR)], np.log(path[-1])[None, list(PAIR)]
    return {
        "chosen.before": float(path[0, 0]),
        "chosen.after": float(path[-1, 0]),
        "rejected.after": float(path[-1, 1]),
        "other.after": float(path[-1, 2]),
        "loss.before": page.dpo_loss(before, before, BETA),
        "loss.after": page.dpo_loss(after, before, BETA),
    }


def first_loss() -> float:
    """DPO's loss before the first step."""
    return log(2)


def advantages() -> dict[str, float]:
    """Advantages in a group of four answers of which one is right."""
    found = page.group_advantages(np.array([1.0, 0, 0, 0]))
    return {"right": float(found[0]), "wrong": float(found[1])}
