"""The snippets on metrics and data preparation compute what scikit-learn computes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics
from sklearn.preprocessing import StandardScaler
from sklearn.utils.class_weight import compute_class_weight

from snippets.practice import data_preparation, evaluation

SCORED = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 20)), min_size=2, max_size=40).filter(
    lambda pairs: len({label for label, _ in pairs}) == 2
)


@given(SCORED)
def test_precision_recall_and_f1(pairs: list[tuple[int, int]]) -> None:
    labels, scores = np.array(pairs).T
    predicted = (scores > 10).astype(int)
    expected = metrics.precision_recall_fscore_support(labels, predicted, average="binary", zero_division=0)[:3]
    assert evaluation.precision_recall_f1(labels, predicted) == pytest.approx(expected)


@given(SCORED)
def test_roc_auc_and_average_precision_with_ties(pairs: list[tuple[int, int]]) -> None:
    labels, scores = np.array(pairs).T
    values = scores.astype(float)
    assert evaluation.roc_auc(labels, values) == pytest.approx(metrics.roc_auc_score(labels, values))
    expected = metrics.average_precision_score(labels, values)
    assert evaluation.average_precision(labels, values) == pytest.approx(expected)


def test_macro_and_micro_f1() -> None:
    rng = np.random.default_rng(0)
    labels, predicted = rng.integers(0, 4, (2, 300))
    expected = [metrics.f1_score(labels, predicted, average=average) for average in ("macro", "micro")]
    assert evaluation.f1_averages(metrics.confusion_matrix(labels, predicted)) == pytest.approx(expected)


def test_r_squared() -> None:
    rng = np.random.default_rng(1)
    targets, noise = rng.standard_normal((2, 50))
    assert evaluation.r_squared(targets, noise) == pytest.approx(metrics.r2_score(targets, noise))
    assert evaluation.r_squared(targets, targets + 0.1 * noise) == pytest.approx(
        metrics.r2_score(targets, targets + 0.1 * noise)
    )


def test_balanced_class_weights() -> None:
    labels = np.repeat([0, 1, 2], [90, 9, 1])
    expected = compute_class_weight("balanced", classes=np.arange(3), y=labels)
    np.testing.assert_allclose(data_preparation.class_weights(labels, 3), expected)


def test_standardization_fitted_on_the_training_set() -> None:
    rng = np.random.default_rng(2)
    train, new = rng.normal([30, 5e4, 0.5], [10, 2e4, 0.1], (2, 100, 3))
    mean, scale = data_preparation.fit_standardizer(train)
    np.testing.assert_allclose(
        data_preparation.standardize(new, mean, scale), StandardScaler().fit(train).transform(new)
    )
