"""Low-rank adapters and DPO in PyTorch."""

import torch
from torch import Tensor, nn
from torch.distributions import Categorical
from torch.nn import functional as F


# --8<-- [start:LoRALinear]
class LoRALinear(nn.Module):
    """A frozen linear layer and beside it a trained update of low rank."""

    def __init__(self, layer: nn.Linear, rank: int, alpha: float) -> None:
        super().__init__()
        self.layer = layer.requires_grad_(False)
        self.A = nn.Parameter(layer.weight.new_empty(rank, layer.in_features))
        self.B = nn.Parameter(layer.weight.new_zeros(layer.out_features, rank))
        nn.init.normal_(self.A, std=layer.in_features**-0.5)
        self.scale = alpha / rank

    def forward(self, x: Tensor) -> Tensor:
        """Like the layer, with the update added."""
        update = F.linear(F.linear(x, self.A), self.B)
        return torch.add(self.layer(x), update, alpha=self.scale)

    def merge(self) -> nn.Linear:
        """The layer with the update in its weights: nothing extra at inference."""
        with torch.no_grad():
            self.layer.weight += self.scale * self.B @ self.A
        return self.layer


# --8<-- [end:LoRALinear]


# --8<-- [start:dpo_loss]
def answer_log_probability(logits: Tensor, tokens: Tensor, prompt: int) -> Tensor:
    """log π(answer | prompt), shape (B,): the sum over the tokens of the answer.

    Args:
        logits: shape (B, T, V); those at position t are for the token at t + 1.
        tokens: prompt and answer, shape (B, T), without padding.
        prompt: how many tokens the prompt has, at least 1: nothing predicts the first.
    """
    coming = Categorical(logits=logits[:, :-1].float())  # sums in bf16 are off by nats
    log_p: Tensor = coming.log_prob(tokens[:, 1:])
    return log_p[:, prompt - 1 :].sum(-1)


def dpo_loss(policy: Tensor, reference: Tensor, beta: float) -> Tensor:
    """Mean over pairs; both have shape (pairs, 2), chosen before rejected."""
    implicit_reward = beta * (policy - reference.detach())
    return -F.logsigmoid(implicit_reward[:, 0] - implicit_reward[:, 1]).mean()


# --8<-- [end:dpo_loss]
