"""Pretraining of language models: what is seen and predicted, sizes and losses."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Ids = NDArray[np.int64]


# --8<-- [start:visible]
def visible(length: int, prefix: int) -> NDArray[np.bool_]:
    """Which position j may be attended to from i, shape (length, length).

    Args:
        length: tokens of the sequence.
        prefix: how many of the first tokens all others see. 0 is the causal mask of a
            decoder, `length` the full attention of an encoder.
    """
    i, j = np.indices((length, length))
    return np.asarray((j <= i) | (j < prefix))


# --8<-- [end:visible]


# --8<-- [start:next_token_loss]
def next_token_loss(p: Array, x: Ids) -> float:
    """L = −1/(T − 1) · Σ_t log p_{t, x_{t+1}}: of all tokens but the first, in nats.

    Args:
        p: probabilities, shape (T, V); row t is what is expected behind token t.
        x: token ids, shape (T,).
    """
    return float(-np.mean(np.log(p[np.arange(len(x) - 1), x[1:]])))


# --8<-- [end:next_token_loss]


# --8<-- [start:mask_tokens]
def mask_tokens(
    x: Ids, mask_id: int, vocabulary_size: int, rng: np.random.Generator
) -> tuple[Ids, Ids]:
    """BERT's input and targets: 15 % chosen; of these 80 % hidden, 10 % exchanged.

    Args:
        x: token ids, any shape; special tokens are left out before.
        mask_id: the id of [MASK].
        vocabulary_size: random tokens are drawn from all of them.
        rng: draws new masks at every call.

    Returns:
        The ids that the encoder reads, and the targets: −100 (no loss) if not chosen.
    """
    fates = ("not chosen", "hidden", "exchanged", "kept")
    shares = [0.85, 0.15 * 0.8, 0.15 * 0.1, 0.15 * 0.1]
    fate = rng.choice(fates, x.shape, p=shares)
    noise = rng.integers(vocabulary_size, size=x.shape)
    read = np.where(fate == "hidden", mask_id, np.where(fate == "exchanged", noise, x))
    return read, np.where(fate == "not chosen", -100, x)


# --8<-- [end:mask_tokens]


# --8<-- [start:corrupt_spans]
def corrupt_spans(
    tokens: list[str], spans: list[tuple[int, int]]
) -> tuple[list[str], list[str]]:
    """T5's input and target: each span (start, end) gives way to a sentinel.

    Args:
        tokens: the text.
        spans: in order, not touching; `end` is the first position behind the span.
    """
    read, target, place = [], [], 0
    for number, (start, end) in enumerate(spans):
        sentinel = f"<extra_id_{number}>"
        read += [*tokens[place:start], sentinel]
        target += [sentinel, *tokens[start:end]]
        place = end
    return read + tokens[place:], [*target, f"<extra_id_{len(spans)}>"]


# --8<-- [end:corrupt_spans]


# --8<-- [start:parameters]
def block_parameters(layers: int, width: int) -> int:
    """Weights in the matrices of Transformer blocks: attention 4d², two layers 8d²."""
    return 12 * layers * width**2


def training_flops(parameters: float, tokens: float) -> float:
    """C = 6 N D: per parameter and token 2 in the forward pass, 4 in the backward."""
    return 6 * parameters * tokens


# --8<-- [end:parameters]


# --8<-- [start:compute_optimal]
class Fit(NamedTuple):
    """The constants of L(N, D) = E + A/N^α + B/D^β, in nats per token."""

    E: float
    A: float
    B: float
    alpha: float
    beta: float


def parametric_loss(parameters: float, tokens: float, fit: Fit) -> float:
    """The loss of N parameters behind D tokens (Hoffmann et al. 2022, Eq. 2)."""
    E, A, B, alpha, beta = fit
    return float(E + A / parameters**alpha + B / tokens**beta)


def compute_optimal(flops: float, fit: Fit) -> tuple[float, float]:
    """Parameters N and tokens D of the lowest loss for C FLOPs (their Eq. 4)."""
    _, A, B, alpha, beta = fit
    G = (alpha * A / (beta * B)) ** (1 / (alpha + beta))
    parameters = G * (flops / 6) ** (beta / (alpha + beta))
    return parameters, flops / (6 * parameters)


def tokens_for(loss: float, parameters: float, fit: Fit) -> float:
    """The tokens D behind which a model with N parameters has that loss."""
    E, A, B, alpha, beta = fit
    return float((B / (loss - E - A / parameters**alpha)) ** (1 / beta))


# --8<-- [end:compute_optimal]


# --8<-- [start:bits_per_byte]
def perplexity(loss: float) -> float:
    """e to the mean loss in nats per token."""
    return float(np.exp(loss))


def bits_per_byte(loss: float, tokens: int, text_bytes: int) -> float:
    """A loss in nats per token as bits per byte of text: tokenizers do not matter."""
    return float(loss * tokens / (np.log(2) * text_bytes))


# --8<-- [end:bits_per_byte]
