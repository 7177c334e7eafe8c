# ---
# description: Attention with and without the division by the root of the key width - softmax gradients at the start, what reaches a query, and what trains.
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
# # Does attention need the root of d?
#
# **Claim on trial.** “Without the division by $`\sqrt{d_k}`$ the gradients vanish, and attention cannot learn.”
#
# **Verdict.** Half wrong. Without the division, attention learns at every width that we tried, and its gradients do not
# vanish on average: those that reach the queries are even *larger* than with the division. What is lost is evenness,
# because in wide heads few queries get most of the gradient. At $`d_k=256`$<!--= given -->,
# 56 ± 5 %<!--= certain.undivided.256.start --> of the queries without the division are certain of a wrong item before the
# first update. After 150<!--= given --> updates their loss is 0.04 ± 0.02<!--= loss.adam.undivided.256 -->, and
# 0.006 ± 0.002<!--= loss.adam.divided.256 --> with the division; at $`d_k=16`$<!--= given --> the two losses are close. The
# division itself is not needed, since smaller initial weights without it do as well.
#
# **What settles it.** A single head learns to look up noisy, rotated copies. We train it at three widths, with a tuned
# learning rate for each width and kind of start, over eight seeds that draw task, data and weights. We also look at the
# gradients of random queries before any training.
#
# The question behind this lab is [why attention scores are
# divided](../attention-and-transformers/attention.md#attention-scaling).

# %%
import numpy as np

from scripts.figures.style import BLUE, GREEN, RED, label, new_figure, new_row
from snippets.attention_and_transformers.attention import saturation, softmax
from snippets.labs.evidence import mean_and_sd, standard_errors

FEATURES, KEYS, QUERIES, OUTPUTS, NOISE = 32, 16, 64, 4, 0.5
SEEDS, TUNING_SEEDS, UPDATES = 8, 4, 150
BASE = 0  # of all seeds


def make_tasks(seeds):
    """A hidden rotation of the features for each seed, (R, FEATURES, FEATURES)."""
    draws = [
        np.random.default_rng([BASE, seed]).standard_normal((FEATURES, FEATURES))
        for seed in seeds
    ]
    return np.linalg.qr(np.array(draws))[0].astype(np.float32)


def mini_batch(tasks, rng):
    """Queries X (R, QUERIES, ·), items Z (R, KEYS, ·), their values V, and targets.

    Each query is a noisy, rotated copy of one item and asks for that item's value.
    """
    runs = len(tasks)
    Z = rng.standard_normal((runs, KEYS, FEATURES), np.float32)
    V = rng.standard_normal((runs, KEYS, OUTPUTS), np.float32)
    asked = rng.integers(KEYS, size=(runs, QUERIES, 1))
    noise = rng.standard_normal((runs, QUERIES, FEATURES), np.float32)
    X = np.take_along_axis(Z, asked, 1) @ tasks + NOISE * noise
    X /= np.float32((1 + NOISE**2) ** 0.5)
    return X, Z, V, np.take_along_axis(V, asked, 1)


def loss_and_gradients(W_Q, W_K, scale, batch):
    """Squared error of each run, (R,), and its gradients by W_Q and W_K."""
    X, Z, V, targets = batch
    Q, K = X @ W_Q, Z @ W_K
    alpha = softmax(scale * Q @ K.swapaxes(1, 2))
    error = alpha @ V - targets
    at_alpha = 2 * error @ V.swapaxes(1, 2) / error[0].size
    inner = np.sum(alpha * at_alpha, axis=2, keepdims=True)
    at_scores = scale * alpha * (at_alpha - inner)  # scale · J ∂L/∂α
    gradient_Q = X.swapaxes(1, 2) @ (at_scores @ K)
    gradient_K = Z.swapaxes(1, 2) @ (at_scores.swapaxes(1, 2) @ Q)
    return np.mean(error**2, axis=(1, 2)), gradient_Q, gradient_K


# %%
VARIANTS = ("divided", "undivided", "folded")


def start(variant, d_k, seeds):
    """The scale of the scores, and initial W_Q and W_K, (R, FEATURES, d_k) each."""
    weights = np.array(
        [
            np.random.default_rng([BASE, seed, 1]).normal(
                0, FEATURES**-0.5, (2, FEATURES, d_k)
            )
            for seed in seeds
        ]
    ).astype(np.float32)
    W_Q, W_K = weights[:, 0], weights[:, 1]
    root = np.float32(d_k**0.5)
    if variant == "folded":  # the same first scores without a division
        return np.float32(1), W_Q / root, W_K
    return 1 / root if variant == "divided" else np.float32(1), W_Q, W_K


def train(variant, d_k, seeds, rates, updates=UPDATES, adam=True):
    """Loss at each update and the last weights; run r has seed seeds[r], rates[r]."""
    scale, *weights = start(variant, d_k, seeds)
    tasks, history = make_tasks(seeds), []
    rates = np.asarray(rates, np.float32)[:, None, None]
    first, second = [0.0, 0.0], [0.0, 0.0]
    rng = np.random.default_rng([BASE, seeds[0], 2])
    for update in range(1, updates + 1):
        batch = mini_batch(tasks, rng)
        losses, *gradients = loss_and_gradients(*weights, scale, batch)
        history.append(losses)
        for i, gradient in enumerate(gradients):
            step = gradient
            if adam:
                first[i] = 0.9 * first[i] + 0.1 * gradient
                second[i] = 0.99 * second[i] + 0.01 * gradient**2
                mean = first[i] / (1 - 0.9**update)
                step = mean / (np.sqrt(second[i] / (1 - 0.99**update)) + 1e-12)
            weights[i] = weights[i] - rates * step
    return np.array(history), weights


# %%
WIDTHS = (16, 64, 256)
OPTIMIZERS = {"adam": True, "descent": False}
RATES = {
    ("adam", "divided"): 2.0 ** np.arange(-10, -2),
    ("adam", "undivided"): 2.0 ** np.arange(-10, -2),
    ("adam", "folded"): 2.0 ** np.arange(-12, -4),
    ("descent", "divided"): 2.0 ** np.arange(-2, 6),
    ("descent", "undivided"): 2.0 ** np.arange(-6, 2),
    ("descent", "folded"): 2.0 ** np.arange(-7, 1),
}
tuning, seeds = list(range(100, 100 + TUNING_SEEDS)), list(range(SEEDS))
best, loss, trained = {}, {}, {}
for (optimizer, variant), rates in RATES.items():
    for d_k in WIDTHS:
        runs = tuning * len(rates), np.repeat(rates, TUNING_SEEDS)
        adam = OPTIMIZERS[optimizer]
        with np.errstate(over="ignore", invalid="ignore"):
            tried, _ = train(variant, d_k, *runs, adam=adam)
        ends = tried[-20:].mean(axis=0).reshape(len(rates), -1).mean(axis=1)
        case = optimizer, variant, d_k
        best[case] = rates[np.nanargmin(ends)]
        history, trained[case] = train(
            variant, d_k, seeds, np.full(SEEDS, best[case]), adam=adam
        )
        loss[case] = history[-20:].mean(axis=0)

# %%
# alt: Training loss on a logarithmic axis against key widths of 16, 64 and 256<!--= given -->, eight marks for each. Divided and folded fall together from 0.08<!--= loss.adam.divided.16 --> to below 0.01<!--= given -->. Undivided begins beside them at 16<!--= given --> and its line stays above 0.02<!--= given --> at the other two.
# caption: In narrow heads the division hardly matters; in wide ones undivided scores end several times higher. Smaller initial weights without a division do as well as the division (Adam at tuned rates, 150<!--= given --> updates; lines are means, marks the eight seeds).
STYLES = {
    "divided": (BLUE, "o", "-", 0.94),
    "undivided": (RED, "s", "--", 1.0),
    "folded": (GREEN, "^", ":", 1.06),
}
figure, axes = new_figure(height=3.6)
for variant, (color, mark, line, shift) in STYLES.items():
    runs = [loss["adam", variant, d_k] for d_k in WIDTHS]
    places = np.array(WIDTHS) * shift
    axes.plot(places, [each.mean() for each in runs], line, color=color)
    for place, each in zip(places, runs, strict=True):
        axes.plot(
            np.full(SEEDS, place), each, mark, color=color, markersize=4, alpha=0.7
        )
axes.set_xscale("log", base=4)
axes.set_yscale("log")
axes.set_xticks(WIDTHS, [str(d_k) for d_k in WIDTHS])
axes.minorticks_off()
axes.set_xlabel("width of queries and keys, $d_k$")
axes.set_ylabel("squared error after 150 updates")
label(axes, "undivided", 90, 0.05, RED)
label(axes, "divided", 24, 0.017, BLUE)
label(axes, "folded into $W_Q$", 75, 0.0028, GREEN)
figure

# %% [markdown]
# ## Method
#
# Each mini-batch has 16<!--= given --> random items with random values, and 64<!--= given --> queries. A query is a
# copy of one item, rotated by a hidden rotation and disturbed by noise, and asks for that item's value. To answer it,
# the head has to learn the rotation in its product $`W_QW_K^\top`$. We compare three kinds of start, with the same
# random draws:
#
# - *divided*: weights whose variance is one over the number of features, and scores divided by $`\sqrt{d_k}`$;
# - *undivided*: the same weights, but raw scores;
# - *folded*: raw scores, but an initial $`W_Q`$ that is smaller by the factor $`\sqrt{d_k}`$, so that the first scores
#   are the same as in *divided*.
#
# For each width, start and optimizer, we try eight learning rates a factor of two apart on four seeds, and use the best
# one on eight other seeds. “±” is the standard deviation over those eight. The gradients are written by hand, so we first
# compare them with finite differences.

# %%
tasks = make_tasks([0]).astype(float)
batch = [part.astype(float) for part in mini_batch(tasks, np.random.default_rng(0))]
_, W_Q, W_K = start("divided", 4, [0])
W_Q, W_K = W_Q.astype(float), W_K.astype(float)
_, at_Q, at_K = loss_and_gradients(W_Q, W_K, 0.5, batch)
for weights, gradient in ((W_Q, at_Q), (W_K, at_K)):
    for place in ((0, 0, 0), (0, 7, 3), (0, 31, 2)):
        values = []
        for step in (1e-6, -2e-6):
            weights[place] += step
            values.append(loss_and_gradients(W_Q, W_K, 0.5, batch)[0][0])
        weights[place] += 1e-6
        slope = (values[0] - values[1]) / 2e-6
        assert abs(slope - gradient[place]) < 1e-6 * (1 + abs(slope))
for (optimizer, variant), rates in RATES.items():
    for d_k in WIDTHS:  # the best rate is not at the end of what was tried
        assert rates[0] < best[optimizer, variant, d_k] < rates[-1]
for d_k, times in zip(WIDTHS, (2, 4, 4)):
    rate = best["descent", "undivided", d_k]
    assert best["descent", "divided", d_k] >= times * rate
divided, folded = (
    [best["adam", variant, d_k] for d_k in WIDTHS] for variant in ("divided", "folded")
)
assert max(divided) <= 2 * min(divided)
assert folded[-1] < folded[0]

# %% [markdown]
# ## 1. What the softmax passes on, and what reaches a query
#
# Before any training, take random queries with 64<!--= given --> random keys each, and a random gradient at the
# attention weights. On the way back, the softmax multiplies this gradient by its Jacobian. The keys, and the factor
# $`1/\sqrt{d_k}`$ if there is one, then carry it to the query.

# %%
SCALES = {"divided": -0.5, "undivided": 0.0}  # powers of d_k
START_WIDTHS = (4, 16, 64, 256, 1024)


def query_gradients(d_k, scale, rng, queries=100, keys=64):
    """Norms of the gradient by each random query, (queries,)."""
    q = rng.standard_normal((queries, 1, d_k), np.float32)
    K = rng.standard_normal((queries, keys, d_k), np.float32)
    upstream = rng.standard_normal((queries, 1, keys), np.float32)
    alpha = softmax(scale * q @ K.swapaxes(1, 2))
    inner = np.sum(alpha * upstream, axis=2, keepdims=True)
    return np.linalg.norm(scale * (alpha * (upstream - inner)) @ K, axis=(1, 2))


jacobian, reaching = {}, {}
for kind, power in SCALES.items():
    for d_k in START_WIDTHS:
        draws = [np.random.default_rng([BASE, 3, seed]) for seed in range(12)]
        scale = np.float32(float(d_k) ** power)
        norms = np.array([saturation(d_k, scale, rng, 1000, 64)[1] for rng in draws])
        jacobian[kind, d_k] = norms.mean(axis=1), np.median(norms, axis=1)
        norms = np.array([query_gradients(d_k, scale, rng) for rng in draws])
        reaching[kind, d_k] = norms.mean(axis=1), np.median(norms, axis=1)
print("d_k    kind          Jacobian: mean, median   at the query: mean, median")
for d_k in START_WIDTHS:
    for kind in SCALES:
        values = [*jacobian[kind, d_k], *reaching[kind, d_k]]
        print(f"{d_k:<6} {kind:<13}", *(f"{each.mean():>10.4f}" for each in values))

# %%
# alt: Two panels against key widths from 4 to 1024<!--= given -->, log axes, solid lines for means and dotted ones for medians. Left, norm of the Jacobian: divided is flat; undivided rises until 16<!--= given --> and then falls, its median far below its mean. Right, gradient at the query: divided is flat, undivided lies above it; its median drops below between 256 and 1024<!--= given -->.
# caption: Undivided, the mean gradient at the queries is larger at every width that we tried. The median falls below the divided one between 256 and 1024<!--= given -->: there, few queries get most of the gradient (random queries and keys, twelve seeds).
figure, panels = new_row(2, height=3.4)
names = ("norm of the Jacobian", "gradient at a query")
for axes, found, name in zip(panels, (jacobian, reaching), names, strict=True):
    for kind, color in (("divided", BLUE), ("undivided", RED)):
        for part, line in enumerate(("o-", "o:")):
            means = [found[kind, d_k][part].mean() for d_k in START_WIDTHS]
            axes.loglog(START_WIDTHS, means, line, color=color, markersize=4)
    axes.set_xticks(START_WIDTHS, [str(d_k) for d_k in START_WIDTHS], fontsize=9)
    axes.minorticks_off()
    axes.set_ylim(1e-4, 20)
    axes.set_xlabel("width of queries and keys, $d_k$")
    axes.set_title(name, fontsize=11)
left, right = panels
label(left, "divided", 250, 0.3, BLUE)
label(left, "undivided, median", 300, 0.003, RED, ha="right")
label(right, "divided", 5, 0.03, BLUE)
label(right, "undivided, mean", 5, 4, RED)
label(right, "median", 400, 0.01, RED, ha="right")
figure

# %% [markdown]
# At $`d_k=64`$<!--= given -->, the width of the heads in the Transformer paper, the mean norm of the Jacobian is
# 0.21<!--= jacobian.undivided.64.mean --> without the division and 0.18<!--= jacobian.divided.64.mean --> with it. The
# mean gradient at the query is even larger without the division, by a factor of 8<!--= larger.64 --> at this width and
# still of 10<!--= larger.1024 --> at 1024<!--= given -->, because the division shrinks the backward pass, too. The median
# tells the other half of the story: at 1024<!--= given --> it is 0.01<!--= reaching.undivided.1024.median --> without
# the division and 0.17<!--= reaching.divided.1024.median --> with it.

# %%
at_64 = jacobian["undivided", 64][0] - jacobian["divided", 64][0]
assert standard_errors(at_64) > 3
larger = {
    d_k: reaching["undivided", d_k][0] / reaching["divided", d_k][0]
    for d_k in START_WIDTHS
}
assert all(ratio.mean() > 1.5 for ratio in larger.values())
assert jacobian["undivided", 1024][0].mean() < jacobian["divided", 1024][0].mean() / 2
medians = [reaching[kind, 1024][1].mean() for kind in ("undivided", "divided")]
assert medians[0] < medians[1] / 3

# %% [markdown]
# ## 2. What trains
#
# Every start trains at every width, which settles the claim. How well it trains depends on the width.

# %%
print("optimizer  start         d_k   best rate   squared error at the end")
for (optimizer, variant, d_k), runs in loss.items():
    rate = best[optimizer, variant, d_k]
    print(
        f"{optimizer:<10} {variant:<13} {d_k:<5} {rate:<11.3g} {mean_and_sd(runs, 4)}"
    )
for runs in loss.values():
    assert runs.max() < 0.3  # a constant answer has the variance of a value, 1
for optimizer in OPTIMIZERS:
    for d_k, errors in ((64, 2), (256, 3)):
        undivided, divided = (
            np.log(loss[optimizer, variant, d_k])
            for variant in ("undivided", "divided")
        )
        assert standard_errors(undivided - divided) > errors
        assert (undivided - divided).mean() > np.log(1.6)

# %% [markdown]
# With Adam at $`d_k=256`$<!--= given -->, the undivided head ends at a squared error of
# 0.04 ± 0.02<!--= loss.adam.undivided.256 -->, the divided one at 0.006 ± 0.002<!--= loss.adam.divided.256 -->. At a width
# of 16<!--= given --> they end at 0.09 ± 0.02<!--= loss.adam.undivided.16 --> and
# 0.08 ± 0.01<!--= loss.adam.divided.16 -->. Plain gradient descent gives the same order, so the optimizer is not the
# reason. The best rates differ, too: without the division, gradient descent needs a smaller rate, in the wide heads at
# least four times smaller. A comparison at one rate for both would therefore measure the rate, not the division.
#
# ## 3. Certain before the first update
#
# How many queries give more than 99 %<!--= given --> of their weight to an item that they did *not* ask for?

# %%
WRONG = 0.99


def certain_and_wrong(variant, d_k, weights):
    """Share of the queries of each run, (R,)."""
    scale = start(variant, d_k, seeds)[0]
    rng = np.random.default_rng([BASE, 4])
    X, Z, V, targets = mini_batch(make_tasks(seeds), rng)
    W_Q, W_K = weights
    alpha = softmax(scale * (X @ W_Q) @ (Z @ W_K).swapaxes(1, 2))
    chosen = np.take_along_axis(V, alpha.argmax(axis=2)[:, :, None], 1)
    wrong = np.any(chosen != targets, axis=2)
    return np.mean(wrong & (alpha.max(axis=2) > WRONG), axis=1)


certain = {}
print("start         d_k   at the start      after 150 updates")
for variant in VARIANTS:
    for d_k in WIDTHS:
        moments = start(variant, d_k, seeds)[1:], trained["adam", variant, d_k]
        shares = [certain_and_wrong(variant, d_k, weights) for weights in moments]
        certain[variant, d_k] = dict(zip(("start", "end"), shares, strict=True))
        print(
            f"{variant:<13} {d_k:<5}",
            *(f"{mean_and_sd(each, 3):<17}" for each in shares),
        )

# %% [markdown]
# In the undivided head of width 256<!--= given -->, 56 ± 5 %<!--= certain.undivided.256.start --> of the queries are
# certain of a wrong item from the start. At width 16<!--= given --> it is 6 ± 4 %<!--= certain.undivided.16.start -->, and
# with the other two starts it is none. Training frees nearly all of these queries: 2 ± 2 %<!--= certain.undivided.256.end -->
# are left. A stuck query has hardly any gradient of its own, but all queries share the same weights, and those queries
# that do get a gradient move the weights for all.

# %%
undivided = certain["undivided", 256]
assert undivided["start"].mean() > 0.4
assert certain["undivided", 16]["start"].mean() < undivided["start"].mean() / 3
for variant in ("divided", "folded"):
    assert all(certain[variant, d_k]["start"].max() < 0.01 for d_k in WIDTHS)
assert undivided["end"].mean() < 0.2 * undivided["start"].mean()

# %% [markdown]
# ## 4. What is needed is a soft start
#
# *Folded* never divides. Its scores are small at first because $`W_Q`$ is small, and nothing keeps them small later. If
# the division mattered during training, *folded* would have to lose.

# %%
for optimizer in OPTIMIZERS:
    for d_k in WIDTHS:
        folded, divided = (
            loss[optimizer, variant, d_k] for variant in ("folded", "divided")
        )
        assert folded.mean() < 2 * divided.mean()
    folded, undivided = (
        np.log(loss[optimizer, variant, 256]) for variant in ("folded", "undivided")
    )
    assert standard_errors(undivided - folded) > 3

# %% [markdown]
# It does not lose: at width 256<!--= given --> it ends at 0.007 ± 0.004<!--= loss.adam.folded.256 -->, with a learning rate
# of its own. So the division is one of several ways to begin with even attention weights. Its merit is that one learning
# rate then serves more widths. With the division, Adam's best rate hardly changes between widths; with *folded*, it falls
# as the head gets wider.
#
# Part of the gap is a matter of time. With three times as many updates at the same
# rates, undivided gradient descent at width 256<!--= given --> gets down to 0.013 ± 0.009<!--= longer.undivided -->, divided
# gradient descent to 0.005 ± 0.002<!--= longer.divided -->. Whether the gap closes in the end is not shown here.

# %%
longer = {}
for variant in ("divided", "undivided"):
    rate = np.full(SEEDS, best["descent", variant, 256])
    history, _ = train(variant, 256, seeds, rate, updates=3 * UPDATES, adam=False)
    longer[variant] = history[-20:].mean(axis=0)
    print(f"{variant:<13}", mean_and_sd(longer[variant], 4))
assert longer["undivided"].mean() < 0.7 * loss["descent", "undivided", 256].mean()

# %% [markdown]
# ## Limits
#
# - One head, one layer, no residual path, 16<!--= given --> items. In a deep network the scores of the first update
#   depend on the norms before them.
# - Random queries and keys are independent at the start. Training aligns them, and scores then grow like $`d_k`$
#   rather than $`\sqrt{d_k}`$ [@yang2022mup, §4]. The lab says nothing about that phase.
# - Learning rates are tuned for each case. With one rate for all cases, the order could be anything.
# - After 150<!--= given --> updates, the undivided head has not converged.
#
# ## At scale
#
# - The authors of the Transformer *suspected* small gradients as the reason why unscaled dot products fall behind
#   additive attention in wide heads [@vaswani2017, §3.2.1]. They cite a comparison and report no ablation of the
#   factor.
# - Maximal-update parametrization divides by $`d_k`$ [@yang2022mup, §4], and query-key normalization replaces the root by
#   a learned scale [@henry2020]. Both work, so dividing by the root is not a law.

# %%
# Numbers quoted in the text.
measured = {
    "loss": loss,
    "jacobian": {
        case: dict(zip(("mean", "median"), parts, strict=True))
        for case, parts in jacobian.items()
    },
    "reaching": {
        case: dict(zip(("mean", "median"), parts, strict=True))
        for case, parts in reaching.items()
    },
    "larger": larger,
    "certain": certain,
    "longer": longer,
}
