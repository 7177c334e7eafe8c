"""PyTorch side of docs/foundations/backpropagation.md."""

# Hooks and Tensor.backward have no annotations:
# mypy: disable-error-code="no-untyped-call"

from itertools import pairwise

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, TensorDataset

from snippets.foundations import backpropagation
from snippets.foundations.backpropagation_torch import counted_flops, gradients, passes_per_epoch, training_step
from snippets.training.number_of_epochs_torch import evaluate


def dense(layers: backpropagation.Layers, activation: type[nn.Module] = nn.Tanh) -> nn.Sequential:
    """The network of the NumPy module, in float64."""
    modules: list[nn.Module] = []
    for W, b in layers:
        linear = nn.Linear(W.shape[1], W.shape[0], dtype=torch.float64)
        linear.load_state_dict({"weight": torch.from_numpy(W), "bias": torch.from_numpy(b)})
        modules += [linear, activation()]
    return nn.Sequential(*modules[:-1])


def setting() -> tuple[backpropagation.Layers, Tensor, Tensor]:
    rng = np.random.default_rng(1)
    layers = backpropagation.random_layers([4, 6, 5, 3], rng)
    return layers, torch.from_numpy(rng.standard_normal((8, 4))), torch.from_numpy(rng.integers(0, 3, 8))


def test_autograd_gives_the_gradients_of_the_hand_written_pass() -> None:
    layers, X, labels = setting()
    activations = backpropagation.forward(layers, X.numpy())
    _, delta = backpropagation.cross_entropy(activations[-1], labels.numpy())
    by_hand = [part for layer in backpropagation.backward(layers, activations, delta) for part in layer]
    for ours, theirs in zip(by_hand, gradients(dense(layers), X, labels), strict=True):
        np.testing.assert_allclose(ours, theirs.numpy(), rtol=0, atol=1e-14)


def test_one_step_equals_the_hand_written_one() -> None:
    layers, X, labels = setting()
    model = dense(layers)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    updated, loss = backpropagation.training_step(layers, X.numpy(), labels.numpy(), 0.1)
    assert training_step(model, optimizer, X, labels) == pytest.approx(loss)
    parts = [part for layer in updated for part in layer]
    for ours, theirs in zip(parts, model.parameters(), strict=True):
        np.testing.assert_allclose(ours, theirs.detach().numpy(), rtol=0, atol=1e-14)


def test_backward_changes_no_weight_and_adds_to_grad_without_zero_grad() -> None:
    layers, X, labels = setting()
    model = dense(layers)
    before = [p.detach().clone() for p in model.parameters()]
    once = gradients(model, X, labels)
    assert all(torch.equal(b, p) for b, p in zip(before, model.parameters(), strict=True))
    nn.functional.cross_entropy(model(X), labels).backward()
    torch.testing.assert_close([p.grad for p in model.parameters()], [2 * g for g in once])


def test_a_second_backward_needs_the_graph_to_be_kept() -> None:
    layers, X, labels = setting()
    loss = nn.functional.cross_entropy(dense(layers)(X), labels)
    loss.backward(retain_graph=True)
    loss.backward()
    with pytest.raises(RuntimeError, match="second time"):
        loss.backward()


def test_without_no_grad_validation_keeps_its_activations() -> None:
    layers, X, _ = setting()
    model, kept = dense(layers), list[Tensor]()

    def keep(tensor: Tensor) -> Tensor:
        kept.append(tensor)
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
        with torch.no_grad():
            quiet = model(X)
        assert not kept
        torch.testing.assert_close(model(X), quiet)
        assert kept


def test_identity_activations_train_and_step_activations_do_not() -> None:
    class Step(nn.Module):
        def forward(self, z: Tensor) -> Tensor:
            return torch.sign(z)

    layers, X, labels = setting()
    model = dense(layers, nn.Identity)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    losses = [training_step(model, optimizer, X, labels) for _ in range(50)]
    assert losses[-1] < 0.8 * losses[0]
    *hidden, _, _ = gradients(dense(layers, Step), X, labels)
    assert all(torch.count_nonzero(g) == 0 for g in hidden)


@pytest.mark.parametrize("widths", [[784, 512, 512, 10], [512] * 21])
def test_pytorch_counts_the_same_flops(widths: list[int]) -> None:
    model = dense([(np.zeros((m, n)), np.zeros(m)) for n, m in pairwise(widths)])
    assert counted_flops(model, torch.zeros(8, widths[0], dtype=torch.float64)) == backpropagation.dense_flops(
        widths, 8
    )


@pytest.mark.parametrize(
    ("batch_size", "accumulate", "expected"), [(32, 1, (32, 32, 32)), (32, 4, (32, 32, 8)), (1000, 1, (1, 1, 1))]
)
def test_passes_per_epoch(batch_size: int, accumulate: int, expected: tuple[int, int, int]) -> None:
    torch.manual_seed(0)
    model, calls = nn.Linear(4, 3), []
    model.register_forward_hook(lambda *_: calls.append("forward"))
    model.weight.register_hook(lambda _: calls.append("backward"))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    inputs, labels = (torch.split(part, batch_size) for part in (torch.randn(1000, 4), torch.randint(3, (1000,))))
    count = passes_per_epoch(model, optimizer, list(zip(inputs, labels, strict=True)), accumulate)
    assert tuple(count.values()) == expected
    assert (calls.count("forward"), calls.count("backward")) == expected[:2]


@pytest.mark.parametrize(("groups", "settings"), [([2, 2, 1], (2,)), ([3, 2], (3,)), ([1, 1, 1, 1, 1], ())])
def test_each_update_follows_the_mean_gradient_of_its_mini_batches(groups: list[int], settings: tuple[int]) -> None:
    generator = torch.Generator().manual_seed(0)
    batches = [(torch.randn(4, 3, generator=generator), torch.tensor([0, 1, 1, 0])) for _ in range(5)]
    model, reference = (nn.Linear(3, 2) for _ in range(2))
    reference.load_state_dict(model.state_dict())
    count = passes_per_epoch(model, torch.optim.SGD(model.parameters(), lr=0.5), batches, *settings)
    assert count == {"forward": 5, "backward": 5, "updates": len(groups)}

    left = iter(batches)
    for size in groups:
        losses = [nn.functional.cross_entropy(reference(X), y) for X, y in (next(left) for _ in range(size))]
        slopes = torch.autograd.grad(torch.stack(losses).sum() / max(groups), list(reference.parameters()))
        with torch.no_grad():
            for parameter, slope in zip(reference.parameters(), slopes, strict=True):
                parameter.sub_(0.5 * slope)
    torch.testing.assert_close(list(model.parameters()), list(reference.parameters()))


def test_validation_runs_forward_only() -> None:
    model, calls = nn.Linear(4, 3), []
    model.register_forward_hook(lambda *_: calls.append("forward"))
    model.weight.register_hook(lambda _: calls.append("backward"))
    data = TensorDataset(torch.zeros(250, 4), torch.zeros(250, dtype=torch.long))
    evaluate(model, DataLoader(data, 32), nn.functional.cross_entropy)
    assert calls == ["forward"] * 8


def test_the_gradient_does_not_remember_the_previous_epoch() -> None:
    layers, X, labels = setting()
    results = []
    for past in (0, 1, 2):  # three different previous epochs, then the same weights again
        model = dense(layers)
        torch.manual_seed(past)
        training_step(model, torch.optim.SGD(model.parameters(), lr=0.1), torch.randn_like(X), labels)
        model.load_state_dict(dense(layers).state_dict())
        results.append(gradients(model, X, labels))
    assert all(torch.equal(a, b) for other in results[1:] for a, b in zip(results[0], other, strict=True))
