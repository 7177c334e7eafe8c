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
    angles = np.random.default_rng(0).uniform(0, 1.5 * np.pi, 200)
    X = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    X -= X.mean(axis=0)
    inputs = torch.tensor(X, dtype=torch.float32)
    encoder, decoder = twin.train_autoencoder(inputs, code_size=1, steps=250)
    with torch.no_grad():
        error = ae.reconstruction_error(X, decoder(encoder(inputs)).double().numpy())
    assert ae.pca_error(X, 0) == pytest.approx(0.93, abs=0.005)
    assert ae.pca_error(X, 1) == pytest.approx(0.33, abs=0.005)
    assert error < 0.01


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
