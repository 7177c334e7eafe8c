"""Figures of docs/architectures/autoencoders.md."""

import numpy as np
from matplotlib.figure import Figure

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, RED, label, new_figure
from snippets.architectures.autoencoders import (
    Array,
    pca_error,
    principal_directions,
    reconstruction_error,
    rotated_gaussian,
    train_linear_autoencoder,
)

STDS = np.array([3, 2, 1.5, 1, 0.5, 0.3])


def linear_autoencoder_and_pca() -> Figure:
    """Reconstruction error against the size of the code: trained linear autoencoder and PCA."""
    X = rotated_gaussian(500, STDS, np.random.default_rng(0))
    sizes = np.arange(1, 6)
    trained = []
    for size in sizes:
        encoder, decoder = train_linear_autoencoder(X, int(size), 2000, 0.01, np.random.default_rng(1))
        trained.append(reconstruction_error(X, X @ encoder @ decoder))
    all_sizes = np.arange(7)
    best = np.array([pca_error(X, int(size)) for size in all_sizes])
    assert np.allclose(trained, best[sizes], rtol=0.02), "the trained autoencoder reaches the error of PCA"
    assert (np.diff(best) < 0).all(), "each further number of the code helps"
    assert abs(best[-1]) < 1e-9 * best[0], "as many numbers as features lose nothing"
    figure, axes = new_figure(height=3.2)
    axes.plot(all_sizes, best, color=BLUE)
    axes.plot(sizes, trained, "o", color=ORANGE, markerfacecolor="none", markersize=10, markeredgewidth=2)
    label(axes, "PCA: discarded eigenvalues", 0.65, 11.5, BLUE)
    label(axes, "linear autoencoder, trained by gradient descent", 2.15, 5, ORANGE)
    axes.set_xlabel("code size $k$ (of 6 features)")
    axes.set_ylabel("reconstruction error")
    axes.set_ylim(-0.6, 17)
    return figure


def anomalies() -> Figure:
    """A code of one number: an anomaly far away along the line has no error, one beside the line has a large one."""
    rng = np.random.default_rng(0)
    direction = np.array([2.0, 1.0]) / np.sqrt(5)
    normal = np.array([-direction[1], direction[0]])
    X = np.outer(rng.standard_normal(120), direction) + 0.15 * np.outer(rng.standard_normal(120), normal)
    X -= X.mean(axis=0)
    variances, directions = principal_directions(X)
    first = directions[:, 0] * np.sign(directions[0, 0])
    inside, beside = 6 * np.sqrt(variances[0]) * first, 0.3 * first + 1.5 * np.array([-first[1], first[0]])
    normal_error = _error_on_the_line(X, first)
    assert abs(normal_error - pca_error(X, 1)) < 1e-9, "this line is the best for the normal data"
    errors = [_error_on_the_line(point[None], first) for point in (inside, beside)]
    assert errors[0] < 1e-9 * normal_error, "anomaly A lies on the line, so it is reconstructed perfectly"
    assert errors[1] > 20 * normal_error, "anomaly B has a large error"
    gaps = [np.linalg.norm(X[:60] - point, axis=1).min() for point in (inside, beside)]
    assert gaps[0] > 2 * gaps[1], "yet A is the one that is far from the data"
    figure, axes = new_figure(height=3.6)
    axes.plot(*np.outer([-3, 7], first).T, "--", color=INK, linewidth=1.4)
    axes.plot(*X[:60].T, ".", color=BLUE, alpha=0.7, markersize=5)
    axes.plot(*inside, "s", color=RED, markersize=9)
    axes.plot(*beside, "D", color=GREEN, markersize=9)
    foot = (beside @ first) * first
    axes.plot(*np.array([beside, foot]).T, ":", color=GREEN, linewidth=1.8)
    label(axes, "normal data", -2.9, -0.1, BLUE)
    label(axes, "anomaly A: six standard deviations\naway, error 0", 1.8, 3.35, RED)
    label(axes, "anomaly B:\nlarge error", -2.5, 1.45, GREEN)
    label(axes, "all reconstructions\nlie on this line", 3.6, 0.75, INK)
    axes.set_aspect("equal")
    axes.set_xlim(-3.2, 7)
    axes.set_ylim(-1.9, 4.4)
    axes.set_xlabel("feature 1")
    axes.set_ylabel("feature 2")
    return figure


def _error_on_the_line(X: Array, direction: Array) -> float:
    """Reconstruction error of points (N, 2) whose code is their place along a unit vector (2,)."""
    return reconstruction_error(X, np.outer(X @ direction, direction))
