"""Figures of docs/generative-models/diffusion.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.evidence.records import recorded
from scripts.figures.boxes import rectangles
from scripts.figures.style import BLUE, ORANGE, label, new_row
from snippets.generative_models.diffusion import linear_betas, noised, signal_shares
from snippets.generative_models.vae import Array, ring


def ring_into_noise() -> Figure:
    """The same 70 points of the ring at four steps of the forward process."""
    rng, steps = np.random.default_rng(0), (0, 60, 200, 1000)
    courses, _ = _forward(70, steps, rng)
    many, noise = _forward(20_000, steps, rng)  # of so many, what is said holds in every draw
    radii = [np.linalg.norm(x, axis=1) for x in many]
    inside = [np.mean(each < 0.4) for each in radii]
    assert max(inside[:2]) < 0.01, "a ring, and a blurred one, have next to nobody inside"
    assert inside[2] > 0.07, "at 200 the hole closes"
    spread = [each.std() / each.mean() for each in radii]
    assert (np.diff(spread) > 0.03).all(), "the radii spread from step to step"
    assert spread[0] < 0.15 < 0.4 < spread[-1], "from those of a ring to those of a cloud"
    assert np.abs(many[-1] - noise).max() < 0.05, "at the end it is the noise, a normal cloud, with no ring left in it"
    figure, panels = new_row(4, height=2.1)
    for axes, t, x in zip(panels, steps, courses, strict=True):
        rectangles(axes, [(a - 0.07, b - 0.07) for a, b in x], [0.14] * len(x), 0.14, color=BLUE, linewidth=0)
        axes.set_title(f"$t={t}$", fontsize=10)
        axes.set_xlim(-3.2, 3.2)
        axes.set_ylim(-3.2, 3.2)
        axes.set_aspect("equal")
        axes.set_xticks([])
        axes.set_yticks([])
    return figure


def _forward(N: int, steps: tuple[int, ...], rng: np.random.Generator) -> tuple[list[Array], Array]:
    """N points of the ring at some steps of the forward process, and the noise that they share."""
    points, noise = ring(N, rng, 1)[0], rng.standard_normal((N, 2))
    shares = np.concatenate([[1.0], signal_shares(linear_betas())])
    return [noised(points, float(shares[t]), noise) for t in steps], noise


def schedule_and_calls() -> Figure:
    """Left: weights of data and noise by step. Right: recorded quality by calls of the network."""
    figure, (left, right) = new_row(2, height=3.1)
    t = np.arange(1, 1001, 9)
    shares = signal_shares(linear_betas())[t - 1]
    data, noise = np.sqrt(shares), np.sqrt(1 - shares)
    assert (np.diff(data) < 0).all(), "the weight of the data falls"
    assert data[0] > 0.99 > 0.01 > data[-1], "from 1 to 0"
    assert (np.diff(noise) > 0).all(), "that of the noise rises"
    assert noise[0] < 0.02 < 0.99 < noise[-1], "from 0 to 1"
    assert abs(t[np.argmax(noise > data)] - 260) < 10, "they cross near step 260"
    left.plot(t, data, color=BLUE)
    left.plot(t, noise, "--", color=ORANGE)
    label(left, r"data, √$\bar\alpha_t$", 330, 0.62, BLUE)
    label(left, r"noise, √$(1-\bar\alpha_t)$", 560, 0.9, ORANGE)
    left.set_xlabel("step $t$ of 1000")
    left.set_ylabel("weight in $x_t$")
    values, calls = recorded("generative-models/diffusion"), (2, 5, 10, 20, 50)
    ddim, ddpm = [100 * values[f"ddim.{each}"].mean for each in calls], 100 * values["ddpm"].mean
    assert ddim[0] > 80, "a few calls are too coarse"
    assert ddim[0] > 1.5 * ddim[1] > 3 * ddim[2], "up to ten it falls steeply"
    assert 0 < ddim[2] - ddim[4] < 0.15 * ddim[0], "from there to 50 little is gained"
    assert abs(ddpm - ddim[2]) < 5, "DDPM with 100 calls lies near DDIM with ten"
    right.semilogx(calls, ddim, color=BLUE, marker="o")
    right.plot([100], [ddpm], "s", color=ORANGE)
    label(right, "DDIM", 6.2, 50, BLUE)
    label(right, "DDPM", 62, 16, ORANGE)
    right.set_xticks([2, 5, 10, 20, 50, 100], ["2", "5", "10", "20", "50", "100"])
    right.minorticks_off()
    right.set_ylim(-3, 103)
    right.set_xlabel("calls of the network")
    right.set_ylabel("points off the ring (%)")
    return figure
