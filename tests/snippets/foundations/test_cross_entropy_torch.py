"""The PyTorch calls on docs/foundations/cross-entropy.md agree with NumPy, and their traps are as described."""

import numpy as np
import pytest
import torch
from torch.nn import functional

from snippets.foundations import cross_entropy as numpy_version
from snippets.foundations import cross_entropy_torch as twins

RNG = np.random.default_rng(1)
LOGITS, LABELS = 3 * RNG.standard_normal((8, 5)), RNG.integers(0, 5, 8)
SOFT = RNG.dirichlet(np.ones(5), 8)
LOGITS_T, LABELS_T = torch.tensor(LOGITS), torch.tensor(LABELS)
ONE_HOT = functional.one_hot(LABELS_T, 5).double()


def test_values_agree() -> None:
    dense = twins.categorical_cross_entropy(LOGITS_T, torch.tensor(SOFT)).item()
    assert dense == pytest.approx(numpy_version.categorical_cross_entropy(LOGITS, SOFT))
    sparse = twins.sparse_cross_entropy(LOGITS_T, LABELS_T).item()
    assert sparse == pytest.approx(numpy_version.sparse_cross_entropy(LOGITS, LABELS))
    binary = twins.binary_cross_entropy(LOGITS_T, ONE_HOT).item()
    assert binary == pytest.approx(numpy_version.binary_cross_entropy(LOGITS, ONE_HOT.numpy()))


def test_sparse_and_one_hot_have_the_same_value_and_gradient() -> None:
    logits = LOGITS_T.clone().requires_grad_()
    losses = twins.sparse_cross_entropy(logits, LABELS_T), twins.categorical_cross_entropy(logits, ONE_HOT)
    gradients = [torch.autograd.grad(loss, logits)[0].numpy() for loss in losses]
    assert losses[0].item() == pytest.approx(losses[1].item(), rel=1e-14)
    np.testing.assert_allclose(gradients[0], gradients[1], rtol=1e-12, atol=1e-16)
    np.testing.assert_allclose(gradients[0], numpy_version.cross_entropy_gradient(LOGITS, ONE_HOT.numpy()))


def test_label_smoothing_is_cross_entropy_with_smoothed_targets() -> None:
    smoothed = twins.smoothed_cross_entropy(LOGITS_T, LABELS_T, 0.1).item()
    targets = numpy_version.smooth_labels(LABELS, 5, 0.1)
    assert smoothed == pytest.approx(numpy_version.categorical_cross_entropy(LOGITS, targets))


def test_negative_log_likelihood_of_log_probabilities_is_cross_entropy_of_logits() -> None:
    loss = functional.nll_loss(functional.log_softmax(LOGITS_T, dim=1), LABELS_T)
    assert loss.item() == pytest.approx(numpy_version.sparse_cross_entropy(LOGITS, LABELS))


def test_probabilities_lose_the_gradient_where_the_model_is_most_wrong() -> None:
    for z, loss, gradient in ((10.0, 10.0, 1.0), (20.0, 100.0, 0.0)):
        logit = torch.tensor([z], requires_grad=True)
        from_probability = functional.binary_cross_entropy(torch.sigmoid(logit), torch.zeros(1))
        assert from_probability.item() == pytest.approx(loss, rel=1e-3)
        assert torch.autograd.grad(from_probability, logit)[0].item() == pytest.approx(gradient, rel=1e-3)
        from_logit = twins.binary_cross_entropy(logit, torch.zeros(1))
        assert from_logit.item() == pytest.approx(z, rel=1e-4)
        assert torch.autograd.grad(from_logit, logit)[0].item() == pytest.approx(1, rel=1e-4)


def test_the_default_mean_of_binary_cross_entropy_divides_by_labels_too() -> None:
    per_label = functional.binary_cross_entropy_with_logits(LOGITS_T, ONE_HOT, reduction="none")
    mean_over_examples = per_label.sum(dim=1).mean().item()
    assert mean_over_examples == pytest.approx(5 * twins.binary_cross_entropy(LOGITS_T, ONE_HOT).item())


def test_with_class_weights_the_two_formats_are_averaged_differently() -> None:
    weight = torch.tensor([2.0, 3, 4, 5, 6], dtype=torch.float64)
    sparse, dense = (functional.cross_entropy(LOGITS_T, target, weight=weight).item() for target in (LABELS_T, ONE_HOT))
    assert dense == pytest.approx(sparse * weight[LABELS_T].sum().item() / 8)
    assert dense > 1.5 * sparse


@pytest.mark.parametrize("label", [5, -1])
def test_labels_outside_the_range_raise(label: int) -> None:
    with pytest.raises(IndexError, match="out of bounds"):
        twins.sparse_cross_entropy(LOGITS_T[:1], torch.tensor([label]))


def test_minus_one_hundred_is_ignored_and_integer_one_hot_is_refused() -> None:
    labels = torch.cat([LABELS_T[:4], torch.full((4,), -100)])
    first_half = twins.sparse_cross_entropy(LOGITS_T[:4], LABELS_T[:4])
    assert twins.sparse_cross_entropy(LOGITS_T, labels).item() == pytest.approx(first_half.item())
    with pytest.raises(RuntimeError, match="floating point"):
        twins.categorical_cross_entropy(LOGITS_T, functional.one_hot(LABELS_T, 5))
