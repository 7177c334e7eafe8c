"""PyTorch twins: a nonlinear autoencoder, its training, and the loss of a VAE."""

import math

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.distributions import Normal, kl_divergence

from snippets.architectures.autoencoders import reconstruction_error


# --8<-- [start:train_autoencoder]
def train_autoencoder(
    X: Tensor, code_size: int, steps: int, noise_std: float = 0.0
) -> tuple[nn.Sequential, nn.Sequential]:
    """Encoder and decoder for X (N, d); denoising if `noise_std` is above 0."""
    d = X.shape[1]
    encoder = nn.Sequential(nn.Linear(d, 32), nn.Tanh(), nn.Linear(32, code_size))
    decoder = nn.Sequential(nn.Linear(code_size, 32), nn.Tanh(), nn.Linear(32, d))
    model = nn.Sequential(encoder, decoder).to(X.device)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(steps):
        corrupted = X + noise_std * torch.randn_like(X)
        output = model(corrupted)
        loss = nn.functional.mse_loss(output, X)  # the clean input is the target
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return encoder, decoder


# --8<-- [end:train_autoencoder]


def error_on_the_arc(X: NDArray[np.float64], seed: int) -> float:
    """Error ‖x − x̂‖² with a code of one number after 250 steps; X (N, d)."""
    torch.manual_seed(seed)
    inputs = torch.tensor(X, dtype=torch.float32)
    encoder, decoder = train_autoencoder(inputs, code_size=1, steps=250)
    with torch.no_grad():
        return reconstruction_error(X, decoder(encoder(inputs)).double().numpy())


# --8<-- [start:vae_loss]
def vae_loss(
    x: Tensor, mean: Tensor, log_variance: Tensor, decoder: nn.Module, noise_std: float
) -> Tensor:
    """Negative ELBO per example, in nats: x (B, d), mean and log_variance (B, k)."""
    q = Normal(mean, torch.exp(log_variance / 2))
    z = q.rsample()  # reparameterized: gradients reach mean and log_variance
    squared: Tensor = ((x - decoder(z)) / noise_std) ** 2
    log_likelihood = -0.5 * (squared + math.log(2 * math.pi * noise_std**2)).sum(dim=1)
    prior = Normal(torch.zeros_like(mean), torch.ones_like(mean))
    kl: Tensor = kl_divergence(q, prior).sum(dim=1)
    return kl - log_likelihood


# --8<-- [end:vae_loss]
