"""What docs/architectures/state-space-models.md claims about recurrence, convolution, scan and recall."""

import numpy as np
import pytest
from numpy.random import Generator

from snippets.architectures import state_space_models as ssm
from snippets.architectures.state_space_models import Array
from snippets.language_models.kv_cache import cache_bytes_per_token

EXAMPLE = np.array([4.0, 0.0, 2.0, 8.0])
SEEDS = range(8)


def drawn(length: int, size: int, rng: Generator) -> tuple[Array, Array, Array, Array]:
    """Inputs, and what a selective model keeps, writes and reads at each token."""
    x = rng.standard_normal(length)
    return x, rng.uniform(0.2, 1.1, (length, size)), *rng.standard_normal((2, length, size))


def test_the_example_worked_by_hand() -> None:
    half, one = np.full((4, 1), 0.5), np.ones((4, 1))
    assert ssm.scan(half, EXAMPLE[:, None]).ravel().tolist() == [4, 2, 3, 9.5]
    assert ssm.recurrence(EXAMPLE, half, 3 * one, 2 * one).tolist() == [24, 12, 18, 57]
    K = ssm.kernel(half[0], 3 * one[0], 2 * one[0], 4)
    assert K.tolist() == [6, 3, 1.5, 0.75]
    assert ssm.convolve(EXAMPLE, K / 6).tolist() == [4, 2, 3, 9.5]
    first, second = (ssm.combine((half[0], u[:1]), (half[0], u[1:])) for u in (EXAMPLE[:2], EXAMPLE[2:]))
    assert [float(part[0]) for part in (*first, *second)] == [0.25, 2, 0.25, 9]
    assert [float(part[0]) for part in ssm.combine(first, second)] == [0.0625, 9.5]


@pytest.mark.parametrize("seed", SEEDS)
def test_with_constant_coefficients_the_recurrence_is_a_convolution(seed: int) -> None:
    x, a, b, c = drawn(9, 3, np.random.default_rng(seed))
    same = (np.tile(part[:1], (9, 1)) for part in (a, b, c))
    outputs = ssm.convolve(x, ssm.kernel(a[0], b[0], c[0], 9))
    assert outputs.shape == (9,)
    np.testing.assert_allclose(outputs, ssm.recurrence(x, *same), atol=1e-12)


def shift_error(model: tuple[Array, Array, Array]) -> float:
    """How far the outputs of a later impulse are from those of an earlier one, moved by four tokens."""
    early, late = np.eye(12)[2], np.eye(12)[6]
    return float(np.abs(ssm.recurrence(early, *model)[2:8] - ssm.recurrence(late, *model)[6:]).max())


@pytest.mark.parametrize("seed", SEEDS)
def test_with_selection_it_is_no_convolution_any_more(seed: int) -> None:
    _, a, b, c = drawn(12, 3, np.random.default_rng(seed))
    assert shift_error((a, b, c)) > 0.05
    a, b, c = (np.tile(part[:1], (12, 1)) for part in (a, b, c))
    assert shift_error((a, b, c)) < 1e-12


@pytest.mark.parametrize("length", [1, 2, 3, 7, 8, 9, 33])
def test_the_scan_by_doubling_gives_the_states_one_after_another(length: int) -> None:
    x, a, b, _ = drawn(length, 3, np.random.default_rng(length))
    before = a.copy()
    np.testing.assert_allclose(ssm.associative_scan(a, b * x[:, None]), ssm.scan(a, b * x[:, None]), atol=1e-12)
    np.testing.assert_array_equal(a, before)


@pytest.mark.parametrize("length", [1, 2, 5, 8, 9])
def test_the_scan_takes_as_many_rounds_as_it_says(length: int, monkeypatch: pytest.MonkeyPatch) -> None:
    combine, seen = ssm.combine, []

    def counted(first: ssm.Step, second: ssm.Step) -> ssm.Step:
        seen.append(len(first[0]))
        return combine(first, second)

    monkeypatch.setattr(ssm, "combine", counted)
    ssm.associative_scan(*np.ones((2, length, 1)))
    assert seen == [length - 2**number for number in range(ssm.rounds(length))]


def test_steps_may_be_combined_in_any_grouping_but_not_in_any_order() -> None:
    one, two, three = zip(*np.random.default_rng(0).uniform(0.5, 2, (2, 3, 4)), strict=True)
    left, right = ssm.combine(ssm.combine(one, two), three), ssm.combine(one, ssm.combine(two, three))
    np.testing.assert_allclose(left, right)
    assert np.abs(ssm.combine(one, two)[1] - ssm.combine(two, one)[1]).max() > 0.01
    h = np.arange(4.0)
    np.testing.assert_allclose(left[0] * h + left[1], three[0] * (two[0] * (one[0] * h + one[1]) + two[1]) + three[1])


def test_rounds_are_the_logarithm_rounded_up() -> None:
    assert [ssm.rounds(length) for length in (1, 2, 3, 4, 5, 8, 9, 1024, 1025)] == [0, 1, 2, 2, 3, 3, 4, 10, 11]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_discrete_step_solves_the_differential_equation(seed: int) -> None:
    """Ten thousand small steps of Euler's method over one step, with the input held."""
    rng = np.random.default_rng(seed)
    A, B, h, x, step = -rng.uniform(0.1, 2, 3), rng.standard_normal(3), rng.standard_normal(3), 1.7, 0.8
    a, b = ssm.discretize(A, B, np.array(step))
    exact = a * h + b * x
    for _ in range(10_000):
        h = h + step / 10_000 * (A * h + B * x)
    np.testing.assert_allclose(exact, h, atol=2e-3)


def test_a_long_step_forgets_a_short_one_ignores_and_none_explodes() -> None:
    A, B = np.array([-1.0]), np.array([1.0])
    (kept, written), (short_kept, short_written) = (ssm.discretize(A, B, np.array(d)) for d in (20.0, 1e-9))
    assert kept < 1e-8
    assert written == pytest.approx(1)
    assert short_kept == pytest.approx(1, abs=1e-8)
    assert short_written == pytest.approx(1e-9, rel=1e-6)
    steps = np.logspace(-3, 1, 50)[:, None]
    assert ((ssm.discretize(A, B, steps)[0] > 0) & (ssm.discretize(A, B, steps)[0] < 1)).all()


def test_mambas_step_is_the_gate_of_a_recurrent_network() -> None:
    z = np.linspace(-6, 6, 13)[:, None]
    a, b = ssm.gate(z)
    np.testing.assert_allclose(b, 1 / (1 + np.exp(-z)))
    np.testing.assert_allclose(a, 1 - b)


def test_no_constant_gate_keeps_a_token_fifty_steps_back() -> None:
    gates = np.linspace(0, 1, 10_001)
    weights = gates * (1 - gates) ** 50
    assert weights.max() == pytest.approx(0.0073, abs=5e-5)
    assert gates[weights.argmax()] == pytest.approx(1 / 51, abs=1e-4)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_masked_matrix_gives_the_outputs_of_the_recurrence(seed: int) -> None:
    x, a, b, c = drawn(9, 3, np.random.default_rng(seed))
    shared = np.tile(a[:, :1], (1, 3))
    np.testing.assert_allclose(ssm.attention_form(x, a[:, 0], b, c), ssm.recurrence(x, shared, b, c), atol=1e-11)
    unmasked = np.tril(c @ b.T) @ x  # nothing decays: linear attention without its denominator
    np.testing.assert_allclose(ssm.attention_form(x, np.ones(9), b, c), unmasked, atol=1e-11)


def test_strong_decay_over_a_long_text_does_not_overflow() -> None:
    x, _, b, c = drawn(400, 2, np.random.default_rng(0))
    outputs = ssm.attention_form(x, np.full(400, 0.01), b, c)
    np.testing.assert_allclose(outputs, ssm.recurrence(x, np.full((400, 2), 0.01), b, c), atol=1e-12)


def test_the_state_is_as_large_as_the_cache_of_thirty_two_tokens() -> None:
    assert ssm.state_bytes(64, 2560) == 10 * 2**20
    assert ssm.state_bytes(3, 5, size=7, expansion=4, value_bytes=0.5) == 3 * 4 * 5 * 7 / 2
    for layers, width in ((32, 2560), (12, 768)):
        assert ssm.state_bytes(2 * layers, width) == 32 * cache_bytes_per_token(layers, 1, width)


def test_orthogonal_keys_are_found_again_and_equal_keys_are_not() -> None:
    values = np.random.default_rng(0).standard_normal((16, 16))
    values /= np.linalg.norm(values, axis=1, keepdims=True)  # or a longer value might win over the right one
    assert ssm.recall_from_state(np.eye(16), values) == 1
    assert ssm.recall_from_state(np.ones((16, 16)), np.eye(16)) == 1 / 16
    assert ssm.found_again(np.eye(4)[[0, 1, 3, 2]], np.eye(4)) == 0.5


def test_the_state_that_recalls_is_a_state_space_model_that_forgets_nothing() -> None:
    keys, values = np.random.default_rng(0).standard_normal((2, 6, 4))
    channels = [ssm.scan(np.ones((6, 4)), keys * column[:, None])[-1] for column in values.T]
    read = keys @ np.array(channels).T
    assert ssm.recall_from_state(keys, values) == ssm.found_again(read, values)
    np.testing.assert_allclose(read, keys @ (values.T @ keys).T)


def test_attention_finds_every_pair_where_the_state_loses_most() -> None:
    for seed in SEEDS:
        keys, values = np.random.default_rng(seed).standard_normal((2, 512, 64))
        assert ssm.recall_by_attention(keys, values) > 0.99
        assert 0.2 < ssm.recall_from_state(keys, values) < 0.4
        assert ssm.recall_from_state(keys[:32], values[:32]) > 0.9
