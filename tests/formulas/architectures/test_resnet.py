"""The formulas of the page on ResNet."""

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import Indexed, depends
from snippets.architectures.resnet import identity_stack, input_gradient, residual_block

Array = NDArray[np.float64]


@executed("architectures.resnet.residual_block")
def test_residual_block(rng: Generator) -> Cases:
    """With and without a projection."""
    for W_s in (rng.standard_normal((2, 3)), np.eye(3)):
        W_1, W_2 = rng.standard_normal((4, 3)), rng.standard_normal((len(W_s), 4))
        for _ in range(3):
            x = rng.standard_normal(3)
            shortcut = None if len(W_s) == 3 else W_s
            y, hidden, _ = residual_block(x[None], W_1, W_2, shortcut)
            yield {
                "y": y[0],
                "x": x,
                "F": lambda x, W_1=W_1, W_2=W_2: W_2 @ np.maximum(0, W_1 @ x),
                "W_1": W_1,
                "W_2": W_2,
                "W_s": W_s,
                r"\operatorname{ReLU}": lambda z: np.maximum(0, z),
                "result": (y[0], W_2 @ hidden[0]),
            }


@executed("architectures.resnet.input_gradient")
def test_input_gradient(rng: Generator) -> Cases:
    """Row by row: the gradient of one output is that of a loss which is this output."""
    for W_s in (rng.standard_normal((2, 3)), np.eye(3)):
        W_1, W_2, x = rng.standard_normal((4, 3)), rng.standard_normal((len(W_s), 4)), rng.standard_normal(3)
        _, hidden, total = residual_block(x[None], W_1, W_2, W_s)
        yield {
            "y": depends(lambda x, W_1=W_1, W_2=W_2, W_s=W_s: residual_block(x[None], W_1, W_2, W_s)[0][0], "x"),
            "x": x,
            "D_1": np.diag((hidden[0] > 0).astype(float)),
            "D_2": np.diag((total[0] > 0).astype(float)),
            "W_1": W_1,
            "W_2": W_2,
            "W_s": W_s,
            "result": np.vstack([input_gradient(unit[None], x[None], W_1, W_2, W_s) for unit in np.eye(len(W_s))]),
        }


@executed("architectures.resnet.identity_stack")
def test_identity_stack(rng: Generator) -> Cases:
    """From any state to the end; the states between depend on it."""
    branches = [(rng.standard_normal((3, 2)), rng.standard_normal((2, 3))) for _ in range(4)]
    states = identity_stack(rng.standard_normal((1, 2)), branches)
    for start in (0, 2, 3):

        def reached(x: Array, index: float, start: int = start) -> Array:
            return np.asarray(identity_stack(x[None], branches[start:])[int(index) - start][0])

        yield {
            "x_l": states[start][0],
            "x_i": depends(reached, "x_l", "i"),
            "x_L": depends(reached, "x_l", "L"),
            "F": Indexed(lambda i: lambda x: branches[i][1] @ np.maximum(0, branches[i][0] @ x)),
            "I": np.eye(2),
            "l": start,
            "L": 4,
            "result": (states[4][0], None),
        }
