from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.utils.data import DistributedSampler, TensorDataset

from snippets.training.batch_size_and_hardware import (
    gelu_chain_bytes,
    mlp_saved_bytes,
    small_cnn_parameter_count,
    small_cnn_saved_bytes,
    training_bytes,
    transformer_layer_bytes,
)
from snippets.training.batch_size_and_hardware_torch import (
    accumulated_step,
    checkpointed_forward,
    saved_activation_bytes,
    small_cnn,
)


def _gradient_after(model: nn.Module, sizes: list[int]) -> Tensor:
    torch.manual_seed(0)
    inputs, targets = torch.randn(16, 6, dtype=torch.float64), torch.randint(3, (16,))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    accumulated_step(model, optimizer, list(zip(torch.split(inputs, sizes), torch.split(targets, sizes), strict=True)))
    return torch.cat([p.grad.flatten() for p in model.parameters() if p.grad is not None])


def _network(normalize: bool) -> nn.Module:
    torch.manual_seed(1)
    norm = nn.BatchNorm1d(8) if normalize else nn.Identity()
    return nn.Sequential(nn.Linear(6, 8), norm, nn.ReLU(), nn.Linear(8, 3)).double()


@pytest.mark.parametrize("sizes", [[4, 4, 4, 4], [9, 4, 3]])
def test_accumulation_equals_one_big_mini_batch(sizes: list[int]) -> None:
    torch.testing.assert_close(_gradient_after(_network(False), sizes), _gradient_after(_network(False), [16]))


def test_accumulation_makes_one_update_from_new_gradients() -> None:
    torch.manual_seed(0)
    inputs, targets = torch.randn(8, 6, dtype=torch.float64), torch.randint(3, (8,))
    accumulating, whole = _network(False), _network(False)
    F.cross_entropy(accumulating(-inputs), targets).backward()  # what an earlier step has left in .grad
    accumulated_step(
        accumulating,
        torch.optim.SGD(accumulating.parameters(), lr=0.5),
        [(inputs[:3], targets[:3]), (inputs[3:], targets[3:])],
    )
    optimizer = torch.optim.SGD(whole.parameters(), lr=0.5)
    F.cross_entropy(whole(inputs), targets).backward()
    optimizer.step()
    torch.testing.assert_close(list(accumulating.parameters()), list(whole.parameters()))


def test_accumulation_over_tokens_averages_over_the_tokens_that_count() -> None:
    torch.manual_seed(0)
    inputs, targets = torch.randn(4, 5, 6, dtype=torch.float64), torch.randint(3, (4, 5))
    targets[0, 1:], targets[2, 3:] = -100, -100  # padding
    model = _network(False)
    loss = accumulated_step(
        model, torch.optim.SGD(model.parameters(), lr=0.0), [(inputs[:1], targets[:1]), (inputs[1:], targets[1:])]
    )
    parts = torch.cat([p.grad.flatten() for p in model.parameters() if p.grad is not None])
    model.zero_grad()
    whole = F.cross_entropy(model(inputs).flatten(0, 1), targets.flatten())
    whole.backward()
    assert loss == pytest.approx(whole.item())
    torch.testing.assert_close(parts, torch.cat([p.grad.flatten() for p in model.parameters() if p.grad is not None]))


def test_batch_norm_breaks_the_equality() -> None:
    whole, parts = _gradient_after(_network(True), [16]), _gradient_after(_network(True), [4, 4, 4, 4])
    assert (parts - whole).norm() / whole.norm() > 0.3


def _cross_entropy(batch_size: int) -> Callable[[Tensor], Tensor]:
    targets = torch.zeros(batch_size, dtype=torch.int64)
    return lambda logits: F.cross_entropy(logits, targets)


def test_saved_bytes_are_affine_in_the_batch_size() -> None:
    model = small_cnn()
    assert sum(parameter.numel() for parameter in model.parameters()) == small_cnn_parameter_count() == 342_090
    for B in (1, 2, 4, 8):
        saved = saved_activation_bytes(model, _cross_entropy(B), torch.randn(B, 3, 32, 32))
        assert saved == small_cnn_saved_bytes() * B + 4 == 1_093_680 * B + 4  # the 4 bytes are a scalar of the loss
    assert round(100 * 4 * 3 * 32 * 32 / 1_093_680, 1) == 1.1  # share of the input, percent
    assert round(1_093_680 * 128 / 1e6) == 140
    assert round(16 * 342_090 / 1e6, 1) == 5.5


def test_states_and_saved_activations_add_up_to_the_formula() -> None:
    model, inputs = small_cnn(), torch.randn(4, 3, 32, 32)
    optimizer = torch.optim.Adam(model.parameters())
    activations = saved_activation_bytes(model, _cross_entropy(4), inputs)
    _cross_entropy(4)(model(inputs)).backward()
    optimizer.step()
    states = 0
    for p in model.parameters():
        moments = [optimizer.state[p][name] for name in ("exp_avg", "exp_avg_sq")]
        states += sum(t.nbytes for t in (p, p.grad, *moments) if t is not None)
    assert states + activations == training_bytes(342_090, 4, 1_093_680) + 4


def test_mixed_precision_keeps_about_half_of_the_activations() -> None:
    model = small_cnn()
    with torch.autocast("cpu", dtype=torch.bfloat16):
        saved = [saved_activation_bytes(model, _cross_entropy(B), torch.randn(B, 3, 32, 32)) for B in (1, 2)]
    per_example = saved[1] - saved[0]
    assert per_example == pytest.approx(small_cnn_saved_bytes(2), rel=1e-4)
    assert round(100 * per_example / 1_093_680) == 59
    pooling_indices = 8 * (64 * 16 * 16 + 128 * 8 * 8)  # int64 in either precision
    assert (per_example - pooling_indices) / (1_093_680 - pooling_indices) == pytest.approx(0.5, abs=1e-4)
    weights = sum(p.numel() for p in model.parameters() if p.ndim > 1)
    assert saved[0] - per_example == 2 * weights + 4  # the temporary 16-bit copies


def test_autograd_keeps_what_the_count_for_the_mlp_says() -> None:
    model = nn.Sequential(nn.Linear(784, 1024), nn.ReLU(), nn.Linear(1024, 1024), nn.ReLU(), nn.Linear(1024, 10))
    for B in (1, 32, 64):
        saved = saved_activation_bytes(model, _cross_entropy(B), torch.randn(B, 784))
        assert saved == mlp_saved_bytes((784, 1024, 1024, 10), B) + 4


class _TransformerLayer(nn.Module):
    """Pre-norm layer with dropout and stored attention scores, as counted by Korthikanti et al."""

    def __init__(self, width: int, heads: int):
        super().__init__()
        self.heads = heads
        self.norms = nn.ModuleList([nn.LayerNorm(width) for _ in range(2)])
        self.query, self.key, self.value, self.out = (nn.Linear(width, width) for _ in range(4))
        self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x: Tensor) -> Tensor:
        B, s, width = x.shape

        def split(t: Tensor) -> Tensor:
            return t.view(B, s, self.heads, -1).transpose(1, 2)

        normed = self.norms[0](x)
        query = split(self.query(normed) * (width / self.heads) ** -0.5)
        scores = torch.softmax(query @ split(self.key(normed)).transpose(-1, -2), dim=-1)
        context = torch.native_dropout(scores, 0.1, True)[0] @ split(self.value(normed))
        attended = self.out(context.transpose(1, 2).reshape(B, s, width))
        x = x + torch.native_dropout(attended, 0.1, True)[0]
        hidden = self.down(F.gelu(self.up(self.norms[1](x))))
        return x + torch.native_dropout(hidden, 0.1, True)[0]


@pytest.mark.parametrize(("B", "s", "width", "heads"), [(1, 64, 64, 4), (2, 128, 64, 4), (1, 64, 256, 8)])
def test_autograd_keeps_what_the_count_for_the_transformer_says(B: int, s: int, width: int, heads: int) -> None:
    layer = _TransformerLayer(width, heads).bfloat16()
    x = torch.randn(B, s, width, dtype=torch.bfloat16, requires_grad=True)
    saved = saved_activation_bytes(layer, lambda output: output, x)
    assert 1 < saved / transformer_layer_bytes(B, s, width, heads) < 1.003  # layer-norm statistics come on top


def test_inference_keeps_nothing() -> None:
    with torch.no_grad():
        assert saved_activation_bytes(small_cnn(), _cross_entropy(4), torch.randn(4, 3, 32, 32)) == 0


def test_checkpointing_gives_equal_gradients_from_a_tenth_of_the_bytes() -> None:
    torch.manual_seed(0)
    blocks = [nn.Sequential(nn.Linear(256, 1024), nn.GELU(), nn.Linear(1024, 256), nn.GELU()) for _ in range(8)]
    plain, keeping = nn.Sequential(*blocks), _Chain(blocks)
    x = torch.randn(64, 256)
    assert saved_activation_bytes(plain, torch.sum, x) == gelu_chain_bytes(8, 64, 256, 1024) == 5_242_880
    assert saved_activation_bytes(keeping, torch.sum, x) == gelu_chain_bytes(8, 64, 256, 1024, True) == 524_288
    gradients = [torch.autograd.grad(model(x).sum(), list(model.parameters())) for model in (plain, keeping)]
    torch.testing.assert_close(gradients[0], gradients[1])


class _Chain(nn.Module):
    def __init__(self, blocks: list[nn.Sequential]):
        super().__init__()
        self.blocks = nn.ModuleList(blocks)

    def forward(self, hidden: Tensor) -> Tensor:
        return checkpointed_forward(list(self.blocks), hidden)


def test_autocast_keeps_sixteen_bytes_per_parameter() -> None:
    model = nn.Linear(64, 64, bias=False)
    optimizer = torch.optim.Adam(model.parameters())
    with torch.autocast("cpu", dtype=torch.bfloat16):
        output = model(torch.randn(8, 64))
    output.float().sum().backward()
    assert not optimizer.state  # the moments are allocated in the first step
    optimizer.step()
    weight = model.weight
    assert output.dtype == torch.bfloat16
    assert weight.grad is not None
    state = optimizer.state[weight]
    tensors = [weight, weight.grad, state["exp_avg"], state["exp_avg_sq"]]
    assert sum(t.element_size() for t in tensors) == 16


def test_distributed_sampler_repeats_its_order_without_set_epoch_and_pads() -> None:
    dataset = TensorDataset(torch.arange(10))
    samplers: list[DistributedSampler[tuple[Tensor, ...]]] = [
        DistributedSampler(dataset, num_replicas=4, rank=rank) for rank in range(4)
    ]
    before, again = list(samplers[0]), list(samplers[0])
    assert before == again
    assert sum(len(list(sampler)) for sampler in samplers) == 12
    samplers[0].set_epoch(1)
    assert list(samplers[0]) != before
