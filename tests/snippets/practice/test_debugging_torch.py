"""PyTorch's NaN, its guards, and the search for the first one, as docs/practice/debugging.md says."""

import numpy as np
import pytest
import torch
from torch import Tensor, nn, tensor
from torch.nn import functional

from snippets.practice import debugging, debugging_torch


class Broken(nn.Module):
    """Three layers; the second one takes the logarithm of what is left of a ReLU."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.last = nn.Linear(4, 4), nn.Linear(4, 1)
        self.middle = nn.Sequential(nn.ReLU(), Logarithm())

    def forward(self, x: Tensor) -> Tensor:
        output: Tensor = self.last(self.middle(self.first(x)))
        return output


class Logarithm(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x.log()


class Norm(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return (x - x).square().sum(dim=1).sqrt()


def test_forward_hooks_name_the_first_module_with_a_nan_or_inf() -> None:
    x = torch.randn(8, 4, generator=torch.Generator().manual_seed(0))
    model = Broken()
    assert debugging_torch.first_non_finite(model, x) == "middle.1"
    assert debugging_torch.first_non_finite(nn.Linear(4, 4), x) is None
    assert not model.middle[1]._forward_hooks


class Recurrent(nn.Module):
    """An LSTM, whose output is a tuple with a tuple in it, before a head."""

    def __init__(self) -> None:
        super().__init__()
        self.lstm, self.head = nn.LSTM(4, 4, batch_first=True), nn.Linear(4, 1)

    def forward(self, x: Tensor) -> Tensor:
        output: Tensor = self.head(self.lstm(x)[0])
        return output


def test_hooks_look_into_the_tuples_of_recurrent_and_attention_layers() -> None:
    x = torch.randn(2, 3, 4, generator=torch.Generator().manual_seed(0))
    model = Recurrent()
    with torch.no_grad():
        model.lstm.get_parameter("weight_hh_l0")[0, 0] = torch.nan
    assert debugging_torch.first_non_finite(model, x) == "lstm"
    layer = nn.TransformerEncoderLayer(4, 1, 8, batch_first=True).train()
    with torch.no_grad():
        layer.self_attn.in_proj_weight[0, 0] = torch.nan
    assert debugging_torch.first_non_finite(layer, x) == "self_attn"
    named = [x, (x, [x]), {"loss": x}, None, 3]
    assert [len(list(debugging_torch.tensors_in(output))) for output in named] == [1, 2, 1, 0, 0]


class Several(nn.Module):
    """A module without tensors in its output, then one of whose tensors only the second is not finite."""

    def __init__(self) -> None:
        super().__init__()
        self.silent, self.pair = Silent(), Pair()

    def forward(self, x: Tensor) -> Tensor:
        self.silent(x)
        first, _ = self.pair(x)
        output: Tensor = first
        return output


class Silent(nn.Module):
    def forward(self, x: Tensor) -> int:
        return len(x)


class Pair(nn.Module):
    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        return x, x / 0


def test_one_tensor_of_several_is_enough_and_none_is_no_fault() -> None:
    assert debugging_torch.first_non_finite(Several(), torch.ones(2)) == "pair"
    assert debugging_torch.first_non_finite(Logarithm(), torch.zeros(2)) == "the model itself"


def test_hooks_leave_the_running_statistics_as_they_were() -> None:
    model = nn.Sequential(nn.Linear(3, 3), nn.BatchNorm1d(3))
    before = {name: value.clone() for name, value in model.state_dict().items()}
    assert debugging_torch.first_non_finite(model, torch.full((4, 3), torch.nan)) == "0"
    for name, value in model.state_dict().items():
        torch.testing.assert_close(value, before[name])


def test_anomaly_mode_names_the_operation_but_only_for_nan_in_the_backward_pass() -> None:
    x = torch.ones(2, 3, requires_grad=True)
    with pytest.warns(UserWarning, match="Error detected in PowBackward0"):  # with the line of the forward pass
        message = debugging_torch.backward_nan(Norm(), x)
    assert message == "Function 'PowBackward0' returned nan values in its 0th output."  # sqrt returned Inf
    with pytest.raises(RuntimeError, match="shapes cannot be multiplied"):  # no NaN, and not taken for one
        debugging_torch.backward_nan(nn.Linear(4, 1), x)
    with pytest.raises(RuntimeError, match="does not require grad"):
        debugging_torch.backward_nan(nn.Identity(), x.detach())
    finite = torch.ones(2, 4, requires_grad=True)
    assert debugging_torch.backward_nan(nn.Identity(), finite) is None
    torch.testing.assert_close(finite.grad, torch.full((2, 4), 1 / 8))  # of the mean over all outputs
    infinite = torch.zeros(2, requires_grad=True)
    assert debugging_torch.backward_nan(Logarithm(), infinite) is None
    assert infinite.grad is not None
    assert infinite.grad.isinf().all()


def test_a_skipped_step_keeps_the_weights_and_one_nan_gradient_ruins_adam_for_good() -> None:
    model = nn.Linear(2, 1)
    optimizer = torch.optim.Adam(model.parameters())
    before = model.weight.detach().clone()
    assert not debugging_torch.step_if_finite(model(torch.ones(1, 2)).sum() * torch.nan, model, optimizer)
    torch.testing.assert_close(model.weight.detach(), before)
    assert debugging_torch.step_if_finite(model(torch.ones(1, 2)).sum(), model, optimizer)
    torch.testing.assert_close(model.weight.detach(), before - 1e-3)  # Adam's first step is the rate, by the sign
    model.bias.requires_grad_(False)  # what is frozen has no gradient to be looked at
    assert debugging_torch.step_if_finite(model(torch.ones(1, 2)).sum(), model, optimizer)
    weight = nn.Parameter(torch.ones(2))
    optimizer = torch.optim.Adam([weight])
    for gradient in ([1.0, 1.0], [torch.nan, 1.0], [1.0, 1.0]):
        weight.grad = tensor(gradient)
        optimizer.step()
    assert weight.isnan().tolist() == [True, False]
    assert optimizer.state[weight]["exp_avg"].isnan().tolist() == [True, False]
    assert optimizer.state[weight]["exp_avg_sq"].isnan().tolist() == [True, False]
    momentum = torch.optim.SGD([weight], momentum=0.9)
    weight.grad = tensor([torch.nan, 1.0])
    momentum.step()
    assert momentum.state[weight]["momentum_buffer"].isnan().tolist() == [True, False]


def test_batch_normalization_keeps_a_nan_in_its_statistics_and_divides_gradients_by_root_epsilon() -> None:
    layer = nn.BatchNorm1d(1)
    layer(tensor([[torch.nan], [1.0]]))  # no optimizer step
    assert layer.running_mean is not None
    assert layer.running_mean.isnan().all()
    x = torch.full((4, 1), 3.0, dtype=torch.float64, requires_grad=True)
    functional.batch_norm(x, None, None, training=True, eps=1e-12)[0, 0].backward()
    assert x.grad is not None
    assert x.grad[0, 0].item() == pytest.approx((1 - 1 / 4) / 1e-12**0.5)


def test_where_lets_the_nan_of_the_unused_branch_through_and_safe_sqrt_does_not() -> None:
    naive, safe = (tensor([-9.0, 0.0, 0.25, 4.0], requires_grad=True) for _ in range(2))
    torch.where(naive > 0, naive.sqrt(), 0.0).sum().backward()
    roots = debugging_torch.safe_sqrt(safe)
    roots.sum().backward()
    assert naive.grad is not None
    assert naive.grad.isnan().tolist() == [True, True, False, False]
    assert roots.tolist() == [0, 0, 0.5, 2]
    assert safe.grad is not None
    assert safe.grad.tolist() == [0, 0, 1, 0.25]


def test_masked_softmax_agrees_and_its_gradient_is_finite() -> None:
    scores = torch.randn(2, 4, dtype=torch.float64, generator=torch.Generator().manual_seed(0)).requires_grad_()
    allowed = tensor([[True, False, True, True], [False] * 4])
    weights = debugging_torch.masked_softmax(scores, allowed)
    expected = debugging.masked_softmax(scores.detach().numpy(), allowed.numpy())
    np.testing.assert_allclose(weights.detach().numpy(), expected, atol=1e-12)
    weights.square().sum().backward()
    assert scores.grad is not None
    assert scores.grad.isfinite().all()
    assert torch.full((1, 4), -torch.inf).softmax(dim=1).isnan().all()
    q = torch.ones(1, 2, 4)
    mask = tensor([[True, True], [False, False]])
    assert functional.scaled_dot_product_attention(q, q, q, attn_mask=mask)[0, 1].tolist() == [0] * 4
    attention = nn.MultiheadAttention(4, 2, batch_first=True)
    padding = tensor([[True, True]])
    for masks in ({"key_padding_mask": padding}, {"attn_mask": torch.ones(2, 2, dtype=torch.bool)}):
        assert attention(q, q, q, **masks)[0].isnan().all()
        assert attention(q, q, q, **masks, need_weights=False)[0].isfinite().all()
    attention.eval()
    with torch.no_grad():  # the fast path of inference
        assert attention(q, q, q, key_padding_mask=padding, need_weights=False)[0].isnan().all()
    filled_only = torch.full((1, 3), torch.finfo(torch.float32).min).softmax(dim=1)
    torch.testing.assert_close(filled_only, torch.full((1, 3), 1 / 3))


def test_guards_agree_with_pytorch() -> None:
    z = torch.linspace(-200, 200, 41, dtype=torch.float64)
    np.testing.assert_allclose(debugging.log_sigmoid(z.numpy()), functional.logsigmoid(z).numpy(), rtol=1e-12)
    x = torch.randn(5, 7, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    x[0] = 3
    expected = functional.layer_norm(x, (7,), eps=1e-5).numpy()
    np.testing.assert_allclose(debugging.normalize(x.numpy(), 1e-5), expected, atol=1e-12)


def test_loss_scale_moves_like_grad_scaler() -> None:
    weight = nn.Parameter(torch.ones(1))
    optimizer = torch.optim.SGD([weight])
    scaler = torch.amp.GradScaler("cpu", init_scale=2.0**16, growth_interval=3)
    scale, good_steps = 2.0**16, 0
    for factor in (torch.inf, 1.0, 1.0, 1.0, 1.0, torch.nan, 1.0, 1.0, 1.0):
        optimizer.zero_grad()
        scaler.scale(weight.sum() * factor).backward()
        scaler.step(optimizer)
        scaler.update()
        finite = bool(np.isfinite(factor))
        scale, good_steps = debugging.update_loss_scale(scale, good_steps, finite, growth_interval=3)
        assert scaler.get_scale() == scale
    assert weight.isfinite().all()


def test_the_sources_in_the_table() -> None:
    with pytest.raises(IndexError, match="Target 10 is out of bounds"):
        functional.cross_entropy(torch.randn(1, 10), tensor([10]))
    with pytest.raises(ValueError, match="Expected more than 1 value per channel"):
        nn.BatchNorm1d(3)(torch.randn(1, 3))
    assert functional.cross_entropy(torch.randn(2, 3), tensor([-100, -100])).isnan()
    assert torch.zeros(0).mean().isnan()
    x = torch.zeros(3, requires_grad=True)
    x.square().sum().sqrt().backward()
    assert x.grad is not None
    assert x.grad.isnan().all()
    assert (0 * tensor(0.0).log()).isnan()
    assert tensor(65504.0).half().isfinite()
    assert tensor(65520.0).half().isinf()
    assert tensor(65520.0).bfloat16().isfinite()
    assert torch.full((2, 3), torch.nan).argmax(dim=1).tolist() == [0, 0]
    assert tensor([-1.0]).sqrt().isnan()
    assert tensor([-1.0]).log().isnan()
