"""Word2vec: lookup, skip-gram with negative sampling, and what it converges to."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Integers = NDArray[np.int64]


class Gradients(NamedTuple):
    """Loss of each pair, (B,), and gradients, shaped as the vectors."""

    loss: Array
    word: Array
    context: Array
    negatives: Array


class Vectors(NamedTuple):
    """Both tables of vectors, (V, d): of words, and of words as contexts."""

    words: Array
    contexts: Array


# --8<-- [start:lookup]
def lookup(table: Array, ids: Integers) -> Array:
    """Rows of an embedding table (V, d) for ids (B,): one-hot(ids) @ table."""
    return table[ids]


def lookup_gradient(ids: Integers, upstream: Array, vocabulary: int) -> Array:
    """Gradient by the table, (V, d): rows of words that do not occur stay 0.

    Args:
        ids: (B,); a word that occurs twice gets the sum of both.
        upstream: gradient by the looked-up rows, (B, d).
        vocabulary: V.
    """
    gradient = np.zeros((vocabulary, upstream.shape[1]))
    np.add.at(gradient, ids, upstream)  # gradient[ids] += … would count once
    return gradient


# --8<-- [end:lookup]


# --8<-- [start:skip_gram_pairs]
def skip_gram_pairs(sentence: Integers, window: int) -> Integers:
    """All (word, context) pairs at most `window` positions apart, (pairs, 2)."""
    return np.array(
        [
            (sentence[i], sentence[j])
            for i in range(len(sentence))
            for j in range(max(0, i - window), min(len(sentence), i + window + 1))
            if i != j
        ]
    )


# --8<-- [end:skip_gram_pairs]


# --8<-- [start:noise_distribution]
def noise_distribution(counts: Array, power: float = 0.75) -> Array:
    """Probabilities of words as negatives: P(c) = n_c^(3/4)/(Σ_j n_j^(3/4)); (V,)."""
    weights = counts**power
    return np.asarray(weights / weights.sum())


# --8<-- [end:noise_distribution]


# --8<-- [start:negative_sampling]
def sigmoid(x: Array) -> Array:
    """1 / (1 + e^-x), without overflow."""
    return np.asarray(np.exp(-np.logaddexp(0, -x)))


def negative_sampling(word: Array, context: Array, negatives: Array) -> Gradients:
    """-log σ(u_c·v_w) - Σ_i log σ(-u_i·v_w), pair by pair, with its gradients.

    Args:
        word: vectors v_w, (B, d).
        context: vectors u_c of words that were seen nearby, (B, d).
        negatives: vectors u_i of words that were drawn, (B, k, d).
    """
    near = np.sum(word * context, axis=1)
    far = np.einsum("bd,bkd->bk", word, negatives)
    loss = np.logaddexp(0, -near) + np.logaddexp(0, far).sum(axis=1)
    pull = (sigmoid(near) - 1)[:, None]
    push = sigmoid(far)[:, :, None]
    return Gradients(
        loss=loss,
        word=pull * context + np.sum(push * negatives, axis=1),
        context=pull * word,
        negatives=push * word[:, None, :],
    )


# --8<-- [end:negative_sampling]


# --8<-- [start:train]
def train(
    pairs: Integers,
    vocabulary: int,
    dimension: int,
    negatives: int,
    epochs: int,
    updates: int,
    learning_rate: float,
    rng: np.random.Generator,
) -> Vectors:
    """Skip-gram with negative sampling, trained by SGD on (word, context) pairs.

    Args:
        pairs: ids, (pairs, 2).
        vocabulary: V.
        dimension: d.
        negatives: k, drawn anew for each pair.
        epochs: passes over the pairs, in `updates` mini-batches each.
        updates: parameter updates an epoch.
        learning_rate: η, of the loss summed over a mini-batch.
        rng: draws initial vectors, orders and negatives.
    """
    noise = noise_distribution(
        np.bincount(pairs[:, 1], minlength=vocabulary).astype(np.float64)
    )
    words = rng.uniform(-0.5, 0.5, (vocabulary, dimension)) / dimension
    contexts = np.zeros((vocabulary, dimension))
    for _ in range(epochs):
        for rows in np.array_split(rng.permutation(len(pairs)), updates):
            w, c = pairs[rows].T
            n = rng.choice(vocabulary, (len(w), negatives), p=noise)
            found = negative_sampling(words[w], contexts[c], contexts[n])
            np.add.at(words, w, -learning_rate * found.word)
            np.add.at(contexts, c, -learning_rate * found.context)
            np.add.at(contexts, n, -learning_rate * found.negatives)
    return Vectors(words, contexts)


# --8<-- [end:train]


# --8<-- [start:shifted_pmi]
def shifted_pmi(counts: Array, negatives: int) -> Array:
    """x = log(n_wc N/(n_w n_c)) − log k, to which scalar products converge.

    Args:
        counts: co-occurrences n_wc, (V, V), all positive; N is their sum.
        negatives: k, drawn from the contexts' own frequencies.
    """
    of_words = counts.sum(axis=1, keepdims=True)
    of_contexts = counts.sum(axis=0)
    pmi = np.log(counts * counts.sum() / (of_words * of_contexts))
    return np.asarray(pmi - np.log(negatives))


# --8<-- [end:shifted_pmi]


# --8<-- [start:expected_gradient]
def expected_gradient(scores: Array, counts: Array, negatives: int) -> Array:
    """Gradient of the whole loss by the scores x = u_c·v_w, (V, V).

    #(w,c) pairs pull each score up, and k #(w) P(c) expected negatives push it down.
    """
    share = counts.sum(axis=0) / counts.sum()
    pushed = negatives * counts.sum(axis=1, keepdims=True) * share
    return np.asarray(counts * (sigmoid(scores) - 1) + pushed * sigmoid(scores))


# --8<-- [end:expected_gradient]


# --8<-- [start:cosine]
def cosine(vector: Array, table: Array) -> Array:
    """Cosine of the angle between `vector`, (d,), and each row of `table`, (V,)."""
    lengths = np.linalg.norm(table, axis=1) * np.linalg.norm(vector)
    return np.asarray(table @ vector / lengths)


# --8<-- [end:cosine]


# --8<-- [start:analogy]
def analogy(table: Array, a: int, b: int, c: int, exclude: bool = True) -> int:
    """The word nearest to v_b - v_a + v_c: “a is to b as c is to …”.

    Args:
        table: word vectors, (V, d).
        a, b, c: ids.
        exclude: whether the three words themselves are no answers.
    """
    similarity = cosine(table[b] - table[a] + table[c], table)
    if exclude:
        similarity[[a, b, c]] = -np.inf
    return int(similarity.argmax())


# --8<-- [end:analogy]
