"""The formulas of the page on fine-tuning."""

from itertools import product

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import depends, each, sigmoid
from snippets.language_models.fine_tuning import (
    adapter_gradients,
    clipped,
    dpo_gradient,
    dpo_loss,
    group_advantages,
    merged,
    objective,
    optimal_policy,
    reward_loss,
)


@executed("language_models.fine_tuning.merged")
def test_merged(rng: Generator) -> Cases:
    W0, A, B = rng.standard_normal((4, 5)), rng.standard_normal((2, 5)), rng.standard_normal((4, 2))
    yield {"W": merged(W0, A, B, 16.0), "W_0": W0, r"\alpha": 16.0, "r": 2, "A": A, "B": B}


@executed("language_models.fine_tuning.adapter_gradients")
def test_adapter_gradients(rng: Generator) -> Cases:
    X, G = rng.standard_normal((6, 5)), rng.standard_normal((6, 4))
    for B in (rng.standard_normal((4, 2)), np.zeros((4, 2))):
        A = rng.standard_normal((2, 5))
        dA, dB = adapter_gradients(X, G, A, B, 16.0)
        yield {"g_A": dA, "g_B": dB, r"\alpha": 16.0, "r": 2, "A": A, "B": B, "X": X, "G": G}


@executed("language_models.fine_tuning.reward_loss")
def test_reward_loss(rng: Generator) -> Cases:
    chosen, rejected = rng.standard_normal((2, 1))
    yield {
        r"\mathcal L": reward_loss(chosen, rejected),
        r"\sigma": sigmoid,
        "r_w": float(chosen[0]),
        "r_l": float(rejected[0]),
    }


@executed("language_models.fine_tuning.objective")
def test_objective(rng: Generator) -> Cases:
    policy, reference = rng.dirichlet(np.ones(4)), rng.dirichlet(np.ones(4))
    reward, beta = rng.standard_normal(4), rng.uniform(0.5, 2)
    yield {
        "J": objective(policy, reference, reward, beta),
        r"\pi": lambda answer: policy[int(answer) - 1],
        r"\pi_{\text{ref}}": lambda answer: reference[int(answer) - 1],
        "r": lambda answer: reward[int(answer) - 1],
        r"\beta": beta,
        "y": each(range(1, 5)),
    }


@executed("language_models.fine_tuning.optimal_policy")
def test_optimal_policy(rng: Generator) -> Cases:
    reference, reward, beta = rng.dirichlet(np.ones(4)), rng.standard_normal(4), rng.uniform(0.5, 2)
    best = optimal_policy(reference, reward, beta)
    yield {
        r"\pi^*": lambda answer: best[int(answer) - 1],
        r"\pi_{\text{ref}}": lambda answer: reference[int(answer) - 1],
        "r": lambda answer: reward[int(answer) - 1],
        r"\beta": beta,
        "y": each(range(1, 5)),
        "u": each(range(1, 5)),
    }


@executed("language_models.fine_tuning.dpo_loss")
def test_dpo_loss(rng: Generator) -> Cases:
    policy, reference, beta = rng.standard_normal((1, 2)), rng.standard_normal((1, 2)), rng.uniform(0.1, 2)
    yield {
        r"\mathcal L": dpo_loss(policy, reference, beta),
        r"\sigma": sigmoid,
        r"\beta": beta,
        r"\pi": lambda answer: float(np.exp(policy[0, int(answer)])),
        r"\pi_{\text{ref}}": lambda answer: float(np.exp(reference[0, int(answer)])),
        "y_w": 0,
        "y_l": 1,
    }


@executed("language_models.fine_tuning.dpo_gradient")
def test_dpo_gradient(rng: Generator) -> Cases:
    policy, reference, beta = rng.standard_normal((1, 2)), rng.standard_normal((1, 2)), rng.uniform(0.1, 2)
    margin = beta * float(policy[0, 0] - policy[0, 1] - reference[0, 0] + reference[0, 1])
    slopes = dpo_gradient(policy, reference, beta)[0]

    def loss(chosen: float, rejected: float) -> float:
        return dpo_loss(np.array([[chosen, rejected]]), reference, beta)

    yield {
        r"\mathcal L": depends(loss, r"\ell_w", r"\ell_l"),
        r"\ell_w": float(policy[0, 0]),
        r"\ell_l": float(policy[0, 1]),
        "m": margin,
        r"\sigma": sigmoid,
        r"\beta": beta,
        "result": (float(slopes[0]), float(slopes[1])),
    }


@executed("language_models.fine_tuning.group_advantages")
def test_group_advantages(rng: Generator) -> Cases:
    rewards, epsilon = rng.standard_normal(5), 0.2
    advantages = group_advantages(rewards)
    for i, ratio in product(range(5), (0.6, 1.0, 1.4)):
        yield {
            "A_i": float(advantages[i]),
            "r_i": float(rewards[i]),
            r"\bar r": float(np.mean(rewards)),
            "s": float(np.std(rewards)),
            "J_i": clipped(ratio, float(advantages[i]), epsilon),
            r"\rho_i": ratio,
            r"\varepsilon": epsilon,
        }
