"""Numbers of `docs/representation-learning/word-embeddings.md`."""

import numpy as np
from numpy.typing import NDArray

from snippets.representation_learning import word_embeddings as page

Runs = NDArray[np.float64]
TOPICS, EACH, PAIRS = 4, 10, 20_000


def noise() -> dict[str, float]:
    """How often a word with 1000 occurrences is drawn, per draw of one with a single occurrence."""
    probabilities = page.noise_distribution(np.array([1000.0, 1.0]))
    return {"ratio": float(probabilities[0] / probabilities[1])}


def start() -> float:
    """Loss of a pair with five negatives when all scores are 0."""
    zeros = np.zeros((1, 4))
    return float(page.negative_sampling(zeros, zeros, np.zeros((1, 5, 4))).loss[0])


def worked() -> dict[str, float]:
    """Pointwise mutual information of a pair seen 40 times, and the score that training approaches with k = 5."""
    counts = np.array([[40.0, 60.0], [160.0, 9740.0]])
    return {"pmi": float(page.shifted_pmi(counts, 1)[0, 0]), "score": float(page.shifted_pmi(counts, 5)[0, 0])}


def similarity(first: int = 0) -> dict[str, Runs]:
    """Mean cosine between words of one topic and of different topics: four topics of ten words, 20,000 pairs."""
    found: dict[str, list[float]] = {"same": [], "other": []}
    same = np.kron(np.eye(TOPICS), np.ones((EACH, EACH))).astype(bool)
    itself = np.eye(TOPICS * EACH, dtype=bool)
    for seed in range(first, first + 5):
        rng = np.random.default_rng(seed)
        pairs = _pairs(rng)
        vectors = page.train(pairs, TOPICS * EACH, 16, negatives=5, epochs=3, updates=625, learning_rate=0.1, rng=rng)
        cosines = np.array([page.cosine(vector, vectors.words) for vector in vectors.words])
        found["same"].append(float(cosines[same & ~itself].mean()))
        found["other"].append(float(cosines[~same].mean()))
    return {name: np.array(runs) for name, runs in found.items()}


def _pairs(rng: np.random.Generator) -> NDArray[np.int64]:
    """Words and contexts of one topic, with every fifth context drawn from all words."""
    topics = rng.integers(0, TOPICS, PAIRS)
    pairs = EACH * topics[:, None] + rng.integers(0, EACH, (PAIRS, 2))
    noisy = rng.random(PAIRS) < 0.2
    pairs[noisy, 1] = rng.integers(0, TOPICS * EACH, int(noisy.sum()))
    return np.asarray(pairs)


def fit() -> float:
    """Largest distance between trained scores and PMI - log 5, trained on all pairs at once with full rank."""
    scores, best = _trained_scores()
    return float(np.abs(scores - best).max())


def _trained_scores() -> tuple[page.Array, page.Array]:
    """Scores of eight words and contexts after gradient descent on the expected loss, and PMI - log 5."""
    counts = np.random.default_rng(1).integers(1, 60, (8, 8)).astype(float)
    scores = np.zeros((8, 8))
    for _ in range(4000):
        scores -= 0.1 * page.expected_gradient(scores, counts, 5) / counts.mean()
    return scores, page.shifted_pmi(counts, 5)
