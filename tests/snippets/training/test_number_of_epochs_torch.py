"""A validation pass learns nothing, and evaluation mode is what keeps it so."""

import pytest
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from snippets.training.epochs_batches_iterations_torch import train_one_epoch
from snippets.training.number_of_epochs import early_stopping
from snippets.training.number_of_epochs_torch import evaluate


@pytest.fixture
def model() -> nn.Sequential:
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(4, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Dropout(0.5), nn.Linear(16, 1))


@pytest.fixture
def data() -> TensorDataset:
    generator = torch.Generator().manual_seed(1)
    inputs = torch.randn(70, 4, generator=generator)
    return TensorDataset(inputs, inputs.sum(dim=1, keepdim=True))


def state(model: nn.Module) -> list[bytes]:
    """All parameters and buffers, byte for byte."""
    return [tensor.numpy().tobytes() for tensor in model.state_dict().values()]


def test_a_validation_pass_leaves_every_parameter_and_buffer_as_it_was(
    model: nn.Sequential, data: TensorDataset
) -> None:
    before = state(model)
    evaluate(model, DataLoader(data, batch_size=32), nn.MSELoss())
    assert state(model) == before
    assert all(parameter.grad is None for parameter in model.parameters())
    assert model.training


def test_a_training_epoch_changes_them(model: nn.Sequential, data: TensorDataset) -> None:
    before = state(model)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=100)
    train_one_epoch(model, DataLoader(data, batch_size=32), nn.MSELoss(), optimizer, scheduler)
    assert state(model) != before


def test_no_grad_alone_still_moves_the_running_statistics_and_drops_units(
    model: nn.Sequential, data: TensorDataset
) -> None:
    norm, inputs = model[1], data.tensors[0]
    assert isinstance(norm, nn.BatchNorm1d)
    assert norm.running_mean is not None
    before = norm.running_mean.clone()
    with torch.no_grad():
        first, second = model(inputs), model(inputs)
    assert not torch.equal(norm.running_mean, before)
    assert not torch.equal(first, second)


def test_eval_alone_still_records_gradients(model: nn.Sequential, data: TensorDataset) -> None:
    assert model.eval()(data.tensors[0]).requires_grad


def test_what_inference_mode_computes_cannot_enter_a_recorded_computation_later(
    model: nn.Sequential, data: TensorDataset
) -> None:
    weight = torch.ones(1, requires_grad=True)
    with torch.no_grad():
        kept = model.eval()(data.tensors[0])
    assert (weight * kept).requires_grad
    with torch.inference_mode():
        final = model(data.tensors[0])
    with pytest.raises(RuntimeError, match="Inference tensors cannot be saved"):
        torch.mul(weight, final)


def test_the_mean_does_not_depend_on_the_validation_batch_size(model: nn.Sequential, data: TensorDataset) -> None:
    losses = [evaluate(model, DataLoader(data, batch_size=size), nn.MSELoss()) for size in (1, 32, 70)]
    assert losses == pytest.approx([losses[0]] * 3, rel=1e-5)


def test_the_mean_is_that_of_all_examples_at_once(model: nn.Sequential, data: TensorDataset) -> None:
    inputs, targets = data.tensors
    with torch.no_grad():
        whole = nn.functional.mse_loss(model.eval()(inputs), targets).item()
    assert evaluate(model.train(), DataLoader(data, batch_size=32), nn.MSELoss()) == pytest.approx(whole, rel=1e-5)
    assert evaluate(model.eval(), DataLoader(data, batch_size=32), nn.MSELoss()) == pytest.approx(whole, rel=1e-5)
    assert not model.training


@pytest.mark.parametrize(("patience", "lowered", "stopped"), [(0, 2, 2), (1, 3, 2), (2, 4, 3), (5, 7, 6)])
def test_plateau_schedulers_wait_one_check_longer_from_patience_one_on(
    patience: int, lowered: int, stopped: int
) -> None:
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, patience=patience)
    rates = []
    for _ in range(8):
        optimizer.step()
        scheduler.step(1.0)
        rates.append(scheduler.get_last_lr()[0])
    assert rates.index(0.1) + 1 == lowered
    assert early_stopping([1.0] * 8, patience) == (1, stopped)
