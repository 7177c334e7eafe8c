"""What docs/foundations/automatic-differentiation.md claims about PyTorch."""

import pytest
import torch

from snippets.foundations.automatic_differentiation_torch import hessian_vector


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
    root = torch.exp(x)
    z = root * 2
    root += 1
    with pytest.raises(RuntimeError, match="inplace"):
        z.backward()
