# ---
# description: A small network with 8, 6, 4 and 3 bits - scales per tensor and per channel, an outlier feature, and calibration ranges, over 32 seeds.
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
# # What quantization breaks
#
# **Claim on trial.** “Eight bits are free, four bits break the model.”
#
# **Verdict.** Misleading. What breaks a model is one scale shared by values of very different size, and more bits are
# only one way to repair that. Here weights with 4<!--= given --> bits and one scale per output channel cost
# 1.1 ± 0.5<!--= weights.plain.channel.4 --> points of test error. When *the same function* is written with one large
# unit in each hidden layer, 8<!--= given --> bits with one scale per tensor cost
# 3.9 ± 1.4<!--= weights.outlier.tensor.8 -->.
#
# **What settles it.** Classifiers of three layers over 32<!--= given --> seeds, which draw task, data and weights, rounded after
# training; an outlier that is put in without changing what the network computes; and ranges for activations that
# are right, too narrow, and too wide.
#
# The question behind it: [what scales and outliers have to do with
# quantization](../systems/model-compression.md#quantization).

# %%
from itertools import pairwise

import numpy as np

from scripts.figures.style import (
    BLUE,
    GREEN,
    INK,
    ORANGE,
    RED,
    label,
    new_figure,
    new_row,
)
from snippets.labs.evidence import mean_and_sd, standard_errors
from snippets.labs.networks import Activation, Dense, Sequential
from snippets.labs.training import evaluate, training_step
from snippets.optimization.adaptive_optimizers import adam_step
from snippets.systems.model_compression import (
    int8_product,
    quantize_int8,
    relative_error,
    restored,
    rounding_noise,
    smooth,
)

SEEDS, CLUSTERS, CLASSES = 32, 48, 8
SIZES = (24, 48, 48, CLASSES)
EXAMPLES, TESTS, UPDATES, BATCH, RATE = 3000, 2000, 400, 128, 0.003
BASE = 0  # of all seeds: task, data, weights, mini-batches
rng = np.random.default_rng(BASE)
runs = np.arange(SEEDS)[:, None]
centers = rng.standard_normal((SEEDS, CLUSTERS, SIZES[0]))


def draw(count):
    """Examples X (R, count, d) of Gaussian clusters, and classes y (R, count)."""
    cluster = rng.integers(CLUSTERS, size=(SEEDS, count))
    X = centers[runs, cluster]
    return X + rng.normal(0, 0.85, X.shape), cluster % CLASSES


(X, y), (X_test, y_test) = draw(EXAMPLES), draw(TESTS)
inner = []
for fan_in, fan_out in pairwise(SIZES):
    weights = rng.normal(0, (2 / fan_in) ** 0.5, (SEEDS, fan_out, fan_in))
    inner += [Dense(weights), Activation("relu")]
network = Sequential(*inner[:-1])
for _ in range(UPDATES):
    rows = rng.integers(EXAMPLES, size=(SEEDS, BATCH))
    training_step(network, X[runs, rows], y[runs, rows], adam_step, RATE, (0, 0, 0))
PLAIN = [
    (layer.parameters["weights"], layer.parameters["bias"]) for layer in inner[:-1:2]
]

# %%
TENSOR, CHANNEL = (1, 2), 2  # axes of (R, out, in) that share a scale


def rounded(values, bits, axes, largest=None):
    """Values (R, ·, ·) at multiples of a scale; what is beyond `largest` is clipped.

    Without `largest` the range is the largest absolute value along the axes.
    """
    top = 2 ** (bits - 1) - 1
    if largest is None:
        largest = np.abs(values).max(axis=axes, keepdims=True)
    scale = np.where(largest > 0, largest, 1.0) / top
    return scale * np.clip(np.round(values / scale), -top, top)


def quantized(layers, bits, axes):
    """The layers with rounded weights; biases stay, as they are few."""
    return [(rounded(W, bits, axes), b) for W, b in layers]


def logits_of(layers, X, quantize=lambda values, layer: values):
    """Logits (R, B, K); `quantize` is applied to the inputs of each layer."""
    for k, (W, b) in enumerate(layers):
        X = quantize(X, k) @ W.swapaxes(1, 2) + b
        X = np.maximum(X, 0) if k < len(layers) - 1 else X
    return X


def percent_wrong(logits):
    """Test error of each run in percent, (R,)."""
    return 100 * np.mean(logits.argmax(axis=2) != y_test, axis=1)


def with_outliers(layers, size):
    """The same function with one unit of each hidden layer `size` times as large.

    Its incoming weights and bias are multiplied, its outgoing weights divided. It is
    the unit whose outgoing weights are the median of its layer.
    """
    changed, run = [(W.copy(), b.copy()) for W, b in layers], np.arange(SEEDS)
    for (W, b), (W_next, _), unit in zip(changed, changed[1:], UNITS, strict=False):
        W[run, unit] *= size
        b[run, 0, unit] *= size
        W_next[run, :, unit] /= size
    return changed


UNITS = [np.abs(W).sum(axis=1).argsort(axis=1)[:, 24] for W, _ in PLAIN[1:]]
SIZE = 30
forms = {"plain": PLAIN, "outlier": with_outliers(PLAIN, SIZE)}
sharing = {"tensor": TENSOR, "channel": CHANNEL}
BITS = (8, 6, 4, 3)
float_error = percent_wrong(logits_of(PLAIN, X_test))
weights_cost = {
    (form, share, bits): percent_wrong(logits_of(quantized(layers, bits, axes), X_test))
    - float_error
    for form, layers in forms.items()
    for share, axes in sharing.items()
    for bits in BITS
}

# %%
# alt: Test error in percent, logarithmic, against 8, 6, 4 and 3 bits<!--= given --> for weights, four lines. Per channel without outlier and per tensor without outlier stay on the dotted line of the unrounded network down to 6 bits<!--= given --> and rise at 4 and 3<!--= given -->; per channel with outlier rises a little earlier. Per tensor with outlier starts above all others at 8<!--= given --> and is at the top, where guessing is, from 4<!--= given --> on.
# caption: Four forms of the same networks. With one scale per tensor and an outlier, 8 bits<!--= given --> are worse than 4 bits<!--= given --> per channel without one; scales per channel repair most of it (means ± sd over 32<!--= given --> seeds).
LOOKS = {
    ("plain", "channel"): (BLUE, "o-"),
    ("plain", "tensor"): (GREEN, "s--"),
    ("outlier", "channel"): (ORANGE, "^-."),
    ("outlier", "tensor"): (RED, "v:"),
}
figure, axes = new_figure(height=3.8)
for place, ((form, share), (color, line)) in enumerate(LOOKS.items()):
    errors = [float_error + weights_cost[form, share, bits] for bits in BITS]
    axes.errorbar(
        np.arange(4) + 0.05 * (place - 1.5),
        np.mean(errors, axis=1),
        yerr=np.std(errors, axis=1, ddof=1),
        fmt=line,
        color=color,
        capsize=3,
    )
axes.axhline(float_error.mean(), color=INK, linewidth=1, linestyle=":")
axes.set_yscale("log")
axes.set_ylim(5, 120)
axes.set_yticks([5, 10, 20, 50, 100], ["5", "10", "20", "50", "100"])
axes.minorticks_off()
axes.set_xticks(range(4), [str(bits) for bits in BITS])
axes.set_xlabel("bits per weight")
axes.set_ylabel("test error (%)")
label(axes, "outlier, per tensor", 0.85, 58, RED, ha="right")
label(axes, "outlier, per channel", 1.1, 12.5, ORANGE)
label(axes, "per tensor", 2.55, 22, GREEN, ha="right")
label(axes, "per channel", 2.45, 9.4, BLUE)
label(axes, "unrounded", 0, 6.7, INK, fontsize=9)
figure

# %% [markdown]
# ## Method
#
# Each of the 32<!--= given --> networks has 24<!--= given --> inputs, two hidden layers of 48<!--= given --> ReLU units and
# 8<!--= given --> classes, and is trained on 3000<!--= given --> examples of its own task. Unrounded, it is wrong on
# 9 ± 1 %<!--= float_error --> of 2000<!--= given --> test points. “Cost” below is the error with rounding minus the error
# without, in percentage points, on the same test points. “±” is the standard deviation over the seeds.
#
# *The outlier.* A positive factor passes through ReLU unchanged. So the incoming weights and the bias of one unit can
# be multiplied by 30<!--= given -->, and its outgoing weights divided by it, and the network computes the same. One
# ordinary unit in each hidden layer is changed in this way. Any difference between the forms is then a matter of
# rounding alone.
#
# Rounding is symmetric: with $`b`$ bits, integers go from $`-(2^{b-1}-1)`$ to $`2^{b-1}-1`$. The lab simulates rounding
# in floats, so it first compares the simulation with real integers.

# %%
same = logits_of(forms["outlier"], X_test)
assert np.allclose(same, logits_of(PLAIN, X_test), atol=1e-8)
W, b = PLAIN[0]
assert np.allclose(rounded(W, 8, CHANNEL)[0], restored(quantize_int8(W[0], axis=1)))
integer = int8_product(X_test[0], W[0].T)
simulated = rounded(X_test, 8, 2)[0] @ rounded(W, 8, CHANNEL)[0].T
assert np.allclose(integer, simulated)
reference = evaluate(network, X_test, y_test)[1]
assert np.allclose(100 * reference, float_error)
assert float_error.max() < 15  # guessing would be wrong in seven of eight

# %% [markdown]
# ## 1. Errors of numbers grow evenly, errors of the task do not
#
# We first take the plain form, without an outlier.

# %%
middle = PLAIN[1][0]
noise, predicted = {}, {}
for bits in BITS:
    approximation = rounded(middle, bits, TENSOR)
    pairs = zip(middle, approximation, strict=True)
    noise[bits] = np.array([100 * relative_error(*pair) for pair in pairs])
    scales = np.abs(middle).max(axis=(1, 2)) / (2 ** (bits - 1) - 1)
    sizes = np.sqrt(np.mean(middle**2, axis=(1, 2)))
    predicted[bits] = 100 * np.sqrt(rounding_noise(scales)) / sizes
print("bits   error of the weights (%)   predicted   cost per tensor   per channel")
for bits in BITS:
    costs = [weights_cost["plain", share, bits] for share in sharing]
    print(
        f"{bits:<6} {mean_and_sd(noise[bits], 1):<26} {predicted[bits].mean():<11.1f}",
        *(f"{mean_and_sd(each, 2):<17}" for each in costs),
    )
for bits in (8, 6):
    assert np.allclose(noise[bits], predicted[bits], rtol=0.1)
    for share in sharing:
        assert abs(weights_cost["plain", share, bits].mean()) < 0.3
for few, many in ((6, 8), (4, 6), (3, 4)):
    assert np.all(noise[few] > 1.5 * noise[many])
for share in sharing:
    three, four = (weights_cost["plain", share, bits] for bits in (3, 4))
    assert three.mean() > 3 * four.mean()
    assert standard_errors(four) > 3
for bits in (4, 3):
    tensor, channel = (weights_cost["plain", share, bits] for share in sharing)
    assert standard_errors(tensor - channel) > 3
    assert tensor.mean() > 1.3 * channel.mean()

# %% [markdown]
# The error of the weights grows with every bit that is taken away, as [rounding
# noise](../systems/model-compression.md#quantization) says it must: in the middle layer from
# 0.82 ± 0.07 %<!--= noise.8 --> at 8<!--= given --> bits to 15 ± 1 %<!--= noise.4 --> at 4<!--= given -->. The test
# error does not follow evenly. Down to 6<!--= given --> bits no cost can be seen (less than 0.3<!--= given --> points).
# At 4<!--= given --> bits rounding costs 2.1 ± 0.8<!--= weights.plain.tensor.4 --> points with one scale per tensor and
# 1.1 ± 0.5<!--= weights.plain.channel.4 --> with one per channel, at 3<!--= given --> bits
# 14 ± 3<!--= weights.plain.tensor.3 --> and 6.4 ± 1.5<!--= weights.plain.channel.3 -->. The reason is that an answer
# changes only where the noise exceeds the distance between the two largest logits.
#
# ## 2. One large unit, and who shares a scale with it
#
# Now the form with outliers, which computes the same until it is rounded.

# %%
without = [(W.copy(), b.copy()) for W, b in PLAIN]
for (W, _), unit in zip(without[1:], UNITS, strict=True):
    W[np.arange(SEEDS), :, unit] = 0
removed = percent_wrong(logits_of(without, X_test)) - float_error
lost = {}
print("outlier   cost per tensor   per channel      its outgoing weights that became 0")
for bits in BITS:
    outgoing = [
        rounded(W, bits, CHANNEL)[np.arange(SEEDS), :, unit]
        for (W, _), unit in zip(forms["outlier"][1:], UNITS, strict=True)
    ]
    lost[bits] = 100 * np.mean([np.mean(each == 0, axis=1) for each in outgoing], 0)
    costs = [weights_cost["outlier", share, bits] for share in sharing]
    print(
        f"{bits} bits    {mean_and_sd(costs[0], 2):<17} {mean_and_sd(costs[1], 2):<16}",
        f"{mean_and_sd(lost[bits], 0)} %",
    )
print("both units removed, nothing rounded:", mean_and_sd(removed, 2))
eight = weights_cost["outlier", "tensor", 8]
assert standard_errors(eight - weights_cost["plain", "channel", 4]) > 3
assert eight.mean() > 1.5 * weights_cost["plain", "channel", 4].mean()
assert weights_cost["outlier", "channel", 8].mean() < 0.4
assert weights_cost["outlier", "channel", 6].mean() < 2
assert weights_cost["outlier", "tensor", 6].mean() > 20
for bits in (4, 3):
    assert np.all(float_error + weights_cost["outlier", "tensor", bits] > 75)
    assert np.all(lost[bits] == 100)
assert lost[8].mean() < 60
ratio = weights_cost["outlier", "channel", 4] - weights_cost["plain", "channel", 4]
assert standard_errors(ratio) > 3
assert removed.mean() > 0.4 * ratio.mean()
for bits in BITS:
    tensor, channel = (weights_cost["outlier", share, bits] for share in sharing)
    assert standard_errors(tensor - channel) > 3
    assert channel.mean() < 0.25 * tensor.mean()
guessing = quantized(forms["outlier"], 4, TENSOR)
for (W, _), unit in zip(guessing, UNITS, strict=False):
    others = np.arange(W.shape[1]) != unit[:, None]
    assert np.mean(W[others] == 0) > 0.99

# %% [markdown]
# With one scale per tensor, 8<!--= given --> bits cost 3.9 ± 1.4<!--= weights.outlier.tensor.8 --> points and
# 6<!--= given --> bits 39 ± 9<!--= weights.outlier.tensor.6 -->. With 4<!--= given --> bits the network guesses: in
# both hidden layers, more than 99 %<!--= given --> of the other units' weights have become 0. With one scale per output
# channel, 8<!--= given --> bits are free again, because the incoming weights of the large unit have a scale of their
# own.
#
# Scales per channel do not repair everything. The *outgoing* weights of the unit are small now, and each of them shares
# its row, and so its scale, with ordinary ones. At 8<!--= given --> bits 20 ± 7 %<!--= lost.8 --> of them become 0, at
# 4<!--= given --> all of them, and the unit is cut out, unnoticed. That is why 4<!--= given --> bits per channel cost
# 4 ± 1<!--= weights.outlier.channel.4 --> points here. For comparison, removing both units without any rounding costs
# 3 ± 1<!--= removed -->.
#
# ## 3. Activations
#
# Integer products need integer activations, too. Weights now have 8<!--= given --> bits and a scale per output channel;
# the inputs of all layers have 8<!--= given --> bits as well. Their scale is (a) a single one, taken from
# 512<!--= given --> training examples, (b) one for each example, as language models have one for each token, or (c) a
# single one as in (a), after `smooth` has moved half of the size, on a logarithmic scale, into the weights.

# %%
SAMPLE = 512


def layer_inputs(layers, X):
    """The inputs of each layer, (R, B, in)."""
    seen = []
    logits_of(layers, X, lambda values, layer: seen.append(values) or values)
    return seen


def largest_of(inputs):
    """The largest absolute input of each run for each layer, (R, 1, 1)."""
    return [np.abs(values).max(axis=(1, 2), keepdims=True) for values in inputs]


def smoothed_factors(layers, X):
    """What each input channel of each layer is to be divided by, (R, 1, in)."""
    factors = []
    for (W, _), inputs in zip(layers, layer_inputs(layers, X), strict=True):
        silent = 1e-3 * inputs.max(axis=(1, 2))  # for units that no example wakes
        rows = [
            np.vstack([values, np.full(values.shape[1], floor)])
            for values, floor in zip(inputs, silent, strict=True)
        ]
        pairs = zip(rows, W.swapaxes(1, 2), strict=True)
        parts = [smooth(*pair)[0] for pair in pairs]
        factors.append(
            np.array([[a[-1] / b[-1]] for a, b in zip(rows, parts, strict=True)])
        )
    return factors


def activation_costs(layers, bits=8):
    """Points of test error lost by each way to choose the scales of activations."""
    sample = X[:, :SAMPLE]
    inputs, factors = layer_inputs(layers, sample), smoothed_factors(layers, sample)
    ranges = largest_of(inputs)
    shrunk = largest_of([a / t for a, t in zip(inputs, factors, strict=True)])
    moved = [(W * t, b) for (W, b), t in zip(layers, factors, strict=True)]
    ways = {
        "one": (layers, lambda values, k: rounded(values, bits, TENSOR, ranges[k])),
        "example": (layers, lambda values, k: rounded(values, bits, 2)),
        "smoothed": (
            moved,
            lambda values, k: rounded(values / factors[k], bits, TENSOR, shrunk[k]),
        ),
    }
    return {
        way: percent_wrong(logits_of(quantized(some, 8, CHANNEL), X_test, quantize))
        - float_error
        for way, (some, quantize) in ways.items()
    }


OUTLIERS = (1, 3, 10, 30, 100)
activations = {size: activation_costs(with_outliers(PLAIN, size)) for size in OUTLIERS}
print("size    one scale         per example       smoothed")
for size, costs in activations.items():
    print(f"{size:<7}", *(f"{mean_and_sd(each, 2):<17}" for each in costs.values()))

# %%
# alt: Points of test error lost against the size of the outlier, 1 to 100<!--= given -->. All three lines start at zero. One scale for all bends upwards from 10<!--= given --> on and ends near 28<!--= activations.one.100 -->. One scale per example ends at a few points. Smoothed stays on the axis.
# caption: Activations with 8 bits<!--= given -->: one scale for all suffers from a large unit, a scale per example delays that, and moving its size into the weights before rounding removes nearly all of it (means ± sd over 32<!--= given --> seeds).
figure, axes = new_figure(height=3.4)
ways = {"one": (RED, "v:"), "example": (ORANGE, "^-."), "smoothed": (BLUE, "o-")}
for way, (color, line) in ways.items():
    costs = [activations[size][way] for size in OUTLIERS]
    axes.errorbar(
        OUTLIERS,
        np.mean(costs, axis=1),
        yerr=np.std(costs, axis=1, ddof=1),
        fmt=line,
        color=color,
        capsize=3,
    )
axes.set_xscale("log")
axes.set_xticks(OUTLIERS, [str(size) for size in OUTLIERS])
axes.minorticks_off()
axes.set_xlabel("size of the outlier (1: none)")
axes.set_ylabel("test error added (points)")
label(axes, "one scale", 45, 18, RED, ha="right")
label(axes, "per example", 92, 5, ORANGE, ha="right")
label(axes, "smoothed", 95, -2.4, BLUE, ha="right")
axes.set_ylim(-4, 40)
figure

# %% [markdown]
# Without an outlier all three are free. When a unit is 30<!--= given --> times as large, one scale costs
# 4.7 ± 1.1<!--= activations.one.30 --> points, at 100<!--= given --> times 28 ± 6<!--= activations.one.100 -->. A scale
# per example costs only 3 ± 1<!--= activations.example.100 --> there. It helps where the large units happen to be
# silent (their output is 0), as ReLU units often are. On these test points it costs less than 0.3<!--= given -->
# points, on the others 4 ± 1<!--= speaking.heard -->, since a large unit that is not silent makes the scale of its own
# example coarse. The smoothed network loses less than 0.3<!--= given --> points.

# %%
layers = with_outliers(PLAIN, 100)
heard = np.zeros((SEEDS, TESTS), bool)
for values, unit in zip(layer_inputs(layers, X_test)[1:], UNITS, strict=True):
    heard |= values[np.arange(SEEDS), :, unit] > 0
rough = logits_of(
    quantized(layers, 8, CHANNEL), X_test, lambda values, layer: rounded(values, 8, 2)
)
exact = logits_of(layers, X_test)
wrong = [100.0 * (each.argmax(axis=2) != y_test) for each in (rough, exact)]
more = wrong[0] - wrong[1]
speaking = {
    "heard": np.array(
        [each[some].mean() for each, some in zip(more, heard, strict=True)]
    ),
    "silent": np.array(
        [each[~some].mean() for each, some in zip(more, heard, strict=True)]
    ),
}
for name, cost in speaking.items():
    print(f"size 100, a scale per example, large units {name}: {mean_and_sd(cost, 2)}")
assert abs(speaking["silent"].mean()) < 0.3
assert speaking["heard"].mean() > 1
for way in ways:
    assert abs(activations[1][way].mean()) < 0.3
hundred, thirty = activations[100], activations[30]
assert standard_errors(thirty["one"]) > 3
assert thirty["one"].mean() > 2
assert thirty["example"].mean() < 0.25 * thirty["one"].mean()
assert hundred["one"].mean() > 3 * thirty["one"].mean()
assert standard_errors(hundred["example"]) > 3
assert hundred["example"].mean() < 0.3 * hundred["one"].mean()
assert abs(hundred["smoothed"].mean()) < 0.2 * hundred["example"].mean()
assert abs(hundred["smoothed"].mean()) < 0.3

# %% [markdown]
# ## 4. Calibration: which mistake is cheap depends on the bits
#
# The scale for activations has to be chosen from data. In the plain form, we take the largest input of each layer
# over 1024<!--= given --> training examples and set the range to a multiple of it. Then we take the range from fewer
# examples, or from the 99<!--= given --> % quantile instead of the largest value.

# %%
CALIBRATION, FACTORS = 1024, (1 / 4, 1 / 2, 1, 2, 4)
rounded_weights = quantized(PLAIN, 8, CHANNEL)


def cost_of_ranges(ranges, bits):
    """Points of test error lost with a range for the inputs of each layer."""

    def quantize(values, k):
        return rounded(values, bits, TENSOR, ranges[k])

    return percent_wrong(logits_of(rounded_weights, X_test, quantize)) - float_error


seen = layer_inputs(PLAIN, X[:, :CALIBRATION])
full = largest_of(seen)
counts = {count: largest_of([v[:, :count] for v in seen]) for count in (1, 16, 1024)}
quantile = [np.quantile(np.abs(v), 0.99, axis=(1, 2), keepdims=True) for v in seen]
ranged, counted, clipped = {}, {}, {}
for bits in (8, 4):
    for factor in FACTORS:
        ranged[bits, factor] = cost_of_ranges([factor * each for each in full], bits)
    for count, ranges in counts.items():
        counted[bits, count] = cost_of_ranges(ranges, bits)
    clipped[bits] = cost_of_ranges(quantile, bits)
print("range                 8 bits           4 bits")
for factor in FACTORS:
    pair = (mean_and_sd(ranged[bits, factor], 2) for bits in (8, 4))
    print(f"{factor:<5} × largest       ", *(f"{each:<16}" for each in pair))
for count in counts:
    pair = (mean_and_sd(counted[bits, count], 2) for bits in (8, 4))
    print(f"largest of {count:<11}", *(f"{each:<16}" for each in pair))
pair = (mean_and_sd(clipped[bits], 2) for bits in (8, 4))
print("99 % quantile         ", *(f"{each:<16}" for each in pair))

# %%
# alt: Two panels, 8 and 4 bits<!--= given -->: points of test error added against the range, from a quarter to four times the largest value seen. At 8 bits<!--= given --> the cost is several points at a quarter and nearly zero from one half on. At 4 bits<!--= given --> it is smallest at one half and rises steeply on the right.
# caption: At 8 bits<!--= given --> a range that is too wide is cheap and one that is too narrow is dear; at 4 bits<!--= given --> it is the other way round, and clipping the largest values pays (means ± sd over 32<!--= given --> seeds).
figure, panels = new_row(2, height=3.3)
for axes, bits, color in zip(panels, (8, 4), (BLUE, ORANGE), strict=True):
    costs = [ranged[bits, factor] for factor in FACTORS]
    axes.errorbar(
        FACTORS,
        np.mean(costs, axis=1),
        yerr=np.std(costs, axis=1, ddof=1),
        fmt="o-",
        color=color,
        capsize=3,
    )
    axes.set_xscale("log", base=2)
    axes.set_xticks(FACTORS, ["¼", "½", "1", "2", "4"])
    axes.set_xlabel("range / largest value seen")
    axes.set_title(f"{bits} bits", fontsize=11)
panels[0].set_ylabel("test error added (points)")
figure

# %% [markdown]
# - **8 bits<!--= given -->.** A range four times too wide costs less than 0.5<!--= given --> points, one four times too
#     narrow 8 ± 2<!--= ranged.8.quarter -->. Sixteen examples are enough to find the range. The largest value of a
#     single example is too small and costs 0.7 ± 0.8<!--= counted.8.1 -->.
# - **4 bits<!--= given -->.** A range four times too wide costs 45 ± 3<!--= ranged.4.four -->, one four times too
#     narrow 9 ± 2<!--= ranged.4.quarter -->, and half of the largest value is a better range than the largest value:
#     2.1 ± 0.5<!--= ranged.4.half --> against 5.4 ± 0.8<!--= ranged.4.one -->. *More* calibration data then do harm, as
#     the largest value grows with them: the largest of only sixteen examples costs 2.9 ± 0.6<!--= counted.4.16 -->. The
#     99 %<!--= given --> quantile does not depend on such luck and costs 1.9 ± 0.4<!--= clipped.4 -->.

# %%
for bits in (8, 4):
    assert np.array_equal(counted[bits, CALIBRATION], ranged[bits, 1])
assert abs(ranged[8, 4].mean()) < 0.5
assert abs(ranged[8, 2].mean()) < 0.4
assert ranged[8, 1 / 4].mean() > 3
assert ranged[8, 1 / 2].mean() < 0.2 * ranged[8, 1 / 4].mean()
assert abs(counted[8, 16].mean()) < 0.3
assert standard_errors(counted[8, 1] - counted[8, 16]) > 2
assert ranged[4, 4].mean() > 2.5 * ranged[4, 1 / 4].mean()
assert min(FACTORS, key=lambda factor: ranged[4, factor].mean()) == 1 / 2
assert standard_errors(ranged[4, 1] - ranged[4, 1 / 2]) > 3
assert standard_errors(counted[4, CALIBRATION] - counted[4, 16]) > 3
assert standard_errors(ranged[4, 1] - clipped[4]) > 3
assert clipped[4].mean() < 0.7 * ranged[4, 1].mean()

# %% [markdown]
# ## Limits
#
# - The outlier is put in by hand, at a size of our choice. In language models, too, it is fixed channels that are large
#     [@xiao2022smoothquant], but these need not be rescaled copies of ordinary ones, and cutting one out may cost more.
# - Networks of three layers. How the noise of many layers adds up was not measured.
# - Inputs of hidden layers are never negative, and the symmetric form wastes half of its integers on them. A zero point
#     was not tried.
# - Everything is rounded to the nearest after training. Methods that correct one rounding by the next, or train with
#     it, get further with few bits.
# - Only test error was counted. Rounding moves probabilities before it moves decisions.
#
# ## At scale
#
# - LLM.int8() multiplies the outlier channels of language models in 16 bits and everything else, more than
#     99.9 % of the values, in 8 [@dettmers2022, abstract].
# - SmoothQuant migrates the difficulty from activations to weights, as in section 3, and quantizes both to 8 bits
#     in all products of matrices, with negligible loss [@xiao2022smoothquant, abstract].
# - GPTQ stores weights with 3 or 4 bits at 175 billion parameters, with negligible loss of accuracy
#     [@frantar2022, abstract]. So four bits do not break a model as such.

# %%
# Numbers quoted in the text.
names = dict(zip(FACTORS, ("quarter", "half", "one", "two", "four"), strict=True))
measured = {
    "float_error": float_error / 100,
    "weights": weights_cost,
    "noise": {bits: share / 100 for bits, share in noise.items()},
    "lost": {8: lost[8] / 100},
    "removed": removed,
    "speaking": {"heard": speaking["heard"]},
    "activations": {
        (way, size): costs[way]
        for size, costs in activations.items()
        for way in ("one", "example")
    },
    "ranged": {(bits, names[factor]): cost for (bits, factor), cost in ranged.items()},
    "counted": counted,
    "clipped": clipped,
}
