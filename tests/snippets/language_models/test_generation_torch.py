"""Sampling in PyTorch agrees with the NumPy code of the page."""

import numpy as np
import pytest
import torch

from snippets.language_models import generation as ours
from snippets.language_models.generation_torch import next_tokens

LOGITS = np.array([1.0, 2.0, -1.0, 0.0, 0.5])
DRAWS = 40_000


@pytest.mark.parametrize(
    ("temperature", "k", "mass"), [(0.5, None, None), (2.0, 3, None), (1.5, None, 0.8), (2.0, 4, 0.6)]
)
def test_frequencies_are_the_probabilities_of_the_numpy_code(
    temperature: float, k: int | None, mass: float | None
) -> None:
    rows = torch.tensor(LOGITS).expand(DRAWS, -1)
    drawn = next_tokens(rows, temperature, k, mass, torch.Generator().manual_seed(0))
    p = ours.probabilities(LOGITS, temperature)
    p = p if k is None else ours.top_k(p, k)
    p = p if mass is None else ours.top_p(p, mass)
    frequencies = np.bincount(drawn, minlength=5) / DRAWS
    assert set(np.flatnonzero(frequencies)) == set(np.flatnonzero(p))
    np.testing.assert_allclose(frequencies, p, atol=0.012)


def test_without_settings_it_is_plain_sampling_and_a_generator_repeats_it() -> None:
    rows = torch.tensor([3.0, 1.0, 6.0]).log().expand(DRAWS, -1)
    first, again, other = (next_tokens(rows, generator=torch.Generator().manual_seed(seed)) for seed in (0, 0, 1))
    np.testing.assert_allclose(np.bincount(first, minlength=3) / DRAWS, [0.3, 0.1, 0.6], atol=0.012)
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


def test_a_mass_that_is_reached_exactly_needs_no_further_token() -> None:
    drawn = next_tokens(torch.zeros(64, 2), mass=0.5, generator=torch.Generator().manual_seed(0))
    assert len(set(drawn.tolist())) == 1  # two halves: whichever comes first is enough


def test_temperature_zero_takes_the_largest_logit_of_each_row_and_nothing_is_changed() -> None:
    rows = torch.tensor([[0.0, 3.0, 1.0], [5.0, 3.0, 1.0]])
    before = rows.clone()
    assert next_tokens(rows, temperature=0).tolist() == [1, 0]
    assert next_tokens(rows, k=1).tolist() == [1, 0]
    assert next_tokens(rows, mass=1e-6).tolist() == [1, 0]
    assert torch.equal(rows, before)


def test_without_a_cut_no_token_of_the_tail_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn_from: list[torch.Tensor] = []

    def first(p: torch.Tensor, count: int, generator: torch.Generator | None = None) -> torch.Tensor:
        drawn_from.append(p)
        return torch.zeros(len(p), count, dtype=torch.int64)

    monkeypatch.setattr(torch, "multinomial", first)
    logits = 3 * torch.randn(8, 50_257, generator=torch.Generator().manual_seed(0))
    next_tokens(logits)
    next_tokens(logits, mass=1.0)
    for p in drawn_from:
        assert (p > 0).all()  # although float32 sums of them reach 1 long before the last


def test_the_nucleus_of_half_precision_logits_is_that_of_float32(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[int] = []

    def first(p: torch.Tensor, count: int, generator: torch.Generator | None = None) -> torch.Tensor:
        kept.append(int((p > 0).sum()))
        return torch.zeros(len(p), count, dtype=torch.int64)

    monkeypatch.setattr(torch, "multinomial", first)
    logits = (2 * torch.randn(1, 50_257, generator=torch.Generator().manual_seed(0))).bfloat16()
    next_tokens(logits, mass=0.9)
    next_tokens(logits.float(), mass=0.9)
    assert kept[0] == kept[1]
