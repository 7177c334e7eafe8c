# ---
# description: Does the learning rate double with the batch size? Best and largest stable rates measured for SGD and Adam, and what warmup changes.
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
# # Learning rate and batch size
#
# **Claim on trial.** “Double the batch size, double the learning rate”, and its rivals “no, multiply it by $`\sqrt 2`$” and
# “with warmup it works”.
#
# **Verdict.** The linear rule is nearly right for SGD at a fixed number of examples, as long as the batch size stays
# well below the gradient noise scale. From batch size 4 to 64<!--= given --> the best rate grows with exponent
# 0.93 ± 0.08<!--= exponent.sgd.below -->, from 256 to 1024<!--= given --> with −0.1 ± 0.4<!--= exponent.sgd.256 -->,
# that is, not at all; the noise scale is 200 ± 40<!--= noise_scale -->. The square root is near what Adam wants under
# the same budget (0.50 ± 0.09<!--= exponent.adam.below -->), and near what SGD wants when the number of updates is
# fixed (0.56 ± 0.27<!--= exponent.few_sgd.below -->). Warmup did not extend the linear rule here. It rescued a network
# whose initial weights were three times too large (loss 1.26 ± 0.13<!--= rescue.with_warmup --> instead of
# 1.383 ± 0.008<!--= rescue.without --> at the same peak rate) and changed nothing for a well-scaled one.
#
# **What settles it.** A three-layer network trained at every rate of a grid, for five batch sizes, two optimizers and two
# budgets, with twelve seeds that draw their own task, data and weights. “±” is the standard deviation over these seeds; every finding
# ends in an `assert`.
#
# Questions it answers: [how the learning rate should change with the batch
# size](../training/batch-size-and-convergence.md#learning-rate-batch-size-scaling) and [how you choose
# it](../optimization/learning-rate.md#choosing-learning-rate).

# %%
import numpy as np

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, label, new_figure, new_row
from snippets.labs.evidence import mean_and_sd, standard_errors
from snippets.labs.networks import Activation, Dense, Sequential
from snippets.labs.training import cross_entropy, training_step
from snippets.optimization.adaptive_optimizers import adam_step
from snippets.optimization.optimizers import plain_step
from snippets.training.batch_size_and_convergence import (
    noise_scale_parts,
    scaled_rate,
    warmup_rate,
)

BASE = 0  # of all seeds
EXAMPLES, FEATURES, CLASSES, WIDTH, SEEDS = 8192, 20, 4, 32, 12


def make_data(seed):
    """Inputs (N, d), and classes (N,) drawn from the softmax of a random network."""
    rng = np.random.default_rng([BASE, 0, seed])
    X = rng.standard_normal((EXAMPLES, FEATURES))
    X = X * np.geomspace(2.25, 0.225, FEATURES) ** 0.5
    teacher = rng.standard_normal((64, FEATURES)) / FEATURES**0.5
    logits = 0.5 * np.maximum(X @ teacher.T, 0) @ rng.standard_normal((64, CLASSES))
    noisy = logits - logits.mean(axis=0) + rng.gumbel(size=logits.shape)
    return X.astype(np.float32), noisy.argmax(axis=1)


X, labels = (np.array(part) for part in zip(*map(make_data, range(SEEDS))))
OWN = np.arange(SEEDS)[:, None]  # each seed has its own data


def make_networks(copies=1, scale=1.0):
    """SEEDS × copies ReLU networks 20-32-32-4; all copies of a seed start equal."""
    rng = np.random.default_rng([BASE, 1])

    def dense(outputs, inputs):
        he = rng.standard_normal((SEEDS, outputs, inputs)) * (2 / inputs) ** 0.5
        return Dense(np.tile(scale * he, (copies, 1, 1)).astype(np.float32))

    return Sequential(
        *(dense(WIDTH, FEATURES), Activation("relu")),
        *(dense(WIDTH, WIDTH), Activation("relu")),
        dense(CLASSES, WIDTH),
    )


# %%
SGD, ADAM = (plain_step, 0.0), (adam_step, (0, 0, 0))


def train(batch_size, rates, updates, optimizer=SGD, scale=1.0, warmup=0):
    """Final loss on 1024 training examples for each rate and seed, (rates, SEEDS).

    Runs of one seed share initial weights and mini-batches. A loss of 10 is divergence.
    """
    networks, rng = make_networks(len(rates), scale), np.random.default_rng([BASE, 2])
    peaks = np.repeat(rates, SEEDS)[:, None, None].astype(np.float32)
    with np.errstate(over="ignore", invalid="ignore"):
        for update in range(1, updates + 1):
            rows = rng.integers(EXAMPLES, size=(SEEDS, batch_size))
            batch = np.tile(X[OWN, rows], (len(rates), 1, 1))
            classes = np.tile(labels[OWN, rows], (len(rates), 1))
            rate = peaks * (warmup_rate(update, warmup, 0, 1) if warmup else 1)
            training_step(networks, batch, classes, optimizer[0], rate, optimizer[1])
        batch = np.tile(X[:, :1024], (len(rates), 1, 1))
        classes = np.tile(labels[:, :1024], (len(rates), 1))
        losses, _ = cross_entropy(networks.forward(batch), classes)
    losses = np.minimum(np.nan_to_num(losses, nan=10), 10)
    return losses.reshape(len(rates), SEEDS)


def best_rates(rates, losses):
    """Rate of least loss, (SEEDS,): vertex of a parabola through three rates."""
    middle = np.clip(losses.argmin(axis=0), 1, len(rates) - 2)
    low, least, high = (losses[middle + k, np.arange(SEEDS)] for k in (-1, 0, 1))
    shift = np.clip((low - high) / (low - 2 * least + high) / 2, -1, 1)
    return rates[middle] * (rates[1] / rates[0]) ** shift


# %%
SIZES, BUDGET = np.array([4, 16, 64, 256, 1024]), 8192
RATES = 2.0 ** np.arange(-6, 4)
CHANCE = np.log(CLASSES)
curves = {B: train(B, RATES, BUDGET // B) for B in SIZES}
best = np.array([best_rates(RATES, curves[B]) for B in SIZES])
stable = np.array([[RATES[c < CHANCE].max() for c in curves[B].T] for B in SIZES])


def center(rates):
    """Geometric mean over seeds and the factor of one standard deviation."""
    logs = np.log(rates)
    return np.exp(logs.mean(axis=-1)), np.exp(logs.std(axis=-1, ddof=1))


# %%
# alt: Log-log plot of learning rate against batch size 4 to 1024<!--= given -->. The best rate rises along the linear rule from 4 to 64, leaves it at 256<!--= given --> and does not rise further; a dashed square-root line lies between. The largest stable rate lies above and flattens earlier.
# caption: Best rate for SGD at equal examples (points, mean ± sd of 12 seeds): linear in the batch size at first, then flat. The largest stable rate (squares) lies well above it and flattens, too.
def mark_rates(axes, sizes, rates, color, marker):
    """Geometric mean ± sd over seeds against batch size."""
    middle, factor = center(rates)
    bars = [middle - middle / factor, middle * factor - middle]
    axes.errorbar(sizes, middle, yerr=bars, fmt=marker, color=color, capsize=3)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xticks(sizes, [str(B) for B in sizes])
    axes.set_xlabel("batch size $B$ (examples)")
    axes.minorticks_off()


figure, axes = new_figure(height=4.0)
mark_rates(axes, SIZES, stable, ORANGE, "s")
mark_rates(axes, SIZES, best, BLUE, "o")
anchor = center(best)[0][0]
for exponent, style, reach in ((1, "-", 400), (0.5, "--", 1100)):
    ends = np.array([4, reach])
    line = [scaled_rate(anchor, 4, B, exponent) for B in ends]
    axes.plot(ends, line, style, color=INK, linewidth=1.3)
axes.set_ylabel("learning rate")
label(axes, "linear rule", 150, 2.6, INK, ha="right")
label(axes, "square-root rule", 110, 0.145, INK)
label(axes, "best", 4.6, 0.03, BLUE)
label(axes, "largest stable", 4.6, 0.42, ORANGE)
figure

# %% [markdown]
# ## Method
#
# A ReLU network with layers 20–32–32–4 and He weights learns from 8192 examples in 20 dimensions. A random teacher
# network draws the class of each example, one of four, from its softmax, so that the loss cannot reach zero and
# gradient noise stays. Each seed has a teacher, inputs, labels, weights and mini-batches of its own. Mini-batches are
# drawn with replacement. The rate is constant, without momentum or weight decay. The score is the training loss on 1024
# examples at the end of the budget: 8192 examples, which are 2048 updates at $`B = 4`$ and 8 at
# $`B = 1024`$.<!--= given -->
#
# The rates of a grid go in steps of 2. Runs of one seed share initial weights and mini-batches at all rates, which makes the loss a smooth
# function of the rate; a parabola through the lowest point and its neighbors gives each seed its best rate. A rate counts as *stable* when
# the run ends below the loss of guessing, $`\ln 4 = 1.386`$<!--= guessing -->. Tables give geometric means over the seeds and the factor of
# one standard deviation; an exponent is computed seed by seed.

# %% [markdown]
# ## 1. The best rate
#
# The [linear rule](../training/batch-size-and-convergence.md#learning-rate-batch-size-scaling) says that $`k`$ small
# steps equal one step $`k`$ times as long on the union of their examples. If so, the product of best rate and number of
# updates, which is the distance that SGD may travel on the same data, is the same in every row.


# %%
def exponent(rates, sizes):
    """Slope of log rate against log size between two sizes, (SEEDS,)."""
    return np.log(rates[1] / rates[0]) / np.log(sizes[1] / sizes[0])


def table(title, sizes, rates):
    """Print the rates and the exponents from one size to the next."""
    print(f"{title}\n\n    B     rate   (× or ÷)   exponent to the next size")
    for row, (B, middle, factor) in enumerate(zip(sizes, *center(rates))):
        step = ""
        if row + 1 < len(sizes):
            step = mean_and_sd(exponent(rates[row:], sizes[row:]), 2)
        print(f"{B:5d}   {middle:6.4f}   {factor:5.2f}       {step}")


table("SGD, best rate at 8192 examples", SIZES, best)
table("\nSGD, largest stable rate", SIZES, stable)
losses = {B: curves[B].min(axis=0) for B in SIZES}
print("\n    B   loss at the best rate tried   best rate × updates")
for B, values, middle in zip(SIZES, losses.values(), center(best)[0]):
    print(
        f"{B:5d}   {mean_and_sd(values, 3)}                 {middle * BUDGET / B:6.1f}"
    )

steps = {B: exponent(best[row:], SIZES[row:]) for row, B in enumerate(SIZES[:-1])}
slopes = {"sgd": exponent(best[[0, 2]], SIZES[[0, 2]])}  # from 4 to 64
print(f"\nexponent from 4 to 64: {mean_and_sd(slopes['sgd'], 2)}")
assert 0.8 < slopes["sgd"].mean() < 1.05, "nearly linear from 4 to 64"
assert standard_errors(slopes["sgd"] - 0.5) > 5, "and not a square root"
assert steps[64].mean() < 0.65, "then it bends"
assert steps[256].mean() < 0.3, "four times the batch of 256 permits no higher rate"
margin = {B: stable[row] / best[row] for row, B in enumerate(SIZES)}
assert margin[4].mean() > 1.3 * margin[256].mean() > 2.5, (
    "the best rate is not the largest stable one, least of all for small batches"
)


# %% [markdown]
# Up to batch size 64<!--= given --> it nearly is (92 ± 20, 77 ± 18, 75 ± 16<!--= travel.4, travel.16, travel.64 -->):
# the exponent is 0.87 ± 0.25<!--= exponent.sgd.4 --> from 4 to 16<!--= given --> and
# 0.99 ± 0.23<!--= exponent.sgd.16 --> from 16 to 64<!--= given -->, and the loss rises by only
# 0.02 ± 0.03<!--= loss_of_64 -->. Then the curve bends: the exponent is 0.38 ± 0.3<!--= exponent.sgd.64 --> from 64 to
# 256.<!--= given --> From there on, the best rate stops rising while the number of updates keeps falling, so the same
# data teach less and less.
#
# The largest stable rate follows another curve. It is 8 ± 3 times<!--= stable_over_best.4 --> the best rate at
# $`B = 4`$ and 4 ± 1 times<!--= stable_over_best.256 --> at 256, and it flattens earlier.<!--= given --> So what limits
# the rate of a small batch is the noise that it leaves in the result, not divergence. The recipe “somewhat below where
# it diverges” hides a factor that itself depends on the batch size.

# %% [markdown]
# ## 2. Where the rule ends
#
# Theory puts the end of the rule at the batch size for which noise and signal of the gradient are equal, the [gradient
# noise scale](../training/batch-size-and-convergence.md#batch-size-gradient-noise) [@mccandlish2018, §2.2]. We measure
# it along the tuned run at $`B = 16`$, from the squared gradient norms at two batch sizes. They give an estimate of
# noise and one of signal, and each is averaged over a quarter of the run before we divide.


# %%
def square_norms(networks, batch_size, rng):
    """Squared length of one mini-batch gradient of each network, (SEEDS,)."""
    rows = rng.integers(EXAMPLES, size=(SEEDS, batch_size))
    batch, classes = X[OWN, rows], labels[OWN, rows]
    networks.backward(cross_entropy(networks.forward(batch), classes)[1])
    gradients = [g for layer in networks.layers() for g in layer.gradients.values()]
    return sum(np.sum(gradient**2, axis=(1, 2)) for gradient in gradients)


def noise_scales(batch_size, rate, checkpoints=32, window=8):
    """B_simple in successive quarters of a run, (checkpoints / window, SEEDS)."""
    networks, rng = make_networks(), np.random.default_rng([BASE, 3])
    updates, parts = BUDGET // batch_size, []
    for update in range(updates):
        if update % (updates // checkpoints) == 0:
            small = np.mean([square_norms(networks, 16, rng) for _ in range(4)], axis=0)
            large = square_norms(networks, 2048, rng)
            parts.append(noise_scale_parts(small, large, 16, 2048))
        rows = rng.integers(EXAMPLES, size=(SEEDS, batch_size))
        batch, classes = X[OWN, rows], labels[OWN, rows]
        training_step(networks, batch, classes, plain_step, np.float32(rate), 0.0)
    signal, noise = (
        np.array(parts).reshape(-1, window, 2, SEEDS).mean(axis=1).swapaxes(0, 1)
    )
    return noise / signal


quarters = noise_scales(16, center(best)[0][1])
for number, values in enumerate(quarters, 1):
    print(f"quarter {number}: {mean_and_sd(values):>8s} examples")
noise_scale = quarters.mean(axis=0)
print(f"mean over the run: {mean_and_sd(noise_scale)} examples")
assert 64 < noise_scale.mean() < 600, "the noise scale lies where the linear rule ends"
assert np.all(quarters[3] > 1.5 * quarters[0]), "it grows during training"

# %% [markdown]
# The mean noise scale, 200 ± 40<!--= noise_scale -->, lies between 64<!--= given -->, up to which the linear rule
# nearly held, and 256<!--= given -->, where it no longer did. The noise scale grows during training, from
# 71 ± 22<!--= quarter.first --> in the first quarter to 270 ± 100<!--= quarter.last --> in the last.
#
# ## 3. Other budgets, other exponents
#
# The linear rule compares runs over the same number of *examples*. If the number of *updates* is fixed instead, a
# larger batch sees more data. It does not need longer steps to get as far; it can only afford them, because its
# gradient is less noisy. The optimizer matters as well: where noise dominates, the denominator of Adam shrinks as
# $`1/\sqrt B`$, so that a larger batch lengthens Adam's steps by itself.

# %%
FEW, UPDATES = SIZES[:4], 64
ADAM_RATES = 2.0 ** np.arange(-10, -2)
adam = [best_rates(ADAM_RATES, train(B, ADAM_RATES, BUDGET // B, ADAM)) for B in SIZES]
few_sgd = [best_rates(RATES[1:], train(B, RATES[1:], UPDATES)) for B in FEW]
few_adam = [
    best_rates(ADAM_RATES[1:], train(B, ADAM_RATES[1:], UPDATES, ADAM)) for B in FEW
]
adam, few_sgd, few_adam = np.array(adam), np.array(few_sgd), np.array(few_adam)

for name, pair, sizes in (
    ("adam", adam, SIZES),
    ("few_sgd", few_sgd, FEW),
    ("few_adam", few_adam, FEW),
):
    slopes[name] = exponent(pair[[0, 2]], sizes[[0, 2]])
print("exponent of the best rate, batch size 4 to 64")
titles = (
    "SGD, 8192 examples",
    "Adam, 8192 examples",
    "SGD, 64 updates",
    "Adam, 64 updates",
)
for title, values in zip(titles, slopes.values()):
    print(f"{title:20s}   {mean_and_sd(values, 2)}")

assert standard_errors(slopes["sgd"] - slopes["adam"]) > 4, "Adam's rate rises less"
assert 0.35 < slopes["adam"].mean() < 0.7, "Adam: near a square root"
assert 0.4 < slopes["few_sgd"].mean() < 0.8, "equal updates: SGD, too"
assert slopes["few_adam"].mean() < 0.3, "equal updates: Adam below the root"

# %%
# alt: Two log-log panels of best rate relative to batch size 4 against batch size, for SGD and Adam, with guide lines of slope one and one half. Left, equal examples: SGD follows slope one and flattens near the dotted noise scale, Adam follows slope one half and flattens later. Right, equal updates: SGD stays near the line of slope one half, Adam below it.
# caption: There is no rule without a budget: at equal examples SGD starts out linear and Adam as a square root, at equal updates both rise less. Rates relative to the best rate at B = 4, mean ± sd of 12 seeds; dotted: mean noise scale.
figure, pair = new_row(2, height=3.6)
for axes, title, sizes, sgd_rates, adam_rates in (
    (pair[0], "8192 examples", SIZES, best, adam),
    (pair[1], "64 updates", FEW, few_sgd, few_adam),
):
    for rates, color, marker, nudge in (
        (sgd_rates, BLUE, "o", 0.93),
        (adam_rates, GREEN, "^", 1.07),
    ):
        mark_rates(axes, sizes * nudge, rates / center(rates)[0][0], color, marker)
    for slope, style in ((1, "-"), (0.5, "--")):
        line = [scaled_rate(1, 4, B, slope) for B in (4, 200)]
        axes.plot([4, 200], line, style, color=INK, linewidth=1.3)
    axes.set_xticks(sizes, [str(B) for B in sizes])
    axes.set_ylim(0.4, 70)
    label(axes, title, 4, 48, INK)
pair[0].axvline(noise_scale.mean(), color=INK, linestyle=":")
pair[0].set_ylabel("best rate, relative to $B = 4$")
label(pair[0], "SGD", 300, 27, BLUE)
label(pair[0], "Adam", 300, 4.3, GREEN)
label(pair[1], "SGD", 80, 8.5, BLUE)
label(pair[1], "Adam", 20, 0.7, GREEN)
figure

# %% [markdown]
# ## 4. The rules in use
#
# Two optimizers and two budgets give four exponents, between 0.09<!--= exponent.few_adam.below --> and
# 0.93<!--= exponent.sgd.below -->. Now we use the rules as people do: tune at $`B = 16`$, then move to a larger batch
# without tuning again. The run with warmup raises the rate linearly over the first quarter of the updates.

# %%
base_rate = center(best)[0][1]
outcomes = {}
print("    B    rule                  rate    final loss")
for B, tuned in zip(SIZES[2:], center(best)[0][2:]):
    linear, root = (scaled_rate(base_rate, 16, B, power) for power in (1, 0.5))
    rates, updates = np.array([tuned, linear, root, base_rate]), BUDGET // B
    plain, warm = (
        train(B, rates, updates),
        train(B, rates, updates, warmup=updates // 4),
    )
    outcomes[B] = dict(zip(("tuned", "linear", "square root", "unchanged"), plain))
    outcomes[B]["linear with warmup"] = warm[1]
    for rule, rate in zip(outcomes[B], [*rates, linear]):
        values = outcomes[B][rule]
        print(f"{B:5d}    {rule:18s}   {rate:5.2f}    {mean_and_sd(values, 3)}")


below = outcomes[64]
assert standard_errors(below["unchanged"] - below["linear"]) > 3, (
    "below: scale the rate"
)
assert np.mean(below["linear"] - below["tuned"]) < 0.03, "linear is as good as tuned"
for B in (256, 1024):
    for rule in ("linear", "linear with warmup"):
        worse = outcomes[B][rule] > outcomes[B]["tuned"]
        assert worse.mean() >= 0.7, "beyond the noise scale the linear rule overshoots"
    near = np.mean(outcomes[B]["square root"] - outcomes[B]["tuned"])
    assert near < 0.08, "the root rule ends near the tuned rate"
excess = {rule: each - outcomes[256]["tuned"] for rule, each in outcomes[256].items()}
for rule, values in excess.items():
    print(f"256, {rule:18s} minus tuned: {mean_and_sd(values, 3)}")
assert excess["square root"].mean() < excess["linear"].mean() / 2, "root is closer"
assert excess["linear with warmup"].mean() > excess["linear"].mean() / 2, (
    "warmup does not mend the linear rule"
)
assert standard_errors(excess["unchanged"]) > 5, "not scaling is no answer either"

# %% [markdown]
# At 64, below the noise scale<!--= given -->, what counts is to scale the rate at all: the linear rule gains
# 0.06 ± 0.02<!--= gain_at_64 --> over the unchanged rate. At 256<!--= given -->, compared with the tuned rate, the
# linear rule loses 0.08 ± 0.06<!--= excess.linear --> and the unchanged rate 0.14 ± 0.05<!--= excess.unchanged -->;
# with other seeds (`BASE`) the two changed places. The square-root rule loses only
# 0.02 ± 0.03<!--= excess.square_root --> there and 0.02 ± 0.02<!--= root_at_1024 --> at 1024<!--= given -->, for a
# reason that has nothing to do with its derivation: it is a compromise between the linear and the flat part of the
# curve. That may be why both rules have found support.

# %% [markdown]
# Warmup did not rescue the linear rule at 256<!--= given -->. Even with warmup, the loss is
# 0.06 ± 0.07<!--= excess.linear_with_warmup --> above the tuned one, because the rate was too large for the whole run,
# not only for its start. Warmup can only help where the start is special. So we compare two starts at $`B = 256`$: He
# weights, and weights three times as large, a bad initialization on purpose. Each run has 64 updates; the rate is
# constant, either from the start or after 16 updates of warmup.<!--= given -->


# %%
PEAKS = 2.0 ** np.arange(-2, 2.1, 0.5)
WEIGHTS, WARMUPS = (1.0, 3.0), (0, 16)
warm = {
    (scale, warmup): train(256, PEAKS, 64, scale=scale, warmup=warmup)
    for scale in WEIGHTS
    for warmup in WARMUPS
}
at_best, at_two = {}, {}
print("weights   warmup   best peak   loss there       loss at peak 2")
for (scale, warmup), curve in warm.items():
    row = curve.mean(axis=1).argmin()
    at_best[scale, warmup], at_two[scale, warmup] = curve[row], curve[PEAKS == 2][0]
    print(
        f"He × {scale:.0f}    {warmup:4d}       {PEAKS[row]:5.2f}      "
        f"{mean_and_sd(curve[row], 3)}    {mean_and_sd(curve[PEAKS == 2][0], 3)}"
    )
print(f"\nguessing costs {CHANCE:.3f}")

he_gain = at_best[1.0, 0] - at_best[1.0, 16]
assert abs(he_gain.mean()) < 0.04, "with He weights warmup does nothing"
assert standard_errors(at_best[3.0, 0] - at_best[3.0, 16]) > 3, (
    "with large weights it lowers the best loss"
)
assert at_two[3.0, 0].mean() > CHANCE - 0.04, "without it, peak 2 learns nothing"
assert standard_errors(at_two[3.0, 0] - at_two[3.0, 16]) > 3, "with it, it does"


# %%
# alt: Two panels of final loss against peak learning rate 0.25 to 4, with and without warmup. Left, He weights: the two curves nearly lie on each other. Right, weights three times as large: without warmup the loss climbs to the dotted chance level as the peak grows; with warmup it falls until a peak near 1 and stays lower.
# caption: The same warmup does nothing (left) or rescues the large rates (right): what differs is the initial weights. Mean ± sd of 12 seeds, batch size 256, 64 updates<!--= given -->; dotted: loss of guessing.
figure, pair = new_row(2, height=3.4)
for axes, scale, title in zip(pair, WEIGHTS, ("He weights", "He weights × 3")):
    for warmup, color, style in ((0, ORANGE, "s-"), (16, BLUE, "o--")):
        curve = warm[scale, warmup]
        bars = curve.std(axis=1, ddof=1)
        axes.errorbar(PEAKS, curve.mean(axis=1), yerr=bars, fmt=style, color=color)
    axes.axhline(CHANCE, color=INK, linestyle=":")
    axes.set_xscale("log")
    axes.set_xticks(PEAKS[::2], ["¼", "½", "1", "2", "4"])
    axes.minorticks_off()
    axes.set_ylim(0.85, 1.6)
    axes.set_xlabel("peak learning rate")
    label(axes, title, 0.25, 1.54, INK)
pair[0].set_ylabel("final loss (nats)")
label(pair[1], "no warmup", 0.26, 1.335, ORANGE)
label(pair[1], "16 updates of warmup", 0.35, 1.06, BLUE)
figure

# %% [markdown]
# With He weights the two curves agree within the spread. With large weights, a peak of 2 from the first update on ends
# at the loss of guessing (1.383 ± 0.008<!--= rescue.without -->; guessing costs 1.386<!--= guessing -->). After warmup
# the same peak learns (1.26 ± 0.13<!--= rescue.with_warmup -->), and the loss at the best peak falls by
# 0.07 ± 0.04<!--= rescue.best_gain -->.
#
# The curvature says why. Gradient descent is stable at rates below $`2/\lambda_{\max}`$, where $`\lambda_{\max}`$, the
# sharpness, is the largest curvature of the loss, and with large weights it is high at the start. We measure it at the
# start and after a warmup to a rate of 1:


# %%
def sharpness(networks, iterations=15, step=1e-3):
    """Largest Hessian eigenvalue on 512 examples, by power iteration, (SEEDS,).

    A product of Hessian and vector is a difference of two gradients.
    """
    batch, classes = X[:, :512], labels[:, :512]
    slots = [(layer, key) for layer in networks.layers() for key in layer.parameters]
    center = [layer.parameters[key].astype(float) for layer, key in slots]
    rng = np.random.default_rng([BASE, 4])
    vector = [rng.standard_normal(value.shape) for value in center]
    for _ in range(iterations):
        length = sum(np.sum(part**2, axis=(1, 2), keepdims=True) for part in vector)
        vector = [part / length**0.5 for part in vector]
        gradients = []
        for sign in (1, -1):
            for (layer, key), value, part in zip(slots, center, vector):
                layer.parameters[key] = value + sign * step * part
            networks.backward(cross_entropy(networks.forward(batch), classes)[1])
            gradients.append([layer.gradients[key] for layer, key in slots])
        vector = [(up - down) / (2 * step) for up, down in zip(*gradients)]
    for (layer, key), value in zip(slots, center):
        layer.parameters[key] = value.astype(np.float32)
    return sum(np.sum(part**2, axis=(1, 2)) for part in vector) ** 0.5


# %%
limits = {}
print("weights   curvature at the start   limit 2/λ   after warmup to 1   limit 2/λ")
for scale in WEIGHTS:
    networks, rng = make_networks(scale=scale), np.random.default_rng([BASE, 2])
    before = sharpness(networks)
    for update in range(1, 17):
        rows = rng.integers(EXAMPLES, size=(SEEDS, 256))
        rate = np.float32(warmup_rate(update, 16, 0, 1))
        batch, classes = X[OWN, rows], labels[OWN, rows]
        training_step(networks, batch, classes, plain_step, rate, 0.0)
    after = sharpness(networks)
    limits[scale] = 2 / before, 2 / after
    first, last = (f"{np.median(limit):.2f}" for limit in limits[scale])
    print(
        f"He × {scale:.0f}       {mean_and_sd(before, 1):>11s}           "
        f"{first}          {mean_and_sd(after, 1):>10s}          {last}"
    )
start, settled = (np.median(limit) for limit in limits[3.0])
assert start < np.median(limits[1.0][0]) / 2, (
    "larger weights start at a higher curvature"
)
assert settled > 4 * start, "which warmup has removed"
assert start < 0.2, "a peak of 2 is far above the limit"

# %%
# Numbers quoted in the text.
measured = {
    "guessing": CHANCE,
    "noise_scale": noise_scale,
    "quarter": {"first": quarters[0], "last": quarters[3]},
    "exponent": {
        **{("sgd", B): values for B, values in steps.items()},
        **{(name, "below"): values for name, values in slopes.items()},
    },
    "travel": {B: best[row] * BUDGET / B for row, B in enumerate(SIZES)},
    "loss_of_64": losses[64] - losses[4],
    "stable_over_best": margin,
    "gain_at_64": below["unchanged"] - below["linear"],
    "excess": {rule.replace(" ", "_"): values for rule, values in excess.items()},
    "root_at_1024": outcomes[1024]["square root"] - outcomes[1024]["tuned"],
    "rate_over_best": SIZES[3] / 16 * best[1] / best[3],
    "rescue": {
        "without": at_two[3.0, 0],
        "with_warmup": at_two[3.0, 16],
        "best_gain": at_best[3.0, 0] - at_best[3.0, 16],
    },
    "limit": {
        ("large", "start"): limits[3.0][0],
        ("large", "warmed"): limits[3.0][1],
        ("he", "start"): limits[1.0][0],
        ("he", "warmed"): limits[1.0][1],
    },
}

# %% [markdown]
# Large weights start under a limit of 0.05 ± 0.02<!--= limit.large.start -->. A peak of 2 is far above that: the first
# long steps throw the network back to guessing, and it stays there. After warmup the limit is
# 0.9 ± 0.3<!--= limit.large.warmed -->, much as with He weights (0.7 ± 0.2<!--= limit.he.warmed -->). He weights start
# under a limit of 0.28 ± 0.07<!--= limit.he.start -->, and a peak near 1 survives that start.
#
# ## Limits
#
# - One small network and one family of tasks, budgets of one pass, batch sizes in steps of 4. The exponents belong to
#   these. The point is that they differ between budgets and optimizers, not their second digit.
# - No momentum, no decay, training loss only. A decaying rate forgives a larger peak.
# - The batch sizes are a factor of four apart, so “it ends at the noise scale” is true only to an order of magnitude.
# - With other tasks and weights (set `BASE` to 1 or 2) warmup regained less than half of what the linear rule loses at
#   256<!--= given -->, and the four exponents of section 3 kept their order.
# - Warmup was tried for SGD only. With Adam, and in transformers, there are [other
#   reasons](../optimization/learning-rate.md#learning-rate-decay) for it.
#
# ## At scale
#
# - ResNet-50 on ImageNet with momentum: linear rule and warmup held the accuracy up to a batch of 8192 and not beyond
#   [@goyal2017, §2.1].
# - For SGD the best rate first grows in proportion to the batch size, for Adam and RMSProp as a power between 0.5 and 1 that depends
#   on the task [@mccandlish2018].
# - On least squares that can be fitted exactly, the two regimes are a theorem: linear scaling below a critical batch size, saturation
#   above it [@ma2018].
# - Over 35 workloads, the batch size up to which larger batches pay varies widely, and most disagreement in the literature comes
#   down to how each batch size was tuned and to the budget of compute [@shallue2018]: after any rule, search around it.
# - In networks of practical size, too, warmup serves to reach a larger peak rate by way of lower curvature [@kalra2024].
