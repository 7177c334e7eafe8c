# ---
# description: Measured and asserted - batch norm with covariate shift put back in, at batch sizes 1 to 256, and over the range of learning rates.
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
# # Batch norm: covariate shift and batch size
#
# **Claim on trial.** “Batch norm works because it reduces internal covariate shift”, and “batch norm does not depend on
# the batch size”.
#
# **Verdict.** The first claim is at best half right. Batch norm does steady the units, by a factor of
# 14 ± 2<!--= steadier --> here. But then we put the shift back, 2.0 ± 0.4<!--= drift.shifted --> times as much as in the
# plain network, and the network with batch norm still reached a training loss of 0.7<!--= target --> in
# 35 ± 8<!--= iterations.shifted --> iterations. Without batch norm it took 81 ± 25<!--= iterations.plain -->, with
# undisturbed batch norm 28 ± 3<!--= iterations.batch_norm -->. What batch norm does buy is larger steps. The second claim is
# wrong: with one example per mini-batch a dense network learned nothing, with two hardly anything, and the size stopped
# mattering only from about 64<!--= given --> on.
#
# **What settles it.** We train twelve networks with batch norm, twelve without, and twelve with a random shift behind
# each batch norm that changes at every step. Then we train with batch sizes from 1 to 256<!--= given -->, with layer norm
# as the control. The question on the topic page is [what batch norm is and why it
# helps](../regularization/batch-normalization.md#batch-normalization).

# %%
from copy import deepcopy
from itertools import chain, count

import numpy as np

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, label, new_figure, new_row
from snippets.labs.evidence import mean_and_sd, standard_errors
from snippets.labs.networks import Activation, Dense, Layer, Normalization, Sequential
from snippets.labs.training import cross_entropy, minibatches, training_step
from snippets.optimization.optimizers import plain_step
from snippets.regularization.batch_normalization import batch_norm, batch_norm_gradient
from snippets.training.weight_initialization import draw_weights

RUNS, EXAMPLES, INPUTS, CLASSES, WIDTH, SEED = 12, 1024, 20, 4, 32, 0
rng = np.random.default_rng(SEED)
first = rng.standard_normal((RUNS, INPUTS, 10)) * 2 / np.sqrt(INPUTS)
second = rng.standard_normal((RUNS, 10, CLASSES))
X = rng.standard_normal((RUNS, EXAMPLES + 1000, INPUTS))
y = np.argmax(np.tanh(X @ first) @ second, axis=2)  # each run has its own teacher
X, X_val = np.split(X, [EXAMPLES], axis=1)
y, y_val = np.split(y, [EXAMPLES], axis=1)


# %%
class Shift(Layer):
    """Moves and stretches each unit's distribution at random, anew at every step."""

    def __init__(self, strength, rng):
        super().__init__()
        self.strength, self.rng, self.scale = strength, rng, 1.0

    def forward(self, x, training=True):
        """x · s + m with s, m per unit, m ~ U(−strength, strength), nothing learned."""
        if not training:
            return x
        s, m = self.rng.uniform(-1, 1, (2, *x.shape[:1], 1, x.shape[2]))
        self.scale = 2 ** (self.strength * s / 1.5)
        return x * self.scale + self.strength * m

    def backward(self, upstream):
        """The same scale."""
        return upstream * self.scale


def classifier(kind, rng, depth=6, strength=0.0):
    """`depth` layers of 32 ReLUs; `kind` of normalization before each, or None."""
    layers, fan_in = [], INPUTS
    for out in [WIDTH] * depth + [CLASSES]:
        draws = [draw_weights((out, fan_in), "he", "normal", rng) for _ in range(RUNS)]
        layers, fan_in = [*layers, Dense(np.stack(draws))], out
        if out == WIDTH:
            layers += [Normalization(RUNS, WIDTH, kind)] if kind else []
            layers += [Shift(strength, rng)] if strength else []
            layers += [Activation("relu")]
    return Sequential(*layers)


# %%
LOOKS = np.r_[0:100:5, 100:201:20]  # iterations at which the loss is computed
DRIFTS = np.arange(0, 201, 20)  # and at which the drift is


def evaluate(network, X, y):
    """Loss of each run in evaluation mode, (R,)."""
    return cross_entropy(network.forward(X, training=False), y)[0]


def moments(network):
    """Mean and sd of the units in front of each ReLU, training mode, (2, R, units)."""
    network, x, found = deepcopy(network), X[:, :256], []
    for layer in network.inner:
        if isinstance(layer, Activation):
            found.append([x.mean(axis=1), x.std(axis=1)])
        x = layer.forward(x)
    return np.concatenate(found, axis=2)


# %%
def train(network, rate, updates, rng, batch_size=64, looks=(), drift=False):
    """Train; losses (looks, R), and how far an update moves a unit's mean, in sd."""
    losses, drifts = [], []
    epochs = (minibatches(RUNS, EXAMPLES, batch_size, rng) for _ in count())
    runs = np.arange(RUNS)[:, None]
    for done, rows in zip(range(updates), chain.from_iterable(epochs)):
        watched = drift and done in DRIFTS
        before = moments(network) if watched else None
        if done in looks:
            losses.append(evaluate(network, X, y))
        training_step(network, X[runs, rows], y[runs, rows], plain_step, rate, None)
        if watched:
            moved = np.abs(moments(network)[0] - before[0]) / before[1]
            drifts.append(moved.mean(axis=1))
    return np.array(losses), np.array(drifts)


def history(kind, rate, strength=0.0, drift=True):
    """A network after 201 iterations, its losses (looks, R) and drifts (11, R)."""
    rng = np.random.default_rng([SEED, 1])
    network = classifier(kind, rng, strength=strength)
    return network, *train(network, rate, 201, rng, looks=LOOKS, drift=drift)


cases = {
    "no batch norm": (None, 0.3, 0.0),
    "batch norm": ("batch", 1.0, 0.0),
    "shift added": ("batch", 1.0, 0.5),
    "twice the shift": ("batch", 1.0, 1.0),
    "shift, no batch norm": (None, 0.2, 0.5),
    "batch norm at 0.3": ("batch", 0.3, 0.0),
    "shift added at 0.3": ("batch", 0.3, 0.5),
    "twice the shift at 0.3": ("batch", 0.3, 1.0),
}
networks, losses, drifts = {}, {}, {}
for name, case in cases.items():
    networks[name], losses[name], drifts[name] = history(*case)

# %%
# alt: Two panels against iterations 0 to 200.<!--= given --> Left, on a logarithmic axis, the drift of the units per update, in standard deviations: 0.01 with batch norm, 0.18 without, 0.35 and 0.72<!--= drift.of.batch_norm, drift.of.plain, drift.of.shifted, drift.of.twice --> with batch norm and added shift. Right, the training loss: lowest with batch norm, slightly higher with added shift, higher with twice the shift, and at first highest without batch norm.
# caption: Batch norm with two<!--= drift.shifted --> and four<!--= drift.twice --> times the drift of the plain network (left) still gets to a loss of 0.7<!--= target --> before it (right). Means over twelve seeds, each network at a rate that suits it.
styles = {
    "no batch norm": (INK, "-"),
    "batch norm": (BLUE, "--"),
    "shift added": (ORANGE, "-."),
    "twice the shift": (GREEN, ":"),
}
figure, (left, right) = new_row(2, height=3.8)
for name, (color, line) in styles.items():
    left.semilogy(DRIFTS, drifts[name].mean(axis=1), line, color=color)
    right.plot(LOOKS, losses[name].mean(axis=1), line, color=color)
left.set_ylabel("drift of a unit per update (sd)")
right.set_ylabel("training loss (nats)")
right.set_ylim(0, 1.7)
for axes in (left, right):
    axes.set_xlabel("iterations")
left.set_ylim(0.005, 2)
label(left, "twice the shift", 75, 0.9, GREEN)
label(left, "shift added", 75, 0.44, ORANGE)
label(left, "no batch norm", 75, 0.2, INK)
label(left, "batch norm", 75, 0.018, BLUE)
label(right, "no batch norm", 75, 0.95, INK)
label(right, "batch norm", 60, 0.2, BLUE)
figure

# %% [markdown]
# ## Method
#
# The inputs are 20 standard normal numbers. A random network of ten tanh units, the teacher, gives each of them one of
# four classes as its label. The student has six layers of 32 ReLUs with He initialization, batch norm (if any) in front of
# each ReLU, and learns 1024 examples by plain SGD with mini-batches of 64.<!--= given --> Numbers are mean ± standard
# deviation over twelve runs, each with its own teacher, data, initial weights and order. Losses are measured in evaluation
# mode unless the text says otherwise.
#
# *Internal covariate shift* is the change of a layer's input distribution while the layers before it learn
# [@ioffe2015]. We measure it directly as *drift*: how far one update moves the mean of each unit's pre-activation over
# the same 256<!--= given --> examples, in standard deviations of that unit. The injected shift acts behind batch norm.
# It is drawn anew for each unit at every step, and all examples of the mini-batch share it. It has an offset between ±0.5
# and a scale between 0.79 and 1.26, or, when doubled, an offset between ±1 and a scale from 0.63 to 1.59.<!--= given -->
# In evaluation mode there is no shift.
#
# ## 1. Putting the shift back
#
# The table shows each network at its own learning rate, and batch norm also at the rate of the plain network. The search
# below the table shows that no other rate would have been much faster.


# %%
TARGET = 0.7


def iterations(losses):
    """Iterations to the target, losses (looks, R); 201 for a run that never does."""
    below = losses < TARGET
    return np.where(below.any(axis=0), LOOKS[below.argmax(axis=0)], 201)


reached = {name: iterations(values) for name, values in losses.items()}
drift = {name: values.mean(axis=0) for name, values in drifts.items()}
val = {name: evaluate(network, X_val, y_val) for name, network in networks.items()}
print(
    "                               drift per       iterations   training   validation"
)
print("                        rate   update (sd)     to 0.7       loss at the end")
for name, (_, rate, _) in cases.items():
    print(
        f"{name:22}  {rate}   {mean_and_sd(drift[name], 3)}"
        f"  {mean_and_sd(reached[name]):>9}"
        f"     {mean_and_sd(losses[name][-1], 2)}   {mean_and_sd(val[name], 2)}"
    )

# %%
SEARCH = {
    "no batch norm": (0.1, 0.2, 0.4),
    "shift, no batch norm": (0.1, 0.3),
    "batch norm": (0.5, 2.0),
}
print("mean iterations at other rates")
for name, rates in SEARCH.items():
    kind, chosen, strength = cases[name]
    means = {chosen: reached[name].mean()}
    with np.errstate(over="ignore", invalid="ignore"):
        for rate in rates:
            found = iterations(history(kind, rate, strength, drift=False)[1])
            means[rate] = found.mean()
    print(f"{name:22}", *[f"{rate}: {means[rate]:.0f}  " for rate in sorted(means)])
    assert means[chosen] < 1.2 * min(means.values()), "each at a rate that suits it"

# %% [markdown]
# Batch norm makes the drift 14 ± 2<!--= steadier --> times smaller, as its inventors meant it to. But less drift is not
# what makes it fast. With 2.0<!--= drift.shifted --> times the drift of the plain network, batch norm still learns faster
# than the plain network, both at a rate of its own (35 against 81<!--= iterations.shifted, iterations.plain --> iterations)
# and at the same rate (57<!--= iterations.shifted_same_rate -->). Without batch norm, the same shift makes training take
# 1.9 ± 0.4<!--= slower --> times the iterations.
#
# The shift is not free. At four<!--= drift.twice --> times the drift of the plain network, batch norm loses its lead unless
# the rate is raised as well (104 iterations at 0.3<!--= iterations.twice_same_rate, _ -->, 53 at
# 1<!--= iterations.twice, _ -->). And in the end, all shifted networks fit the training set less well than undisturbed
# batch norm. Their validation loss is *lower*, though: a random factor is noise, and noise in a network regularizes.

# %%
plain, bn, shifted, twice, shifted_plain, *at_equal_rate = cases
same_rate, shifted_same, twice_same = at_equal_rate
assert np.all(drift[plain] > 6 * drift[bn]), "batch norm does steady the units"
assert np.all(drift[shifted] > 1.2 * drift[plain]), "the added shift undoes that"
assert np.all(drift[twice] > 2.4 * drift[plain]), "and more"
for name in (bn, shifted, same_rate):
    assert standard_errors(reached[plain] - reached[name]) > 3, (
        "batch norm is faster, with more drift than the plain network too"
    )
for name in (twice, shifted_same):
    assert reached[name].mean() < 0.9 * reached[plain].mean(), "also at the same rate"
assert reached[twice_same].mean() > 1.1 * reached[plain].mean(), "not with twice that"
assert standard_errors(reached[shifted_plain] - reached[plain]) > 3, (
    "without batch norm, the same shift costs many iterations"
)
undisturbed = {shifted: bn, twice: bn, shifted_same: same_rate, twice_same: same_rate}
for name, control in undisturbed.items():
    assert standard_errors(losses[name][-1] - losses[control][-1]) > 2, (
        "with batch norm it is not free either"
    )
    assert standard_errors(val[control] - val[name]) > 2, "but it regularizes"

# %% [markdown]
# ## 2. Larger steps, and why they are safe
#
# What batch norm does change is the range of learning rates at which the network trains.

# %%
RATES = [0.03, 0.1, 0.3, 1, 3, 10]
kinds = {
    "no batch norm": (None, 0.0),
    "batch norm": ("batch", 0.0),
    "shift added": ("batch", 0.5),
}
final = {}
with np.errstate(over="ignore", invalid="ignore"):
    for name, (kind, strength) in kinds.items():
        final[name] = []
        for rate in RATES:
            rng = np.random.default_rng([SEED, 2])
            network = classifier(kind, rng, strength=strength)
            train(network, rate, 120, rng)
            final[name].append(np.nan_to_num(evaluate(network, X, y), nan=np.inf))

print(
    "median training loss after 120 iterations, "
    f"and how many of {RUNS} runs are below 1"
)
print("rate         ", *[f"{rate:>11}" for rate in RATES])
for name, values in final.items():
    shown = [f"{np.median(v):6.2f} ({np.sum(v < 1):2})" for v in values]
    print(f"{name:14}", *shown)
trains = {
    name: [rate for rate, v in zip(RATES, values) if np.mean(v < 1) > 0.8]
    for name, values in final.items()
}
assert max(trains[bn]) >= 10 * max(trains[plain]), "ten times the rate still trains"
assert max(trains[shifted]) >= 10 * max(trains[plain]), "and with the shift as well"
assert not np.any(final[plain][RATES.index(3)] < 1), "where the plain one never does"

# %%
# alt: Training loss after 120 iterations against learning rates 0.03 to 10 on a logarithmic axis. Without batch norm the loss is lowest at 0.3, higher or missing at 1, and missing from 3 on, where the numbers overflow. With batch norm, with and without the added shift, it is low from 0.3 to 3 and rises at 10.<!--= given -->
# caption: Medians of twelve runs. Batch norm extends the rates that train by a factor of at least ten, and the added shift leaves that range as it is.
figure, axes = new_figure()
for name in kinds:
    color, line = styles[name]
    middle = np.median(final[name], axis=1)
    finite = np.isfinite(middle)
    rates = np.array(RATES)[finite]
    axes.semilogx(rates, middle[finite], line, color=color, marker="o")
axes.set_ylim(0, 2)
axes.set_xticks(RATES, [str(rate) for rate in RATES])
axes.minorticks_off()
axes.set_xlabel("learning rate")
axes.set_ylabel("training loss (nats)")
label(axes, "no batch norm, overflows at 3", 0.95, 1.07, INK, ha="right")
label(axes, "shift added", 1.2, 0.65, ORANGE)
label(axes, "batch norm", 0.55, 0.12, BLUE)
figure

# %% [markdown]
# A step is safe as long as the gradient stays roughly the same along it. So we take networks after 60 iterations, make one
# step along the full gradient at rate 0.3<!--= given -->, and measure how much the gradient has changed at its end, relative
# to the gradient's length.


# %%
def gradients(network):
    """Full gradient as one vector per run, (R, parameters), in training mode."""
    network.backward(cross_entropy(network.forward(X), y)[1])
    parts = [g for layer in network.layers() for g in layer.gradients.values()]
    return np.concatenate([part.reshape(RUNS, -1) for part in parts], axis=1)


STEP = 0.3
change = {}
for name in ("no batch norm", "batch norm"):
    rng = np.random.default_rng([SEED, 3])
    network = classifier(kinds[name][0], rng)
    train(network, 0.2, 60, rng)
    start = gradients(network)
    for layer in network.layers():
        for key, gradient in layer.gradients.items():
            layer.parameters[key] = layer.parameters[key] - STEP * gradient
    moved = gradients(network)
    change[name] = np.linalg.norm(moved - start, axis=1) / np.linalg.norm(start, axis=1)
    moved_by = mean_and_sd(change[name], 2)
    print(f"{name:14} change of the gradient over its length: {moved_by}")
assert change[plain].mean() > 2.5 * change[bn].mean(), (
    "along a step, the gradient changes less with batch norm"
)
assert standard_errors(change[plain] - change[bn]) > 3

# %% [markdown]
# Without batch norm, the gradient at the end of the step has little to do with the one that the step followed: the change
# is 1.9 ± 0.4<!--= change.plain --> times as long as the gradient was. With batch norm it is
# 0.41 ± 0.05<!--= change.batch_norm --> of the gradient's length. This is the smoother landscape of Santurkar et al.
# [@santurkar2018] on a small scale, and it agrees with the finding that rates up to 3 still train. It describes more than
# it explains, and other accounts agree with it as well.
#
# ## 3. Batch size: what the statistics are made of
#
# For values of variance one, the mean of $`B`$ examples has a standard deviation of $`1/\sqrt B`$, and the variance of the
# examples around their own mean is on average $`(B-1)/B`$ of the true one. At $`B = 1`$ the example *is* the mean: in a
# dense network, batch norm then puts out its shift $`\beta`$ whatever the input, and no gradient reaches the layers in front
# of it.

# %%
SIZES = [1, 2, 4, 8, 16, 64, 256]
draws = np.random.default_rng(1).standard_normal((8000, 256))
print("    B   sd of the mean   mean of the variance     (true: 0 and 1)")
for B in SIZES:
    noise, level = draws[:, :B].mean(axis=1).std(), draws[:, :B].var(axis=1).mean()
    print(f"{B:5d}   {noise:14.3f}   {level:20.3f}")
    assert np.isclose(noise, B**-0.5, rtol=0.05)
    assert np.isclose(level, 1 - 1 / B, rtol=0.05)

x, upstream = np.random.default_rng(2).standard_normal((2, 1, 5))
gamma, beta = np.full(5, 2.0), np.arange(5.0)
assert np.array_equal(batch_norm(x, gamma, beta)[0], beta), "one example: β comes out"
assert not batch_norm_gradient(upstream, x, gamma)[0].any(), "and no gradient goes in"
print("\none example:", x[0].round(1), "becomes", batch_norm(x, gamma, beta)[0])

# %% [markdown]
# Now we train networks of two layers with 300 updates at rate 0.2<!--= given --> for each batch size. With small batches,
# any network sees fewer examples and has noisier gradients. So the control is layer norm, which uses no statistics of the
# mini-batch. Batch norm is scored twice: in training mode, on mini-batches of the size that it was trained with, and in
# evaluation mode.

# %%
in_training, in_evaluation, layer_norm = {}, {}, {}
runs = np.arange(RUNS)[:, None]
print("            batch norm                                   layer norm")
print("    B   training mode    evaluation mode")
for B in SIZES:
    for kind in ("layer", "batch"):
        rng = np.random.default_rng([SEED, 4])
        network = classifier(kind, rng, depth=2)
        train(network, 0.2, 300, rng, batch_size=B)
        (layer_norm if kind == "layer" else in_evaluation)[B] = evaluate(network, X, y)
    if B == 1:
        smallest = max(layer.variance.max() for layer in network.inner[1::3])
    passes = [
        cross_entropy(network.forward(X[runs, rows]), y[runs, rows])[0]
        for rows in minibatches(RUNS, EXAMPLES, B, rng)
    ]
    in_training[B] = np.mean(passes, axis=0)
    loss = in_evaluation[B]
    shown = mean_and_sd(loss, 2) if B > 1 else f"{loss.min():.0e} and more"
    print(
        f"{B:5d}   {mean_and_sd(in_training[B], 2)}      {shown:14}"
        f"     {mean_and_sd(layer_norm[B], 2)}"
    )
print(f"\nat B = 1 the largest running variance is {smallest:.0e}")
guess = np.log(CLASSES)

# %%
# alt: Training loss after 300 updates against batch size 1 to 256.<!--= given --> In training mode batch norm stays at 1.4<!--= training.1 --> for sizes 1 and 2 and falls to 0.2<!--= training.256 --> at 256<!--= given -->. In evaluation mode it lies below that, off the scale at 1, and meets the training mode at 256<!--= given -->. Layer norm starts at 1.2<!--= layer_norm.1 -->, lies clearly below batch norm at sizes 2 and 4 and meets it from 64<!--= given --> on.
# caption: Mean ± sd over twelve seeds. At small batch sizes batch norm trains worse than its control, and training and evaluation mode are two different networks; both differences vanish as the mini-batch grows.
series = {
    "batch norm, training mode": (in_training, SIZES, BLUE, "o--"),
    "batch norm, evaluation mode": (in_evaluation, SIZES[1:], ORANGE, "s-"),
    "layer norm": (layer_norm, SIZES, INK, "^-."),
}
figure, axes = new_figure()
for values, sizes, color, line in series.values():
    means = [values[B].mean() for B in sizes]
    bands = [values[B].std(ddof=1) for B in sizes]
    axes.errorbar(sizes, means, yerr=bands, fmt=line, color=color, capsize=3)
axes.set_xscale("log", base=2)
axes.set_xticks(SIZES, [str(B) for B in SIZES])
axes.set_ylim(0, 1.7)
axes.set_xlabel("batch size $B$ (examples)")
axes.set_ylabel("training loss (nats)")
label(axes, "● batch norm, training mode", 12, 1.5, BLUE)
label(axes, "■ batch norm, evaluation mode", 12, 1.35, ORANGE)
label(axes, "▲ layer norm", 12, 1.2, INK)
figure

# %% [markdown]
# - At $`B = 1`$ the training loss stays at $`\ln 4`$, the loss of guessing. Worse, the running variance shrinks by a
#     tenth<!--= given --> at each update, toward zero. Evaluation then divides by little more than $`\sqrt\epsilon`$, which
#     gives losses above 10,000<!--= blown_up --> nats in every run. PyTorch refuses to train on such a
#     mini-batch ([tested](../../tests/snippets/practice/test_debugging_torch.py)).
# - At $`B = 2`$ the normalized values are ±1 in each unit, so nearly all information is lost in training, and the loss is
#     1.36 ± 0.04<!--= training.2 --> nats. Layer norm, on the same pairs, gets to 0.77 ± 0.08<!--= layer_norm.2 -->.
# - From 4 to 16<!--= given --> batch norm learns, and its distance from the control shrinks. Its two modes disagree:
#     evaluation mode has the *lower* loss, by 0.19 ± 0.04<!--= gap.4 --> nats at $`B = 4`$, because its statistics are
#     averages over many mini-batches and carry less noise.
# - From 64<!--= given --> on, batch norm in training mode, batch norm in evaluation mode and layer norm are within
#     0.1<!--= level --> nats of each other. In that limit, “does not depend” is right.

# %%
BLOWN_UP, LEVEL = 10_000, 0.1
behind = {B: np.mean(in_evaluation[B] - layer_norm[B]) for B in SIZES[1:]}
gap = {B: in_training[B] - in_evaluation[B] for B in SIZES[1:]}
for B, values in gap.items():
    print(
        f"B = {B:3d}: training mode minus evaluation mode {mean_and_sd(values, 2)} nats"
    )
assert np.all(np.abs(in_training[1] - guess) < 0.2), "B = 1: as good as guessing"
assert np.all(in_evaluation[1] > BLOWN_UP), "and evaluation divides by next to nothing"
assert in_evaluation[2].mean() > guess - 0.15, "B = 2: hardly better than guessing"
for B in (2, 4):
    assert standard_errors(in_evaluation[B] - layer_norm[B]) > 3, "behind layer norm"
assert in_evaluation[4].mean() < 1, "B = 4: it learns"
assert behind[2] > behind[4] > behind[8] > behind[16], "by less and less"
for B in (4, 8, 16, 64):
    assert standard_errors(gap[B]) > 3, (
        "with the noise of small mini-batches the same weights have a higher loss"
    )
assert gap[4].mean() > gap[16].mean() > gap[64].mean() > gap[256].mean()
for B in (64, 256):
    three = [values[B].mean() for values in (in_training, in_evaluation, layer_norm)]
    assert max(three) - min(three) < LEVEL, "large: level"
assert np.mean(in_training[8] - layer_norm[8]) > 1.5 * LEVEL, "small: not level"

# %% [markdown]
# ## Limits
#
# - Dense networks of six layers on a small synthetic task, well initialized. Depth and initialization were not varied;
#     noise behind each layer adds up, so expect the injected shift to cost more in deeper networks.
# - The injected shift moves whole distributions and leaves the examples of a mini-batch in the same order. Drift of the
#     means is one measure of covariate shift. Santurkar et al. [@santurkar2018] also measure how the gradient of a layer
#     changes when the layers before it are updated, which we did not.
# - The lab shows what the speed of batch norm does *not* come from: less shift. The smaller change of the gradient goes
#     together with the larger rates, but the lab does not show that it causes them.
# - The batch size from which on the size stops mattering holds for dense layers. A convolution averages over positions as
#     well, so that a few images already give many values.
#
# ## At scale
#
# - In a deep network, noise of non-zero mean and non-unit variance was added behind each batch norm, drawn anew at every
#     step. The distributions were then less stable than without batch norm, and the network was still nearly as fast as
#     with undisturbed batch norm [@santurkar2018].
# - ResNet-50 on ImageNet with 2 images per worker had an error 10.6 percentage points higher with batch norm than with
#     group norm. At typical batch sizes the two were comparably good [@wu2018groupnorm].
# - In deep convolutional networks, batch norm mainly makes larger learning rates possible; without it, large
#     updates make activations grow with depth until the loss diverges [@bjorck2018].

# %%
# Numbers quoted in the text.
names = {
    "plain": plain,
    "batch_norm": bn,
    "shifted": shifted,
    "twice": twice,
    "shifted_same_rate": shifted_same,
    "twice_same_rate": twice_same,
}
measured = {
    "target": TARGET,
    "steadier": drift[plain] / drift[bn],
    "drift": {
        "shifted": drift[shifted] / drift[plain],
        "twice": drift[twice] / drift[plain],
        "of": {word: drift[name] for word, name in names.items()},
    },
    "iterations": {word: reached[name] for word, name in names.items()},
    "slower": reached[shifted_plain] / reached[plain],
    "change": {"plain": change[plain], "batch_norm": change[bn]},
    "training": in_training,
    "evaluation": {B: in_evaluation[B] for B in SIZES[1:]},
    "layer_norm": layer_norm,
    "gap": gap,
    "blown_up": BLOWN_UP,
    "level": LEVEL,
}
