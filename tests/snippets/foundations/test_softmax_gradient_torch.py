"""PyTorch side of docs/foundations/softmax-gradient.md."""

import numpy as np
import pytest
import torch

from snippets.foundations.softmax_gradient import softmax_backward, softmax_cross_entropy
from snippets.foundations.softmax_gradient_torch import loss_from_logits, loss_in_two_steps


def test_loss_and_gradient_equal_numpy() -> None:
    torch.manual_seed(0)
    logits = torch.randn(6, 4, dtype=torch.float64, requires_grad=True)
    labels = torch.randint(0, 4, (6,))
    loss, gradient = softmax_cross_entropy(logits.detach().numpy(), np.eye(4)[labels.numpy()])
    for function in (loss_from_logits, loss_in_two_steps):
        value = function(logits, labels)
        (found,) = torch.autograd.grad(value, logits)
        np.testing.assert_allclose(value.item(), loss)
        np.testing.assert_allclose(found, gradient, atol=1e-12)


def test_the_backward_pass_of_softmax_equals_autograd() -> None:
    torch.manual_seed(0)
    logits, upstream = torch.randn(2, 3, 4, dtype=torch.float64).requires_grad_(), torch.randn(2, 3, 4).double()
    p = torch.softmax(logits, dim=-1)
    (found,) = torch.autograd.grad(p, logits, upstream)
    np.testing.assert_allclose(found, softmax_backward(upstream.numpy(), p.detach().numpy()), atol=1e-12)


def test_a_rounded_probability_makes_two_steps_infinite_and_its_gradient_nan() -> None:
    logits, labels = torch.tensor([[0.0, -200.0, 1.0]], requires_grad=True), torch.tensor([1])
    loss = loss_from_logits(logits, labels)
    (gradient,) = torch.autograd.grad(loss, logits)
    torch.testing.assert_close(gradient, torch.tensor([[0.2689, -1.0, 0.7311]]), atol=1e-4, rtol=0)
    torch.testing.assert_close(loss, torch.tensor(201.3133))
    two_steps = loss_in_two_steps(logits, labels)
    (broken,) = torch.autograd.grad(two_steps, logits)
    assert two_steps.isinf()
    assert broken.isnan().all()


def test_a_rounded_probability_of_another_class_spoils_the_gradient_of_a_loss_that_looks_normal() -> None:
    logits, labels = torch.tensor([[0.0, -200.0, 1.0]], requires_grad=True), torch.tensor([0])
    two_steps = loss_in_two_steps(logits, labels)
    torch.testing.assert_close(two_steps, loss_from_logits(logits, labels))
    (broken,) = torch.autograd.grad(two_steps, logits)
    assert broken.isnan().all()


def test_a_common_shift_leaves_the_gradient_and_costs_precision_in_bf16() -> None:
    logits, labels = torch.tensor([[0.0, 0.9]], requires_grad=True), torch.tensor([0])
    (gradient,) = torch.autograd.grad(loss_from_logits(logits, labels), logits)
    (shifted,) = torch.autograd.grad(loss_from_logits(logits + 300, labels), logits)
    assert gradient.sum().item() == pytest.approx(0, abs=1e-6)
    torch.testing.assert_close(gradient, shifted, atol=1e-4, rtol=0)
    coarse = (logits + 300).bfloat16()
    assert coarse[0, 0] == coarse[0, 1]
    assert torch.tensor([256.0, 258.0, 510.0]).bfloat16().tolist() == [256, 258, 510]
    assert torch.tensor(259.0).bfloat16().item() in (258, 260)
