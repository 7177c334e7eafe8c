# ---
# description: Zero, equal, tiny, Xavier and He weights compared over seeds - signals through depth, symmetry that never breaks, and what trains at its best rate.
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
# # What initial weights decide
#
# **Claim on trial.** “Initialize with small random numbers. Zeros work too, since the gradients differ; and Xavier or He makes no
# difference.”
#
# **Verdict.** Wrong on all three counts, except in shallow networks. Weights of standard deviation 0.011<!--= std -->
# train a network of two hidden layers, though slowly. With six hidden layers, the training loss ends at
# 1.282 ± 0.001<!--= loss.relu.6.tiny -->, where a network lands that ignores its input (1.280<!--= ignoring -->). With
# weights and biases all zero, no weight of a tanh or ReLU network ever moves, and hidden units with equal incoming and
# outgoing weights stay equal, as if they were one unit, unless something such as dropout treats them differently. Through 20<!--= given --> ReLU layers, He weights reach a loss of 0.60 ± 0.22<!--= loss.relu.20.he --> and
# Xavier weights 1.280 ± 0.002<!--= loss.relu.20.xavier -->; for tanh layers, in this problem, He's scale is no worse
# than Xavier's.
#
# **What settles it.** Fully connected networks of 2 to 20<!--= given --> hidden layers on small classification problems, each trained at
# its own best learning rate, over twelve seeds that draw data as well as weights; and a look at single units while they train.
#
# The questions behind it: [why initialization
# matters](../training/weight-initialization.md#weight-initialization), [Xavier against
# He](../training/weight-initialization.md#xavier-vs-he-initialization), and what [weights and
# biases](../foundations/weights-and-biases.md#weights-biases-activations) each need at the start.

# %%
from itertools import pairwise

import numpy as np

from scripts.figures import style
from scripts.figures.style import label, new_figure, new_row
from snippets.labs.evidence import standard_errors, wins
from snippets.labs.networks import Activation, Dense, Dropout, Sequential
from snippets.labs.training import evaluate, training_step
from snippets.optimization.adaptive_optimizers import adam_step
from snippets.optimization.optimizers import momentum_step
from snippets.training.vanishing_exploding_gradients import activation as apply

N, FEATURES, WIDTH, CLASSES, SEEDS = 240, 10, 32, 4, 12
cluster = np.arange(N) % 10
y = np.repeat(range(CLASSES), [4, 3, 2, 1])[cluster]  # class shares 0.4, 0.3, 0.2, 0.1


def inputs(seed, runs=SEEDS):
    """Examples of ten Gaussian clusters, others in each run, (runs, N, FEATURES)."""
    rng = np.random.default_rng([seed, 2])
    X = rng.standard_normal((runs, 10, FEATURES))[:, cluster]
    X = X + rng.normal(0, 0.5, X.shape)
    return (X - X.mean(axis=1, keepdims=True)) / X.std(axis=1, keepdims=True)


def network(activation, depth, gains, seed):
    """`depth` hidden layers and a readout; in run r Var(w) is gains[r] / fan-in."""
    rng, layers = np.random.default_rng(seed), []
    for fan_in, fan_out in pairwise([FEATURES, *[WIDTH] * depth, CLASSES]):
        std = np.sqrt(np.asarray(gains) / fan_in)[:, None, None]
        weights = std * rng.standard_normal((len(gains), fan_out, fan_in))
        layers += [Dense(weights), Activation(activation)]
    return Sequential(*layers[:-1])


# %%
MOMENTUM, ADAM = (momentum_step, 0.0), (adam_step, (0, 0, 0))


def train(net, X, rates, seed, method=MOMENTUM, updates=120, batch=32, watch=None):
    """Training loss of each run, at its own rate; 9 if it diverged. No batch: all N."""
    rates, rng = np.asarray(rates), np.random.default_rng(seed)
    runs, everything = np.arange(len(X))[:, None], np.tile(np.arange(N), (len(X), 1))
    step, start = method
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(updates):
            rows = rng.integers(N, size=(len(X), batch)) if batch else everything
            batches = X[runs, rows], y[rows]
            training_step(net, *batches, step, rates[:, None, None], start)
            if watch:
                watch()
        losses = evaluate(net, X, y[everything])[0]
    return np.nan_to_num(losses, nan=9, posinf=9).clip(max=9)


# %%
GAINS = np.array([1 / 256, 1 / 4, 1, 2, 4])
RATES = np.array([0.0001, 0.001, 0.003, 0.01, 0.03, 0.1])


def tuned(activation, depth, gains=GAINS, method=MOMENTUM, rates=RATES, trials=3):
    """The rate whose worst trial is best, by gain, and losses of new seeds with it."""
    shape = len(gains), len(rates), trials
    tried, X = np.tile(np.repeat(rates, trials), len(gains)), inputs(1, trials)
    nets = network(activation, depth, np.repeat(gains, len(rates) * trials), 1)
    X = np.tile(X, (len(gains) * len(rates), 1, 1))
    losses = train(nets, X, tried, 2, method).reshape(shape)
    best = rates[losses.max(axis=2).argmin(axis=1)]
    nets = network(activation, depth, np.repeat(gains, SEEDS), 3)
    X = np.tile(inputs(3), (len(gains), 1, 1))
    losses = train(nets, X, np.repeat(best, SEEDS), 4, method)
    return losses.reshape(len(gains), SEEDS)


DEPTHS = (2, 6, 20)
window = {
    (activation, depth): tuned(activation, depth)
    for activation in ("tanh", "relu")
    for depth in DEPTHS
}
shares = np.bincount(y) / N
entropy = -np.sum(shares * np.log(shares))  # the loss of a network that ignores X

# %%
# alt: Two panels, tanh and ReLU: training loss on a logarithmic axis against n Var(w), from 1/256 to 4, for 2, 6 and 20 hidden layers<!--= given -->. With 2 layers the loss is a few tenths at the left end and low elsewhere. With 6 it starts on the dotted line of a network that ignores its input. With 20<!--= given --> it leaves that line only from 1 on for tanh, only from 2 on for ReLU.
# caption: Loss after 120<!--= given --> updates, each point at its own best learning rate (medians, bars from the lowest to the highest of twelve seeds). The deeper the network, the narrower the window of scales that trains; for ReLU it closes around He's 2.
figure, panels = new_row(2, height=3.8)
looks = {2: (style.GREEN, "o-"), 6: (style.ORANGE, "s--"), 20: (style.BLUE, "D-.")}
texts = {  # depth: where its label stands in the two panels
    2: [(-0.1, 0.018, "2 layers"), (-0.15, 0.007, "2 layers")],
    6: [(1.1, 0.35, "6"), (1.5, 0.2, "6")],
    20: [(1.75, 0.45, "20 layers"), (2.1, 0.5, "20")],
}
for panel, (axes, activation) in enumerate(zip(panels, ("tanh", "relu"), strict=True)):
    for place, (depth, (color, line)) in enumerate(looks.items()):
        losses = window[activation, depth]
        middle = np.median(losses, axis=1)
        bars = [middle - losses.min(axis=1), losses.max(axis=1) - middle]
        at = np.arange(len(GAINS)) + 0.1 * (place - 1)
        axes.errorbar(at, middle, yerr=bars, color=color, fmt=line, capsize=3)
        x, y_text, text = texts[depth][panel]
        label(axes, text, x, y_text, color, fontsize=9.5)
    axes.axhline(entropy, color=style.INK, linewidth=1, linestyle=":")
    label(axes, "ignores its input", 2.3, entropy * 1.15, style.INK, fontsize=9)
    axes.set_yscale("log")
    axes.set_ylim(0.0005, 3)
    axes.set_xticks(range(5), ["1/256", "1/4", "1\nXavier", "2\nHe", "4"])
    axes.set_xlabel(r"$n\,\mathrm{Var}(w)$")
    axes.set_title({"tanh": "tanh", "relu": "ReLU"}[activation], fontsize=11)
panels[0].set_ylabel("training loss (nats)")
figure

# %% [markdown]
# ## Method
#
# Ten Gaussian clusters in ten dimensions belong to four classes with shares 0.4, 0.3, 0.2 and 0.1; there are
# 240<!--= given --> examples. The networks have hidden layers of 32<!--= given --> units and a linear readout, and all
# biases start at zero. Weights are normal with variance $`c/n`$, where $`n`$ is the fan-in: $`c = 2`$ is He
# initialization, $`c = 1`$ is Xavier on the square hidden layers, and $`c = 1/256`$ is a standard deviation of
# 0.011<!--= std -->. Training is SGD with momentum 0.9 on mini-batches of 32. Each network gets one of six learning
# rates between 0.0001 and 0.1<!--= given -->: every rate has three trials, and the rate whose worst trial is best wins.
# Twelve new seeds then give the numbers. Every trial and every seed draws its own clusters, weights and mini-batches.
# The score is the training loss, because the question is what can be trained.

# %%
for activation in ("tanh", "relu"):
    heads = [f"{depth} layers" for depth in DEPTHS]
    print(f"{activation}, n Var(w):" + "".join(f"{head:>18}" for head in heads))
    for row, gain in enumerate(GAINS):
        cells = [window[activation, depth][row] for depth in DEPTHS]
        texts = [f"{c.mean():.3f} ± {c.std(ddof=1):.3f}" for c in cells]
        print(f"{gain:16.3f}" + "".join(f"{text:>18}" for text in texts))
print(f"a network that ignores its input: {entropy:.3f}")

TINY, XAVIER, HE = 0, 2, 3


tanh, relu = ({d: window[a, d] for d in DEPTHS} for a in ("tanh", "relu"))
for losses in (tanh, relu):
    assert np.median(losses[2][TINY]) < 0.6, "two layers train from tiny weights"
    assert wins(losses[2][XAVIER], losses[2][TINY]) > 0.9, "slowly"
    assert np.abs(losses[6][TINY] - entropy).max() < 0.02, "six do not"
    assert np.median(losses[2][1:], axis=1).max() < 0.1, "at two layers any other scale"
    trains = [(np.median(losses[d], axis=1) < entropy / 2).sum() for d in DEPTHS]
    assert trains[0] == 5 > trains[1] > trains[2], "the window narrows with depth"
for gain in (TINY, 1, XAVIER):
    assert np.abs(relu[20][gain] - entropy).mean() < 0.15, (
        "at its left 20 ReLU layers fail"
    )
    assert wins(relu[20][HE], relu[20][gain]) > 0.8, "He's scale trains them"
assert wins(relu[20][HE], relu[20][-1]) > 0.7, "and a larger one much less"
assert np.abs(tanh[20][1] - entropy).mean() < 0.05, "for tanh a quarter is too small"
assert tanh[20][XAVIER].mean() < 0.6, "20 tanh layers train from Xavier weights"
better = np.log(tanh[20][XAVIER] / tanh[20][HE])
assert better.mean() > 0.1 and standard_errors(better) > 1, "He's do no worse"
assert np.median(tanh[6][XAVIER : HE + 1], axis=1).max() < 0.2, "at six both are good"
assert wins(relu[6][HE], relu[20][HE]) > 0.9, "20 layers train worse than six"

# %% [markdown]
# With 20<!--= given --> ReLU layers, every other scale ends far behind He's: at smaller scales the loss does not move,
# and at 4 it is 0.9<!--= loss.relu.20.four -->. The column of 20<!--= given --> tanh layers is a surprise if you have
# learned “Xavier for tanh”: the scale 2 reaches 0.05<!--= loss.tanh.20.he -->, the scale 1 only
# 0.11<!--= loss.tanh.20.xavier -->. It is less of a surprise if you know PyTorch, whose `calculate_gain("tanh")` is 5/3
# and so asks for $`n\operatorname{Var}(w) = 25/9`$ [@pytorch-init].
#
# ## 1. Signals through depth
#
# This section looks at networks before any training: at the root mean square of their activations from layer to layer,
# now with 100 units, 50<!--= given --> layers and random inputs of variance 1.


# %%
def signals(activation, gain, layers=50, width=100, examples=32, seed=5):
    """Scale of h and mean cosine between examples, layer by layer, (layers, SEEDS)."""
    rng = np.random.default_rng(seed)
    h, scales, cosines = rng.standard_normal((SEEDS, examples, width)), [], []
    for _ in range(layers):
        W = np.sqrt(gain / width) * rng.standard_normal((SEEDS, width, width))
        h, _ = apply(activation, h @ W.swapaxes(1, 2))
        scales.append(np.sqrt(np.mean(h**2, axis=(1, 2))))
        unit = h / np.linalg.norm(h, axis=2, keepdims=True)
        total = np.sum(np.sum(unit, axis=1) ** 2, axis=1)  # all pairs, with themselves
        cosines.append((total - examples) / (examples * (examples - 1)))
    return np.array(scales), np.array(cosines)


spreads = {}
print("          n Var(w)   scale at layer 1, 20 and 50                 cosine at 50")
for activation in ("tanh", "relu"):
    for gain in (1 / 256, 1, 2, 100):
        scales, cosines = spreads[activation, gain] = signals(activation, gain)
        cells = [f"{s.mean():8.1e} ± {s.std(ddof=1):.0e}" for s in scales[[0, 19, 49]]]
        last = cosines[-1]
        print(
            f"{activation:8} {gain:9.3f}  {'  '.join(cells)}"
            f"   {last.mean():5.2f} ± {last.std(ddof=1):.2f}"
        )

assert spreads["tanh", 1 / 256][0][49].max() < 1e-30, "tiny weights silence tanh"
assert spreads["relu", 1 / 256][0][49].max() < 1e-30, "and ReLU"
assert spreads["relu", 1][0][49].max() < 1e-5 < 0.05 < spreads["relu", 2][0][49].min()
assert abs(spreads["tanh", 2][0][49] - spreads["tanh", 2][0][19]).max() < 0.1, (
    "with He weights tanh has a scale that it keeps"
)
fading = spreads["tanh", 1][0][49] / spreads["tanh", 1][0][19]
assert 0.3 < fading.mean() < 0.8, "with Xavier weights it fades, slowly"
assert 0.1 < np.median(spreads["relu", 2][0][49]) < 3, "ReLU keeps its scale with He's"
assert min(spreads["tanh", gain][0].min() for gain in (1, 2, 100)) > 0.03
assert spreads["relu", 100][0][49].min() > 1e30, "larger weights compound, too"
assert spreads["relu", 2][1][49].mean() > 0.9, "ReLU aligns the inputs"
assert abs(spreads["tanh", 2][1][49].mean()) < 0.1, "tanh does not"

# %%
# alt: Two panels, tanh and ReLU: power of ten of the activations' scale over 50 layers for n Var(w) of 100, 2, 1 and 1/256. At 1/256<!--= given --> both fall out of the frame within the first third of the layers. For ReLU 100<!--= given --> rises out of it, 1 falls to minus 8, and only 2 stays level. For tanh 100<!--= given -->, 2 and 1 stay between minus 1 and 0.
# caption: Scale of the activations (mean ± sd of its logarithm over twelve seeds). ReLU has no scale of its own: any value but He's 2 compounds. Tanh is bounded above by its range, so only weights that are too small lose the signal.
figure, panels = new_row(2, height=3.6)
looks = {
    100: (style.PURPLE, ":", [(16, 1, "100"), (18, 13, "100 (std 1)")]),
    2: (style.BLUE, "-", [(26, 1, "2 (He)"), (26, 1, "2 (He)")]),
    1: (style.ORANGE, "--", [(26, -2.6, "1 (Xavier)"), (26, -7.5, "1 (Xavier)")]),
    1 / 256: (style.RED, "-.", [(13, -14, "1/256"), (12, -14, "1/256")]),
}
for panel, (axes, activation) in enumerate(zip(panels, ("tanh", "relu"), strict=True)):
    for gain, (color, line, places) in looks.items():
        scales = np.log10(spreads[activation, gain][0])
        mean, sd = scales.mean(axis=1), scales.std(axis=1, ddof=1)
        layers = np.arange(1, len(scales) + 1)
        axes.plot(layers, mean, line, color=color)
        axes.fill_between(layers, mean - sd, mean + sd, color=color, alpha=0.2)
        x, y_text, text = places[panel]
        label(axes, text, x, y_text, color, fontsize=9.5)
    axes.set_ylim(-16, 16)
    axes.set_xlabel("layer")
    axes.set_title({"tanh": "tanh", "relu": "ReLU"}[activation], fontsize=11)
panels[0].set_ylabel("scale of the activations\n(powers of ten)")
figure

# %% [markdown]
# Keeping the scale is not keeping the signal. In the He network of 50<!--= given --> ReLU layers, two inputs that
# started at right angles end with a mean cosine of 0.98<!--= cosine -->: all activation vectors point in nearly the
# same direction. In tanh networks the two stay at right angles. That may be why 20<!--= given --> plain ReLU layers
# train, but worse than six.
#
# ## 2. Zero
#
# With $`W = 0`$ and $`b = 0`$ everywhere, $`\tanh 0 = \operatorname{ReLU}(0) = 0`$ makes every hidden activation 0. The
# gradient of a weight is an activation times a gradient from above. In the last layer the activation is 0. In the first
# layer the activation is the input, but the gradient from above is 0, because the way back leads through zero weights.
# In the layers between, both are 0. So, against the claim, the gradients of the weights do not differ: they are all 0.
# One parameter escapes, the **output bias**, which learns the class shares:


# %%
def dense_layers(net):
    """The layers of a network that have weights."""
    return [layer for layer in net.layers() if isinstance(layer, Dense)]


print("all weights and biases zero, two hidden layers, all examples in each update")
for activation in ("tanh", "relu", "sigmoid"):
    for name, method, rate in (("momentum", MOMENTUM, 0.3), ("Adam", ADAM, 0.1)):
        net = network(activation, 2, [0.0], 0)
        X = inputs(0, 1)
        loss = train(net, X, [rate], 0, method, updates=200, batch=None)[0]
        dense = dense_layers(net)
        moved = [np.abs(layer.parameters["weights"]).max() for layer in dense]
        print(
            f"{activation:8} {name:9} largest weight {max(moved):.3f}, loss {loss:.4f}"
        )
        if activation == "sigmoid":
            assert min(moved) > 0, "sigmoid(0) = 1/2 lets every layer move"
            apart = np.ptp(dense[0].parameters["weights"], axis=1).max()
            assert apart < 1e-3 * moved[0], "but its units stay equal"
            continue
        assert max(moved) == 0, "no weight moves, exactly"
        factors = [[dense[0].x.any(), dense[-1].x.any()]]
        factors += [layer.gradients["bias"].any() for layer in dense[:-1]]
        assert factors == [[True, False], False, False], "one factor is not zero: X"
        assert not any(layer.parameters["bias"].any() for layer in dense[:-1])
        bias = dense[-1].parameters["bias"].ravel()
        assert np.allclose(np.exp(bias) / np.exp(bias).sum(), shares, atol=1e-3)
        assert np.isclose(loss, entropy, atol=1e-4), "the bias learns the class shares"

# %% [markdown]
# Sigmoid layers get off the ground because $`\sigma(0) = \tfrac12`$, but each of them acts as a single unit, as in the
# next section. Zeros are harmless where no symmetry needs breaking. One such place is a linear or logistic regression,
# whose loss is convex. Another, at a small price, is the *last* layer of a network whose hidden units already differ.
# One update later that layer is no longer zero:

# %%
he, readout_zero = (network("relu", 6, np.full(SEEDS, 2.0), 7) for _ in range(2))
dense_layers(readout_zero)[-1].parameters["weights"][:] = 0
pair = [train(net, inputs(7), [0.01] * SEEDS, 8) for net in (he, readout_zero)]
print("six ReLU layers, learning rate 0.01, 120 updates")
for name, losses in zip(("He everywhere", "He, readout zero"), pair, strict=True):
    print(f"{name:16}  {losses.mean():.3f} ± {losses.std(ddof=1):.3f}")
assert np.median(pair[1]) < 0.2, "a zero readout trains"
assert pair[1].mean() - pair[0].mean() < 0.1, "at a small price"

# %% [markdown]
# ## 3. Equal weights
#
# Now we make all 32<!--= given --> units of one hidden layer copies of a single random unit, with the same incoming
# *and* outgoing weights. The networks train for 150 updates on their own random mini-batches, at learning rate
# 0.1<!--= given -->. The table describes the incoming weights: how many units differ by more than 1 %<!--= given -->,
# the rank of the $`32 \times 10`$ matrix (singular values above a thousandth of the largest), and the share of its norm
# by which units differ.


# %%
def copies(activation, seed, depth=1):
    """A network whose hidden units are copies of one random unit; its dense layers."""
    net = network(activation, depth, np.ones(SEEDS), seed)
    dense = dense_layers(net)
    for before, after in pairwise(dense):
        before.parameters["weights"][:] = before.parameters["weights"][:, :1]
        after.parameters["weights"][:] = after.parameters["weights"][:, :, :1]
    return net, dense


def difference(weights):
    """Share of the weights' norm by which units differ, (SEEDS,); 0 for copies."""
    centered = weights - weights.mean(axis=1, keepdims=True)
    return np.linalg.norm(centered, axis=(1, 2)) / np.linalg.norm(weights, axis=(1, 2))


def distinct(weights, tolerance=0.01):
    """Units that no earlier unit equals within 1 % of its norm, (SEEDS,)."""
    gaps = np.linalg.norm(weights[:, :, None] - weights[:, None], axis=3)
    near = gaps < tolerance * np.linalg.norm(weights, axis=2)[:, :, None]
    return np.sum(~np.any(np.tril(near, -1), axis=2), axis=1)


# %%
def experiment(activation, change="none", size=0.0, method=MOMENTUM, rate=0.1, seed=9):
    """Difference of the first layer's units over 150 updates, rank, units, losses."""
    net, dense = copies(activation, seed, 2 if change == "deep readout" else 1)
    rng = np.random.default_rng([seed, 1])
    if change == "random":
        net = network(activation, 1, np.ones(SEEDS), seed)
        dense = dense_layers(net)
    elif change == "dropout":
        net = Sequential(*net.inner[:2], Dropout(0.5, rng), *net.inner[2:])
    elif change in ("readout", "deep readout"):
        fresh = rng.standard_normal((SEEDS, CLASSES, WIDTH)) / np.sqrt(WIDTH)
        dense[-1].parameters["weights"] = fresh
    elif change == "biases":
        dense[0].parameters["bias"] = rng.normal(0, 0.1, (SEEDS, 1, WIDTH))
    first = dense[0].parameters
    noise = rng.standard_normal(first["weights"].shape) / np.sqrt(FEATURES)
    first["weights"] = first["weights"] + size * noise
    curve = [difference(first["weights"])]
    rates, watch = [rate] * SEEDS, lambda: curve.append(difference(first["weights"]))
    X = inputs(seed)
    losses = train(net, X, rates, seed, method, updates=150, watch=watch)
    values = np.linalg.svd(first["weights"], compute_uv=False)
    rank = np.sum(values > 1e-3 * values[:, :1], axis=1)
    return np.array(curve), rank, distinct(first["weights"]), losses


# %%
ARMS = {
    "copies": {},
    "copies, Adam": {"method": ADAM, "rate": 0.01},
    "copies + noise 1e-12": {"size": 1e-12},
    "copies + noise 1e-8": {"size": 1e-8},
    "copies + noise 1e-4": {"size": 1e-4},
    "copies, dropout 0.5": {"change": "dropout"},
    "copies, random biases": {"change": "biases"},
    "copies, random readout": {"change": "readout"},
    "the same, 2 hidden layers": {"change": "deep readout"},
    "all random": {"change": "random"},
}
found = {}
for activation in ("tanh", "relu"):
    print(f"{activation:25}  units   rank   difference   loss")
    for name, arm in ARMS.items():
        found[activation, name] = experiment(activation, **arm)
        curve, rank, units, losses = found[activation, name]
        print(
            f"{name:25} {np.median(units):6.0f} {np.median(rank):6.0f}"
            f" {np.median(curve[-1]):12.0e}"
            f"   {losses.mean():.3f} ± {losses.std(ddof=1):.3f}"
        )

# %%
for activation in ("tanh", "relu"):
    for name in ("copies", "copies, Adam", "the same, 2 hidden layers"):
        curve, rank, units, _ = found[activation, name]
        assert curve.max() < 1e-5, "no update, mini-batch or optimizer separates copies"
        assert max(rank.max(), units.max()) == 1
    for name in (
        "copies, dropout 0.5",
        "copies, random biases",
        "copies, random readout",
    ):
        assert np.median(found[activation, name][1]) >= 9, f"{name}: units separate"
    losses = {name: found[activation, name][3] for name in ARMS}
    assert wins(losses["all random"], losses["copies"]) == 1
    assert wins(losses["copies, dropout 0.5"], losses["copies"]) > 0.95
    assert wins(losses["copies + noise 1e-4"], losses["copies + noise 1e-8"]) > 0.6
    assert wins(losses["all random"], losses["copies + noise 1e-4"]) > 0.9, (
        "late is worse"
    )


def updates_to_tenfold(noise, start, end):
    """Updates in which the difference of tanh units grows tenfold, (SEEDS,)."""
    growth = np.log10(found["tanh", f"copies + noise {noise}"][0])
    return (end - start) / (growth[end] - growth[start])


tenfold = updates_to_tenfold("1e-8", 30, 80)
print(f"tanh: ten times in {tenfold.mean():.1f} ± {tenfold.std(ddof=1):.1f} updates")
assert 10 < tenfold.mean() < 30, "the symmetric state is unstable"
smaller = updates_to_tenfold("1e-12", 30, 80)
assert abs(np.log(smaller / tenfold)).mean() < 0.2, (
    "whatever the size of the difference"
)
relu_late = found["relu", "copies + noise 1e-8"]
assert wins(relu_late[0][-1], found["tanh", "copies + noise 1e-8"][0][-1]) > 0.8
assert np.mean(relu_late[2] == 1) > 0.3, "many ReLU copies stay together"

# %%
# alt: Difference between units on a logarithmic axis against updates. Copies lie at the rounding level of 10 to the minus 16<!--= given --> throughout. Three parallel lines rise from 10 to the minus 12, minus 8 and minus 4 by a factor of ten in some 18<!--= tenfold --> updates and bend at 1. Dropout jumps to a hundredth at the first update and soon to 1.
# caption: Copies of one tanh unit (geometric means of twelve seeds). Mini-batch noise never separates them; any difference between units, however small, grows until it does.
figure, axes = new_figure()
looks = {
    "copies": (style.INK, "-", 60, 4e-15, "exact copies"),
    "copies + noise 1e-12": (style.RED, "--", 92, 1e-9, "noise of 1e-12"),
    "copies + noise 1e-8": (style.ORANGE, "-.", 68, 3e-6, "1e-8"),
    "copies + noise 1e-4": (style.PURPLE, ":", 41, 1e-3, "1e-4"),
    "copies, dropout 0.5": (style.GREEN, "-", 4, 3, "dropout"),
}
for name, (color, line, x, y_text, text) in looks.items():
    curve = np.exp(np.mean(np.log(found["tanh", name][0] + 1e-17), axis=1))
    axes.semilogy(curve[::3], line, color=color)
    label(axes, text, x / 3, y_text, color, fontsize=9.5)
axes.set_ylim(1e-17, 60)
axes.set_xticks(range(0, 51, 10), range(0, 151, 30))
axes.set_xlabel("updates")
axes.set_ylabel("difference between units\n(share of the weights' norm)")
figure

# %% [markdown]
# - **What does not break the symmetry.** Mini-batch noise and Adam do not, since every unit sees the same noise and the
#     same optimizer. Nor does a random readout two layers up: the units of the second layer separate, but as long as
#     each of them reads all first-layer units with equal weights, the first layer stays one unit.
# - **What does.** Anything that treats units differently: dropout, random biases, different outgoing weights, noise on
#     the weights.
# - **The symmetric state is unstable.** A difference between tanh units grows tenfold every 18<!--= tenfold --> updates
#     here, whatever its size, until it is large. In exact arithmetic, copies stay copies forever. In floating point
#     they do so as long as all units go through the same operations in the same order; rounding errors of $`10^{-16}`$
#     that differ between units would need some 290<!--= from_rounding --> updates to become large. ReLU copies separate
#     more slowly, and many not at all in 150<!--= given --> updates.
# - **Separated is not trained.** Among networks with noise, tanh as well as ReLU, those that separated later have
#     higher losses: the time until then was lost.
#
# ## 4. Adam forgives small weights, up to a depth
#
# Adam divides out the size of the gradient, so the first claim deserves a trial with it. The weights again have
# standard deviation 0.011<!--= std -->, and each network gets the best of four rates. Adam rescues two layers, half
# rescues six, and does nothing for twenty.

# %%
adam_rates = np.array([0.001, 0.003, 0.01, 0.03])
print("tiny weights" + "".join(f"{head:>18}" for head in heads))
for activation in ("tanh", "relu"):
    adam = [tuned(activation, d, GAINS[:1], ADAM, adam_rates)[0] for d in DEPTHS]
    texts = [f"{losses.mean():.3f} ± {losses.std(ddof=1):.3f}" for losses in adam]
    print(f"{activation:4}, Adam  " + "".join(f"{text:>18}" for text in texts))
    assert np.median(adam[0]) < 0.3, "Adam trains two layers from tiny weights"
    assert wins(adam[1], window[activation, 6][TINY]) > 0.8, "six as well"
    assert adam[1].mean() > 5 * window[activation, 6][HE].mean(), "though not well"
    assert np.median(adam[2]) > 1.0, "and not twenty"

# %%
# Numbers quoted in the text.
NAMES = ("tiny", "quarter", "xavier", "he", "four")
measured = {
    "std": np.sqrt(GAINS[TINY] / WIDTH),
    "ignoring": entropy,
    "loss": {case: dict(zip(NAMES, window[case], strict=True)) for case in window},
    "cosine": spreads["relu", 2][1][49],
    "tenfold": tenfold,
    "from_rounding": 16 * tenfold,
}

# %% [markdown]
# ## Limits
#
# One kind of small problem, fully connected layers of equal width, no normalization and no skips. The
# 120<!--= given --> updates measure how fast a network starts, not where it would end; tiny weights may still leave
# their plateau later. The six learning rates lie a factor of 3 to 10 apart, which leaves tuning noise. That tanh
# prefers He's scale was measured here at 20<!--= given --> layers (up to six, both train well) and is not a law: the
# best scale depends on depth, data and training time. On layers that are not square, Xavier and He differ by the factor
# $`1 + n_{out}/n_{in}`$ instead of 2. How gradients react to the same choices is in the [lab on vanishing
# gradients](vanishing-gradients.py).
#
# ## At scale
#
# - With Xavier weights a 30-layer convolutional ReLU network stalled, with He weights it trained [@he2015delving, Fig. 3].
# - Blumenfeld et al. trained a deep convolutional network with identical features and almost all weights zero to high
#     accuracy. What separates its features is that GPU operations are not deterministic [@blumenfeld2020]: the
#     instability above, with real rounding noise.
# - The last layer of a residual branch starts at zero in large-batch training [@goyal2017, §5.1] and in Fixup, which trains deep residual networks
#     without normalization [@zhang2019fixup].
# - Instead of a formula, LSUV measures: it rescales layer after layer to unit output variance on data [@mishkin2015].
