"""PyTorch twins: gradients through `rsample` and `log_prob`, and a VAE."""

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.distributions import Normal, kl_divergence

Function = Callable[[Tensor], Tensor]


# --8<-- [start:gradient_estimates]
def reparameterized_mean(function: Function, q: Normal, S: int) -> Tensor:
    """Mean of f over S samples; `backward` reaches the parameters of q through them."""
    return function(q.rsample((S,))).mean()


def score_surrogate(function: Function, q: Normal, S: int) -> Tensor:
    """Its gradient, not its value, estimates that of E[f(z)]; f need not be smooth."""
    z = q.sample((S,))  # no gradient flows through these
    surrogate: Tensor = (function(z).detach() * q.log_prob(z)).mean()
    return surrogate


# --8<-- [end:gradient_estimates]


# --8<-- [start:VAE]
class VAE(nn.Module):
    """A VAE with one hidden layer on each side; d features, k latent dimensions."""

    def __init__(self, d: int, hidden: int, k: int, noise_std: float) -> None:
        super().__init__()
        first, heads = nn.Linear(d, hidden), nn.Linear(hidden, 2 * k)
        self.encoder = nn.Sequential(first, nn.Tanh(), heads)
        middle, output = nn.Linear(k, hidden), nn.Linear(hidden, d)
        self.decoder = nn.Sequential(middle, nn.Tanh(), output)
        self.k, self.noise_std = k, noise_std

    def forward(self, X: Tensor, beta: float = 1.0) -> Tensor:
        """Mean loss of examples X (B, d), in nats, up to a constant."""
        mean, log_variance = self.encoder(X).chunk(2, dim=1)
        q = Normal(mean, torch.exp(log_variance / 2))
        X_hat = self.decoder(q.rsample())
        squares = ((X - X_hat) ** 2).sum(dim=1) / (2 * self.noise_std**2)
        prior = Normal(torch.zeros_like(mean), torch.ones_like(mean))
        loss: Tensor = (squares + beta * kl_divergence(q, prior).sum(dim=1)).mean()
        return loss

    @torch.no_grad()
    def generate(self, N: int) -> Tensor:
        """New points (N, d): codes from the prior, decoded to their means."""
        codes = torch.randn(N, self.k, device=next(self.parameters()).device)
        points: Tensor = self.decoder(codes)
        return points


# --8<-- [end:VAE]
