# ---
# description: Gradient norms through 2 to 100 layers for sigmoid, tanh and ReLU, with Xavier, He and orthogonal weights, skips and normalization, asserted.
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
# # What makes gradients vanish
#
# **Claim on trial.** “Gradients vanish because the slope of sigmoid is at most 1/4; ReLU solves that.”
#
# **Verdict.** Half the story: what counts in each layer is a *product*, slopes times weights. Over 100<!--= given -->
# layers, ReLU with Xavier weights loses 15.3 ± 0.3<!--= lost.relu.xavier.100 --> powers of ten of the gradient, with He
# weights only 0.2 ± 0.3<!--= lost.relu.he.100 -->. Sigmoid with Xavier weights loses
# 62.9 ± 0.2<!--= lost.sigmoid.xavier.100 -->. The same sigmoid with weights four times as large and centered inputs
# loses 1.1 ± 0.1<!--= lost.sigmoid.centered.100 -->, and with skips around it nothing. Batch norm without skips turns
# vanishing into explosion: the gradient grows by 8.4 ± 0.1<!--= gained.batch_norm.100 --> powers of ten.
#
# **What settles it.** Real backpropagation through random networks of 2 to 100<!--= given --> layers, twelve seeds each, and then training
# runs that show which of them learn.
#
# The questions behind it: [what makes gradients
# vanish](../training/vanishing-exploding-gradients.md#vanishing-gradient), [what helps against both
# extremes](../training/vanishing-exploding-gradients.md#vanishing-and-exploding-gradients), and [why ReLU replaced
# sigmoid](../foundations/relu.md#relu-vs-sigmoid-tanh).

# %%
import numpy as np

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, RED, label, new_figure
from snippets.labs.networks import Activation, Dense, Normalization, Sequential
from snippets.training.weight_initialization import orthogonal

SEEDS, EXAMPLES, WIDTH = 12, 64, 100
DEPTHS = [2, 5, 10, 20, 50, 100]
XAVIER, HE = 1.0, np.sqrt(2)  # standard deviation of the weights times √width


def build(activation, gain, shape=(100, SEEDS, WIDTH), seed=0, **options):
    """Blocks h ← φ(norm(W h + b)), or h ← h + scale · φ(norm(W h + b)) with `skip`.

    shape is (blocks, runs, width); W has variance gain²/width, a new draw per run.
    Options: norm, skip, scale, orthogonal; centered means b = −W·½, else b is 0.
    """
    rng, blocks = np.random.default_rng(seed), []
    depth, runs, width = shape
    for _ in range(depth):
        W = gain * rng.standard_normal((runs, width, width)) / np.sqrt(width)
        if "orthogonal" in options:
            W = gain * np.array([orthogonal(width, rng) for _ in range(runs)])
        dense = Dense(options.get("scale", 1) * W)
        if "centered" in options:
            dense.parameters["bias"] -= W.sum(axis=2)[:, None, :] / 2
        layers = [dense, Activation(activation)]
        if "norm" in options:
            layers.insert(1, Normalization(runs, width, options["norm"]))
        blocks.append(Sequential(*layers, skip="skip" in options))
    return blocks


# %%
def gradient_decades(blocks, centered=False, seed=1):
    """log₁₀ of ‖∂L/∂h₀‖ / ‖∂L/∂h_d‖ for networks of the first d blocks, (d, SEEDS).

    Inputs and the gradient at the last layer are random, (SEEDS, EXAMPLES, WIDTH).
    """
    rng = np.random.default_rng(seed)
    value, late = rng.standard_normal((2, SEEDS, EXAMPLES, WIDTH))
    value = (1 + value) / 2 if centered else value
    for block in blocks:
        value = block.forward(value)
    decades = []
    for depth in [depth for depth in DEPTHS if depth <= len(blocks)]:
        early = late
        for block in reversed(blocks[:depth]):
            early = block.backward(early)
        first, last = (np.linalg.norm(g, axis=(1, 2)) for g in (early, late))
        decades.append(np.log10(first / last))
    return np.array(decades)


NETWORKS = {
    "sigmoid, Xavier": ("sigmoid", XAVIER, {}),
    "sigmoid, 4 × Xavier, centered": ("sigmoid", 4 * XAVIER, {"centered": True}),
    "sigmoid, Xavier, skips": ("sigmoid", XAVIER, {"skip": True}),
    "ReLU, Xavier": ("relu", XAVIER, {}),
    "ReLU, He": ("relu", HE, {}),
    "ReLU, He, batch norm": ("relu", HE, {"norm": "batch"}),
}
decades = {
    name: gradient_decades(build(activation, gain, **options), "centered" in options)
    for name, (activation, gain, options) in NETWORKS.items()
}

# %%
# alt: Decades of gradient gained or lost against the number of layers from 2 to 100<!--= given -->, six lines with error bars. Sigmoid with Xavier weights falls steeply out of the frame before the middle, ReLU with Xavier weights falls by 15<!--= lost.relu.xavier.100 -->, batch norm rises by 8<!--= gained.batch_norm.100 -->. ReLU with He weights, sigmoid with centered weights four times as large, and sigmoid with skips stay between minus 2 and 1.
# caption: The same activation function stands on both sides. Sigmoid keeps its gradient when the weights make up for its slope or when a skip goes around it; ReLU loses it when the weights are too small (mean ± sd over twelve seeds).
figure, axes = new_figure(height=4.2)
looks = {
    "sigmoid, Xavier": (BLUE, "o-", 36, -19, "sigmoid, Xavier"),
    "ReLU, Xavier": (ORANGE, "s-", 103, -16, "ReLU, Xavier"),
    "ReLU, He, batch norm": (RED, "D-", 103, 8, "ReLU, He,\nbatch norm"),
    "sigmoid, Xavier, skips": (BLUE, "^:", 103, 1.3, "sigmoid, Xavier, skips"),
    "ReLU, He": (ORANGE, "s--", 103, -0.6, "ReLU, He"),
    "sigmoid, 4 × Xavier, centered": (
        BLUE,
        "o--",
        103,
        -3.3,
        "sigmoid, 4 × Xavier,\ncentered",
    ),
}
for name, (color, style, x, y, text) in looks.items():
    mean, spread = decades[name].mean(axis=1), decades[name].std(axis=1, ddof=1)
    axes.errorbar(DEPTHS, mean, yerr=spread, color=color, fmt=style, capsize=3)
    label(axes, text, x, y, color, fontsize=9.5, va="center")
axes.set_ylim(-24, 11)
axes.set_xlim(0, 143)
axes.set_xticks([2, 20, 50, 100])
axes.set_xlabel("layers")
axes.set_ylabel("gradient, first over last layer\n(powers of ten)")
figure

# %% [markdown]
# ## Method
#
# Every hidden layer has 100 units. The inputs are 64<!--= given --> standard normal examples, and the gradient that
# arrives at the last layer is random, too. The networks carry it down to the input with the same code that trains them
# below. A number in the table is the base-10 logarithm of the gradient's norm at the input over that at the last layer:
# −1 means that a tenth of the norm is left. On these square layers Xavier weights have variance $`1/100`$, He weights $`2/100`$;
# “centered” subtracts 1/2 from a sigmoid layer's inputs, by means of its bias. Skips are $`h + \varphi(Wh)`$ with
# nothing else changed.

# %%
print(f"{'layers':30}" + "".join(f"{depth:>15d}" for depth in DEPTHS))
for name, values in decades.items():
    cells = [f"{v.mean():.2f} ± {v.std(ddof=1):.2f}" for v in values]
    print(f"{name:30}" + "".join(f"{cell:>15}" for cell in cells))

at = {name: dict(zip(DEPTHS, v, strict=True)) for name, v in decades.items()}
assert at["sigmoid, Xavier"][20].max() < -11, "sigmoid with Xavier weights vanishes"
assert at["ReLU, Xavier"][100].max() < -14, "ReLU with Xavier weights vanishes"
for name in ("ReLU, He", "sigmoid, 4 × Xavier, centered", "sigmoid, Xavier, skips"):
    assert np.abs(at[name][100]).max() < 2, f"{name}: within two decades at 100 layers"
assert np.abs(at["sigmoid, Xavier, skips"][100]).max() < 0.3, (
    "with skips nothing is lost"
)
assert at["ReLU, He, batch norm"][50].min() > 3, "batch norm without skips explodes"
assert at["ReLU, He"][2].std() < 0.4 * at["ReLU, He"][50].std(), (
    "the spread over seeds grows with depth"
)
assert -1 < at["ReLU, He"][100].mean() < 0, "the typical gradient falls below 1"

# %% [markdown]
# ## 1. Weights times slopes
#
# In a wide random layer the mean square of the gradient is multiplied by $`n\operatorname{Var}(w)`$, the weight factor,
# times $`\mathbb E[\varphi'(z)^2]`$, the slope factor. The page [derives this
# product](../training/vanishing-exploding-gradients.md#vanishing-and-exploding-gradients). Here we read off both
# factors in each of 20<!--= given --> layers, multiply them, and compare the result with what backpropagation delivers.
# (The factor 10.6<!--= given --> was found by trial: it brings the product of a plain sigmoid to 1.)

# %%
from snippets.training.vanishing_exploding_gradients import gradient_gain

LAYERS = 20
SHORT = (LAYERS, SEEDS, WIDTH)


def factors(blocks, gain):
    """Of each block: weight factor n Var(w), after a norm /σ², and slope E[φ'²]."""
    weights, slopes = [], []
    for block in blocks:
        norm = [layer for layer in block.inner if isinstance(layer, Normalization)]
        weights.append(gain**2 * (np.mean(1 / norm[0].deviation ** 2) if norm else 1))
        slopes.append(gradient_gain(1, 1.0, block.inner[-1].slope))
    return np.array(weights), np.array(slopes)


MORE = {
    "sigmoid, 10.6 × Xavier": ("sigmoid", 10.6 * XAVIER, {}),
    "sigmoid, layer norm": ("sigmoid", XAVIER, {"norm": "layer"}),
    "tanh, Xavier": ("tanh", XAVIER, {}),
    "tanh, 10 × Xavier": ("tanh", 10 * XAVIER, {}),
}
points = {}
print("20 layers                        weights   slopes   product    measured")
for name, (activation, gain, options) in (NETWORKS | MORE).items():
    if "skip" in options:
        continue
    blocks = build(activation, gain, SHORT, **options)
    found = gradient_decades(blocks, "centered" in options)[-1]
    weight, slope = factors(blocks, gain)
    predicted = np.sum(np.log10(weight * slope)) / 2
    points[name] = [np.exp(np.mean(np.log(factor))) for factor in (weight, slope)]
    print(
        f"{name:30} {points[name][0]:9.2f} {points[name][1]:8.4f} {predicted:9.2f}"
        f" {found.mean():7.2f} ± {found.std(ddof=1):.2f}"
    )
    assert abs(predicted - found.mean()) < 0.4 + 0.05 * abs(predicted), (
        f"{name}: the product of the two factors predicts the gradient"
    )

growing = {
    name: weight * slope for name, (weight, slope) in points.items()
}  # per layer
for name in ("tanh, Xavier", "ReLU, He", "sigmoid, 4 × Xavier, centered"):
    assert 0.8 < growing[name] < 1.2, f"{name} stands near the line"
for name in ("ReLU, Xavier", "sigmoid, Xavier", "sigmoid, layer norm"):
    assert growing[name] < 0.6, f"{name} stands below it"
for name in ("ReLU, He, batch norm", "tanh, 10 × Xavier"):
    assert growing[name] > 1.3, f"{name} stands above it"
level = growing["sigmoid, 10.6 × Xavier"], points["sigmoid, 10.6 × Xavier"][1]
assert 0.9 < level[0] < 1.15 and level[1] < 0.02, "a slope of a hundredth can do"

# %%
# alt: Slope factor against weight factor on logarithmic axes, with a falling dashed line where the product is one. On the line or close to it: tanh with Xavier weights, ReLU with He weights, sigmoid with centered weights four times Xavier, sigmoid with 10.6<!--= given --> times Xavier. Below: ReLU with Xavier, sigmoid with Xavier, sigmoid with layer norm. Above: batch norm and tanh with 10 times Xavier.
# caption: Neither axis alone tells whether a gradient survives. Sigmoid stands on the dashed line with a slope factor of 0.01<!--= slope.sigmoid -->, ReLU below it with 0.5<!--= slope.relu --> (averages over 20<!--= given --> layers).
figure, axes = new_figure(height=4.4)
line = np.array([0.25, 500])
axes.loglog(line, 1 / line, "--", color=INK)
places = {  # where the label starts or ends, relative to its point
    "sigmoid, Xavier": (0.85, 1, "right"),
    "sigmoid, 4 × Xavier, centered": (1.1, 1.75, "left"),
    "ReLU, Xavier": (0.85, 1, "right"),
    "ReLU, He": (1.2, 0.6, "right"),
    "ReLU, He, batch norm": (1.2, 1, "left"),
    "sigmoid, 10.6 × Xavier": (0.85, 0.85, "right"),
    "sigmoid, layer norm": (1, 0.6, "center"),
    "tanh, Xavier": (1.2, 1.15, "left"),
    "tanh, 10 × Xavier": (1.2, 1, "left"),
}
for name, (right, up, side) in places.items():
    x, y = points[name]
    color, marker = {"s": (BLUE, "o"), "t": (GREEN, "^"), "R": (ORANGE, "s")}[name[0]]
    axes.plot(x, y, marker, color=color, markersize=8)
    options = {"ha": side, "va": "center", "fontsize": 9.5}
    label(axes, name, x * right, y * up, color, **options)
label(axes, "product 1", 4.7, 0.26, INK, rotation=-41, rotation_mode="anchor")
label(axes, "gradients vanish", 0.15, 0.006, INK, fontsize=11)
label(axes, "gradients grow", 60, 1.2, INK, fontsize=11)
axes.set_xlim(0.12, 1500)
axes.set_ylim(0.004, 3)
axes.set_xlabel("weight factor $n\\,\\mathrm{Var}(w)$, divided by $σ^2$ after a norm")
axes.set_ylabel("slope factor, mean of φ′(z)²")
figure

# %% [markdown]
# That the centered sigmoid lies on the dashed line is no trick of averaging. Since $`\sigma(z) = (1 + \tanh(z/2))/2`$,
# a sigmoid layer with weights $`4W`$ and bias $`-2W\mathbf 1`$ computes what a tanh layer with weights $`W`$ computes,
# only written as $`(1+h)/2`$. It is the same network with the same gradient ratios, although its slopes are at most 1/4
# in one notation and at most 1 in the other:

# %%
tanh = build("tanh", XAVIER, SHORT)
sigmoid = build("sigmoid", 4 * XAVIER, SHORT, centered=True)
value = np.random.default_rng(2).standard_normal((SEEDS, EXAMPLES, WIDTH))
twin = (1 + value) / 2
for tanh_block, sigmoid_block in zip(tanh, sigmoid, strict=True):
    value, twin = tanh_block.forward(value), sigmoid_block.forward(twin)
difference = np.abs(twin - (1 + value) / 2).max()
ratios = gradient_decades(tanh), gradient_decades(sigmoid, centered=True)
print(f"largest difference of outputs {difference:.0e}")
print(
    f"largest difference of log₁₀ gradients {np.abs(ratios[0] - ratios[1]).max():.0e}"
)
assert difference < 1e-12, "a sigmoid network can be a tanh network, exactly"
assert np.allclose(*ratios, atol=1e-9), "with the same gradients"

# %% [markdown]
# ## 2. Orthogonal weights: same norm, more directions
# Orthogonal weights of the same variance do not change the product, so they do not change the norm of the gradient.
# What they change is hidden by the norm: over how many directions the gradient spreads. The Jacobian of 50<!--= given --> layers
# has 100 singular values $`s_i`$; $`(\sum s_i^2)^2/\sum s_i^4`$ counts how many directions carry the gradient,
# 100<!--= given --> if all are equal and 1 if a single one dominates.


# %%
def directions(blocks, seed=2):
    """(Σs²)²/Σs⁴ of the Jacobian's singular values at one random input, (SEEDS,)."""
    inputs = np.random.default_rng(seed).standard_normal((SEEDS, 1, WIDTH))
    value = np.repeat(inputs, WIDTH, axis=1)
    for block in blocks:
        value = block.forward(value)
    jacobian = np.broadcast_to(np.eye(WIDTH), value.shape)
    for block in reversed(blocks):
        jacobian = block.backward(jacobian)
    squares = np.linalg.svd(jacobian, compute_uv=False) ** 2
    return squares.sum(axis=1) ** 2 / (squares**2).sum(axis=1)


norms, kept = {}, {}
print("50 layers            norm (powers of ten)   directions of 100")
for name, activation, gain in [("tanh", "tanh", XAVIER), ("ReLU", "relu", HE)]:
    for kind, options in [("Gaussian", {}), ("orthogonal", {"orthogonal": True})]:
        blocks = build(activation, gain, (50, SEEDS, WIDTH), **options)
        norms[name, kind] = n = gradient_decades(blocks)[-1]
        kept[name, kind] = k = directions(blocks)
        print(
            f"{name + ', ' + kind:20} {n.mean():13.2f} ± {n.std(ddof=1):.2f}"
            f" {k.mean():15.1f} ± {k.std(ddof=1):.1f}"
        )

assert abs(norms["tanh", "orthogonal"].mean() - norms["tanh", "Gaussian"].mean()) < 0.2
assert norms["tanh", "orthogonal"].std() < norms["tanh", "Gaussian"].std() / 3, (
    "orthogonal weights take the luck of the draw out of a tanh network"
)
assert kept["tanh", "orthogonal"].min() > 5 * kept["tanh", "Gaussian"].max(), (
    "and spread its gradient over many more directions"
)
for kind in ("Gaussian", "orthogonal"):
    assert abs(norms["ReLU", kind].mean()) < 0.5, "a ReLU network looks healthy"
    assert kept["ReLU", kind].mean() < 4, "and has few directions, whatever its weights"

# %% [markdown]
# In the tanh network with orthogonal weights, the gradient spreads over 42 ± 3<!--= directions.tanh.orthogonal -->
# directions instead of 2.3 ± 0.4<!--= directions.tanh.gaussian -->, and its norm hardly depends on the draw. A norm
# near 1 says little when most of the gradient points in a few directions. That is the state of a healthy-looking ReLU
# network of 50<!--= given --> plain layers at the start, whatever its weights
# (1.4 ± 0.3<!--= directions.relu.gaussian --> directions with Gaussian, 2.6 ± 0.6<!--= directions.relu.orthogonal -->
# with orthogonal ones).
#
# ## 3. What normalization does, and what skips do
#
# A normalization layer divides by the spread of $`Wh`$, so any scale of $`W`$ cancels. The weight factor becomes one over the
# variance of the activations (with layer norm, over their mean square), which $`\varphi`$ itself fixes. For standard normal $`z`$ that leaves
#
# ```math
# % definition
# \chi_{\text{batch}} = \frac{\mathbb E[\varphi'(z)^2]}{\operatorname{Var}[\varphi(z)]}, \qquad \chi_{\text{layer}} = \frac{\mathbb E[\varphi'(z)^2]}{\mathbb E[\varphi(z)^2]}
# ```
#
# for batch norm, which subtracts each unit's mean over the examples, and for layer norm, which does not. Both formulas
# are for wide layers, large batches and weakly correlated examples. The Gaussian Poincaré inequality says
# $`\operatorname{Var}[\varphi(z)] \le \mathbb E[\varphi'(z)^2]`$, with equality for straight lines only. So in a plain
# stack **batch norm makes gradients grow backwards through every non-linear layer**, whichever activation function you
# choose.

# %%
z = np.linspace(-9, 9, 6001)
density = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi) * (z[1] - z[0])


def predicted_growth(activation, norm):
    """Square root of χ_batch or χ_layer: growth of the gradient norm per layer."""
    layer = Activation(activation)
    value = layer.forward(z)
    mean = density @ value if norm == "batch" else 0.0
    return np.sqrt((density @ layer.slope**2) / (density @ value**2 - mean**2))


growth = {}
print("growth of the norm per layer   predicted   measured, layers 20 to 100")
for norm in ("batch", "layer"):
    for activation in ("relu", "tanh", "sigmoid"):
        values = gradient_decades(build(activation, XAVIER, norm=norm))
        predicted = predicted_growth(activation, norm)
        growth[norm, activation] = g = 10 ** ((values[-1] - values[3]) / 80)
        print(
            f"{norm} norm, {activation:18} {predicted:9.3f}"
            f" {g.mean():10.3f} ± {g.std(ddof=1):.3f}"
        )
        assert abs(g.mean() / predicted - 1) < 0.03, "the two formulas hold"
        assert norm == "layer" or g.min() > 1.01, "batch norm explodes, whichever φ"

assert growth["batch", "relu"].min() > 1.15, "ReLU most"
assert growth["layer", "sigmoid"].max() < 0.5, "layer norm does not rescue sigmoid"
scaled = [gradient_decades(build("relu", gain, norm="layer")) for gain in (0.1, 10)]
assert np.allclose(*scaled, atol=0.05), "normalization cancels the scale of the weights"

# %% [markdown]
# Skips are different: the Jacobian of a block becomes $`I + J_F`$, and the identity alone carries the gradient. It no
# longer vanishes, even with sigmoid. It can still grow: where each branch adds as much as it receives, the mean square
# at least doubles layer by layer, unless the branch is scaled down or normalized.

# %%
BLOCKS = {
    "h + ReLU(Wh)": ("relu", HE, {}),
    "h + ReLU(Wh)/10": ("relu", HE, {"scale": 0.1}),
    "h + ReLU(BN(Wh))": ("relu", HE, {"norm": "batch"}),
    "h + ReLU(LN(Wh))": ("relu", HE, {"norm": "layer"}),
}
residual = {}
print(f"{'layers':18}" + "".join(f"{depth:>15d}" for depth in DEPTHS))
for name, (activation, gain, options) in BLOCKS.items():
    residual[name] = gradient_decades(build(activation, gain, skip=True, **options))
    cells = [f"{v.mean():.2f} ± {v.std(ddof=1):.2f}" for v in residual[name]]
    print(f"{name:18}" + "".join(f"{cell:>15}" for cell in cells))
    assert residual[name].min() > -0.1, "with skips nothing vanishes"

per_layer = residual["h + ReLU(Wh)"] / np.array(DEPTHS)[:, None]
assert 10 ** (2 * per_layer.mean(axis=1).min()) > 1.9, (
    "the mean square doubles, or more"
)
assert residual["h + ReLU(Wh)"][-1].min() > 15, "unscaled branches explode"
for name in list(BLOCKS)[1:]:
    assert residual[name][-1].max() < 3, "scaled or normalized ones do not"

# %% [markdown]
# ## 4. Which of them train
#
# The data are twelve Gaussian clusters in 32 dimensions, three for each of four classes, with 360 examples; the
# networks have 20 layers of width 32 and a linear readout. Each gets 120 updates of SGD with momentum 0.9 on
# mini-batches of 32<!--= given -->. Its learning rate is, of six, the one whose worst of three trials is best. Twelve
# other seeds give the result; each draws its own clusters, weights and mini-batches. Three networks are trained with
# Adam as well.

# %%
from snippets.labs.evidence import wins
from snippets.labs.training import cross_entropy, training_step
from snippets.optimization.adaptive_optimizers import adam_step
from snippets.optimization.optimizers import momentum_step

FEATURES, CLASSES, N = 32, 4, 360
group = np.arange(N) % 12
y = group % CLASSES


def classifier(config, rates, seeds, seed):
    """20 blocks and a readout for rates × seeds runs; inputs (runs, N, FEATURES)."""
    activation, gain, options = config
    runs, rng = rates * seeds, np.random.default_rng([seed, 1])
    X = rng.standard_normal((seeds, 12, FEATURES))[:, group]
    X = X + 0.7 * rng.standard_normal(X.shape)
    X = (X - X.mean(axis=1, keepdims=True)) / X.std(axis=1, keepdims=True)
    X = (1 + X) / 2 if "centered" in options else X
    blocks = build(activation, gain, (LAYERS, runs, FEATURES), seed, **options)
    readout = rng.standard_normal((runs, CLASSES, FEATURES)) / np.sqrt(FEATURES)
    return Sequential(*blocks, Dense(readout)), np.tile(X, (rates, 1, 1))


def train(config, rates, seeds, seed, step, start, updates=120):
    """Training loss after so many updates, (rates, seeds); 9 if it diverged."""
    network, inputs = classifier(config, len(rates), seeds, seed)
    rate = np.repeat(rates, seeds)[:, None, None]  # every run has its own
    runs, rng = np.arange(len(inputs))[:, None], np.random.default_rng([seed, 2])
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(updates):
            rows = rng.integers(N, size=(len(inputs), 32))
            training_step(network, inputs[runs, rows], y[rows], step, rate, start)
        losses = cross_entropy(network.forward(inputs), np.tile(y, (len(runs), 1)))[0]
    return np.nan_to_num(losses, nan=9, posinf=9).clip(max=9).reshape(-1, seeds)


# %%
TRAINED = NETWORKS | {
    "ReLU, He, batch norm, skips": ("relu", HE, {"norm": "batch", "skip": True}),
}
WITH_ADAM = ["sigmoid, Xavier", "ReLU, Xavier", "ReLU, He"]
momentum = (momentum_step, 0.0), [0.001, 0.003, 0.01, 0.03, 0.1, 0.3]
adam = (adam_step, (0, 0, 0)), [0.0003, 0.001, 0.003, 0.01, 0.03]
plan = [(name, "momentum", *momentum) for name in TRAINED]
plan += [(name, "Adam", *adam) for name in WITH_ADAM]

losses = {}
print(f"{'network':30} optimizer     rate   training loss (12 seeds)")
for name, optimizer, method, rates in plan:
    tuning = train(TRAINED[name], rates, 3, 0, *method)
    rate = rates[tuning.max(axis=1).argmin()]
    losses[name, optimizer] = final = train(TRAINED[name], [rate], SEEDS, 1, *method)[0]
    print(
        f"{name:30} {optimizer:9} {rate:8.4f}"
        f" {final.mean():10.4f} ± {final.std(ddof=1):.4f}"
    )


# %%
start, sgd = np.log(CLASSES), "momentum"
for optimizer in (sgd, "Adam"):
    assert losses["sigmoid, Xavier", optimizer].min() > start - 0.05, (
        "no optimizer helps"
    )
assert losses["ReLU, Xavier", sgd].mean() > start - 0.3, "ReLU alone does not train"
for better, worse in [
    ("ReLU, He", "ReLU, Xavier"),
    ("sigmoid, 4 × Xavier, centered", "sigmoid, Xavier"),
    ("sigmoid, Xavier, skips", "sigmoid, 4 × Xavier, centered"),
    ("ReLU, He, batch norm, skips", "ReLU, He, batch norm"),
]:
    share = wins(losses[better, sgd], losses[worse, sgd])
    assert share > 0.7, f"{better} reaches a lower loss than {worse}"
assert wins(losses["ReLU, Xavier", "Adam"], losses["ReLU, Xavier", sgd]) > 0.9
for name in ("ReLU, He", "ReLU, He, batch norm", "sigmoid, 4 × Xavier, centered"):
    assert np.median(losses[name, sgd]) < start - 0.2, "these three train, in part"
harm = losses["ReLU, He, batch norm", sgd].mean() - losses["ReLU, He", sgd].mean()
assert harm < 0.2, "at this depth batch norm does no harm"
for name in ("sigmoid, Xavier, skips", "ReLU, He, batch norm, skips"):
    assert np.median(losses[name, sgd]) < 0.05, "with skips training is easy"

# %% [markdown]
# Two rows deserve a second look. With Adam, which divides by the size of the gradient, ReLU with Xavier weights trains
# after all, but sigmoid with Xavier weights does not. The gradients of the *weights* tell why:

# %%
print(
    f"{'gradient of the weights, log₁₀':30} first layer   last layer   examples differ"
)
first, last, differ = {}, {}, {}
for name in TRAINED:
    network, inputs = classifier(TRAINED[name], 1, SEEDS, 1)
    delta = cross_entropy(network.forward(inputs), np.tile(y, (SEEDS, 1)))[1]
    network.backward(delta)
    dense = [layer for layer in network.layers() if isinstance(layer, Dense)]
    norms = [
        np.log10(np.linalg.norm(layer.gradients["weights"], axis=(1, 2)))
        for layer in dense
    ]
    hidden = dense[-1].x  # what the readout sees, (SEEDS, N, FEATURES)
    spread = np.sqrt(hidden.var(axis=1).mean(axis=1) / (hidden**2).mean(axis=(1, 2)))
    first[name], last[name], differ[name] = norms[0], norms[LAYERS - 1], spread
    print(
        f"{name:30} {norms[0].mean():6.2f} ± {norms[0].std(ddof=1):.2f}"
        f" {norms[LAYERS - 1].mean():6.2f} ± {norms[LAYERS - 1].std(ddof=1):.2f}"
        f" {spread.mean():14.0e}"
    )
    if name == "ReLU, Xavier":
        inner = [
            np.sum(d.parameters["weights"] * d.gradients["weights"], axis=(1, 2))
            for d in dense
        ]

profile = {name: first[name] - last[name] for name in TRAINED}
assert profile["sigmoid, Xavier"].max() < -9, "in sigmoid layers the profile falls"
assert np.abs(profile["ReLU, Xavier"]).max() < 2, "in ReLU layers it is flat"
missing = first["ReLU, He"] - first["ReLU, Xavier"]
assert 2 < missing.mean() < 4, "and a thousandth of what He weights get"
assert np.allclose(inner, inner[0], rtol=1e-6), (
    "⟨W, ∂L/∂W⟩ is one number for all layers"
)
assert differ["sigmoid, Xavier"].max() < 1e-9 < 0.1 < differ["ReLU, Xavier"].min()

# %% [markdown]
# In a sigmoid stack the weights' gradients shrink from the last layer to the first, as the textbook picture has it.
# Adam cannot help, because the way forward is blocked, too: the Jacobian that shrinks gradients also shrinks
# differences between examples, down to $`5\cdot10^{-13}`$<!--= differ --> of what the readout sees. There is nothing
# left to classify.
#
# In the ReLU stack the gradient of the weights is *equally small in every layer*. It is the product of $`\delta_l`$,
# which shrinks towards the input, and $`h_{l-1}`$, which shrinks towards the output. For ReLU layers without biases
# a theorem stands behind this: scaling any one layer scales the logits, so by Euler's rule
# $`\langle W_l, \partial\mathcal L/\partial W_l\rangle`$ is the same for all layers, which keeps the norms close. So gradients that are equal in all
# layers do not mean that all is well; look at their size. And since only the size is wrong here, an optimizer that
# ignores it, such as Adam, gets through, at this depth.

# %%
# alt: Twelve dots for each of ten trained networks on a logarithmic axis of training loss. Sigmoid with Xavier weights stays at 1.39<!--= guessing --> with both optimizers; ReLU with Xavier weights stays there with momentum, not with Adam. ReLU with He weights, with or without batch norm, and sigmoid with centered larger weights lie to the left of it; the two networks with skips farthest left.
# caption: What trains in 120 updates through 20 layers (dots: twelve seeds, bars: medians; below 0.0001 drawn at 0.0001<!--= given -->). The activation function does not sort these rows; weights and skips do.
figure, axes = new_figure(height=4.4)
for row, ((name, optimizer), values) in enumerate(reversed(losses.items())):
    color = BLUE if "sigmoid" in name else ORANGE
    shown = np.maximum(values, 1e-4)
    offsets = row + np.linspace(-0.2, 0.2, SEEDS)
    marker = "o" if optimizer == sgd else "D"
    axes.semilogx(shown, offsets, marker, color=color, markersize=4, alpha=0.7)
    axes.plot([np.median(shown)] * 2, [row - 0.36, row + 0.36], color=color)
axes.axvline(start, color=INK, linestyle="--", linewidth=1)
label(axes, "guessing", start * 1.1, 9.5, INK, fontsize=9.5, va="center")
rows = [name + (", Adam" if how == "Adam" else "") for name, how in losses]
axes.set_yticks(range(len(rows)), rows[::-1])
axes.set_xlim(8e-5, 8)
axes.set_ylim(-0.6, 9.9)
axes.set_xlabel("training loss (nats)")
figure

# %%
# Numbers quoted in the text.
measured = {
    "lost": {
        "relu": {
            "xavier.100": -at["ReLU, Xavier"][100],
            "he.100": -at["ReLU, He"][100],
        },
        "sigmoid": {
            "xavier.100": -at["sigmoid, Xavier"][100],
            "centered.100": -at["sigmoid, 4 × Xavier, centered"][100],
        },
    },
    "gained.batch_norm": {d: at["ReLU, He, batch norm"][d] for d in (20, 50, 100)},
    "slope.sigmoid": points["sigmoid, 10.6 × Xavier"][1],
    "slope.relu": points["ReLU, Xavier"][1],
    "directions": {(name.lower(), kind.lower()): k for (name, kind), k in kept.items()},
    "missing": 10**-missing,
    "differ": differ["sigmoid, Xavier"],
    "guessing": start,
}

# %% [markdown]
# ## Limits
#
# These are dense square layers with zero or centering biases, random inputs and twelve seeds, at the start of training.
# The training runs are 120 updates of small problems at depth 20<!--= given -->, where the
# 1.5<!--= gained.batch_norm.20 --> powers of ten of batch norm did no harm; deeper plain stacks with batch norm were
# not trained here. The formulas hold for wide layers and fail gradually: single draws of the deepest He network
# scatter, and its typical gradient falls below 1, since what the theory keeps is the mean of the *square*. A [recurrent
# network](../training/vanishing-exploding-gradients.md#exploding-gradient) multiplies by one and the same matrix, so
# its product behaves differently. And a norm near 1 is not enough: see the directions above.
#
# ## At scale
#
# - In a 30-layer convolutional ReLU network, Xavier weights stalled and He weights trained [@he2015delving, Fig. 3].
# - Glorot and Bengio blame sigmoid's *mean* as well: it can drive the top hidden layer into saturation [@glorot2010]. The centered
#     network above is that remark turned around.
# - Plain convolutional networks of 10,000 layers train without skips or normalization from suitable orthogonal kernels [@xiao2018].
#     With orthogonal weights, sigmoidal networks reach dynamical isometry (all singular values of the Jacobian are near 1), and
#     ReLU networks cannot [@pennington2017].
# - Yang et al. prove the explosion through batch norm for wide networks; no weight variance or activation function removes it,
#     and after one update the dynamic range of the gradients is much smaller [@yang2019].
# - The scatter over draws of a ReLU network grows exponentially with the sum of the reciprocal widths [@hanin2018].
