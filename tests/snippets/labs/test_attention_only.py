"""The Transformers of the labs: loss and gradients against PyTorch's autograd."""

import numpy as np

from snippets.attention_and_transformers.efficient_attention import window_mask
from snippets.labs.attention_only import Transformer

RUNS, BATCH, LENGTH, VOCABULARY, WIDTH = 2, 3, 6, 5, 8


def model(layers: int, window: int) -> Transformer:
    made = Transformer(RUNS, VOCABULARY, window_mask(LENGTH, window), WIDTH, layers, np.random.default_rng(0))
    made.parameters = {name: value.astype(float) for name, value in made.parameters.items()}
    made.parameters["readout"] *= 10  # or its slopes would be too small to be compared
    return made


def test_attention_is_shown_and_obeys_the_mask() -> None:
    made = model(2, 3)
    made.forward(np.zeros((RUNS, BATCH, LENGTH), int))
    assert len(made.attention()) == 2
    for weights in made.attention():
        np.testing.assert_allclose(weights.sum(axis=3), 1)
        assert weights[:, :, ~window_mask(LENGTH, 3)].max() == 0
