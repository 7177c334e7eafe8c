"""State space models: recurrence, convolution, scan and what a fixed state recalls."""

import numpy as np
from numpy.typing import NDArray

from snippets.attention_and_transformers.attention import scaled_dot_product_attention

Array = NDArray[np.float64]


# --8<-- [start:discretize]
def discretize(A: Array, B: Array, step: Array) -> tuple[Array, Array]:
    """Zero-order hold: a = exp(A Δ) and b = (exp(A Δ) − 1)/A · B, entry by entry.

    Args:
        A: rates of decay, below 0, shape (N,).
        B: weights of the input, shape (N,), or one row for each token, (n, N).
        step: Δ, above 0, one number, or one for each token, shape (n, 1).
    """
    return np.exp(step * A), np.expm1(step * A) / A * B


# --8<-- [end:discretize]


# --8<-- [start:recurrence]
def scan(a: Array, u: Array) -> Array:
    """States h_t = a_t ⊙ h_{t−1} + u_t, one after another from h_0 = 0; all (n, N)."""
    h, states = np.zeros_like(u[0]), []
    for a_t, u_t in zip(a, u, strict=True):
        h = a_t * h + u_t
        states.append(h)
    return np.array(states)


def recurrence(x: Array, a: Array, b: Array, c: Array) -> Array:
    """Outputs y_t = c_tᵀ h_t of one channel, with h_t = a_t ⊙ h_{t−1} + b_t x_t.

    Args:
        x: inputs of the channel, shape (n,).
        a, b, c: what is kept, written and read at each token, shape (n, N).
    """
    return np.asarray((c * scan(a, b * x[:, None])).sum(axis=1))


# --8<-- [end:recurrence]


# --8<-- [start:convolution]
def kernel(a: Array, b: Array, c: Array, length: int) -> Array:
    """K_j = Σ_i c_i a_i^j b_i, from zero on, for constant a, b, c of shape (N,)."""
    return np.asarray((c * b) @ a[:, None] ** np.arange(length))


def convolve(x: Array, K: Array) -> Array:
    """y_t = Σ_j K_j x_{t−j}: each output from inputs x and kernel K, both (n,)."""
    return np.convolve(x, K)[: len(x)]


# --8<-- [end:convolution]


# --8<-- [start:associative_scan]
Step = tuple[Array, Array]  # (a, u) stands for the step from h to a ⊙ h + u


def combine(first: Step, second: Step) -> Step:
    """One step that does both: a = a_2 ⊙ a_1, u = a_2 ⊙ u_1 + u_2."""
    (a_1, u_1), (a_2, u_2) = first, second
    return a_2 * a_1, a_2 * u_1 + u_2


def rounds(length: int) -> int:
    """⌈log₂ n⌉, the rounds of a scan by doubling."""
    return (length - 1).bit_length()


def associative_scan(a: Array, u: Array) -> Array:
    """The states of `scan`; all positions of a round can be computed at once.

    Before a round, the step of each position covers the last `reach` tokens.
    """
    for reach in 2 ** np.arange(rounds(len(a))):
        both = combine((a[:-reach], u[:-reach]), (a[reach:], u[reach:]))
        a = np.concatenate([a[:reach], both[0]])
        u = np.concatenate([u[:reach], both[1]])
    return u


# --8<-- [end:associative_scan]


# --8<-- [start:selection]
def gate(z: Array) -> Step:
    """What a gate g_t = σ(z_t) keeps, one minus it, and writes, from Mamba's step.

    The rate is minus one, the weight one, the step the softplus of z, shape (n, 1).
    """
    return discretize(np.array([-1.0]), np.array([1.0]), np.logaddexp(0, z))


# --8<-- [end:selection]


# --8<-- [start:attention_form]
def attention_form(x: Array, a: Array, b: Array, c: Array) -> Array:
    """The outputs of `recurrence` by a masked matrix, where all N numbers share a_t.

    Args:
        x: inputs, shape (n,).
        a: what is kept, shape (n,), above 0.
        b, c: keys and queries, shape (n, N).
    """
    kept = np.cumsum(np.log(a))
    past = np.tri(len(x))
    decay = np.exp(np.where(past, kept[:, None] - kept, -np.inf))  # a_t … a_{j+1}
    return np.asarray((decay * (c @ b.T)) @ x)


# --8<-- [end:attention_form]


# --8<-- [start:state_bytes]
def state_bytes(
    layers: int, width: int, size: int = 16, expansion: int = 2, value_bytes: float = 2
) -> float:
    """Bytes of the state of a sequence, of any length: m_state = L E d N b.

    A layer of width d has E times as many channels, each with N numbers (`size`).
    """
    return layers * expansion * width * size * value_bytes


# --8<-- [end:state_bytes]


# --8<-- [start:recall]
def recall_from_state(keys: Array, values: Array) -> float:
    """Share of pairs found again in a state that adds up v kᵀ and is read by k.

    Args:
        keys, values: one pair in each row, shape (pairs, N).
    """
    state = values.T @ keys  # (N, N), however many pairs
    return found_again(keys @ state.T, values)


def recall_by_attention(keys: Array, values: Array) -> float:
    """The same for softmax attention, which keeps all pairs."""
    return found_again(scaled_dot_product_attention(keys, keys, values), values)


def found_again(read: Array, values: Array) -> float:
    """Share of rows of `read` whose product with their own value is the largest."""
    return float(np.mean((read @ values.T).argmax(axis=1) == np.arange(len(values))))


# --8<-- [end:recall]
