"""The training loop of docs/regularization/early-stopping.md returns the best weights."""

import pytest
import torch
from torch import nn

from snippets.regularization.early_stopping_torch import train_with_early_stopping
from snippets.training.number_of_epochs import early_stopping

LOSSES = [5.0, 4.0, 4.5, 3.0, 3.1, 3.2, 2.0, 2.5]


@pytest.mark.parametrize("patience", [1, 2, 3])
def test_keeps_the_weights_that_the_rule_names(patience: int) -> None:
    model = nn.Linear(1, 1)
    epochs = 0

    def train_one_epoch() -> None:
        nonlocal epochs
        epochs += 1
        nn.init.constant_(model.weight, float(epochs))

    kept, loss = train_with_early_stopping(
        model, train_one_epoch, lambda: LOSSES[epochs - 1], max_epochs=len(LOSSES), patience=patience
    )
    assert (kept, epochs) == early_stopping(LOSSES, patience)
    assert model.weight.item() == kept
    assert loss == LOSSES[kept - 1]


def test_state_dict_without_a_copy_follows_the_model() -> None:
    model = nn.Linear(1, 1)
    state = model.state_dict()
    with torch.no_grad():
        model.weight.fill_(7.0)
    assert state["weight"].item() == 7.0


@pytest.mark.parametrize(("losses", "best", "epochs"), [([2.0, 2.0, 2.0, 2.0], 1, 3), ([float("nan")] * 4, 0, 2)])
def test_an_equal_loss_and_one_that_is_no_number_are_no_improvement(
    losses: list[float], best: int, epochs: int
) -> None:
    model, left = nn.Linear(1, 1), iter(losses)
    nn.init.zeros_(model.weight)

    def train_one_epoch() -> None:
        nn.init.constant_(model.weight, model.weight.item() + 1)

    kept, _ = train_with_early_stopping(model, train_one_epoch, lambda: next(left), 4, patience=2)
    assert (kept, model.weight.item(), len(list(left))) == (best, best, 4 - epochs)
