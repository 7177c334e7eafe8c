"""The PyTorch twins on docs/architectures/autoencoders.md."""

import numpy as np
import pytest
import torch
from torch import nn

from snippets.architectures import autoencoders as ae
from snippets.architectures import autoencoders_torch as twin


@pytest.fixture(autouse=True)
def _seeded() -> None:
    torch.manual_seed(0)
    torch.set_num_threads(1)  # tiny tensors: more threads only wait for each other


def test_nonlinear_autoencoder_beats_pca_on_a_curve() -> None:
    X = ae.three_quarters_of_a_circle(200, np.random.default_rng(0))
    np.testing.assert_allclose(np.ptp(X, axis=0), 2, atol=0.1)
    assert 20 * twin.error_on_the_arc(X, seed=0) < ae.pca_error(X, 1) < 0.5 * ae.pca_error(X, 0)


def weights_after(steps: int, noise_std: float = 0.0) -> torch.Tensor:
    torch.manual_seed(0)
    encoder, decoder = twin.train_autoencoder(torch.arange(12.0).reshape(4, 3) / 6 - 1, 2, steps, noise_std)
    return torch.cat([p.detach().flatten() for part in (encoder, decoder) for p in part.parameters()])


def test_the_first_step_of_adam_moves_every_weight_by_a_hundredth() -> None:
    torch.manual_seed(0)
    layers = nn.Linear(3, 32), nn.Linear(32, 2), nn.Linear(2, 32), nn.Linear(32, 3)
    start = torch.cat([parameter.detach().flatten() for layer in layers for parameter in layer.parameters()])
    torch.testing.assert_close(weights_after(0), start)
    moved = (weights_after(1) - start).abs()
    torch.testing.assert_close(moved.median(), torch.tensor(0.01), rtol=1e-3, atol=0)
    assert 0.0099 < moved.max() < 0.0101


def test_noise_is_added_to_the_input_in_proportion_to_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    clean = weights_after(2)
    monkeypatch.setattr(torch, "randn_like", torch.zeros_like)
    torch.testing.assert_close(weights_after(2, 0.5), clean)
    monkeypatch.setattr(torch, "randn_like", torch.ones_like)
    assert (weights_after(2, 0.5) - clean).abs().max() > 1e-3


def test_vae_loss_is_minus_the_numpy_elbo_for_the_same_noise() -> None:
    rng = np.random.default_rng(0)
    x, mean, log_variance = rng.standard_normal((4, 3)), rng.standard_normal((4, 2)), rng.standard_normal((4, 2))
    decoder = nn.Linear(2, 3, dtype=torch.float64)
    torch.manual_seed(1)
    loss = twin.vae_loss(torch.tensor(x), torch.tensor(mean), torch.tensor(log_variance), decoder, 0.5)
    torch.manual_seed(1)
    noise = torch.normal(torch.zeros(4, 2, dtype=torch.float64), torch.ones(4, 2, dtype=torch.float64)).numpy()
    W, b = decoder.weight.detach().numpy(), decoder.bias.detach().numpy()
    for row in range(4):
        arguments = x[row], mean[row], log_variance[row], lambda z: z @ W.T + b, 0.5, noise[row : row + 1]
        assert -loss[row].item() == pytest.approx(ae.evidence_lower_bound(*arguments)[0], rel=1e-10)


def test_reparameterization_lets_gradients_reach_the_encoder() -> None:
    mean, log_variance = (torch.zeros(4, 2, requires_grad=True) for _ in range(2))
    loss = twin.vae_loss(torch.ones(4, 3), mean, log_variance, nn.Linear(2, 3), 0.5).sum()
    for gradient in torch.autograd.grad(loss, (mean, log_variance)):
        assert torch.all(gradient != 0)
