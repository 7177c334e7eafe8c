"""The claims of docs/training/vanishing-exploding-gradients.md, held against independent computations."""

import numpy as np
import pytest

from snippets.training import vanishing_exploding_gradients as page

XAVIER, HE = np.sqrt(1 / 256), np.sqrt(2 / 256)


def geometric_mean(values: list[float]) -> float:
    return float(np.exp(np.mean(np.log(values))))


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu"])
def test_backward_signal_equals_finite_differences_and_the_product_of_jacobians(name: str) -> None:
    rng = np.random.default_rng(0)
    weights = [rng.standard_normal((5, 4)), rng.standard_normal((6, 5)), rng.standard_normal((3, 6))]
    inputs, output_gradient = rng.standard_normal((1, 4)), rng.standard_normal((1, 3))
    activations, slopes = page.forward_pass(inputs, weights, name)
    gradients = page.backward_signal(output_gradient, weights, slopes)
    assert [g.shape for g in gradients] == [h.shape for h in activations]

    def loss(x: page.Array) -> float:
        return float(np.sum(output_gradient * page.forward_pass(x, weights, name)[0][-1]))

    steps = 1e-6 * np.eye(4)
    numeric = [(loss(inputs + step) - loss(inputs - step)) / 2e-6 for step in steps]
    np.testing.assert_allclose(gradients[0][0], numeric, rtol=1e-5, atol=1e-8)
    jacobian = np.eye(4)
    for weight, slope in zip(weights, slopes, strict=True):
        jacobian = np.diag(slope[0]) @ weight @ jacobian
    np.testing.assert_allclose(gradients[0][0], output_gradient[0] @ jacobian, rtol=1e-12)


def test_sigmoid_slope_is_at_most_a_quarter_and_tanh_slope_at_most_one() -> None:
    z = np.linspace(-20, 20, 4001)
    slopes = {name: page.activation(name, z)[1] for name in ("sigmoid", "tanh", "relu")}
    assert slopes["sigmoid"].max() == 0.25
    assert z[slopes["sigmoid"].argmax()] == pytest.approx(0, abs=1e-9)
    assert slopes["tanh"].max() == 1
    assert set(slopes["relu"]) == {0.0, 1.0}
    at_five = page.activation("sigmoid", np.array([5.0]))[1]
    assert at_five == pytest.approx(0.00665, abs=5e-6)
    with pytest.raises(ValueError, match="no activation"):
        page.activation("softsign", z)


def test_unit_weights_vanish_and_gain_four_does_not() -> None:
    slopes = [np.full((1, 1), 0.25)] * 10
    for gain, expected in [(1.0, 9.5e-7), (4.0, 1.0)]:
        first = page.backward_signal(np.ones((1, 1)), [np.full((1, 1), gain)] * 10, slopes)[0].item()
        assert first == pytest.approx(expected, rel=0.01)


def test_gradients_can_vanish_without_any_distortion() -> None:
    """Halved rotations keep all lengths and angles, but for the scale; Gaussian layers turn gradients into one line."""
    rng = np.random.default_rng(4)
    late, slopes = rng.standard_normal((32, 16)), [np.ones((32, 16))] * 20
    rotations = [np.linalg.qr(rng.standard_normal((16, 16)))[0] for _ in range(20)]
    early = page.backward_signal(late, [0.5 * rotation for rotation in rotations], slopes)[0]
    np.testing.assert_allclose(early @ early.T / 0.5**40, late @ late.T, atol=1e-11)

    def mean_cosine(gradients: page.Array) -> float:
        directions = gradients / np.linalg.norm(gradients, axis=1, keepdims=True)
        return float(np.abs(directions @ directions.T)[np.triu_indices(32, 1)].mean())

    stacks = [[rng.normal(0, 0.5 / 4, (16, 16)) for _ in range(20)] for _ in range(10)]
    distorted = np.mean([mean_cosine(page.backward_signal(late, stack, slopes)[0]) for stack in stacks])
    assert distorted > 0.5 > 0.3 > mean_cosine(late)


def test_a_step_on_a_plateau_leads_downhill_but_hardly_moves() -> None:
    rng = np.random.default_rng(5)
    weights = [0.25 * rng.standard_normal((16, 16)) for _ in range(6)]
    start, late = rng.standard_normal((1, 16)), rng.standard_normal((1, 16))

    def loss(inputs: page.Array) -> float:
        return float(np.sum(late * page.forward_pass(inputs, weights, "sigmoid")[0][-1]))

    slopes = page.forward_pass(start, weights, "sigmoid")[1]
    step = 0.1 * page.backward_signal(late, weights, slopes)[0]
    assert loss(start - step) < loss(start)
    assert np.linalg.norm(step) < 1e-3 * np.linalg.norm(0.1 * late)


def test_product_of_largest_singular_values_bounds_the_gradient() -> None:
    rng = np.random.default_rng(1)
    weights = [rng.standard_normal((8, 8)) for _ in range(4)]
    slopes = page.forward_pass(rng.standard_normal((50, 8)), weights, "tanh")[1]
    output_gradient = rng.standard_normal((50, 8))
    growth = np.linalg.norm(page.backward_signal(output_gradient, weights, slopes)[0], axis=1)
    growth /= np.linalg.norm(output_gradient, axis=1)
    assert np.all(growth <= page.jacobian_bound(weights, 1.0))
    assert page.jacobian_bound([2 * np.eye(3)] * 5, 0.25) == pytest.approx(0.5**5)


def test_layers_that_hand_on_their_largest_direction_attain_the_bound() -> None:
    rng = np.random.default_rng(2)
    bases = [np.linalg.qr(rng.standard_normal((4, 4)))[0] for _ in range(4)]
    weights = [
        bases[layer + 1] @ np.diag([largest, 1, 0.5, 0.1]) @ bases[layer].T for layer, largest in enumerate((2, 3, 5))
    ]
    gradient = bases[-1][:, :1].T
    growth = np.linalg.norm(page.backward_signal(gradient, weights, [np.full((1, 4), 0.25)] * 3)[0])
    assert growth == pytest.approx(2 * 3 * 5 / 4**3)
    assert page.jacobian_bound(weights, 0.25) == pytest.approx(growth)


@pytest.mark.parametrize(("name", "std"), [("sigmoid", 0.3), ("tanh", XAVIER), ("tanh", 1.0), ("relu", HE)])
def test_gradient_gain_predicts_one_random_layer(name: str, std: float) -> None:
    """Up to 1/128: a unit with larger weights has smaller slopes, by at most half of what its 128 squares vary."""
    rng = np.random.default_rng(2)
    ratios, predictions = [], []
    for _ in range(40):
        weights = [std * rng.standard_normal((256, 128))]
        slopes = page.forward_pass(rng.standard_normal((32, 128)), weights, name)[1]
        gradients = page.backward_signal(rng.standard_normal((32, 256)), weights, slopes)
        ratios.append(np.mean(gradients[0] ** 2) / np.mean(gradients[1] ** 2))
        predictions.append(page.gradient_gain(256, std**2, slopes[0]))
    differences = np.array(ratios) - np.array(predictions)
    error = np.std(differences, ddof=1) / np.sqrt(40)
    assert error < 0.015 * np.mean(predictions)
    assert abs(differences.mean()) < np.mean(predictions) / 128 + 4 * error


@pytest.mark.parametrize(
    ("name", "std", "scale", "gain"),
    [  # the table of the page: 20 layers of width 256, the mean over 10 seeds
        ("sigmoid", XAVIER, 0.51, 2.4e-13),
        ("sigmoid", 4 * XAVIER, 0.60, 7.5e-5),
        ("tanh", 0.01, 1.2e-16, 1.1e-16),
        ("tanh", XAVIER, 0.16, 0.18),
        ("tanh", HE, 0.55, 1.8),
        ("tanh", 1.0, 0.97, 2.2e9),
        ("relu", XAVIER, 1.0e-3, 9.6e-4),
        ("relu", HE, 1.0, 1.0),
    ],
)
def test_table_of_activations_and_gradients_through_20_layers(name: str, std: float, scale: float, gain: float) -> None:
    """Ten other seeds stay within a quarter of the table: each row is many orders of magnitude from the next."""
    profiles = [page.depth_profile(name, std, np.random.default_rng(seed)) for seed in range(100, 110)]
    assert geometric_mean([scales[-1] for scales, _ in profiles]) == pytest.approx(scale, rel=0.25)
    assert geometric_mean([gains[0] for _, gains in profiles]) == pytest.approx(gain, rel=0.35)


def test_saturated_tanh_amplifies_gradients_when_the_weights_are_large() -> None:
    gains = []
    for seed in range(5):
        rng = np.random.default_rng(seed)
        weights = [rng.standard_normal((256, 256)) for _ in range(20)]
        activations, slopes = page.forward_pass(rng.standard_normal((32, 256)), weights, "tanh")
        assert np.mean(np.abs(activations[-1]) > 0.9) > 0.9
        gains.append(np.mean([page.gradient_gain(256, 1.0, slope) for slope in slopes]))
    assert np.mean(gains) == pytest.approx(8.7, rel=0.03)  # one differs from another by 1 %


@pytest.mark.parametrize(
    ("skip", "branch", "normalize", "expected"),
    [  # 50 layers of width 128
        (0, 1, False, 0.9),
        (0, 1, True, 1.25e4),
        (1, 1, False, 4.5e10),
        (1, 50**-0.5, False, 4.1),
        (1, 1, True, 11),
    ],
)
def test_table_of_residual_connections_and_batch_norm(
    skip: float, branch: float, normalize: bool, expected: float
) -> None:
    gains = [
        page.block_gradient_gain(50, np.random.default_rng(seed), skip, branch, normalize) for seed in range(100, 106)
    ]
    assert geometric_mean(gains) == pytest.approx(expected, rel=0.45)


def test_spectral_radius_sets_the_long_run_and_singular_value_the_first_step() -> None:
    rotation = np.linalg.qr(np.random.default_rng(0).standard_normal((32, 32)))[0]
    assert page.transition_norms(0.9 * rotation, 50)[-1] == pytest.approx(0.0052, abs=5e-5)
    assert page.transition_norms(1.1 * rotation, 50)[-1] == pytest.approx(117, abs=0.5)

    shear = np.array([[0.9, 2.0], [0.0, 0.9]])
    norms = page.transition_norms(shear, 100)
    assert np.abs(np.linalg.eigvals(shear)).max() == pytest.approx(0.9)
    assert norms[0] == pytest.approx(2.35, abs=0.005)  # largest singular value
    assert norms.max() == pytest.approx(7.8, abs=0.05)
    assert norms.argmax() + 1 == 9
    assert np.argmax(norms < 1) + 1 == 44
    assert norms[-1] == pytest.approx(0.0059, abs=5e-5)
    closed_form = np.array([[0.9**100, 200 * 0.9**99], [0, 0.9**100]])
    assert norms[-1] == pytest.approx(np.linalg.norm(closed_form, 2))


def test_a_gaussian_matrix_has_twice_its_spectral_radius_as_largest_singular_value() -> None:
    """In the limit of large matrices; of width 256, ten come close in the mean, and each has the gap."""
    matrices = [np.random.default_rng(seed).normal(0, 0.9 / 16, (256, 256)) for seed in range(10)]
    radii = np.array([np.abs(np.linalg.eigvals(matrix)).max() for matrix in matrices])
    singular = np.array([np.linalg.norm(matrix, 2) for matrix in matrices])
    assert radii.mean() == pytest.approx(0.9, rel=0.06)
    assert singular.mean() == pytest.approx(1.8, rel=0.03)
    assert np.all(singular > 1.6 * radii)


def test_clipping_by_norm_keeps_the_direction_and_by_value_does_not() -> None:
    gradients = [np.array([6.0, 0.0]), np.array([0.5])]
    norm = np.sqrt(36.25)
    clipped = np.concatenate(page.clip_by_global_norm(gradients, 1.0))
    np.testing.assert_allclose(clipped, np.array([6.0, 0.0, 0.5]) / norm)
    assert np.linalg.norm(clipped) == pytest.approx(1.0)
    for unchanged, gradient in zip(page.clip_by_global_norm(gradients, 10.0), gradients, strict=True):
        np.testing.assert_array_equal(unchanged, gradient)
    np.testing.assert_array_equal(page.clip_by_global_norm([np.zeros(2)], 1.0)[0], np.zeros(2))

    by_value = np.concatenate(page.clip_by_value(gradients, 1.0))
    np.testing.assert_array_equal(by_value, [1.0, 0.0, 0.5])
    before, after = np.degrees(np.arctan2(0.5, 6.0)), np.degrees(np.arctan2(by_value[2], by_value[0]))
    assert before == pytest.approx(4.8, abs=0.05)
    assert after == pytest.approx(26.6, abs=0.05)


def test_one_spike_shortens_the_steps_of_adam_for_thousands_of_iterations() -> None:
    gradients = np.ones(12_000)
    gradients[1000] = 1e4
    steps = page.adam_steps(gradients)
    assert steps[999] == pytest.approx(1e-3, rel=1e-6)
    assert steps[1000] == pytest.approx(2.5e-3, abs=2e-5)  # the spike itself: only 2.5 normal steps
    assert steps[1000:1050].sum() == pytest.approx(0.025, abs=5e-4)  # its momentum: 25 normal steps
    assert steps[1100] == pytest.approx(2.8e-6, abs=5e-8)
    assert steps[2000] == pytest.approx(4.9e-6, abs=1e-7)
    half = 1200 + int(np.argmax(steps[1200:] > 5e-4)) - 1000
    assert half == pytest.approx(10_400, abs=50)
    assert half == pytest.approx(1000 * np.log(1e5 / 3), rel=0.01)  # 0.999ᵗ · 10⁵ + 1 = 4
    lone_spike = page.adam_steps(np.array([0.0] * 20_000 + [1e4]))[-1]
    assert lone_spike == pytest.approx(0.1 / np.sqrt(0.001) * 1e-3, rel=1e-3)  # 3.2 normal steps
    clipped = np.concatenate(page.clip_by_global_norm([gradients[1000:1001]], 1.0))
    np.testing.assert_allclose(page.adam_steps(np.r_[np.ones(1000), clipped, np.ones(100)]), 1e-3)


def test_adam_and_clipping_pass_nan_through() -> None:
    gradients = np.array([1.0, np.nan, 1.0, 1.0])
    assert np.isnan(page.adam_steps(gradients)).tolist() == [False, True, True, True]
    assert np.isnan(page.clip_by_global_norm([gradients], 1.0)[0]).all()
