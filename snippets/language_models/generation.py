"""Generation: from the logits of a language model to a token, and to a sequence."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Tokens = tuple[int, ...]


# --8<-- [start:temperature]
def softmax(z: Array) -> Array:
    """Softmax over the last axis of scores, shape (…, V)."""
    odds = np.exp(z - z.max(axis=-1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=-1, keepdims=True))


def probabilities(logits: Array, temperature: float = 1.0) -> Array:
    """Probabilities of the next token: p_i = exp(z_i/T)/(Σ_j exp(z_j/T)); (V,)."""
    return softmax(logits / temperature)


def sample(p: Array, rng: np.random.Generator) -> int:
    """A token drawn with probabilities p, shape (V,): the first with cdf > u."""
    cumulative = np.cumsum(p)
    u = rng.random() * cumulative[-1]
    return int(np.searchsorted(cumulative, u, side="right"))


# --8<-- [end:temperature]


# --8<-- [start:truncation]
def top_k(p: Array, k: int) -> Array:
    """Only the k most probable tokens, shape (V,)."""
    order = np.argsort(-p, kind="stable")
    return renormalized(p, order[:k])


def top_p(p: Array, mass: float) -> Array:
    """Only the fewest tokens that hold at least `mass` (Holtzman et al. 2019)."""
    order = np.argsort(-p, kind="stable")
    more_probable = np.append(0, np.cumsum(p[order])[:-1])  # than each token
    return renormalized(p, order[more_probable < mass])


def min_p(p: Array, ratio: float) -> Array:
    """Only tokens with at least `ratio` of the largest probability."""
    return renormalized(p, np.flatnonzero(p >= ratio * p.max()))


def renormalized(p: Array, kept: NDArray[np.intp]) -> Array:
    """p on the tokens `kept`, scaled to sum 1; zero elsewhere."""
    chosen = np.zeros_like(p)
    chosen[kept] = p[kept]
    return np.asarray(chosen / chosen.sum())


# --8<-- [end:truncation]


# --8<-- [start:beam_search]
def beam_search(
    log_probabilities: Callable[[Tokens], Array],
    end: int,
    beam: int,
    longest: int,
    alpha: float = 0.0,
) -> list[tuple[Tokens, float]]:
    """Sequences and their log p, best first; beam = 1 is greedy decoding.

    Args:
        log_probabilities: maps a beginning to log p of each next token, shape (V,).
        end: the token that finishes a sequence.
        beam: how many sequences survive each step.
        longest: tokens after which a sequence is cut.
        alpha: they are ranked by log p / length**alpha.
    """
    alive: list[tuple[Tokens, float]] = [((), 0.0)]
    finished: list[tuple[Tokens, float]] = []
    for _ in range(longest):
        grown = [
            ((*tokens, token), total + float(gain))
            for tokens, total in alive
            for token, gain in enumerate(log_probabilities(tokens))
        ]
        kept = sorted(grown, key=lambda each: -each[1])[:beam]
        finished += [each for each in kept if each[0][-1] == end]
        alive = [each for each in kept if each[0][-1] != end]
    return sorted(
        finished + alive,
        key=lambda each: length_normalized(each[1], len(each[0]), alpha),
        reverse=True,
    )


def length_normalized(total: float, length: int, alpha: float) -> float:
    """1/n^α · Σ_t ln p_t of a sequence of n tokens."""
    return float(total / length**alpha)


# --8<-- [end:beam_search]


# --8<-- [start:repetition_penalty]
def penalized(logits: Array, seen: set[int], penalty: float) -> Array:
    """Logits of seen tokens over the penalty, or times it where that is lower."""
    changed = logits.copy()
    places = sorted(seen)
    changed[places] = np.minimum(logits[places] / penalty, logits[places] * penalty)
    return changed


# --8<-- [end:repetition_penalty]


def ranked_logits(steepness: float, count: int) -> Array:
    """Logits of `count` tokens, most probable first: p_i is proportional to i**-s."""
    return -steepness * np.log(np.arange(1, count + 1))


STORY = {
    (): {"The": 0.55, "A": 0.45},
    ("The",): {"dog": 0.4, "cat": 0.35, "car": 0.25},
    ("A",): {"bird": 0.9, "boat": 0.1},
}
WORDS = ("The", "A", "dog", "cat", "car", "bird", "boat", ".")


def story(tokens: Tokens) -> Array:
    """Log p of each of WORDS behind a beginning: a model that greedy search fails."""
    words = tuple(WORDS[token] for token in tokens)
    following = STORY.get(words, {".": 1.0})
    with np.errstate(divide="ignore"):
        return np.log([following.get(word, 0.0) for word in WORDS])


def short_sighted(tokens: Tokens) -> Array:
    """Log p of a good token, another, and the end, which follows seven for sure."""
    p = [0.7, 0.2, 0.1] if len(tokens) < 7 else [1e-9, 1e-9, 1.0]
    return np.log(np.array(p) / sum(p))
