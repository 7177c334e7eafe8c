"""The gradients by hand are those of autograd; both estimators in PyTorch."""

import numpy as np
import pytest
import torch
from torch.distributions import Normal

from snippets.generative_models import vae, vae_torch

d, hidden, k, B = 4, 5, 3, 7


def twin(model: vae_torch.VAE) -> vae.Parameters:
    """The parameters of the module under the names of the NumPy code."""
    found = {name: value.detach().numpy() for name, value in model.named_parameters()}
    heads, head_biases = found["encoder.2.weight"].T, found["encoder.2.bias"]
    return {
        "encoder": found["encoder.0.weight"].T,
        "encoder_bias": found["encoder.0.bias"][None],
        "mean": heads[:, :k],
        "mean_bias": head_biases[None, :k],
        "log_variance": heads[:, k:],
        "log_variance_bias": head_biases[None, k:],
        "decoder": found["decoder.0.weight"].T,
        "decoder_bias": found["decoder.0.bias"][None],
        "output": found["decoder.2.weight"].T,
        "output_bias": found["decoder.2.bias"][None],
    }


@pytest.mark.parametrize(("noise_std", "weight"), [(0.2, {}), (1.5, {"beta": 4.0}), (0.7, {"beta": 0.0})])
def test_loss_and_gradients_are_those_of_autograd(noise_std: float, weight: dict[str, float]) -> None:
    torch.manual_seed(0)
    model = vae_torch.VAE(d, hidden, k, noise_std).double()
    X = torch.randn(B, d, dtype=torch.float64)
    torch.manual_seed(1)
    loss = model(X, **weight)
    loss.backward()
    torch.manual_seed(1)
    noise = torch.normal(torch.zeros(B, k, dtype=torch.float64), torch.ones(B, k, dtype=torch.float64)).numpy()
    value, gradients = vae.loss_and_gradients(twin(model), X.numpy(), noise, noise_std, **weight)
    assert value == pytest.approx(loss.item(), rel=1e-12)
    for parameter in model.parameters():
        assert parameter.grad is not None
        parameter.data = parameter.grad
    expected = twin(model)
    assert set(gradients) == set(expected)
    for name, gradient in gradients.items():
        np.testing.assert_allclose(gradient, expected[name], rtol=1e-9, atol=1e-12)


def test_gradients_of_several_networks_at_once_are_those_of_each() -> None:
    rng = np.random.default_rng(0)
    p, X, noise = vae.initialize(d, hidden, k, rng, 3), rng.random((3, B, d)), rng.standard_normal((3, B, k))
    losses, gradients = vae.loss_and_gradients(p, X, noise, 0.5)
    for run in range(3):
        loss, alone = vae.loss_and_gradients({name: each[run] for name, each in p.items()}, X[run], noise[run], 0.5)
        assert losses[run] == pytest.approx(loss)
        for name in p:
            np.testing.assert_allclose(gradients[name][run], alone[name])


def test_both_estimators_agree_with_the_known_slopes() -> None:
    """E[z²] = μ² + σ²: slopes 4 and 2 at μ = 2, σ = 1; the variances of 87 and 4 set the tolerance."""
    torch.manual_seed(0)
    for estimate, variance in ((vae_torch.reparameterized_mean, 4), (vae_torch.score_surrogate, 87)):
        mean, std = torch.tensor(2.0, requires_grad=True), torch.tensor(1.0, requires_grad=True)
        estimate(torch.square, Normal(mean, std), 100_000).backward()
        assert mean.grad is not None
        assert std.grad is not None
        assert mean.grad.item() == pytest.approx(4, abs=4 * (variance / 100_000) ** 0.5)
        assert std.grad.item() == pytest.approx(2, abs=0.2)


def test_a_step_gives_no_gradient_through_samples() -> None:
    """Why discrete choices need the score function: autograd sees a constant."""
    mean = torch.tensor(0.5, requires_grad=True)
    q = Normal(mean, 1.0)
    assert not vae_torch.reparameterized_mean(lambda z: (z > 0).float(), q, 10).requires_grad
    assert vae_torch.score_surrogate(lambda z: (z > 0).float(), q, 10).requires_grad
    assert not q.sample((3,)).requires_grad


def test_generated_points_are_decoded_codes_of_the_prior() -> None:
    model = vae_torch.VAE(d, hidden, k, 0.2)
    torch.manual_seed(3)
    points = model.generate(4)
    torch.manual_seed(3)
    torch.testing.assert_close(points, model.decoder(torch.randn(4, k)).detach())
    assert not points.requires_grad
