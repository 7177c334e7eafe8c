"""Claims of docs/practice/data-preparation.md."""

from math import erf
from statistics import NormalDist

import numpy as np
import pytest

from scripts.numbers.practice import data_preparation as numbers
from snippets.foundations.loss_functions import focal_loss
from snippets.practice import data_preparation as dp
from snippets.training.number_of_epochs import ridge_shrinkage

FEATURES = dp.example_features(np.random.default_rng(0))
SCALED = {
    "raw": FEATURES,
    "0 to 1": dp.min_max(FEATURES, 0, 1),
    "−1 to 1": dp.min_max(FEATURES, -1, 1),
    "standardized": dp.standardize(FEATURES, *dp.fit_standardizer(FEATURES)),
}


@pytest.mark.parametrize("first", [0, 100])
def test_standardizing_makes_the_problem_round(first: int) -> None:
    """In each of 40 draws; features that are drawn independently are correlated by 1/√1000 or so."""
    found = numbers.scaling(first)
    raw, unit, symmetric, standardized = (found[name]["condition"] for name in SCALED)
    assert standardized.max() < 1.4
    assert found["standardized"]["steps"].max() <= 4
    assert (symmetric > 5 * standardized).all()
    assert (unit > 1.5 * symmetric).all()
    assert (raw > 1e7 * unit).all()


@pytest.mark.parametrize("name", ["raw", "0 to 1", "−1 to 1"])
def test_steps_are_in_proportion_to_a_large_condition_number(name: str) -> None:
    """The first and the last of four directions keep exp(−4t/κ) of a quarter each, the others next to nothing."""
    found = numbers.scaling()[name]
    np.testing.assert_allclose(found["steps"], found["condition"] / 4 * np.log(0.5 / 1e-6), rtol=0.05)


def test_curvatures_are_eigenvalues_of_the_hessian_and_the_steps_those_of_descent() -> None:
    A = np.column_stack([SCALED["0 to 1"], np.ones(1000)])
    values, vectors = np.linalg.eigh(A.T @ A / 1000)
    np.testing.assert_allclose(dp.curvatures(SCALED["0 to 1"]), values, rtol=1e-9)
    theta, steps = vectors @ np.sqrt(2 / (4 * values)), 0  # excess 1 in equal shares; the minimum is 0
    while 0.5 * np.mean((A @ theta) ** 2) > 1e-6:
        theta -= 2 / (values[0] + values[-1]) * A.T @ (A @ theta) / 1000
        steps += 1
    assert steps == dp.descent_steps(values, 1e-6)


def test_curvatures_of_1_and_3_quarter_the_excess_in_every_step() -> None:
    curvature = np.array([1.0, 3.0])  # the best rate is 1/2, and both factors have size 1/2
    steps = [dp.descent_steps(curvature, reduction) for reduction in (1, 1 / 4, 1 / 64, 0.999 / 64)]
    assert steps == [0, 1, 3, 4]


@pytest.mark.parametrize("first", [0, 100])
def test_hundred_pixels_between_0_and_1_have_one_huge_eigenvalue_from_their_mean(first: int) -> None:
    found = {name: runs.mean() for name, runs in numbers.pixels(first).items()}
    assert found["largest"] == pytest.approx(1 + 100 / 4, rel=0.05)  # the pixels' mean 1/2, and the bias
    assert found["condition"] > 10 * found["without bias"] > 1000 * found["standardized"]


def test_standardized_features_have_mean_0_and_deviation_1_and_constants_stay_constant() -> None:
    X = np.column_stack([FEATURES, np.full(1000, 7.0)])
    scaled = dp.standardize(X, *dp.fit_standardizer(X))
    np.testing.assert_allclose(scaled.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(scaled.std(axis=0), [1, 1, 1, 0], atol=1e-12)


def test_a_range_maps_the_least_and_the_largest_to_its_ends_and_the_rest_between_in_proportion() -> None:
    X = np.array([[20.0, 0.5], [70.0, 0.1], [30.0, 0.3]])
    np.testing.assert_allclose(dp.min_max(X, -1, 3), [[-1.0, 3.0], [3.0, -1.0], [-0.2, 1.0]])


@pytest.mark.parametrize("first", [0, 100])
def test_standardizing_keeps_a_tail_that_the_logarithm_shortens(first: int) -> None:
    found = numbers.tail(first)
    assert (found["income"] > found["logarithm"] + 1).all()
    assert found["income"].mean() > 1.6 * found["logarithm"].mean()


@pytest.mark.parametrize("first", [0, 1000])
def test_statistics_of_all_data_hide_a_drift(first: int) -> None:
    accuracy = {key: runs.mean() for key, runs in numbers.leak(first).items()}
    assert accuracy["steady", "training"] == pytest.approx(accuracy["steady", "all"], abs=0.01)
    assert accuracy["drift", "all"] == pytest.approx(accuracy["steady", "all"], abs=0.03)
    assert accuracy["drift", "training"] < accuracy["drift", "all"] - 0.08


def test_positives_scaled_by_their_own_statistics_are_half_of_them_missed() -> None:
    positives = 1 + np.random.default_rng(0).standard_normal((10_000, 1))  # the model says: positive if x > 0
    assert np.mean(positives > 0) == pytest.approx(0.84, abs=0.01)
    assert np.mean(dp.standardize(positives, *dp.fit_standardizer(positives)) > 0) == pytest.approx(0.5, abs=0.01)


def test_equal_scale_is_not_equal_importance_but_equal_penalty() -> None:
    target = SCALED["standardized"][:, :2] @ [3, 0.1]
    weights = np.linalg.lstsq(SCALED["standardized"], target, rcond=None)[0]
    assert weights == pytest.approx([3, 0.1, 0], abs=1e-9)
    assert ridge_shrinkage(np.array([1.0, 1000.0**2]), 1.0) == pytest.approx([0.5, 0.999999])


def test_default_threshold_is_accurate_and_finds_a_tenth_while_precision_depends_on_prevalence() -> None:
    precision, recall, alarms = dp.rates_at_threshold(0.5, 0.01, 2)
    assert (precision, recall, 0.99 * (1 - alarms) + 0.01 * recall) == pytest.approx((0.67, 0.097, 0.9905), abs=0.002)
    assert dp.rates_at_threshold(0.01, 0.01, 2)[:2] == pytest.approx((0.051, 0.84), abs=0.002)
    assert 0.5 * (1 + erf(2 / 2)) == pytest.approx(0.92, abs=0.002)  # ROC-AUC Φ(2/√2), whatever the prevalence
    thresholds = 1 / (1 + np.exp(-np.linspace(-16, 10, 2001)))
    for prevalence, average_precision in ((0.01, 0.27), (0.5, 0.92)):
        rates = np.array([dp.rates_at_threshold(t, prevalence, 2) for t in thresholds])
        assert -np.trapezoid(rates[:, 0], rates[:, 1]) == pytest.approx(average_precision, abs=0.003)
    rates = np.array([dp.rates_at_threshold(t, 0.01, 2) for t in thresholds])
    f1 = 2 * rates[:, 0] * rates[:, 1] / (rates[:, 0] + rates[:, 1])
    assert (f1.max(), thresholds[f1.argmax()]) == pytest.approx((0.32, 0.16), abs=0.002)
    assert 2 * precision * recall / (precision + recall) == pytest.approx(0.17, abs=0.002)
    crossing = thresholds[np.abs(rates[:, 0] - rates[:, 1]).argmin()]
    assert (crossing, *dp.rates_at_threshold(0.93, 0.01, 2)[:2]) == pytest.approx((0.16, 0.956, 0.005), abs=0.002)
    assert dp.rates_at_threshold(0.001, 0.01, 2)[:2] == pytest.approx((0.017, 0.984), abs=0.001)
    costs = 0.99 * rates[:, 2] + 0.01 * (1 - rates[:, 1]) * 19
    assert thresholds[costs.argmin()] == pytest.approx(dp.cost_threshold(1, 19), abs=0.001)


@pytest.mark.parametrize("separation", [0.5, 1.0, 3.0])
def test_at_even_odds_the_threshold_lies_in_the_middle_of_both_classes(separation: float) -> None:
    right = NormalDist().cdf(separation / 2)
    assert dp.rates_at_threshold(0.5, 0.5, separation) == pytest.approx((right, right, 1 - right))


@pytest.mark.parametrize("first", [0, 100])
def test_copies_and_interpolations_before_the_split_leak(first: int) -> None:
    accuracy = {name: runs.mean() for name, runs in numbers.split(first).items()}
    assert accuracy["copies before"] > 0.85
    assert accuracy["smote before"] > 0.78
    assert accuracy["copies after"] == pytest.approx(0.5, abs=0.04)


def test_smote_draws_between_a_point_and_its_nearest_neighbor() -> None:
    X = np.array([[0.0, 0.0], [1.0, 2.0], [100.0, 0.0], [101.0, -2.0]])  # two far pairs
    rows = dp.smote(X, 200, 1, np.random.default_rng(0))
    first = rows[:, 0] < 50
    assert 50 < first.sum() < 150
    for pair, sign, start in ((rows[first], 2, 0), (rows[~first], -2, 100)):
        np.testing.assert_allclose(pair[:, 1], sign * (pair[:, 0] - start), atol=1e-9)
        place = np.sort(pair[:, 0] - start)  # uniform between the two points, which are themselves not drawn
        assert 0 <= place[0] < place[-1] <= 1
        assert np.abs(place - (np.arange(len(place)) + 0.5) / len(place)).max() < 0.2  # Kolmogorov: 1 % exceed 0.16


def test_smote_draws_every_neighbor_of_every_example() -> None:
    X = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 3.0]])  # each is the second neighbor of one of the others at least
    x, y = dp.smote(X, 100, 2, np.random.default_rng(0)).T
    sides = np.abs([y, x, 3 * x + y - 3]) < 1e-9  # the lines through two of the points
    assert sides.any(axis=0).all()
    assert sides.sum(axis=1).min() > 15  # a third each


def test_oversampling_keeps_every_example_and_copies_the_rare_until_all_classes_are_equal() -> None:
    labels = np.array([2, 0, 0, 1, 0, 1, 0, 0])
    rows = dp.oversample(labels, np.random.default_rng(0))
    assert rows[:8].tolist() == list(range(8))
    assert np.bincount(labels[rows]).tolist() == [5, 5, 5]
    assert set(rows[8:]) <= {0, 3, 5}


@pytest.mark.parametrize("first", [0, 100])
def test_weights_and_sampling_only_shift_the_logit(first: int) -> None:
    found = {key: runs.mean() for key, runs in numbers.prior_shift(first).items()}
    methods = ("plain", "weights", "oversampled", "corrected")
    assert [found[method, "auc"] for method in methods] == pytest.approx([0.92] * 4, abs=0.01)
    for shifted in ("weights", "oversampled"):
        assert found[shifted, "mean"] > 15 * found["plain", "mean"]
        assert found[shifted, "log loss"] > 5 * found["plain", "log loss"]
        assert found[shifted, "recall at half"] == pytest.approx(found["plain", "recall at prior"], abs=0.02)
    for name, margin in (("mean", 0.001), ("log loss", 0.001), ("recall at half", 0.03), ("recall at prior", 0.02)):
        assert found["corrected", name] == pytest.approx(found["plain", name], abs=margin)
    assert found["plain", "recall at half"] < 0.15


def test_correcting_the_prior_multiplies_the_odds_by_the_ratio_of_the_true_to_the_trained_ones() -> None:
    logits = np.random.default_rng(0).standard_normal((5, 2))
    moved = dp.correct_prior(logits, np.array([0.5, 0.5]), np.array([0.99, 0.01]))
    odds, before = (np.exp(z[:, 1] - z[:, 0]) for z in (moved, logits))
    np.testing.assert_allclose(odds / before, 0.01 / 0.99)


def test_correcting_the_prior_turns_one_posterior_of_bayes_into_the_other() -> None:
    rng = np.random.default_rng(1)
    likelihoods = rng.random((5, 3))  # p(x | class) of five examples
    trained, actual = np.array([0.2, 0.3, 0.5]), np.array([0.9, 0.08, 0.02])
    logits = np.log(likelihoods * trained) + rng.standard_normal((5, 1))  # a constant per example changes nothing
    moved = np.exp(dp.correct_prior(logits, trained, actual))
    posterior = likelihoods * actual
    np.testing.assert_allclose(
        moved / moved.sum(axis=1, keepdims=True), posterior / posterior.sum(axis=1, keepdims=True)
    )


def test_focal_loss_has_its_minimum_at_the_wrong_probability() -> None:
    score = np.linspace(-8, 8, 16_001)
    risk = 0.01 * focal_loss(score, np.ones(16_001)) + 0.99 * focal_loss(score, -np.ones(16_001))
    assert 1 / (1 + np.exp(-score[risk.argmin()])) == pytest.approx(0.154, abs=5e-4)


def test_weights_balance_the_classes_and_the_weighted_mean_lets_one_positive_dominate_a_minibatch() -> None:
    labels = np.repeat([0, 1], [99, 1])
    assert dp.class_weights(labels, 2) == pytest.approx([100 / 198, 50])
    with np.errstate(divide="ignore"):
        assert dp.class_weights(labels, 3).tolist() == pytest.approx([100 / 297, 100 / 3, np.inf])  # nobody is in it
    logits, batch = np.zeros((64, 2)), np.repeat([0, 1], [63, 1])
    logits[63] = [1000, 0]  # only the positive has a loss worth mentioning: 1000
    share = dp.weighted_cross_entropy(logits, batch, np.array([1.0, 99.0])) / 1000
    assert (share, 0.99**64) == pytest.approx((0.61, 0.53), abs=0.005)
