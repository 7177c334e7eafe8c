"""Numbers of `docs/foundations/softmax-gradient.md`."""

import numpy as np

from snippets.foundations import softmax_gradient as page
from snippets.foundations.activation_functions import softmax

LOGITS = np.array([2.0, 1.0, -1.0])


def example() -> dict[str, list[float]]:
    """Probabilities of the logits of the page, the gradient with the second class true, and the wrong one."""
    p, y = softmax(LOGITS), np.array([0.0, 1.0, 0.0])
    _, gradient = page.softmax_cross_entropy(LOGITS[None], y[None])
    return {"p": p.tolist(), "gradient": gradient[0].tolist(), "wrong": page.diagonal_gradient(p, y).tolist()}


def overflow() -> dict[str, float]:
    """Logits above which e^z overflows."""
    return {kind.__name__: page.overflow(kind) for kind in (np.float16, np.float32)}


def underflow() -> dict[str, float]:
    """Logits below which e^z is 0."""
    return {kind.__name__: page.underflow(kind) for kind in (np.float16, np.float32)}


def confident_mistake() -> float:
    """Loss of the logits 0, −200, 1 if the second class is true."""
    return page.softmax_cross_entropy(np.array([[0.0, -200.0, 1.0]]), np.array([[0.0, 1.0, 0.0]]))[0]


def lost() -> dict[str, float]:
    """Distance from the largest logit at which a probability is rounded to 0."""
    return {name: -value for name, value in underflow().items()}
