"""PyTorch finds the same as the code of transformers."""

import numpy as np
import torch
from torch import nn

from snippets.labs.transformers import SelfAttention
from tests.snippets.labs.test_transformers import HEADS, LENGTH, RUNS, in_double_precision

WIDTH = 4 * HEADS
"""The scale of the scores, 1/√4, is then exact in single precision, too."""


def test_attention_is_that_of_pytorch_and_sequences_do_not_meet() -> None:
    rng = np.random.default_rng(1)
    ours = in_double_precision(SelfAttention(RUNS, WIDTH, HEADS, LENGTH, rng))
    X = rng.standard_normal((RUNS, 2 * LENGTH, WIDTH))
    for run in range(RUNS):
        theirs = nn.MultiheadAttention(WIDTH, HEADS, bias=False, batch_first=True).double()
        names = ("query", "key", "value")
        with torch.no_grad():
            theirs.in_proj_weight.copy_(torch.tensor(np.vstack([ours.parameters[name][run] for name in names])))
            theirs.out_proj.weight.copy_(torch.tensor(ours.parameters["output"][run]))
        sequences = torch.tensor(X[run].reshape(2, LENGTH, WIDTH))
        expected = theirs(sequences, sequences, sequences)[0].detach().numpy()
        np.testing.assert_allclose(ours.forward(X)[run].reshape(expected.shape), expected, atol=1e-9)
    changed = X.copy()
    changed[:, 0] += 1
    moved = np.abs(ours.forward(changed) - ours.forward(X)).max(axis=(0, 2)) > 1e-9
    assert moved.tolist() == [True] * LENGTH + [False] * LENGTH
