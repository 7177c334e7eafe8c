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
# **Verdict.** Doubling is right for SGD at a fixed number of examples, well below the gradient noise scale: from batch size 4 to
# 16 the best rate grows with exponent 0.95 ± 0.06 (standard error, 10 seeds), from 256 to 1024 with −0.10 ± 0.11, that is, not at
# all; the noise scale is 189 ± 23. The square root is Adam's rule under the same budget (0.51 ± 0.04 from 4 to 64), and SGD's when the
# number of updates is fixed (0.54 ± 0.06). Warmup did not extend the linear rule here; it rescued a network whose initial weights were
# three times too large (loss 1.23 instead of 1.38 at the same peak rate) and changed nothing for a well-scaled one.
#
# **What settles it.** A three-layer network trained at every rate of a grid, for five batch sizes, two optimizers and two
# budgets, ten seeds each; every finding ends in an `assert`.
#
# Questions it answers: [how the learning rate should change with the batch
# size](../training/batch-size-and-convergence.md#learning-rate-batch-size-scaling) and [how you choose
# it](../optimization/learning-rate.md#choosing-learning-rate).

# %%
import numpy as np

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, label, new_figure, new_row
from snippets.labs.evidence import standard_errors
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
# alt: Log-log plot of learning rate against batch size 4 to 1024. The best rate rises along the linear rule from 4 to 64, leaves it at 256 and does not rise further; a dashed square-root line lies between. The largest stable rate lies above and flattens earlier.
# caption: Best rate for SGD at equal examples (points, mean ± sd of 10 seeds): linear in the batch size at first, then flat. The largest stable rate (squares) lies well above it and flattens, too.
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
# A ReLU network with layers 20–32–32–4 and He weights learns from 8192 examples in 20 dimensions; a random teacher network draws
# their four classes at random from its softmax, so that the loss cannot reach zero and gradient noise stays. Mini-batches are drawn with
# replacement. Constant rate, no momentum, no weight decay. The score is the training loss on 1024 examples at the end of the
# budget: 8192 examples, which are 2048 updates at $`B = 4`$ and 8 at $`B = 1024`$.
#
# The rates of a grid go in steps of 2. Runs of one seed share initial weights and mini-batches at all rates, which makes the loss a smooth
# function of the rate; a parabola through the lowest point and its neighbors gives each seed its best rate. A rate counts as *stable* when
# the run ends below the loss of guessing, $`\ln 4 = 1.386`$. Tables give geometric means over ten seeds and the factor of one
# standard deviation; exponents carry a standard error.

# %% [markdown]
# ## 1. The best rate
#
# The [linear rule](../training/batch-size-and-convergence.md#learning-rate-batch-size-scaling) says that $`k`$ small steps
# equal one step $`k`$ times as long on the union of their examples. If so, the best rate times the number of updates, the
# distance that SGD may travel on the same data, is the same in every row.


# %%
def exponent(rates, sizes):
    """Slope of log rate against log size between two sizes, mean and standard error."""
    slopes = np.log(rates[1] / rates[0]) / np.log(sizes[1] / sizes[0])
    return slopes.mean(), slopes.std(ddof=1) / SEEDS**0.5


def spread(values, digits=3):
    """Mean ± standard deviation over seeds, as text."""
    return f"{values.mean():.{digits}f} ± {values.std(ddof=1):.{digits}f}"


def table(title, sizes, rates):
    """Print the rates and the exponents from one size to the next."""
    print(f"{title}\n\n    B     rate   (× or ÷)   exponent to the next size")
    for row, (B, middle, factor) in enumerate(zip(sizes, *center(rates))):
        step = ""
        if row + 1 < len(sizes):
            step = "{:5.2f} ± {:.2f}".format(*exponent(rates[row:], sizes[row:]))
        print(f"{B:5d}   {middle:6.4f}   {factor:5.2f}       {step}")


table("SGD, best rate at 8192 examples", SIZES, best)
table("\nSGD, largest stable rate", SIZES, stable)
losses = {B: curves[B].min(axis=0) for B in SIZES}
print("\n    B   loss at the best rate tried   best rate × updates")
for B, values, middle in zip(SIZES, losses.values(), center(best)[0]):
    print(f"{B:5d}   {spread(values)}                 {middle * BUDGET / B:6.1f}")

first, error = exponent(best, SIZES)
assert abs(first - 1) < 3 * error + 0.1, "linear from 4 to 16"
assert first - 3 * error > 0.5, "and not a square root"
assert exponent(best[[0, 2]], SIZES[[0, 2]])[0] > 0.75, "still nearly linear up to 64"
last, error = exponent(best[3:], SIZES[3:])
assert last + 2 * error < 0.5, "four times the batch of 256 permits no higher rate"
assert np.all(center(stable[[0, 3]] / best[[0, 3]])[0] > [4, 1.5]), (
    "the best rate is not the largest stable one, least of all for small batches"
)


# %% [markdown]
# Up to 64 it nearly is (87, 81, 61), and the loss rises by only 0.03. From 256 on, the rate stops rising while the
# updates keep falling, and the same data teach less and less.
#
# The largest stable rate follows another curve: 8 times the best rate at $`B = 4`$, 4 times at 256, and flat earlier. What limits
# the rate of a small batch is the noise it leaves in the result, not divergence; “somewhat below where it diverges” is a
# recipe with a factor that itself depends on the batch size.

# %% [markdown]
# ## 2. Where the rule ends
#
# Theory puts the end where noise and signal of the gradient are equal, at the
# [gradient noise scale](../training/batch-size-and-convergence.md#batch-size-gradient-noise) [@mccandlish2018, §2.2]. Measure
# it along the tuned run at $`B = 16`$, from the squared gradient norms at two batch sizes, both averaged over a quarter of the
# run before dividing.


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
    print(f"quarter {number}: {spread(values, 0):>8s} examples")
noise_scale = quarters.mean(axis=0)
print(f"mean over the run: {spread(noise_scale, 0)} examples")
assert 64 < noise_scale.mean() < 1024, "the noise scale lies where the linear rule ends"

# %% [markdown]
# ## 3. Other budgets, other exponents
#
# The mean, 189 ± 23, lies between 64, where the linear rule still nearly held, and 256, where it no longer did. It grows during
# training, from 62 in the first quarter to 264 in the last.
#
# The linear rule compares runs over the same *examples*. Hold the number of *updates* fixed instead, and a larger batch sees
# more data. It needs no longer steps to get as far, it may only afford them because there is less noise to pay for. And
# change the optimizer: where noise dominates, the denominator of Adam shrinks as $`1/\sqrt B`$, so that a larger batch lengthens its steps by
# itself.

# %%
FEW, UPDATES = SIZES[:4], 64
ADAM_RATES = 2.0 ** np.arange(-10, -2)
adam = [best_rates(ADAM_RATES, train(B, ADAM_RATES, BUDGET // B, ADAM)) for B in SIZES]
few_sgd = [best_rates(RATES[1:], train(B, RATES[1:], UPDATES)) for B in FEW]
few_adam = [
    best_rates(ADAM_RATES[1:], train(B, ADAM_RATES[1:], UPDATES, ADAM)) for B in FEW
]
adam, few_sgd, few_adam = np.array(adam), np.array(few_sgd), np.array(few_adam)

slopes = {
    ("SGD", "8192 examples"): exponent(best[[0, 2]], SIZES[[0, 2]]),
    ("Adam", "8192 examples"): exponent(adam[[0, 2]], SIZES[[0, 2]]),
    ("SGD", "64 updates"): exponent(few_sgd[[0, 2]], SIZES[[0, 2]]),
    ("Adam", "64 updates"): exponent(few_adam[[0, 2]], SIZES[[0, 2]]),
}
print("exponent of the best rate, batch size 4 to 64")
for (name, budget), (mean, error) in slopes.items():
    print(f"{name:4s} at {budget:13s}   {mean:.2f} ± {error:.2f}")

assert slopes["SGD", "8192 examples"][0] > slopes["Adam", "8192 examples"][0] + 0.15
assert 0.35 < slopes["Adam", "8192 examples"][0] < 0.75, "Adam: near a square root"
assert slopes["SGD", "64 updates"][0] < 0.9, "equal updates: SGD below the linear rule"
assert slopes["Adam", "64 updates"][0] < 0.45, "equal updates: Adam below the root"

# %%
# alt: Two log-log panels of best rate relative to batch size 4 against batch size, for SGD and Adam, with guide lines of slope one and one half. Left, equal examples: SGD follows slope one and flattens near the dotted noise scale, Adam follows slope one half and flattens later. Right, equal updates: SGD stays near the line of slope one half, Adam below it.
# caption: There is no rule without a budget: at equal examples SGD starts out linear and Adam as a square root, at equal updates both rise less. Rates relative to the best rate at B = 4, mean ± sd of 10 seeds; dotted: mean noise scale.
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
label(pair[1], "Adam", 75, 1.05, GREEN)
figure

# %% [markdown]
# ## 4. The rules in use
#
# Four best rates, four exponents, between 0.14 and 0.87. Now use the rules as one does: tune at $`B = 16`$, then move to a larger
# batch without tuning again. The run with warmup raises the rate linearly over the first quarter of the updates.

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
        print(f"{B:5d}    {rule:18s}   {rate:5.2f}    {spread(values)}")


below, beyond = outcomes[64], outcomes[256]
assert standard_errors(below["unchanged"] - below["linear"]) > 3, "below: scale the rate"
assert below["linear"].mean() < below["tuned"].mean() + 0.02, (
    "linear is as good as tuned"
)
for B in (256, 1024):
    for rule in ("linear", "linear with warmup"):
        worse = outcomes[B][rule] > outcomes[B]["tuned"]
        assert worse.mean() >= 0.7, "beyond the noise scale the linear rule overshoots"
excess = {
    rule: values.mean() - beyond["tuned"].mean() for rule, values in beyond.items()
}
assert excess["square root"] < excess["linear"] / 2, "at 256 the root rule is closer"

# %% [markdown]
# At 64, below the noise scale, scaling the rate at all is what counts: linear 0.957, square root 0.962, unchanged
# 1.002. At 256 the linear rule gains nothing over not scaling, 1.201 ± 0.107 against 1.154 ± 0.036. The square root lands close to the tuned rate at 256 and at 1024,
# for a reason that has nothing to do with its derivation: it splits the difference between a linear and a flat part. That may be why both
# rules have witnesses.

# %% [markdown]
# ## 5. Warmup
#
# Warmup did not rescue the linear rule at 256 (1.200 with it, 1.201 without): the rate was too large for the whole run, not only for its
# start. It can only help where the start is special. So compare two starts at $`B = 256`$: He weights, and weights three times as large,
# a bad initialization on purpose. 64 updates, constant rate, without warmup or with 16 updates of it.


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
        f"{spread(curve[row])}    {spread(curve[PEAKS == 2])}"
    )
print(f"\nguessing costs {CHANCE:.3f}")

he_gain = at_best[1.0, 0] - at_best[1.0, 16]
assert abs(he_gain.mean()) < 0.03, "with He weights warmup does nothing"
assert standard_errors(at_best[3.0, 0] - at_best[3.0, 16]) > 3, (
    "with large weights it lowers the best loss"
)
assert at_two[3.0, 0].mean() > CHANCE - 0.04, "without it, peak 2 learns nothing"
assert standard_errors(at_two[3.0, 0] - at_two[3.0, 16]) > 3, "with it, it does"


# %%
# alt: Two panels of final loss against peak learning rate 0.25 to 4, with and without warmup. Left, He weights: the two curves lie on each other. Right, weights three times as large: without warmup the loss climbs to the dotted chance level as the peak grows; with warmup it falls until a peak near 1 and stays lower.
# caption: The same warmup does nothing (left) or rescues the large rates (right): what differs is the initial weights. Mean ± sd of 10 seeds, batch size 256, 64 updates; dotted: loss of guessing.
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
label(pair[1], "16 updates of warmup", 0.4, 1.13, BLUE)
figure

# %% [markdown]
# With He weights the two curves agree within the spread. With large weights, a peak of 2 from the first update ends at the loss of guessing
# (1.377 ± 0.009; guessing costs 1.386); after warmup the same peak learns (1.234 ± 0.033), and the best loss falls from 1.279 to 1.209.
#
# The curvature says why. Gradient descent is stable below $`2/\lambda_{\max}`$, and large weights begin where
# $`\lambda_{\max}`$, the sharpness, is high. Measure it at the start and after a warmup to 1:


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
    limits[scale] = np.median(2 / before), np.median(2 / after)
    print(
        f"He × {scale:.0f}       {spread(before, 1):>11s}           "
        f"{limits[scale][0]:.2f}          {spread(after, 1):>10s}          "
        f"{limits[scale][1]:.2f}"
    )
assert limits[3.0][0] < limits[1.0][0] / 2, "larger weights start at a higher curvature"
assert limits[3.0][1] > 4 * limits[3.0][0], "which warmup has removed"

# %% [markdown]
# Large weights start under a limit of 0.07, and a peak of 2 is about 30 times that: the first long steps throw the network back to guessing, and it
# stays there. After warmup the limit is 0.92, much as with He weights (0.73), whose start at
# 0.29 a peak near 1 survives.
#
# ## Limits
#
# - One small network and one kind of data, budgets of one pass, batch sizes in steps of 4. The exponents belong to these; that they
#   differ between budgets and optimizers is the point, their second digit is not.
# - No momentum, no decay, training loss only. A decaying rate forgives a larger peak.
# - The noise scale is known to a factor of two, and the batch sizes are a factor of four apart: “it ends at the noise scale” is an order
#   of magnitude.
# - With three other teachers (set `BASE` to 1, 2, 3) warmup regained up to two fifths of what the linear rule loses at 256, or nothing, never
#   all; the four exponents of section 3 moved by up to 0.1.
# - Warmup for SGD only. With Adam, and in transformers, there are [other
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
#   down to how each batch size was tuned [@shallue2018]: after any rule, search around it.
# - In networks of practical size, too, warmup serves to reach a larger peak rate by way of lower curvature [@kalra2024].
