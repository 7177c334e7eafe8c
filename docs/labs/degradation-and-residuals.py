# ---
# description: Plain and residual networks of growing depth with their training error, gradient norms and an identity construction, measured and asserted.
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
# # Degradation and residuals
#
# **Claim on trial.** “Deeper plain networks get worse because they overfit”, and its companion “because their gradients
# vanish”.
#
# **Verdict.** Here it is neither. From 8 to 32<!--= given --> plain layers, the *training* loss rises from 0.046 ± 0.013 to
# 0.94 ± 0.06<!--= loss.plain.8, loss.plain.32 --> (eight seeds), so it is not overfitting. Before training, gradients are
# *larger* at the first layer than at the last, about 36<!--= grows.least --> times in the mildest seed, so they do not
# vanish. Yet 32<!--= given --> plain layers built by hand have the same loss as the trained 8: the solution exists, but the
# optimizer misses it. With shortcuts, the optimizer reaches 0.08 ± 0.05<!--= loss.residual.32 -->.
#
# **What settles it.** We compare plain and residual networks with the same layers, batch norm and tuning effort, and judge
# them by their training loss. The question behind this lab is answered under [the degradation
# problem](../architectures/resnet.md#degradation-problem).

# %%
import copy
from itertools import product

import numpy as np

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, label, new_figure, new_row
from snippets.labs.evidence import mean_and_sd, standard_errors
from snippets.labs.networks import Activation, Dense, Normalization, Sequential
from snippets.labs.training import (
    cross_entropy,
    evaluate,
    minibatches,
    training_step,
)
from snippets.optimization.adaptive_optimizers import adam_step
from snippets.optimization.learning_rate import cosine
from snippets.optimization.optimizers import momentum_step
from snippets.training.weight_initialization import draw_weights


def spirals(runs, examples, rng):
    """Three noisy spirals, one inside the other: points (R, N, 2), classes (R, N)."""
    labels = np.tile(np.arange(examples) % CLASSES, (runs, 1))
    radius = np.sqrt(rng.uniform(0.02, 1, labels.shape))
    angle = 2 * np.pi * (1.5 * radius + labels / CLASSES)
    points = radius * np.stack([np.cos(angle), np.sin(angle)])
    return np.moveaxis(points + rng.normal(0, 0.03, points.shape), 0, 2), labels


def dense(out, inputs, runs, rng, bias=False):
    """A layer with He weights, (R, out, inputs)."""
    draws = [draw_weights((out, inputs), "he", "normal", rng) for _ in range(runs)]
    return Dense(np.array(draws), bias)


def build(kind, depth, runs, rng):
    """`depth` weight layers: one in, blocks of two (plain or with a sum), one out."""
    stack = [dense(WIDTH, 2, runs, rng), Normalization(runs, WIDTH), Activation("relu")]
    for _ in range((depth - 2) // 2):
        block = []
        for _ in range(2):
            block += [dense(WIDTH, WIDTH, runs, rng), Normalization(runs, WIDTH)]
            block += [Activation("relu")]
        stack += [Sequential(*block[:-1], skip=kind == "residual"), block[-1]]
    return Sequential(*stack, dense(CLASSES, WIDTH, runs, rng, bias=True))


# %%
WIDTH, CLASSES, EXAMPLES, BATCH, UPDATES = 16, 3, 512, 64, 256
DEPTHS, RATES, SEEDS, TUNING_SEEDS = (4, 8, 16, 32), (0.003, 0.01, 0.03, 0.1), 8, 3
ADAM, MOMENTUM = (adam_step, (0, 0, 0)), (momentum_step, 0.0)
BASE = 0  # another number gives new data, weights and orders throughout
generators = [np.random.default_rng([BASE, number]) for number in range(3)]
X, labels = spirals(SEEDS, EXAMPLES, generators[0])
X_test, labels_test = spirals(SEEDS, 2000, generators[1])
tuning_data = spirals(TUNING_SEEDS, EXAMPLES, generators[2])


def train(network, X, labels, rates, updates=UPDATES, rule=ADAM, history=None):
    """Train all runs, one rate for all or one each, cosine decay to zero.

    A list `history` receives the training losses (R,) after every epoch.
    """
    rates, runs, step = np.reshape(rates, (-1, 1, 1)), np.arange(len(X))[:, None], 0
    rng = np.random.default_rng([BASE, 3])
    while step < updates:
        for rows in minibatches(len(X), EXAMPLES, BATCH, rng):
            batch = X[runs, rows], labels[runs, rows]
            rate = rates * cosine(step, updates, 1.0)
            training_step(network, *batch, rule[0], rate, rule[1])
            step += 1
        if history is not None:
            history.append(cross_entropy(network.forward(X), labels)[0])
    for layer in network.layers():
        if isinstance(layer, Normalization):
            layer.momentum = 1.0  # the pass below leaves the statistics of all examples
    network.forward(X)


# %%
networks, histories, tuned, loss, error, test_error = {}, {}, {}, {}, {}, {}


def tune(kind, depth, rates=RATES, **options):
    """Training loss at the end for each rate, mean of the tuning seeds, (rates,)."""
    X, labels = (np.concatenate([part] * len(rates)) for part in tuning_data)
    network = build(kind, depth, len(X), np.random.default_rng([BASE, depth]))
    train(network, X, labels, np.repeat(rates, TUNING_SEEDS), **options)
    losses, _ = evaluate(network, X, labels)
    return losses.reshape(-1, TUNING_SEEDS).mean(axis=1)


def compare(kind, depth):
    """Tune, train fresh seeds at the best rate, and print a row of the table."""
    key = kind, depth
    tuned[key] = tune(kind, depth)
    rate = RATES[tuned[key].argmin()]
    networks[key] = build(kind, depth, SEEDS, np.random.default_rng([BASE, depth, 1]))
    histories[key] = [] if depth == 32 else None
    train(networks[key], X, labels, rate, history=histories[key])
    loss[key], error[key] = evaluate(networks[key], X, labels)
    _, test_error[key] = evaluate(networks[key], X_test, labels_test)
    print(
        f"{kind:14} {depth:6}   {rate:5}    {mean_and_sd(loss[key], 3)}"
        f"{mean_and_sd(100 * error[key], 1):>14}"
        f"{mean_and_sd(100 * test_error[key], 1):>13}"
    )


print("kind           layers    rate   training loss    training %     test %")
for kind in ("plain", "residual"):
    for depth in DEPTHS:
        compare(kind, depth)

# %%
# alt: Two panels against 4, 8, 16 and 32<!--= given --> layers. Left, training loss on a log axis: plain is low up to 8 layers and then climbs almost to the dotted line of guessing; residual stays near the bottom. Right, errors in percent: training and test errors of the plain network rise together to over 30<!--= given -->, those of the residual network stay near zero.
# caption: Beyond 8 layers, depth ruins the training loss of the plain network; with the sum it stays low. Test errors follow training errors, so this is not overfitting. Lines are means, small marks the eight seeds.
figure, (left, right) = new_row(2, height=3.6)
styles = {"plain": (BLUE, "o", "-"), "residual": (ORANGE, "s", "--")}
for kind, (color, marker, line) in styles.items():
    means = [loss[kind, depth].mean() for depth in DEPTHS]
    left.loglog(DEPTHS, means, line, marker=marker, color=color)
    for depth in DEPTHS:
        options = {"color": color, "markersize": 3, "alpha": 0.7}
        left.loglog([depth * 1.07] * SEEDS, loss[kind, depth], marker, **options)
    for rates, dots in ((error, line), (test_error, ":")):
        means = [100 * rates[kind, depth].mean() for depth in DEPTHS]
        right.semilogx(DEPTHS, means, dots, marker=marker, color=color)
left.axhline(np.log(CLASSES), color=INK, linestyle=":", linewidth=1)
label(left, "guessing", 4, 1.2, INK, fontsize=9)
label(left, "plain", 17, 0.5, BLUE, ha="right")
label(left, "residual", 12, 0.017, ORANGE)
label(right, "plain: test (dotted)\nand training", 19, 30, BLUE, ha="right")
label(right, "residual: both", 3.9, 4.5, ORANGE)
left.set_ylim(0.012, 2)
left.set_ylabel("training loss (nats)")
right.set_ylabel("errors (%)")
for axes in (left, right):
    axes.set_xticks(DEPTHS, [str(depth) for depth in DEPTHS])
    axes.minorticks_off()
    axes.set_xlabel("depth (layers)")
figure

# %% [markdown]
# ## Method
#
# **Networks.** Each network has dense layers of width 16<!--= given -->: one layer from the two inputs, then blocks of two
# layers, then the readout. Each hidden layer is followed by batch norm and ReLU. A residual block adds its input to its
# output before the second ReLU. Nothing else differs, so both kinds have the same number of parameters and the same initial
# weights.
#
# **Task.** The points of three noisy spirals have to be told apart: 512 training points and 2000<!--= given --> test points,
# drawn anew for each seed.
#
# **Training.** All networks have He initialization and are trained by Adam on mini-batches of 64, for 256 updates
# (32<!--= given --> epochs) with cosine decay. For every kind and depth, we try the same four learning rates on three tuning
# seeds. The rate with the lowest *training* loss then trains eight fresh seeds. At the end, batch norm receives the
# statistics of the whole training set, and all scores use those. “±” is a standard deviation over the eight seeds.
#
# ## 1. Training loss against depth
#
# The table and the figure above support these claims:

# %%
assert loss["plain", 32].min() > 4 * loss["plain", 8].max(), (
    "the deepest plain network has the highest training loss, whichever the seed"
)
assert loss["plain", 16].mean() > 1.5 * loss["plain", 8].mean(), (
    "the degradation begins before that depth"
)
assert loss["residual", 32].max() < loss["plain", 32].min() / 2, (
    "at equal depth and equally many parameters, the sum makes the difference"
)
for depth in DEPTHS:
    assert loss["residual", depth].mean() < 0.15, "which stays low at every depth"
    assert error["residual", depth].mean() < 0.05, "and with it the errors"
ratio = loss["plain", 32] / loss["plain", 8]
assert loss["residual", 32].mean() / loss["residual", 8].mean() < ratio.mean() / 4, (
    "the residual network keeps its training loss within a small factor"
)
rise = error["plain", 32] - error["plain", 8]
gap = test_error["plain", 32] - error["plain", 32]
assert rise.mean() > 0.3, "the errors on the training set itself rise"
assert gap.mean() < rise.mean() / 4, "the gap to the test errors is much smaller"
print(f"training errors rise by {mean_and_sd(100 * rise, 1)} points; then")
print(f"the test errors are {mean_and_sd(100 * gap, 1)} points higher")
print(f"training loss, 32 over 8 plain layers: {mean_and_sd(ratio, 1)}")

# %% [markdown]
# With 32<!--= given --> plain layers, the optimizer leaves 46 ± 5 %<!--= error --> of the *training* points wrong. The
# test error is 2 ± 3<!--= gap --> points higher, a gap that cannot explain a rise of 46 ± 5<!--= rise --> points.
# Overfitting would look different: a training loss near zero together with many test errors.
#
# The residual network has a training loss of 0.040 ± 0.014<!--= loss.residual.8 --> with 8 layers and of
# 0.08 ± 0.05<!--= loss.residual.32 --> with 32<!--= given -->. So on this task, more depth brings the residual network
# nothing but costs it little. In the plain network, the loss grows by a factor of 22 ± 7<!--= ratio -->.
#
# ### A longer budget, another optimizer

# %%
network = build("plain", 32, SEEDS, np.random.default_rng([BASE, 32, 1]))
train(network, X, labels, RATES[tuned["plain", 32].argmin()], updates=3 * UPDATES)
longer, _ = evaluate(network, X, labels)
print(f"Adam, plain, 32 layers:              {mean_and_sd(loss['plain', 32], 2)}")
print(f"  the same with {3 * UPDATES} updates:         {mean_and_sd(longer, 2)}")
momentum = {
    key: tune(*key, rule=MOMENTUM).min()
    for key in (("plain", 8), ("plain", 32), ("residual", 32))
}
print("best rate with momentum, mean of the three tuning seeds")
for (kind, depth), value in momentum.items():
    print(f"momentum, {kind + ',':9} {depth:2} layers:       {value:.2f}")

assert longer.mean() < 0.9 * loss["plain", 32].mean(), "slow rather than stuck"
assert longer.mean() > 3 * loss["plain", 8].mean(), "three times as long, no repair"
assert momentum["plain", 32] > 4 * momentum["plain", 8], "not a whim of Adam"
assert momentum["plain", 32] > 4 * momentum["residual", 32]

# %% [markdown]
# With three times the updates, the loss falls from 0.94 to 0.67<!--= loss.plain.32, longer -->. The deep plain network is
# therefore slow rather than stuck, but it is still far above the network of 8 layers. Momentum gives the same order as Adam.
#
# ## 2. The gradient does not vanish
#
# Now we measure the norm of the loss gradient for every weight matrix, at the start and after training. The last column of the
# table answers another question: do the gradients of two disjoint mini-batches of 64<!--= given --> examples point the same
# way? It is the mean cosine between the two gradients over the first half of the layers (six pairs for each seed).


# %%
def gradients(network, X, labels):
    """Gradient of the loss by each weight matrix, a list of (R, out · inputs)."""
    network.backward(cross_entropy(network.forward(X), labels)[1])
    layers = [layer for layer in network.layers() if isinstance(layer, Dense)]
    return [layer.gradients["weights"].reshape(len(X), -1) for layer in layers]


def norms(network):
    """Norms of the gradients over all examples, (layers, R)."""
    return np.array([np.linalg.norm(g, axis=1) for g in gradients(network, X, labels)])


def agreement(network, pairs=6):
    """Cosine between the gradients of two disjoint mini-batches, (layers, R)."""
    rng, runs, cosines = np.random.default_rng(BASE), np.arange(SEEDS)[:, None], []
    for _ in range(pairs):
        batches, units = minibatches(SEEDS, EXAMPLES, BATCH, rng), []
        for rows in (next(batches), next(batches)):
            each = gradients(network, X[runs, rows], labels[runs, rows])
            units.append([g / np.linalg.norm(g, axis=1, keepdims=True) for g in each])
        cosines.append([(a * b).sum(axis=1) for a, b in zip(*units, strict=True)])
    return np.mean(cosines, axis=0)


# %%
before, after, cosines = {}, {}, {}
print("gradient norms       at the start             after training      agreement")
print("kind     layers   first   last   smallest    first    last    of mini-batches")
for key in product(("plain", "residual"), DEPTHS):
    network = build(*key, SEEDS, np.random.default_rng([BASE, key[1], 1]))
    before[key], cosines[key] = norms(network), agreement(network)
    after[key] = norms(networks[key])
    start, end = before[key].mean(axis=1), after[key].mean(axis=1)
    early = cosines[key][: key[1] // 2].mean(axis=0)  # first half of the layers
    print(
        f"{key[0]:9} {key[1]:4}  {start[0]:6.2f}  {start[-1]:5.2f}  {start.min():9.2f}"
        f"   {end[0]:6.3f}  {end[-1]:6.3f}"
        f"    {early.mean():5.2f} ± {early.std(ddof=1):.2f}"
    )

plain = before["plain", 32].mean(axis=1)
grows = before["plain", 32][0] / before["plain", 32][-1]
print(f"first over last of 32 plain layers: {grows.min():.0f} to {grows.max():.0f}")
assert grows.min() > 10, "at the start plain gradients grow towards the input"
shortcuts = before["residual", 32].mean(axis=1)
assert 0.4 < shortcuts.min() < shortcuts.max() < 20, "with the sum it hardly grows"
assert plain.min() > before["plain", 8].mean(axis=1).min() / 4, (
    "no layer of the deep network starts with a small gradient"
)
trained = np.log(after["plain", 32][0] / after["plain", 32][-1])
assert standard_errors(trained) > 2, (
    "nor does the gradient vanish towards the input after training"
)
early = {key: values[: key[1] // 2].mean(axis=0) for key, values in cosines.items()}
assert early["plain", 32].mean() < 0.1, "its mini-batches do not agree"
assert standard_errors(early["residual", 32] - early["plain", 32]) > 3, (
    "with the sum, they agree more"
)
assert early["plain", 16].mean() < 0.15, "16 plain layers agree hardly more than 32"
assert loss["plain", 16].mean() < loss["plain", 32].mean() / 2, "and still train better"

# %%
# alt: Two panels against layer 1 to 32<!--= given -->, at the start. Left, gradient norm on a log axis: the plain network falls from a mean of about 100<!--= norm.first --> at layer 1 to 0.4<!--= norm.last --> at layer 32<!--= given -->, the residual one stays between 0.4 and 20<!--= given -->. Right, cosine between mini-batch gradients: plain is near zero over the first half of the layers and then rises; residual rises steadily, to 0.9<!--= agreement.last -->.
# caption: Before the first update, 32<!--= given --> layers: plain gradients are not small, they are largest where they should have vanished. What they lack is agreement: in the first half, two mini-batches give unrelated directions.
figure, (left, right) = new_row(2)
layers = np.arange(1, 33)
for kind, (color, marker, line) in styles.items():
    options = {"color": color, "marker": marker, "markersize": 4, "linestyle": line}
    left.semilogy(layers, before[kind, 32].mean(axis=1), **options)
    right.plot(layers, cosines[kind, 32].mean(axis=1), **options)
label(left, "plain", 8, 25, BLUE)
label(left, "residual", 8, 0.5, ORANGE, va="top")
label(right, "plain", 15, -0.12, BLUE)
label(right, "residual", 6, 0.5, ORANGE)
left.set_ylabel("gradient norm")
right.set_ylabel("cosine of two mini-batches")
right.set_ylim(-0.2, 1)
for axes in (left, right):
    axes.set_xlabel("layer")
    axes.set_xticks([1, 8, 16, 24, 32])
figure

# %% [markdown]
# In the plain network, the norm *grows* on the way back, by a factor of 36 to 596<!--= grows.least, grows.most --> from
# the last layer to the first. After training, it is still larger at the first layer. Growth at the start is also what theory
# predicts for [batch norm without skips](../training/vanishing-exploding-gradients.md#vanishing-gradient) [@yang2019]. One
# could suspect that the gradient is then too large. But its size alone should not matter to Adam, which divides it out for
# each weight, and Adam fails just as momentum does.
#
# What the deep plain network lacks is agreement. Averaged over its first 16<!--= given --> layers, the cosine is
# −0.02 ± 0.04<!--= agreement.plain --> against 0.18 ± 0.06<!--= agreement.residual --> with shortcuts. So the gradient of
# one mini-batch says nothing about that of the next. Balduzzi et al. describe something related as *shattered gradients*:
# as plain networks get deeper, their gradients decorrelate between inputs [@balduzzi2017]. Our numbers fit that story but do
# not prove it, because 16<!--= given --> plain layers begin with hardly more agreement and still reach
# 0.19 ± 0.05<!--= loss.plain.16 -->.
#
# ## 3. The good solution exists: build it by hand
#
# Take the trained plain network of 8 layers and insert 24<!--= given --> layers before its readout. Their weights are
# identity matrices, and their batch norms get a scale and a shift that undo the normalization. Their ReLUs change nothing
# either, because the values that reach them come out of a ReLU and are not negative. The result is an ordinary plain network
# of 32<!--= given --> layers.


# %%
def extended(shallow, depth):
    """A trained plain network made deeper by layers that copy, before its last one."""
    *first, last = copy.deepcopy(shallow).inner
    features = Sequential(*first).forward(X, training=False)
    mean = features.mean(axis=1, keepdims=True)
    variance = features.var(axis=1, keepdims=True)
    whole = build("plain", depth, SEEDS, np.random.default_rng(BASE))
    extra = whole.inner[len(first) : -1]
    for layer in Sequential(*extra).layers():
        if isinstance(layer, Dense):
            layer.parameters["weights"] = np.tile(np.eye(WIDTH), (SEEDS, 1, 1))
        if isinstance(layer, Normalization):  # scale and shift undo the normalization
            layer.mean, layer.variance = mean, variance
            layer.parameters = {"gamma": np.sqrt(variance + 1e-5), "beta": mean}
    return Sequential(*first, *extra, last)


# %%
deep = extended(networks["plain", 8], 32)
for layer in deep.layers():
    layer.states = {}  # the optimizer begins anew
copied, _ = evaluate(deep, X, labels)
print(f"training loss, 8 layers, trained:            {loss['plain', 8].mean():.3f}")
print(f"               32 layers, built from those:  {copied.mean():.3f}")
print(
    f"largest difference over the seeds: {np.abs(copied - loss['plain', 8]).max():.0e}"
)
continued = {}
for rate in (0.03, 0.003):
    network = copy.deepcopy(deep)
    history = histories["copy"] = [copied] if rate == 0.003 else None
    train(network, X, labels, rate, history=history)
    continued[rate], _ = evaluate(network, X, labels)
    print(
        f"trained on for {UPDATES} updates at rate {rate}: "
        f"{mean_and_sd(continued[rate], 3)}"
    )

assert sum(isinstance(layer, Dense) for layer in deep.layers()) == 32
assert np.allclose(copied, loss["plain", 8], rtol=1e-9, atol=1e-12), (
    "a deep plain network has the training loss of the shallow one"
)
assert standard_errors(copied - continued[0.003]) > 2, "training even improves it"
assert continued[0.003].max() < loss["plain", 32].min() / 3, (
    "the same 32 layers, from another start, end far lower"
)
assert standard_errors(continued[0.03] - copied) > 2, "but at ten times the rate"
assert continued[0.03].mean() > 1.5 * copied.mean(), "it does not stay there"
FLOOR = 0.7
assert np.mean(histories["plain", 32], axis=1).min() > FLOOR, "random weights: far up"

# %%
# alt: Training loss over 32<!--= given --> epochs on a log axis, three curves of 32<!--= given --> layers. Plain from random weights stays near 1. Residual from random weights falls to 0.08<!--= loss.residual.32 -->. Plain from the copied network starts at a dotted line at 0.05<!--= loss.plain.8 -->, the loss of the 8 layers, jumps up and falls to 0.04<!--= continued.gently -->, below that line.
# caption: The same 32<!--= given --> plain layers, data and updates: from random weights the training loss stays above 0.7<!--= floor -->, from a copy of 8 trained layers it ends below that of the 8. Means of eight seeds.
figure, axes = new_figure()
curves = {
    ("plain", 32): (BLUE, "o", "-"),
    ("residual", 32): (ORANGE, "s", "--"),
    "copy": (GREEN, "^", "-."),
}
for key, (color, marker, line) in curves.items():
    means = np.mean(histories[key], axis=1)
    epochs = np.arange(32 - len(means), 32) + 1
    axes.semilogy(epochs, means, line, color=color, marker=marker, markersize=4)
axes.axhline(loss["plain", 8].mean(), color=INK, linestyle=":", linewidth=1)
label(axes, "plain, random weights", 20, 1.1, BLUE)
label(axes, "residual, random weights", 9, 0.4, ORANGE)
label(axes, "plain, copied from 8 trained layers", 1, 0.023, GREEN)
label(
    axes, "those 8 layers", 33.4, loss["plain", 8].mean(), INK, va="center", fontsize=9
)
axes.set_xlim(-1, 33)
axes.set_ylim(0.018, 1.5)
axes.set_xlabel("epochs")
axes.set_ylabel("training loss (nats)")
figure

# %% [markdown]
# The two losses are equal up to rounding, as they must be. So 32<!--= given --> layers can reach a loss of 0.046, and the
# 0.94<!--= loss.plain.8, loss.plain.32 --> found from random weights is a failure of the search. With further training at a
# low rate, the copy even improves, to 0.037 ± 0.009<!--= continued.gently -->. (It had 256<!--= given --> updates more than
# the network from which it was made, so this compares starting points, not depths.) At rate 0.03<!--= given -->, ten times as
# large, it ends at 0.16 ± 0.06<!--= continued.at_high_rate -->: the good region is there, but it is narrow.
#
# ## Limits
#
# - These are dense networks of width 16<!--= given --> on a two-dimensional toy task. The depth at which degradation begins
#   depends on width, task, batch size and budget. Only the order of the curves matters.
# - Batch norm over 64<!--= given --> examples adds noise, which deep stacks amplify; larger mini-batches may shift the
#     curves.
# - We tried four rates, one schedule and two optimizers. A better initialization for plain networks could change the
#     0.94<!--= loss.plain.32 -->.
# - The lab rules out two causes. It does not establish the true one.
#
# ## At scale
#
# - **CIFAR-10.** Plain networks of 20, 32, 44 and 56 layers have a higher training error the deeper they are, and one
#   of 110 layers stays above 60 % error; residual networks of the same depths improve [@he2015resnet, §4.2, Fig. 6].
# - **ImageNet.** A plain network of 34 layers has a higher training error throughout training than one of 18 layers.
#   Residual networks reverse the order [@he2015resnet, §4.1, Fig. 4]. The authors checked that gradient norms are healthy,
#   conjecture exponentially low convergence rates, and report that three times the iterations did not remove the
#   problem.
# - **Starting from a shallower network** is older than ResNet: VGG's deep networks first took over layers of a trained
#   11-layer one [@simonyan2014, §3.1].

# %%
# Numbers quoted in the text.
measured = {
    "loss": loss,
    "error": error["plain", 32],
    "gap": 100 * gap,
    "rise": 100 * rise,
    "ratio": ratio,
    "longer": longer,
    "grows": {"least": grows.min(), "most": grows.max()},
    "norm": {"first": before["plain", 32][0], "last": before["plain", 32][-1]},
    "agreement": {
        "plain": early["plain", 32],
        "residual": early["residual", 32],
        "last": cosines["residual", 32][-1],
    },
    "continued": {"gently": continued[0.003], "at_high_rate": continued[0.03]},
    "floor": FLOOR,
}
