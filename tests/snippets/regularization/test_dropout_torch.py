"""PyTorch side of docs/regularization/dropout.md."""

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch.utils.flop_counter import FlopCounterMode

from snippets.regularization import dropout as ours
from snippets.regularization.dropout_torch import channel_dropout, classifier, dropout, monte_carlo_dropout


@pytest.fixture(autouse=True)
def _seeded() -> None:
    torch.manual_seed(0)
    torch.set_num_threads(1)  # tiny tensors: more threads only wait for each other


def test_the_argument_is_the_drop_probability_and_the_rest_is_scaled() -> None:
    a = torch.rand(1000, 1000) + 1
    dropped = dropout(a, keep_probability=0.8)
    kept = dropped != 0
    assert kept.double().mean().item() == pytest.approx(0.8, abs=0.002)
    np.testing.assert_allclose(dropped[kept], a[kept] / 0.8, rtol=1e-6)
    assert (nn.Dropout(p=0.2)(a) == 0).double().mean().item() == pytest.approx(0.2, abs=0.002)


def test_dropping_with_probability_one_returns_zeros() -> None:
    assert not nn.Dropout(p=1.0)(torch.ones(5)).any()


def test_the_mask_equals_the_numpy_formula_and_differs_between_examples() -> None:
    a = torch.rand(6, 30, dtype=torch.float64) + 1
    dropped = dropout(a, 0.5)
    mask = (dropped != 0).numpy()
    np.testing.assert_allclose(dropped.numpy(), mask * a.numpy() / 0.5)
    assert len(np.unique(mask, axis=0)) == 6


def test_evaluation_is_the_identity_in_both() -> None:
    a = torch.rand(5, 7)
    assert torch.equal(dropout(a, 0.5, training=False), a)
    assert torch.equal(nn.Dropout(0.5).eval()(a), a)
    array = a.double().numpy()
    assert ours.dropout(array, 0.5, np.random.default_rng(0), training=False) is array


def test_dropout2d_drops_whole_channels() -> None:
    out = channel_dropout(torch.ones(200, 50, 3, 3), 0.8)
    assert torch.equal(out, out[:, :, :1, :1].expand_as(out))
    assert set(np.unique(out.numpy())) == {0.0, np.float32(1.25)}
    assert (out[:, :, 0, 0] == 0).double().mean().item() == pytest.approx(0.2, abs=0.02)


def test_monte_carlo_dropout_drops_but_leaves_batch_norm_in_evaluation() -> None:
    model = nn.Sequential(nn.Linear(4, 32), nn.BatchNorm1d(32), nn.ReLU(), nn.Dropout(0.5), nn.Linear(32, 1))
    inputs = torch.randn(3, 4)
    buffers = {name: value.clone() for name, value in model.named_buffers()}
    mean, deviation = monte_carlo_dropout(model, inputs, 500)
    assert torch.all(deviation > 0.05)
    # The head is linear: the mean over masks is the deterministic output.
    np.testing.assert_allclose(mean, model(inputs).detach(), atol=float(4 * deviation.max() / 500**0.5))
    assert all(torch.equal(value, buffers[name]) for name, value in model.named_buffers())
    assert not any(module.training for module in model.modules())


class Last(nn.Module):
    """A recurrent layer of which only the output goes on."""

    def __init__(self, layer: nn.Module) -> None:
        super().__init__()
        self.layer = layer

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        output: torch.Tensor = self.layer(x)[0]
        return output


class SelfAttention(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.attention = nn.MultiheadAttention(4, 2, dropout=0.5, batch_first=True)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        output: torch.Tensor = self.attention(x, x, x, need_weights=False)[0]
        return output


@pytest.mark.parametrize(
    "model",
    [
        nn.Dropout(0.5),
        nn.Dropout1d(0.5),
        nn.AlphaDropout(0.5),
        nn.FeatureAlphaDropout(0.5),
        nn.Sequential(nn.Unflatten(1, (5, 1)), nn.Dropout2d(0.5)),
        nn.Sequential(nn.Unflatten(1, (5, 1, 1)), nn.Dropout3d(0.5)),
        Last(nn.LSTM(4, 4, num_layers=2, dropout=0.5, batch_first=True)),
        Last(nn.GRU(4, 4, num_layers=2, dropout=0.5, batch_first=True)),
        SelfAttention(),
        nn.TransformerEncoderLayer(4, 2, 8, dropout=0.5, batch_first=True),
        nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 8, dropout=0.5, batch_first=True), 2),
    ],
    ids=lambda model: type(model).__name__,
)
def test_monte_carlo_dropout_reaches_every_kind_of_dropout(model: nn.Module) -> None:
    _, deviation = monte_carlo_dropout(model, torch.randn(3, 5, 4), 50)
    assert torch.all(deviation > 0)


def test_monte_carlo_dropout_complains_where_nothing_is_dropped() -> None:
    with pytest.raises(ValueError, match="no dropout was active"):
        monte_carlo_dropout(nn.Sequential(nn.Linear(4, 4), nn.Dropout(0.0)), torch.randn(3, 4), 10)


@pytest.mark.parametrize(("order", "training", "evaluation"), [("dropout first", 1, 0.5), ("batch norm first", 2, 1)])
def test_only_batch_norm_behind_dropout_stores_a_variance_that_is_wrong_later(
    order: str, training: float, evaluation: float
) -> None:
    drop, norm = nn.Dropout(0.5), nn.BatchNorm1d(1, momentum=1.0)
    model = nn.Sequential(drop, norm) if order == "dropout first" else nn.Sequential(norm, drop)
    x = torch.randn(100_000, 1)
    assert model(x).var().item() == pytest.approx(training, rel=0.02)
    assert model.eval()(x).var().item() == pytest.approx(evaluation, rel=0.02)


def test_a_linear_layer_between_does_not_undo_the_shift() -> None:
    model = nn.Sequential(nn.ReLU(), nn.Dropout(0.5), nn.Linear(64, 32), nn.BatchNorm1d(32, momentum=1.0))
    x = torch.randn(20_000, 64)
    assert model(x).var(dim=0).mean().item() == pytest.approx(1.0, abs=0.01)
    assert model.eval()(x).var(dim=0).mean().item() == pytest.approx(0.405, abs=0.02)


def flops(model: nn.Module, inputs: Tensor) -> int:
    """Floating-point operations of one forward and backward pass, as PyTorch counts matrix products."""
    with FlopCounterMode(display=False) as counter:
        model(inputs).sum().backward()
    return int(counter.get_total_flops())


def test_dropout_saves_no_matrix_product() -> None:
    with_dropout = classifier(64, 128, 10)
    without = nn.Sequential(*[layer for layer in with_dropout if not isinstance(layer, nn.Dropout)])
    inputs = torch.randn(32, 64)
    assert flops(with_dropout, inputs) == flops(without, inputs) > 0


def test_the_classifier_leaves_its_logits_alone_and_transformers_default_to_a_tenth() -> None:
    layers = classifier(4, 8, 3)
    assert [layer.p for layer in layers if isinstance(layer, nn.Dropout)] == [0.2, 0.5]
    assert isinstance(layers[-1], nn.Linear)
    transformer = nn.TransformerEncoderLayer(8, 2, batch_first=True)
    assert transformer.dropout.p == transformer.self_attn.dropout == 0.1  # sub-layers and attention weights


class Counting(nn.Module):
    """Answers with its input times the number of the call."""

    def __init__(self) -> None:
        super().__init__()
        self.calls = 0

    def forward(self, inputs: Tensor) -> Tensor:
        self.calls += 1
        return self.calls * inputs


def test_mean_and_deviation_are_those_of_each_output_over_the_samples() -> None:
    inputs = torch.tensor([[1.0, -2.0], [3.0, 0.5]])
    mean, deviation = monte_carlo_dropout(Counting(), inputs, 3)
    torch.testing.assert_close(mean, 2 * inputs)
    torch.testing.assert_close(deviation, inputs.abs())  # of 1, 2 and 3
    with pytest.raises(ValueError, match="no dropout was active"):
        monte_carlo_dropout(Counting(), inputs, 1)
