"""What docs/foundations/automatic-differentiation.md claims about PyTorch."""

import pytest
import torch

from snippets.foundations.automatic_differentiation import Node, forward, reverse
from snippets.foundations.automatic_differentiation_torch import hessian_vector
from tests.snippets.foundations.test_automatic_differentiation import function


def test_product_with_the_hessian() -> None:
    x, v = torch.tensor([0.5, -1.0, 2.0]).double(), torch.tensor([1.0, 2.0, -1.0]).double()

    def f(x: torch.Tensor) -> torch.Tensor:
        return torch.sin(x).prod() + (x**3).sum()

    full = torch.autograd.functional.hessian(f, x)
    assert hessian_vector(f, x, v).numpy() == pytest.approx((full @ v).numpy())


def test_pytorch_adds_to_grad_frees_the_graph_and_watches_what_was_saved() -> None:
    x = torch.tensor(3.0, requires_grad=True)
    (x * x).backward()
    y = x * x
    y.backward()
    assert x.grad is not None
    assert x.grad.item() == 12
    with pytest.raises(RuntimeError, match="second time"):
        y.backward()
    plain = x + 1  # its slope needs no saved value
    plain.backward()
    plain.backward()
    assert x.grad.item() == 14
    root = torch.exp(x)
    z = root * 2
    root += 1
    with pytest.raises(RuntimeError, match="inplace"):
        z.backward()


def test_a_detached_factor_counts_as_a_constant_and_no_grad_records_nothing() -> None:
    x = torch.tensor(3.0, requires_grad=True)
    y = x * x.detach()
    y.backward()
    assert x.grad is not None
    assert (y.item(), x.grad.item()) == (9, 3)
    with torch.no_grad():
        assert not (x * x).requires_grad


def test_both_modes_agree_with_pytorch() -> None:
    x, y = Node(0.7), Node(-1.3)
    output = function(x, y)
    a, b = (torch.tensor(value, dtype=torch.float64, requires_grad=True) for value in (0.7, -1.3))
    expected = a * b + torch.sin(a * b) * a
    expected.backward()
    assert a.grad is not None
    assert b.grad is not None
    gradient = reverse(output)
    assert output.value == pytest.approx(expected.item())
    assert (gradient[x], gradient[y], gradient[output]) == pytest.approx((a.grad.item(), b.grad.item(), 1.0))
    assert forward(output, {x: 1.0}) == pytest.approx(a.grad.item())
    assert forward(output, {x: 2.0, y: -3.0}) == pytest.approx(2 * a.grad.item() - 3 * b.grad.item())
