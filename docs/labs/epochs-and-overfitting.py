# ---
# description: Training and validation curves over many seeds, early stopping with four patiences, a second descent, and one epoch against ten at equal updates.
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Epochs and overfitting
#
# **Claim on trial.** “More epochs mean more overfitting, so stop when the validation loss rises.”
#
# **Verdict.** The claim is true only under conditions, and the loss alone misleads. With clean labels, the loss on fresh data rises
# from epoch 7 ± 2<!--= turned.clean --> on, in the end by 0.24 ± 0.07<!--= loss_rise.clean --> nats, while the error keeps falling, by
# 0.6 ± 1.1<!--= error_fall.clean --> points. With noisy labels the error rises too, by 2.8 ± 2.2<!--= up.noisy --> points. In
# a wide network it then falls back by 1.1 ± 1.3<!--= down.noisy --> points; in a narrow network it does not. Stopping at the first rise
# missed a later, better epoch in 90 %<!--= early.loss.1 --> of the runs when it watched the validation loss, and in
# 100 %<!--= early.error.1 --> when it watched the validation error.
#
# **What settles it.** We train small networks far past the minimum of their validation loss, 24 to 60<!--= given --> runs at a time,
# each with its own data and weights. Beside them stands a linear model whose whole course is known in closed form. “±” is the standard
# deviation over runs. What we call a change is at least two standard errors large.
#
# The lab answers three questions: [what the number of epochs does](../training/number-of-epochs.md#effect-of-number-of-epochs), [how to
# choose it](../training/number-of-epochs.md#choosing-number-of-epochs) and [whether one epoch is too
# few](../training/number-of-epochs.md#why-multiple-epochs).

# %%
import numpy as np

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, label, new_figure, new_row
from snippets.labs.evidence import mean_and_sd, standard_errors
from snippets.labs.networks import Activation, Dense, Sequential
from snippets.labs.training import evaluate, minibatches, training_step
from snippets.optimization.adaptive_optimizers import adam_step
from snippets.optimization.learning_rate import cosine
from snippets.optimization.optimizers import plain_step
from snippets.training.number_of_epochs import (
    early_stopping,
    gradient_descent_shrinkage,
)

BASE = 0  # of all seeds


def draw(runs, examples, inputs, classes, noise, seed):
    """Clusters, three per class: inputs (R, N, d), labels with noise, true labels."""
    rng = np.random.default_rng([BASE, seed])
    centers = rng.standard_normal((runs, 3 * classes, inputs)) * 3 / inputs**0.5
    cluster = rng.integers(3 * classes, size=(runs, examples))
    X = np.take_along_axis(centers, cluster[:, :, None], axis=1)
    X, true = X + rng.standard_normal(X.shape), cluster % classes
    redrawn = rng.random(true.shape) < noise
    return (
        np.float32(X),
        np.where(redrawn, rng.integers(classes, size=true.shape), true),
        true,
    )


# %%
def train(X, labels, width, step, state, rate, batch_size, epochs, seed, cool=False):
    """Two-layer ReLU networks, one per run: epoch and network after each epoch."""
    rng, (runs, examples, inputs) = np.random.default_rng([BASE, seed, 1]), X.shape
    first = rng.standard_normal((runs, width, inputs)) * (2 / inputs) ** 0.5
    second = rng.standard_normal((runs, labels.max() + 1, width)) / width**0.5
    layers = Dense(np.float32(first)), Activation("relu"), Dense(np.float32(second))
    network, row = Sequential(*layers), np.arange(runs)[:, None]
    done, total = 0, epochs * (examples // batch_size)
    for epoch in range(1, epochs + 1):
        for rows in minibatches(runs, examples, batch_size, rng):
            now = np.float32(rate * (cosine(done, total, 1.0) if cool else 1))
            training_step(network, X[row, rows], labels[row, rows], step, now, state)
            done += 1
        yield epoch, network


# %%
# alt: Two panels against epochs 1 to 120<!--= given --> on a log axis. Left, the loss on fresh data falls and then rises in all three cases, with minima near epochs 7, 6 and 18<!--= turned.clean, turned.noisy, turned.narrow -->. Right, the error keeps falling with clean labels to 14 %<!--= error.clean.last -->; with noisy labels in the wide network it falls, rises to 27 %<!--= error.noisy.middle --> and falls to 26 %<!--= error.noisy.last -->; in the narrow network it falls to 25 %<!--= error.narrow.middle --> and rises to 29 %<!--= error.narrow.last -->.
# caption: The same loss curve three times (left), three different stories of the error (right): falling on, up and down again, and the textbook rise. Mean of 40 runs<!--= given -->, bands one standard error.
WINDOWS = {"early": (4, 8), "middle": (12, 20), "late": (60, 80), "last": (100, 120)}
RUNS, EXAMPLES, LOOKS = 40, 200, np.unique(np.geomspace(1, 120, 40).astype(int))
CASES = {  # name: width, share of labels redrawn, line
    "clean labels": (256, 0.0, "-", GREEN),
    "noisy labels": (256, 0.4, "--", ORANGE),
    "noisy, narrow network": (16, 0.4, ":", BLUE),
}
curves = {}
for case, (width, noise, _, _) in CASES.items():
    X, labels, true = draw(RUNS, EXAMPLES + 1000, 50, 2, noise, 0)
    fit = X[:, :EXAMPLES], labels[:, :EXAMPLES]
    fresh = X[:, EXAMPLES:], true[:, EXAMPLES:]
    adam = adam_step, (0.0, 0.0, 0), 0.008
    curves[case] = np.array(
        [
            [*evaluate(network, *fit), *evaluate(network, *fresh)]
            for epoch, network in train(*fit, width, *adam, EXAMPLES, LOOKS[-1], 0)
            if epoch in LOOKS
        ]
    )  # (looks, training loss, training error, fresh loss, fresh error; runs)

figure, panels = new_row(2, height=3.5)
for axes, column, scale in zip(panels, (2, 3), (1, 100)):
    for case, (_, _, line, color) in CASES.items():
        values = scale * curves[case][:, column]
        mean, error = values.mean(axis=1), values.std(axis=1, ddof=1) / RUNS**0.5
        axes.plot(LOOKS, mean, line, color=color)
        axes.fill_between(
            LOOKS, mean - error, mean + error, color=color, alpha=0.2, lw=0
        )
    axes.set_xscale("log")
    axes.set_xticks([1, 10, 100], ["1", "10", "100"])
    axes.set_xlabel("epoch")
panels[0].set(ylabel="loss on fresh data (nats)", ylim=(0.2, 1.1))
panels[1].set(ylabel="error on fresh data (%)", ylim=(10, 50))
label(panels[0], "clean labels", 12, 0.3, GREEN)
label(panels[0], "noisy labels", 6, 0.83, ORANGE)
label(panels[0], "noisy,\nnarrow", 3, 0.93, BLUE)
label(panels[1], "clean labels", 12, 15, GREEN)
label(panels[1], "noisy labels", 14, 22, ORANGE)
label(panels[1], "noisy, narrow", 8, 36, BLUE)
figure

# %% [markdown]
# ## Method
#
# **Data.** The data are Gaussian clusters, three per class, with unit spread and centers about three units from the origin. “Noisy”
# means that a share of the labels, 40 % in section 1<!--= given -->, is drawn anew at random. *Fresh* data are never trained on. Each
# run has its own clusters, data and initialization.
#
# **Networks.** All networks have one hidden layer of ReLUs and are trained with cross-entropy. Section 1 has 200 examples, 50 inputs,
# two classes, and true labels on fresh data. Its networks have 256 hidden units, the narrow one 16. They are trained by Adam with the
# full batch, one update per epoch, so that no mini-batch noise blurs the course. Section 2 has a linear model of its own. Sections 3
# and 4 have 20 inputs, four classes, a fifth of all labels redrawn, and SGD with mini-batches of 20.<!--= given -->
#
# **Windows.** If you look for a peak in a noisy curve, you will find one. So section 1 compares the error in four windows that were set
# before these data were drawn and are the same for all cases: *early* is epochs 4–8, *middle* 12–20, *late* 60–80, and *last*
# 100–120.<!--= given -->
#
# ## 1. Loss and error give different advice


# %%
def during(case, window):
    """Error on fresh data, mean over the looks in a window of epochs, (RUNS,)."""
    first, last = WINDOWS[window]
    return curves[case][(first <= LOOKS) & (last >= LOOKS), 3].mean(axis=0)


def paired(name, change):
    """Print a mean change in points with its standard error; return their ratio."""
    error = change.std(ddof=1) / len(change) ** 0.5
    print(f"  {name:45s}{100 * change.mean():+6.2f} ± {100 * error:.2f} points (SE)")
    return standard_errors(change)


turned, moved = {}, {}
for case, values in curves.items():
    best = values[:, 2].mean(axis=1).argmin()
    turned[case] = LOOKS[values[:, 2].argmin(axis=0)]
    moved[case] = values[-1] - values[best]
    before, after = values[best].mean(axis=1), values[-1].mean(axis=1)
    print(f"{case}: fresh loss lowest at epoch {mean_and_sd(turned[case])}")
    print(f"  fresh loss from {before[2]:.2f} to {after[2]:.2f} at epoch 120")
    print(f"  training loss from {before[0]:.2f} to {after[0]:.3f}")
    paired("error from the lowest loss to epoch 120", moved[case][3])
    assert standard_errors(moved[case][2]) > 5, "the fresh loss rises in the end"

# %%
windows = {(case, window): during(case, window) for case in CASES for window in WINDOWS}
pairs = ("early", "middle"), ("middle", "last"), ("late", "last")
steps = {}
for case in CASES:
    print(case)
    for first, last in pairs:
        steps[case, first, last] = windows[case, last] - windows[case, first]
        paired(f"{first} to {last}", steps[case, first, last])


def errors_of_step(case, first, last):
    """Change between two windows in standard errors."""
    return standard_errors(steps[case, first, last])


WIDE, NARROW = "noisy labels", "noisy, narrow network"
assert standard_errors(moved["clean labels"][3]) < -2, (
    "with clean labels the error falls on after the loss has turned"
)
assert errors_of_step("clean labels", "middle", "last") < -1, "until the end"
assert standard_errors(moved[WIDE][3]) > 2, "with noisy labels it ends higher"
assert standard_errors(moved[NARROW][3]) > 3, "in the narrow network too"
assert errors_of_step(WIDE, "early", "middle") > 4, "in the wide one it rises"
assert errors_of_step(WIDE, "middle", "last") < -3, "and falls again,"
recovered = (
    -steps[WIDE, "middle", "last"].mean() / steps[WIDE, "early", "middle"].mean()
)
assert recovered < 0.8, "but not as far"
assert errors_of_step(NARROW, "middle", "last") > 2, "in the narrow one it rises"
assert steps[NARROW, "late", "last"].mean() > -0.003, "and does not fall again"

# %% [markdown]
# In all three cases the loss curve looks as in a textbook, but the error follows it in only one of them. With clean labels, fewer
# answers are wrong after the loss has turned, but the wrong ones are given with more confidence. If your product uses only the predicted
# class, further training helps; if it uses the probability, further training hurts ([calibration at scale](#at-scale)). Decide first
# which of the two you need, then watch that one.
#
# With noisy labels, both networks learn the rule first and the noise later. In the wide network, the error rises by
# 2.8 ± 2.2<!--= up.noisy --> points from the early to the middle window. It then falls by 1.1 ± 1.3<!--= down.noisy --> points to the
# last window, which is a part of the rise. In the narrow network, the error rises by 3.3 ± 3.1<!--= up.narrow --> points from the middle
# to the last window.
#
# ## 2. A second descent, and what it needs
#
# The error can fall, rise and fall again. One explanation is that parts of a model learn at different speeds, each with its own fall and
# rise [@heckel2020]. This can be tested where everything can be computed: in linear regression by gradient descent, with 60 inputs that
# are learned fast and 10 that are learned about a thousand times more slowly.<!--= given --> We take away one condition at a time.

# %%
EPOCHS = np.unique(np.geomspace(1, 1e6, 61).astype(int))


def course(noise, slow_signal, equal=False, runs=40):
    """Excess error on fresh data after EPOCHS of full-batch descent, (epochs, runs).

    200 examples; 60 inputs of unit size and weak signal, 10 of size 0.03 that carry
    `slow_signal` of variance each. `equal` gives those unit size as well.
    """
    rng = np.random.default_rng([BASE, 1])
    size = np.repeat([1, 1 if equal else 0.03], [60, 10])
    spread = np.repeat([0.02, slow_signal], [60, 10]) ** 0.5
    target = rng.standard_normal((runs, 70, 1)) * spread[:, None] / size[:, None]
    X = rng.standard_normal((runs, 200, 70)) * size
    y = X @ target + noise * rng.standard_normal((runs, 200, 1))
    curvature, axes = np.linalg.eigh(X.swapaxes(1, 2) @ X / 200)
    minimum = axes.swapaxes(1, 2) @ (X.swapaxes(1, 2) @ y / 200) / curvature[:, :, None]
    excess = []
    for epoch in EPOCHS:
        reached = gradient_descent_shrinkage(curvature, 0.05, epoch)[:, :, None]
        error = size[:, None] * (axes @ (reached * minimum) - target)
        excess.append((error**2).sum(axis=(1, 2)))
    return np.array(excess)


# %%
# alt: Excess error against epochs 1 to a million on a log axis. With all conditions the curve falls to 0.69 at epoch 31<!--= course.whole.dip, dip_epoch -->, rises by 0.17<!--= course.whole.rise --> and falls to 0.54<!--= course.whole.end -->. Without label noise it only descends, to 0. With useless slow inputs it rises from 0.31<!--= course.useless.dip --> and stays up; with equal speeds it rises from 0.39<!--= course.equal.dip --> and stays up.
# caption: Here the second descent takes label noise, useful slow inputs and unequal speeds together; without any one of them it is gone (mean of 40 problems<!--= given -->).
MODELS = {  # name: noise, slow signal, equal speeds?, line
    "all conditions": (1, 0.03, False, "-", ORANGE),
    "no label noise": (0, 0.03, False, "--", GREEN),
    "slow inputs useless": (1, 0, False, ":", BLUE),
    "equal speeds": (1, 0.03, True, "-.", INK),
    "no label noise, slow signal 0.1": (0, 0.1, False, None, None),
    "four times the noise variance": (2, 0.03, False, None, None),
}
figure, axes = new_figure(height=3.5)
turns, courses = {}, {}
for name, (*setting, line, color) in MODELS.items():
    excess = course(*setting)
    mean = excess.mean(axis=1)
    peak = (mean - np.minimum.accumulate(mean)).argmax()  # after the largest rise
    dip = mean[: peak + 1].argmin()
    rise, fall = excess[peak] - excess[dip], excess[peak] - excess[-1]
    turns[name] = rise.mean(), fall.mean(), mean
    courses[name] = {"dip": excess[dip], "rise": rise, "end": excess[-1]}
    report = f"dip {mean[dip]:.2f} at epoch {EPOCHS[dip]}, " if peak else ""
    for word, values in (("rise", rise), ("fall after it", fall)):
        error = values.std(ddof=1) / len(values) ** 0.5
        report += f"{word} {values.mean():.2f} ± {error:.2f}, " if peak else ""
    print(f"{name:31s} {report or 'no rise, '}end {mean[-1]:.2f}")
    if line:
        axes.semilogx(EPOCHS, mean, line, color=color)
axes.set(
    xlabel="epoch (one update of the full batch)", ylabel="excess error on fresh data"
)
axes.set_ylim(0, 1.5)
label(axes, "all conditions", 150, 0.9, ORANGE)
label(axes, "no label noise", 300, 0.25, GREEN)
label(axes, "slow inputs useless", 0.6, 0.3, BLUE)
label(axes, "equal speeds", 1.3e3, 0.56, INK)
figure

# %%
whole, quiet, useless, equal, strong, loud = (turns[name] for name in MODELS)
assert whole[1] > whole[0] > 0.08, "with all conditions, a second descent"
assert quiet[0] < 0.02, "without label noise the same model only descends"
for rise, fall, _ in (useless, equal):
    assert rise > 0.08, "without slow and useful inputs it rises"
    assert fall < 0.02, "and stays up"
assert strong[0] > 0.04, "a slow signal large enough acts as noise by itself"
assert equal[2].min() < 0.85 * whole[2][-1], "equal speeds are the better cure"
assert loud[2][-1] > 1.5 * loud[2].min(), "with much noise the first dip stays the best"
again = EPOCHS[np.flatnonzero(whole[2] < whole[2][:20].min())[0]]
print(f"with all conditions, better than at the dip again from epoch {again}")
assert again > 2000, "no practical patience would wait for that"

# %% [markdown]
# Without label noise, the error of the same model only falls. With useless slow inputs, or with inputs that are all learned
# equally fast, it rises and stays up, as in the textbook curve. Equal speeds are also the cure, because their minimum,
# 0.39 ± 0.08<!--= course.equal.dip -->, is far below the 0.54 ± 0.1<!--= course.whole.end --> at the end of the second descent.
#
# The table also shows two limits of this rule. If the slow signal is three times as strong, the error rises by
# 0.11 ± 0.12<!--= course.strong.rise --> without any label noise, because what the model has not yet learned acts as noise on what it has.
# And with four times the noise variance, the error ends at 2.2 ± 0.4<!--= course.loud.end -->, far above the first minimum of
# 1.0 ± 0.2<!--= course.loud.dip -->, so stopping early is then right. Where the second descent wins, it wins only from epoch
# 10,000<!--= again --> on, and no patience that people use would wait for it.
#
# ## 3. What patience costs and buys
#
# Early stopping sees a noisy curve from a small validation set, here of 200 examples. “Too early” means that one of the later epochs, up to
# the last of 150, has a lower validation score than the kept one. The cost is measured on 1000 test examples, by comparison with the epoch
# that has the best validation score.<!--= given -->

# %%
PATIENCES, STUDIED, MOST = (1, 3, 10, 30), 60, 150


X, labels, _ = draw(STUDIED, 300 + 200 + 1000, 20, 4, 0.2, 2)
fit, validation, test = (
    (X[:, part], labels[:, part])
    for part in (slice(300), slice(300, 500), slice(500, None))
)
log = np.array(
    [
        [evaluate(network, *validation), evaluate(network, *test)]
        for _, network in train(*fit, 32, plain_step, 0.0, 0.04, 20, MOST, 2)
    ]
)  # (epochs, validation and test, loss and error, runs)

# %%
# alt: Two panels against patience 1, 3, 10, 30<!--= given -->. Left, share of runs stopped too early: watching the loss 90 %, 35 %, 0 % and 0 %<!--= early.loss.1, early.loss.3, early.loss.10, early.loss.30 -->; watching the error 100 %, 90 %, 48 % and 18 %<!--= early.error.1, early.error.3, early.error.10, early.error.30 -->. Right, test error of the kept weights: watching the loss from 45.6 % to 43.6 %<!--= kept.loss.1, kept.loss.30 -->; watching the error from 48.5 % to 42.6 %<!--= kept.error.1, kept.error.30 -->.
# caption: Patience 10 is ample for the smooth loss and too little for the jumpy error (left); given enough patience, watching the error keeps the better weights (right; 60 runs<!--= given -->).
figure, panels = new_row(2, height=3.4)
runs, early, cost, kept = np.arange(STUDIED), {}, {}, {}
WATCHED = ("loss", 1, "nats", "o-", BLUE), ("error", 100, "points", "s--", ORANGE)
for column, (watched, scale, unit, line, color) in enumerate(WATCHED):
    seen, true = log[:, 0, column], log[:, 1, column]
    best = seen.argmin(axis=0)
    print(f"watching the {watched}: best at epoch {best.mean() + 1:.0f} on average")
    for patience in PATIENCES:
        key = watched, patience
        stops = [early_stopping(list(curve), patience) for curve in seen.T]
        chosen, stop = np.array(stops).T - 1
        early[key] = (seen[chosen, runs] > seen.min(axis=0)).astype(float)
        cost[key] = scale * (true[chosen, runs] - true[best, runs])
        kept[key] = log[chosen, 1, 1, runs]
        error = cost[key].std(ddof=1) / STUDIED**0.5
        print(
            f"  patience {patience:2d}: stops after {stop.mean() + 1:4.1f} epochs, "
            f"{early[key].mean():4.0%} of the runs too early,\n    cost on test data "
            f"{cost[key].mean():+.3f} ± {error:.3f} {unit} (SE), "
            f"test error {kept[key].mean():.1%}"
        )
    for axes, values in zip(panels, (early, kept)):
        shares = [100 * values[watched, patience].mean() for patience in PATIENCES]
        axes.plot(PATIENCES, shares, line, color=color)
never = log[-1, 1, 1]
print(f"after all {MOST} epochs: test error {never.mean():.1%}")
for axes in panels:
    axes.set(xscale="log", xlabel="patience (epochs)")
    axes.set_xticks(PATIENCES, [str(p) for p in PATIENCES])
    axes.minorticks_off()
panels[0].set(ylabel="runs stopped too early (%)", ylim=(-5, 105))
panels[1].set(ylabel="test error of the kept weights (%)")
label(panels[0], "watching the error", 3.7, 92, ORANGE)
label(panels[0], "watching\nthe loss", 1, 22, BLUE)
label(panels[1], "watching the error", 1.9, 46.6, ORANGE)
label(panels[1], "watching\nthe loss", 1, 43.4, BLUE)
figure

# %%
share = {key: values.mean() for key, values in early.items()}
assert share["loss", 1] > 0.5, "patience 1 stops most runs too early"
assert share["error", 1] > 0.9, "and nearly all if it watches the error"
assert share["loss", 10] < 0.1, "patience 10 is enough for the loss"
assert share["error", 10] > 0.25, "but not for the error"
assert standard_errors(cost["error", 1]) > 5, "what patience 1 misses is a real loss"
assert standard_errors(cost["loss", 1]) > 1, "watching the loss, a small one"
assert cost["loss", 1].mean() < 0.03, "of hundredths of a nat"
assert 0.02 < share["error", 30] < 0.3, "patience 30 still stops some runs too early"
assert cost["error", 30].mean() < 0.7, "which costs under a point"
for watched in ("loss", "error"):
    saved = never - kept[watched, 30]
    assert standard_errors(saved) > 1.5, "never stopping costs more"
better = kept["loss", 30] - kept["error", 30]
assert standard_errors(better) > 1.5, "with enough patience, watch the error"

# %% [markdown]
# - **One rise proves nothing.** Patience 1 costs 0.011 ± 0.024<!--= cost.loss.1 --> nats when it watches the loss and
#   6 ± 4<!--= cost.error.1 --> points when it watches the error.
# - **Each metric needs its own patience.** On 200<!--= given --> examples, the error moves in steps of half a point and jumps more than
#   the loss. Patience 10<!--= given --> stops no<!--= early.loss.10 --> run too early when it watches the loss, but
#   48 %<!--= early.error.10 --> of the runs when it watches the error.
# - **A later, lower minimum can be luck.** With patience 30<!--= given --> on the error, 18 %<!--= early.error.30 --> of the runs stop too
#   early. On test data that costs −0.3 ± 0.9<!--= cost.error.30 --> points: nothing is lost, and a little may even be gained. The lowest of
#   150<!--= given --> noisy scores is [optimistic](../regularization/early-stopping.md#validation-set-for-epochs).
# - **Stopping pays here.** After all 150<!--= given --> epochs, the test error is 45.2 %<!--= never -->. With patience
#   30<!--= given --> it is 43.6 %<!--= kept.loss.30 --> when the loss is watched and 42.6 %<!--= kept.error.30 --> when the error is
#   watched.
#
# ## 4. One epoch over much data against ten over a tenth
#
# Here the number of updates is the same and the data differ: 500 updates with mini-batches of 20 are one pass over 10,000 examples or ten
# passes over 1000.<!--= given --> The learning rate follows a cosine to zero. For each plan, we try six peak rates on eight other runs and
# take the best. The plans are compared run by run: a run has the same clusters in all of them.

# %%
PLANS = ((10_000, 1), (5000, 2), (2500, 4), (1000, 10), (100, 100))
RATES = np.array([0.01, 0.03, 0.1, 0.3, 1, 3])


def outcome(examples, epochs, rates, runs, seed):
    """Loss and error on fresh data after 500 updates, each (rates, runs)."""
    X, labels, _ = draw(runs, examples + 1000, 20, 4, 0.2, seed)
    X, labels = (np.concatenate([part] * len(rates)) for part in (X, labels))
    rate = np.repeat(rates, runs)[:, None, None]
    fit = X[:, :examples], labels[:, :examples]
    schedule = 20, epochs, seed, True
    *_, (_, network) = train(*fit, 64, plain_step, 0.0, rate, *schedule)
    scores = evaluate(network, X[:, examples:], labels[:, examples:])
    return [values.reshape(len(rates), runs) for values in scores]


# %%
results = {}
for examples, epochs in PLANS:
    tuning, _ = outcome(examples, epochs, RATES, 8, 3)
    rate = RATES[[tuning.mean(axis=1).argmin()]]
    loss, error = (v[0] for v in outcome(examples, epochs, rate, 24, 4))
    results[examples] = loss
    print(
        f"{examples:6d} examples, {epochs:3d} epochs, rate {rate[0]:4.2f}: "
        f"loss {loss.mean():.3f} ± {loss.std(ddof=1):.3f}, "
        f"error {100 * error.mean():.1f} ± {100 * error.std(ddof=1):.1f} %"
    )


gaps = {examples: results[examples] - results[10_000] for examples, _ in PLANS[1:]}
for examples, gap in gaps.items():
    error = gap.std(ddof=1) / len(gap) ** 0.5
    print(
        f"{examples:6d} examples against 10,000: "
        f"{gap.mean():+.3f} ± {error:.3f} nats (SE)"
    )
ten, hundred, two = (gaps[n].mean() for n in (1000, 100, 5000))
assert standard_errors(gaps[1000]) > 3, (
    "one pass over ten times the data beats ten passes"
)
assert hundred > 2 * ten, "a hundred passes over a hundredth are far worse"
assert two < ten / 2, "two passes over half of it cost little"

# %%
# Numbers quoted in the text.
SHORT = dict(zip(CASES, ("clean", "noisy", "narrow")))
PARTS = dict(zip(MODELS, ("whole", "quiet", "useless", "equal", "strong", "loud")))
measured = {
    "turned": {SHORT[case]: epochs.astype(float) for case, epochs in turned.items()},
    "loss_rise": {SHORT[case]: values[2] for case, values in moved.items()},
    "lowest_loss": curves["clean labels"][:, 2].min(axis=0),
    "last_loss": curves["clean labels"][-1, 2],
    "error_fall": {"clean": -100 * moved["clean labels"][3]},
    "error": {(SHORT[case], window): v for (case, window), v in windows.items()},
    "up": {
        "noisy": 100 * steps[WIDE, "early", "middle"],
        "narrow": 100 * steps[NARROW, "middle", "last"],
    },
    "down": {"noisy": -100 * steps[WIDE, "middle", "last"]},
    "course": {PARTS[name]: values for name, values in courses.items()},
    "dip_epoch": EPOCHS[whole[2][:25].argmin()],
    "again": again,
    "early": early,
    "cost": cost,
    "kept": kept,
    "never": never,
    "gap": gaps,
}

# %% [markdown]
# At equal updates, fresh data win. Ten passes over a tenth of the data cost 0.11 ± 0.04<!--= gap.1000 --> nats, a hundred passes over a
# hundredth cost 0.40 ± 0.08<!--= gap.100 -->, and two passes over half cost hardly anything (0.01 ± 0.04<!--= gap.5000 -->). So it
# is not the number of epochs itself that harms, but that later epochs repeat the same examples.
#
# ## Limits
#
# - These are small networks on Gaussian clusters, with far more label noise than curated data have. The second descent of the wide
#   network recovers a part of the rise and ends above the first minimum, so that stopping early was still the better choice there.
# - We followed the narrow network for 120<!--= given --> epochs, so the lab says nothing about later ones.
# - The linear model shows that unequal speeds are enough for a second descent. It does not show that they cause the one in the wide
#   network of section 1.
# - Learning rates are constant in sections 1 to 3. A schedule with a fixed end changes when the loss turns.
#
# ## At scale
#
# - Large networks trained with label noise show epoch-wise double descent: the test error falls, rises and falls again. Medium networks
#   show the classical U, and small ones keep improving [@nakkiran2019, §6].
# - Equalizing the speeds of the layers removes this second descent in convolutional networks and improves the early-stopped model
#   [@heckel2020].
# - The second descent needs a critical amount of noise, and above a second critical amount early stopping wins again [@stephenson2021],
#   as in the table of section 2.
# - Deep networks overfit the loss while the classification error improves, which shows as overconfidence [@guo2017, §3].
# - In 1296 runs of small networks, slower stopping criteria generalized 4 % better and took four times as long [@prechelt1998].
# - Language models lose almost nothing by up to four passes over the same data [@muennighoff2023]; here four cost
#   0.06 ± 0.05<!--= gap.2500 --> nats, on far smaller data sets.
