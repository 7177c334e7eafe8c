"""Adapters and DPO in PyTorch."""

from itertools import product

import pytest
import torch
from torch import nn

from snippets.language_models import fine_tuning as page
from snippets.language_models.fine_tuning_torch import LoRALinear, answer_log_probability, dpo_loss


def test_an_adapter_trains_its_factors_alone_and_merges_into_the_layer() -> None:
    torch.manual_seed(0)
    layer = nn.Linear(5, 4).double()
    x = torch.randn(6, 5, dtype=torch.float64)
    before = layer(x).detach()
    adapter = LoRALinear(layer, 2, 16).double()
    assert torch.equal(adapter(x), before)
    trained = [name for name, weights in adapter.named_parameters() if weights.requires_grad]
    assert trained == ["A", "B"]
    adapter(x).square().sum().backward()
    assert adapter.A.grad is not None
    assert adapter.B.grad is not None
    assert not adapter.A.grad.any()
    assert adapter.B.grad.abs().min() > 0
    assert layer.weight.grad is None
    with torch.no_grad():
        adapter.B.normal_()
    after = adapter(x).detach()
    assert not torch.allclose(after, before)
    by_hand = page.adapted(x.numpy(), layer.weight.numpy(), adapter.A.detach().numpy(), adapter.B.detach().numpy(), 16)
    torch.testing.assert_close(after, torch.from_numpy(by_hand) + layer.bias)
    torch.testing.assert_close(adapter.merge()(x), after)


def test_factor_a_begins_with_the_variance_that_keeps_that_of_the_input() -> None:
    torch.manual_seed(0)
    adapter = LoRALinear(nn.Linear(400, 3), 50, 16)
    assert adapter.A.var().item() * 400 == pytest.approx(1, abs=0.05)


def test_a_weight_that_adam_trains_in_mixed_precision_takes_eight_times_the_memory_of_a_frozen_one() -> None:
    frozen, trained = torch.ones(30, dtype=torch.bfloat16), torch.ones(10, dtype=torch.bfloat16, requires_grad=True)
    trained.square().sum().backward()
    assert trained.grad is not None
    master = trained.detach().float()  # what the optimizer changes, and copies back in 16 bits
    master.grad = trained.grad.float()
    optimizer = torch.optim.Adam([master])
    optimizer.step()
    moments = [optimizer.state[master][name] for name in ("exp_avg", "exp_avg_sq")]
    held = sum(each.nbytes for each in (trained, trained.grad, master, *moments))
    assert held == page.state_bytes(0, 10)
    assert held + frozen.nbytes == page.state_bytes(30, 10)
    assert held / 10 == 8 * frozen.nbytes / 30


def test_probabilities_of_all_answers_sum_to_one() -> None:
    """A table of logits stands for the model: what comes next depends on the token before."""
    table = torch.randn(3, 3, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    answers = torch.tensor([[0, 2, *answer] for answer in product(range(3), repeat=3)])
    found = answer_log_probability(table[answers], answers, prompt=2)
    assert found.shape == (27,)
    assert found.exp().sum().item() == pytest.approx(1)


def test_log_probabilities_of_half_precision_logits_are_summed_in_float32() -> None:
    generator = torch.Generator().manual_seed(0)
    logits = (3 * torch.randn(2, 200, 500, generator=generator)).bfloat16()
    tokens = torch.randint(500, (2, 200), generator=generator)
    found = answer_log_probability(logits, tokens, prompt=20)
    torch.testing.assert_close(found.double(), answer_log_probability(logits.double(), tokens, prompt=20).double())
    steps = logits[:, :-1].log_softmax(-1).gather(-1, tokens[:, 1:, None])[:, 19:, 0]
    assert (steps.sum(-1) - found).abs().max() > 1  # what bf16 would have made of them, in nats


def test_dpo_loss_and_gradient_are_those_of_numpy() -> None:
    generator = torch.Generator().manual_seed(0)
    policy = torch.randn(6, 2, generator=generator, dtype=torch.float64, requires_grad=True)
    reference = torch.randn(6, 2, generator=generator, dtype=torch.float64, requires_grad=True)
    loss = dpo_loss(policy, reference, 0.3)
    loss.backward()
    arrays = policy.detach().numpy(), reference.detach().numpy()
    assert loss.item() == pytest.approx(page.dpo_loss(*arrays, 0.3))
    torch.testing.assert_close(policy.grad, torch.from_numpy(page.dpo_gradient(*arrays, 0.3)))
    assert reference.grad is None
