"""Numbers of `docs/architectures/state-space-models.md`."""

import numpy as np

from snippets.architectures import state_space_models as ssm
from snippets.architectures.state_space_models import Array
from snippets.language_models.kv_cache import cache_bytes_per_token

INPUTS = np.array([4.0, 0.0, 2.0, 8.0])
SEEDS = 8
STEPS = {"short": 0.1, "long": 1.0}


def state() -> dict[int, float]:
    """States for the inputs 4, 0, 2, 8, if half is kept at each token."""
    states = ssm.scan(np.full((4, 1), 0.5), INPUTS[:, None])
    return {t: float(h[0]) for t, h in enumerate(states, 1)}


def kernel() -> dict[int, float]:
    """The kernel of that model."""
    one = np.ones(1)
    return dict(enumerate(map(float, ssm.kernel(one / 2, one, one, 4))))


def combined() -> dict[str, float]:
    """What its steps keep and add, two by two and all four."""
    steps = [(np.array([0.5]), np.array([x])) for x in INPUTS]
    pairs = [ssm.combine(*steps[:2]), ssm.combine(*steps[2:])]
    (first_a, first_u), (second_a, second_u), (a, u) = *pairs, ssm.combine(*pairs)
    return {
        "first.kept": first_a.item(),
        "first.added": first_u.item(),
        "second.kept": second_a.item(),
        "second.added": second_u.item(),
        "all.kept": a.item(),
        "all.added": u.item(),
    }


def discrete() -> dict[str, float]:
    """A step of log 2, with which A = −1 keeps half, and what B = 2 writes then."""
    _, b = ssm.discretize(np.array([-1.0]), np.array([2.0]), np.log(np.array(2.0)))
    return {"step": float(np.log(2)), "written": b.item()}


def euler() -> dict[str, float]:
    """By what share a step Δ writes more than the zero-order hold does, with A = −1."""
    held = {name: ssm.discretize(np.array([-1.0]), np.ones(1), np.array(step))[1] for name, step in STEPS.items()}
    return {name: STEPS[name] / b.item() - 1 for name, b in held.items()}


def rounds() -> int:
    """Rounds of a scan over 1,024 tokens."""
    return ssm.rounds(1024)


def weight() -> dict[str, float]:
    """Share of a token 50 steps back: with the best constant gate, and with gates at −8 that were at 8 for it."""
    gates = np.linspace(0, 1, 10_001)
    a, b = ssm.gate(np.array([[8.0], *([[-8.0]] * 50)]))
    impulse = np.eye(51)[0][:, None]
    return {
        "constant": float((gates * (1 - gates) ** 50).max()),
        "selective": float(ssm.scan(a, b * impulse)[-1, 0]),
    }


def growth() -> dict[str, float]:
    """What is left of an input after 1,000 steps, for factors about 1; the larger in thousands."""
    return {"more": 1.01**1000 / 1000, "less": 0.99**1000}


def mebibytes() -> float:
    """MiB of state of 64 layers of width 2,560."""
    return ssm.state_bytes(64, 2560) / 2**20


def cache() -> dict[str, float]:
    """The cache of 32 attention layers of that width: KiB of a token, tokens as large as the state, GiB of 32,768."""
    token = cache_bytes_per_token(32, 1, 2560)
    return {
        "token": token / 2**10,
        "tokens": ssm.state_bytes(64, 2560) / token,
        "text": 32_768 * token / 2**30,
    }


def hybrid() -> dict[str, float]:
    """GiB of cache at 262,144 tokens with 8 key-value heads of size 128, by attention layers."""
    return {str(layers): 262_144 * cache_bytes_per_token(layers, 8, 128) / 2**30 for layers in (32, 4)}


def bits() -> dict[str, float]:
    """Bits of the state in millions, bits of a random token of 50,280, and millions of tokens that fit."""
    state, token = 8 * ssm.state_bytes(64, 2560), float(np.log2(50_280))
    return {"state": state / 1e6, "token": token, "tokens": state / token / 1e6}


def recall() -> dict[str, Array]:
    """Share of pairs found again in a state of 64 × 64 numbers, by number of pairs."""
    found: dict[str, list[float]] = {}
    for seed in range(SEEDS):
        keys, values = np.random.default_rng(seed).standard_normal((2, 512, 64))
        for pairs in (64, 512):
            part = keys[:pairs], values[:pairs]
            found.setdefault(f"state.{pairs}", []).append(ssm.recall_from_state(*part))
    return {name: np.array(shares) for name, shares in found.items()}


def lost() -> Array:
    """Share of 512 pairs that a state of 64 × 64 numbers loses."""
    return 1 - recall()["state.512"]
