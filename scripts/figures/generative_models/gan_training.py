"""Figure of docs/generative-models/gan-training.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, GREEN, ORANGE, RED, label, new_row
from snippets.foundations.maximum_likelihood import jensen_shannon
from snippets.generative_models.gan_training import Array, play, wasserstein_1


def _games() -> list[Array]:
    """Courses of the game from (1, 0): steps at the same time, in turn, and in turn with a penalty."""
    start, rate, steps = (1.0, 0.0), 0.2, 45
    courses = [
        play(start, rate, steps),
        play(start, rate, steps, in_turn=True),
        play(start, rate, steps, in_turn=True, penalty=0.8),
    ]
    together, in_turn, penalized = (np.linalg.norm(course, axis=1) for course in courses)
    assert (np.diff(together) > 0.01).all(), "simultaneous steps spiral outward"
    assert 0.9 < in_turn.min() < in_turn.max() < 1.2, "steps in turn run around and never arrive"
    assert np.linalg.norm(courses[1][20:] - courses[1][0], axis=1).min() < 0.2, "their ring is closed"
    assert penalized[-1] < 0.05, "with a penalty the path ends in the origin"
    return courses


def orbits_and_distances() -> Figure:
    """Three courses of the game x·y, and two distances of point masses against how far apart they are."""
    figure, (left, right) = new_row(2, height=3.3)
    together, in_turn, penalized = _games()
    for course, color, style in ((together, RED, "-"), (in_turn, ORANGE, "--"), (penalized, GREEN, "-.")):
        left.plot(*course.T, style, color=color, linewidth=1.6)
    left.plot(1, 0, "o", color=ORANGE)
    left.set_aspect("equal")
    left.set_xlim(-2.6, 2.6)
    left.set_ylim(-2.6, 2.6)
    label(left, "simultaneous", -2.5, 2.25, RED)
    label(left, "in turn", -0.5, -0.8, ORANGE)
    label(left, "penalty", -0.85, 0.35, GREEN)
    left.set_xlabel("generator's $x$")
    left.set_ylabel("critic's $y$")
    apart = np.linspace(0, 2, 21)
    ways = [wasserstein_1(np.zeros(1), np.array([each])) for each in apart]
    same, log_2 = (jensen_shannon(np.array([1.0, 0.0]), np.array(other)) for other in ([1.0, 0.0], [0.0, 1.0]))
    assert np.allclose(ways, apart), "the Wasserstein distance rises along a line: it says how far apart they are"
    assert np.allclose([same, log_2], [0, np.log(2)]), "the divergence jumps from 0 to log 2"
    right.plot(apart, ways, color=BLUE)
    right.plot([0.03, 2], [log_2, log_2], "--", color=ORANGE)
    right.plot(0, same, "o", color=ORANGE)
    label(right, "Wasserstein-1", 0.5, 1.35, BLUE)
    label(right, "Jensen–Shannon", 1.15, log_2 - 0.2, ORANGE)
    right.set_xlabel("distance between the two points")
    right.set_ylabel("distance of the distributions")
    return figure
