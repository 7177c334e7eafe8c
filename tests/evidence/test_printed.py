"""Numbers as pages print them: what is read, what is bound, what is wrong, and what is written instead."""

import pytest

from scripts.evidence.printed import bindings, numbers
from scripts.evidence.values import Value

SEEDS = Value((0.9, 0.85, 0.95, 0.8, 0.99, 0.88))


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("0.938", 0.938, 0.001),
        ("25,557,032", 25557032, 1),
        ("$`25{,}557`$", 25557, 1),
        ("−0.01", -0.01, 0.01),
        ("46.9 %", 0.469, 0.001),
        ("$`50\\%`$", 0.5, 0.01),
        ("2.8e-6", 2.8e-6, 1e-7),
        ("3.2·10⁻⁵", 3.2e-5, 1e-6),
        ("$`3.2\\cdot10^{-5}`$", 3.2e-5, 1e-6),
        ("$`10^{-14}`$", 1e-14, 1e-14),
        ("10⁻⁴", 1e-4, 1e-4),
        ("about 1,200", 1200, 100),
        ("1,200", 1200, 1),
        ("$`-3`$", -3, 1),
        ("$`\\approx3.16`$", 3.16, 0.01),
        ("$`x\\approx-0.5`$", -0.5, 0.1),
        ("$`\\ln2`$", 2, 1),
    ],
)
def test_a_number_has_its_value_and_the_unit_of_its_last_digit(text: str, value: float, unit: float) -> None:
    (number,) = numbers(text)
    assert number.value == pytest.approx(value, rel=1e-12)
    assert number.unit == pytest.approx(unit, rel=1e-12)


@pytest.mark.parametrize(
    "text",
    [
        "$`10^{4.1}`$",
        "ResNet-50",
        "float32",
        "W_1",
        "x^2",
        "VGG-16 and -19",
        "B16",
        "top-5",
        "512-512",
        "784-512-10",
    ],
)
def test_digits_of_names_are_no_numbers(text: str) -> None:
    assert list(numbers(text)) == []


def test_a_range_is_two_positive_numbers() -> None:
    assert [number.value for number in numbers("0.4–0.9")] == [0.4, 0.9]


def test_in_a_formula_a_hyphen_is_a_minus_and_commands_touch_numbers() -> None:
    assert [number.value for number in numbers("$`16-6=10`$, $`3\\cdot50\\pm2`$")] == [16, 6, 10, 3, 50]
    assert [number.text for number in numbers("$`3\\cdot10^{-5}\\approx0.00003`$")] == ["3\\cdot10^{-5}", "0.00003"]


def test_a_number_has_its_spread() -> None:
    (number,) = numbers("from 0.90 ± 0.07 on")
    assert (number.value, number.spread) == (0.9, 0.07)


def bound(text: str) -> list[tuple[tuple[str, ...], list[float]]]:
    return [(binding.names, [number.value for number in binding.numbers]) for binding in bindings(text)]


def test_a_name_binds_the_nearest_number_to_its_left() -> None:
    assert bound("from 8 to 32 layers 0.94<!--= loss --> of 2") == [(("loss",), [0.94])]


def test_several_names_bind_as_many_numbers_in_order() -> None:
    assert bound("| 20 | 0.33 | 0.016<!--= _, plain, residual --> |") == [
        (("_", "plain", "residual"), [20, 0.33, 0.016])
    ]


def test_a_comment_binds_no_number_before_the_comment_before_it() -> None:
    assert bound("1.5<!--= a --> and <!--= b -->") == [(("a",), [1.5]), (("b",), [])]


def test_the_page_before_the_first_name_counts_for_all() -> None:
    assert bound("0.9→0.6<!--= some-lab: long, short -->")[0][0] == ("some-lab: long", "some-lab: short")
    assert bound("4, 0.6 and 1<!--= some-lab: _, short, _ -->")[0][0] == ("_", "some-lab: short", "_")


def test_given_and_works_mark_every_number_back_to_the_last_comment() -> None:
    assert bound("1.5<!--= a --> 16, 32 and 64<!--= given -->")[1] == (("given",), [16, 32, 64])
    assert next(bindings("7.3 and 9.9<!--= @he2015resnet -->")).marks


@pytest.mark.parametrize(
    ("word", "value"), [("twelvefold", 12), ("twice", 2), ("Seven", 7), ("**three**", 3), ("a third", 1 / 3), ("no", 0)]
)
def test_a_number_in_words_counts_directly_before_a_comment(word: str, value: float) -> None:
    assert bound(f"of 50 there are {word}<!--= x -->")[0][1] == [pytest.approx(value)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.90 ± 0.07", SEEDS),
        ("0.9", SEEDS),
        ("89 %", SEEDS),
        ("25,557,032", Value((25557032,))),
        ("3.2·10⁻⁵", Value((3.249e-5,))),
        ("about 1,200", Value((1240.0,))),
        ("10⁻⁴", Value((1.2e-4,))),
        ("1,200 ± 300", Value((900.0, 1500.0, 1200.0))),
    ],
)
def test_a_number_is_right_at_its_printed_precision(text: str, value: Value) -> None:
    (number,) = numbers(text)
    assert number.problem(value) == ""


@pytest.mark.parametrize(
    ("text", "value", "problem", "written"),
    [
        ("0.938", SEEDS, "prints more digits than its spread allows", "0.90"),
        ("0.91 ± 0.07", SEEDS, "the page says 0.91 ± 0.07", "0.90 ± 0.07"),
        ("0.90 ± 0.08", SEEDS, "the page says 0.90 ± 0.08", "0.90 ± 0.07"),
        ("46.9 %", Value((0.4321,)), "the page says 46.9 %", "43.2 %"),
        ("25,557,032", Value((25557033,)), "the page says 25,557,032", "25,557,033"),
        ("3.2·10⁻⁵", Value((4.56e-5,)), "the page says 3.2·10⁻⁵", "4.6·10⁻⁵"),
        ("−0.01", Value((0.01,)), "the page says −0.01", "0.01"),
        ("0.25", Value((-0.25,)), "the page says 0.25", "−0.25"),
        ("1,200 ± 310", Value((900.0, 1500.0, 1200.0)), "prints more digits", "1,200 ± 300"),
        ("1,234 ± 345", Value((900.0, 1500.0, 1200.0)), "prints more digits", "1,200 ± 300"),
        ("$`10^{-4}`$", Value((2e-12,)), "the page says", "10^{-12}"),
        ("10⁻⁴", Value((1e-3,)), "the page says 10⁻⁴", "10⁻³"),
    ],
)
def test_a_wrong_number_is_said_and_rewritten_in_its_form(text: str, value: Value, problem: str, written: str) -> None:
    (number,) = numbers(text)
    assert problem in number.problem(value)
    assert number.corrected(value) == written


def test_the_reason_for_a_missing_citation_binds_no_number_and_hides_none() -> None:
    text = "In 3 of 7<!--= uncited: it is said, not measured --> cases it was 5<!--= share -->."
    assert [(binding.names, [number.value for number in binding.numbers]) for binding in bindings(text)] == [
        (("share",), [5.0])
    ]
    assert [number.value for number in numbers(text)] == [3.0, 7.0, 5.0]
