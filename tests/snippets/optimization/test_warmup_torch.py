"""PyTorch side of docs/optimization/warmup.md."""

import pytest
import torch
from torch import nn, optim

from snippets.optimization.warmup import linear_warmup
from snippets.optimization.warmup_torch import warmup_scheduler


@pytest.mark.filterwarnings("error")
def test_the_scheduler_gives_the_rates_of_the_formula() -> None:
    parameter = nn.Parameter(torch.ones(1))
    optimizer = optim.AdamW([parameter], lr=0.2)
    scheduler = warmup_scheduler(optimizer, 4)
    for step in range(1, 8):
        assert optimizer.param_groups[0]["lr"] == pytest.approx(linear_warmup(step, 4, 0.2))
        parameter.grad = torch.ones(1)
        optimizer.step()
        scheduler.step()


def test_a_restart_without_the_state_of_adam_begins_with_full_steps_again() -> None:
    torch.manual_seed(0)
    parameter = nn.Parameter(torch.zeros(1000))
    moved = {}
    optimizer = optim.Adam([parameter], lr=0.01)
    for step in range(301):
        if step == 300:
            moved["resumed"] = (parameter.detach().clone(), optimizer)
            moved["restarted"] = (parameter.detach().clone(), optim.Adam([parameter], lr=0.01))
            break
        parameter.grad = torch.randn(1000)
        optimizer.step()
    sizes = {}
    gradient = torch.randn(1000)
    for name, (start, used) in moved.items():
        with torch.no_grad():
            parameter.copy_(start)
        parameter.grad = gradient
        used.step()
        sizes[name] = (parameter.detach() - start).square().mean().sqrt().item()
    assert sizes["restarted"] == pytest.approx(0.01, rel=1e-3)
    assert sizes["resumed"] < 0.3 * sizes["restarted"]
