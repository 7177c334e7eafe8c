"""The GRU of docs/architectures/sequence-models.md equals torch.nn.GRUCell; teacher forcing, one step at a time."""

import numpy as np
import pytest
import torch
from torch import nn

from scripts.evidence.records import recorded
from snippets.architectures import sequence_models as models
from snippets.architectures import sequence_models_torch as twin
from snippets.architectures.recurrent_networks import Weights

RNG = np.random.default_rng(0)
D, H = 3, 5


@pytest.fixture(autouse=True)
def _seeded() -> None:
    torch.manual_seed(0)
    torch.set_num_threads(1)  # tiny tensors: more threads only wait for each other


def test_reset_after_step_equals_torch_with_the_blocks_in_the_order_r_z_n() -> None:
    cell = nn.GRUCell(D, H, dtype=torch.float64)
    x, h = RNG.standard_normal(D), RNG.uniform(-1, 1, H)
    in_bias, out_bias = cell.bias_ih.detach().numpy(), cell.bias_hh.detach().numpy()
    bias, inner = in_bias + np.append(out_bias[: 2 * H], np.zeros(H)), out_bias[2 * H :]
    weights = Weights(cell.weight_ih.detach().numpy(), cell.weight_hh.detach().numpy(), bias)
    expected = cell(torch.tensor(x)[None], torch.tensor(h)[None])[0].detach().numpy()
    np.testing.assert_allclose(models.reset_after_step(x, h, weights, inner), expected, rtol=1e-12)
    paper = models.gru_step(x, h, weights._replace(bias=bias + np.append(np.zeros(2 * H), inner)))[0]
    assert np.abs(paper - expected).max() > 1e-4


def test_torch_has_the_parameters_of_the_page() -> None:
    assert sum(each.numel() for each in nn.GRU(128, 256).parameters()) == models.gru_parameters(128, 256, 2) == 296_448


def test_all_positions_at_once_give_the_log_probability_of_one_step_at_a_time() -> None:
    model = twin.EncoderDecoder(7, 6).double()
    source, target = torch.randint(6, (4, 1)), torch.randint(6, (5, 1))
    loss = twin.teacher_forced_loss(model, source, target, start=6)
    total, read = 0.0, [6]
    for token in target[:, 0].tolist():
        logits = model(source, torch.tensor(read)[:, None])[-1, 0]
        total += torch.log_softmax(logits, dim=0)[token].item()
        read.append(token)
    assert loss.item() == pytest.approx(-total / 5)


def test_generation_reads_its_own_tokens_and_starts_from_the_source() -> None:
    model = twin.EncoderDecoder(7, 6)
    with torch.no_grad():
        model.logits.weight *= 8  # far from a tie
    source = torch.randint(6, (4, 40))
    tokens = twin.generate(model, source, start=6, steps=5)
    assert tokens.shape == (5, 40)
    read = torch.cat([torch.full((1, 40), 6), tokens[:-1]])
    assert torch.equal(tokens, model(source, read).argmax(dim=-1))
    assert len({tuple(column) for column in tokens.T.tolist()}) > 1


def test_without_the_shift_the_loss_on_noise_falls_below_its_entropy() -> None:
    assert twin.loss_on_noise(shifted=False, seed=0) < 0.05
    measured = recorded("architectures/sequence-models-torch")  # every seed, see tests/evidence
    assert max(measured["noise_loss.leaking"].runs) < 0.05
    assert min(measured["noise_loss.shifted"].runs) > 0.99 * np.log(8)
