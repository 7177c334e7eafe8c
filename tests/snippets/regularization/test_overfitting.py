"""What the page on overfitting claims."""

import numpy as np
import pytest

from scripts.numbers.regularization import overfitting as numbers
from snippets.regularization import overfitting as page

RANKED = ("10.0", "40.0", "90.0", "500.0", "500.0.001")


@pytest.fixture(scope="module", params=[0, 1000])
def models(request: pytest.FixtureRequest) -> dict[str, float]:
    """Mean errors by width and penalty, for two sets of draws."""
    first: int = request.param
    return {name: float(runs.mean()) for name, runs in numbers.models(first).items()}


def test_bias_and_variance_make_up_the_error_and_the_peak_is_variance(models: dict[str, float]) -> None:
    for width, penalty in numbers.MODELS:
        name = f"{width}.{penalty:g}"
        parts = models[f"{name}.squared_bias"] + models[f"{name}.variance"] + page.NOISE**2
        assert parts == pytest.approx(models[f"{name}.validation"])
    assert models["90.0.variance"] > 8 * models["90.0.squared_bias"]
    assert models["90.0.variance"] > 8 * models["500.0.variance"] > 16 * models["500.0.001.variance"]
    assert models["500.0.001.squared_bias"] > models["500.0.squared_bias"]


def test_the_gap_does_not_rank_models(models: dict[str, float]) -> None:
    validation, gap = ({name: models[f"{name}.{kind}"] for name in RANKED} for kind in ("validation", "gap"))
    assert sorted(RANKED, key=validation.__getitem__) == ["500.0.001", "500.0", "40.0", "10.0", "90.0"]
    assert gap["10.0"] == min(gap.values()) < gap["500.0.001"] < gap["40.0"] < gap["500.0"] < gap["90.0"]
    assert models["500.0.1.gap"] < models["500.0.001.gap"] / 2
    assert models["500.0.1.validation"] > 1.5 * models["500.0.001.validation"]
    assert models["500.0.training"] < 1e-12


@pytest.mark.parametrize("first", [0, 1000])
def test_errors_peak_at_as_many_features_as_examples_less_without_noise_and_not_with_a_penalty(first: int) -> None:
    def excess(width: int, penalty: float, noise: float) -> float:
        return page.average_errors(width, 100, penalty, noise, first=first).median_excess

    noisy, clean = ([excess(width, 0.0, noise) for width in (20, 90, 100, 500)] for noise in (page.NOISE, 0.0))
    assert noisy[2] > 3 * noisy[1] > 9 * noisy[0] > 9 * noisy[3]
    assert clean[1] < 0.8 * noisy[1]
    assert clean[2] < 0.8 * noisy[2]
    penalized = [excess(width, 1e-3, page.NOISE) for width in (20, 90, 100, 500)]
    assert penalized[3] < noisy[3]
    assert max(penalized[1:3]) < penalized[0]


def test_peak_of_the_figure_does_not_hang_on_rounding(monkeypatch: pytest.MonkeyPatch) -> None:
    def medians() -> list[float]:
        return [page.average_errors(100, 100, 0.0, noise).median_excess for noise in (0.5, 0.0)]

    exact, solve, rng = medians(), np.linalg.lstsq, np.random.default_rng(9)

    def rounded(matrix: page.Array, targets: page.Array, rcond: None) -> object:
        return solve(matrix * (1 + 1e-12 * rng.standard_normal(matrix.shape)), targets, rcond=rcond)

    monkeypatch.setattr(np.linalg, "lstsq", rounded)
    assert medians() == pytest.approx(exact, rel=1e-6)


def test_ridge_solution_has_zero_gradient_and_least_norm_interpolates() -> None:
    rng = np.random.default_rng(2)
    X, y = rng.standard_normal((30, 20)), rng.standard_normal(30)
    model = page.random_feature_model(60, X, y, 0.0, np.random.default_rng(3))
    assert model(X) == pytest.approx(y)
    hidden = np.random.default_rng(3).standard_normal((20, 60)) / np.sqrt(20)
    Phi = np.maximum(X @ hidden, 0) * np.sqrt(2 / 60)
    dual = Phi.T @ np.linalg.solve(Phi @ Phi.T / 30 + 0.1 * np.eye(30), y / 30)
    penalized = page.random_feature_model(60, X, y, 0.1, np.random.default_rng(3))
    assert penalized(X) == pytest.approx(Phi @ dual)


@pytest.mark.parametrize("first", [0, 1000])
def test_a_small_model_has_no_gap_and_a_high_error_and_the_gap_of_a_large_one_closes(first: int) -> None:
    small, large = (
        [page.average_errors(width, examples, penalty, runs=10, first=first) for examples in (30, 2000)]
        for width, penalty in ((10, 0.0), (300, 1e-3))
    )
    assert small[1].validation - small[1].training < 0.1
    assert small[1].validation > 2 * large[1].validation > 2 * page.NOISE**2
    assert large[0].validation - large[0].training > 0.8
    assert large[1].validation - large[1].training < 0.1


@pytest.mark.parametrize("first", [0, 1000])
def test_more_data_can_hurt_an_unregularized_model(first: int) -> None:
    errors = numbers.more_data(first)
    assert errors[200].mean() > 1.3 * errors[100].mean()


@pytest.mark.parametrize("first", [0, 1000])
def test_same_model_different_validation_sets(first: int) -> None:
    """Of the means, as in the table; single runs keep the order where the difference is large."""
    sets = numbers.validation_sets(first)
    means = {cause: errors.mean() for cause, errors in sets.items()}
    assert means["training"] < 0.2 * means["nothing"]
    assert means["shift"] > 1.1 * means["nothing"]
    assert means["scale"] > 3 * means["nothing"]
    assert means["duplicates"] < 0.7 * means["nothing"]
    assert np.all((2 * sets["training"] < sets["nothing"]) & (1.5 * sets["nothing"] < sets["scale"]))


@pytest.mark.parametrize("first", [0, 1000])
def test_twenty_validation_examples_say_little(first: int) -> None:
    spread = numbers.of_one_model(first)
    assert (spread[20] / spread[400]).mean() == pytest.approx(20**0.5, rel=0.1)
    assert spread[20].mean() > 0.25 * 0.6  # a quarter of the error itself


def test_mirrored_two_is_a_five_and_a_turned_six_is_a_nine() -> None:
    assert (page.DIGITS[2][page.MIRRORED] == page.DIGITS[5]).all()
    assert (page.DIGITS[6][page.HALF_TURN] == page.DIGITS[9]).all()
    plain, mirrored, turned = (page.digit_confusions(kind) for kind in (None, page.MIRRORED, page.HALF_TURN))
    assert plain.trace() / 10 > max(mirrored.trace(), turned.trace()) / 10 + 0.05
    for first in (0, 1000):
        shares = {name: runs.mean() for name, runs in numbers.flips(first).items()}
        assert shares["plain"] < 0.02
        assert (shares["mirrored"], shares["turned"]) == pytest.approx((0.5, 0.5), abs=0.12)  # 4 standard errors
