"""Claims of docs/practice/end-to-end-training.md about splits, thresholds and intervals."""

import numpy as np
import pytest

from scripts.numbers.practice import end_to_end_training as numbers
from snippets.practice.end_to_end_training import best_threshold, group_split, make_images, wilson_interval
from snippets.training.epochs_batches_iterations import iterations_per_epoch


def test_a_split_by_animal_keeps_class_shares_and_shares_no_animal() -> None:
    rng = np.random.default_rng(0)
    _, labels, animals = make_images(240, 5, rng)
    parts = group_split(animals, labels, [0.6, 0.2, 0.2], rng)
    assert [len(part) for part in parts] == [720, 240, 240]
    assert [labels[part].mean() for part in parts] == [0.25] * 3
    assert sorted(np.concatenate(parts)) == list(range(1200))
    sets = [set(animals[part]) for part in parts]
    assert sum(len(animals_of_part) for animals_of_part in sets) == 240 == len(set.union(*sets))


def test_marks_stand_everywhere_with_brightness_around_1_in_noise_of_a_quarter() -> None:
    """The mean image is that of all places of both marks, and the mean square that of noise and brightness."""
    images, labels, animals = make_images(2000, 3, np.random.default_rng(0))
    assert animals[:14].tolist() == [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4]
    assert labels[:14].tolist() == [1, 1, 1, *[0] * 9, 1, 1]
    peaks, sides = ((0, 1), (0, 5)), ((0, 0), (0, 2), (0, 4), (0, 6))  # of "^ ^"; they change rows in "v v"
    for kind, peak_row in ((0, 0), (1, 1)):
        expected = np.zeros((12, 12))
        for row in range(11):
            for column in range(6):
                for _, place in peaks:
                    expected[row + peak_row, column + place] += 1 / 66
                for _, place in sides:
                    expected[row + 1 - peak_row, column + place] += 1 / 66
        of_kind = images[labels == kind]
        for found, wanted in (
            (of_kind, expected),
            (of_kind.sum(axis=1), expected.sum(axis=0)),
            (of_kind.sum(axis=2), expected.sum(axis=1)),
        ):
            standard_error = found.std(axis=0) / np.sqrt(len(found))
            assert (np.abs(found.mean(axis=0) - wanted) < 5.5 * standard_error).all()
            assert standard_error.max() < 0.07
    squared = 0.25**2 + 6 / 144 * (1 + 0.8**2 / 12)  # brightness is uniform from 0.6 to 1.4
    assert np.mean(images**2) == pytest.approx(squared, rel=0.01)
    assert images.sum(axis=(1, 2)).mean() == pytest.approx(6, rel=0.03)


def test_a_split_is_as_near_to_the_shares_as_whole_groups_allow() -> None:
    groups = np.repeat(np.arange(20), 3)
    labels = np.repeat([0, 1], 30)
    parts = group_split(groups, labels, [0.58, 0.42], np.random.default_rng(0))
    assert [len(part) for part in parts] == [36, 24]  # six and four of ten groups in each class: 5.8 and 4.2


def test_three_classes_keep_their_shares_too() -> None:
    groups, labels = np.arange(60) // 2, np.arange(60) // 20
    parts = group_split(groups, labels, [0.7, 0.3], np.random.default_rng(0))
    assert [np.bincount(labels[part]).tolist() for part in parts] == [[14] * 3, [6] * 3]
    assert sorted(np.concatenate(parts)) == list(range(60))


def test_a_random_split_puts_nearly_every_test_animal_into_training_too() -> None:
    rng = np.random.default_rng(0)
    animals = np.repeat(np.arange(240), 5)
    seen = []
    for _ in range(400):  # in one split the share has a deviation of 0.018
        order = rng.permutation(1200)
        seen.append(np.isin(animals[order[960:]], animals[order[:720]]).mean())
    assert np.mean(seen) == pytest.approx(numbers.leaked(), abs=0.005)


def test_updates_per_epoch_of_the_plan() -> None:
    assert iterations_per_epoch(20_000, 64) == 313
    assert iterations_per_epoch(14_000, 64) == 219


def test_best_threshold_is_worked_by_hand() -> None:
    probabilities, labels = np.array([0.1, 0.3, 0.35, 0.8]), np.array([0, 1, 0, 1])
    assert best_threshold(probabilities, labels) == 0.3  # F1 0.8 against 2/3 at 0.35, 0.8 and 0.1
    probabilities, labels = np.array([0.1, 0.2, 0.3, 0.4, 0.5, 0.9]), np.array([1, 0, 0, 0, 0, 1])
    assert best_threshold(probabilities, labels) == 0.9  # F1 2/3 against 1/2 for finding both


def test_wilson_interval_solves_the_score_equation_and_is_wider_for_few_images() -> None:
    for total in (240, 960):
        correct = round(0.975 * total)
        for bound in wilson_interval(correct, total):
            assert abs(correct / total - bound) == pytest.approx(1.96 * np.sqrt(bound * (1 - bound) / total))
    assert wilson_interval(234, 240) == pytest.approx((0.947, 0.988), abs=5e-4)
    assert wilson_interval(936, 960) == pytest.approx((0.963, 0.983), abs=5e-4)
    assert wilson_interval(39, 40) == pytest.approx((0.871, 0.996), abs=5e-4)
    assert wilson_interval(7488, 7680) == pytest.approx((0.971, 0.978), abs=5e-4)
    assert wilson_interval(40, 40)[0] == pytest.approx(0.912, abs=5e-4)
