"""Figure of docs/generative-models/gan-training.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, GREEN, ORANGE, RED, label, new_row
from snippets.foundations.maximum_likelihood import jensen_shannon
from snippets.generative_models.gan_training import play, wasserstein_1


def orbits_and_distances() -> Figure:
    """Three courses of the game x·y, and two distances of point masses against how far apart they are."""
    figure, (left, right) = new_row(2, height=3.3)
    rate, steps = 0.2, 45
    together = play((1.0, 0.0), rate, steps)
    in_turn = play((1.0, 0.0), rate, steps, in_turn=True)
    penalized = play((1.0, 0.0), rate, steps, in_turn=True, penalty=0.8)
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
    right.plot(apart, [wasserstein_1(np.zeros(1), np.array([each])) for each in apart], color=BLUE)
    log_2 = jensen_shannon(np.array([1.0, 0.0]), np.array([0.0, 1.0]))
    right.plot([0.03, 2], [log_2, log_2], "--", color=ORANGE)
    right.plot(0, 0, "o", color=ORANGE)
    label(right, "Wasserstein-1", 0.5, 1.35, BLUE)
    label(right, "Jensen–Shannon", 1.15, log_2 - 0.2, ORANGE)
    right.set_xlabel("distance between the two points")
    right.set_ylabel("distance of the distributions")
    return figure
