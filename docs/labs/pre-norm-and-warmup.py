# ---
# description: Pre-norm and post-norm Transformers of 4 and 8 blocks with and without warmup, over learning rates and seeds, measured and asserted.
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
# # Pre-norm, post-norm and warmup
#
# **Claim on trial.** “A post-norm Transformer cannot be trained without warmup; a pre-norm one needs none.”
#
# **Verdict.** Half right, here. At a peak rate of 0.02<!--= given -->, four post-norm blocks ended at
# 1.61 ± 0.01<!--= loss.post.none.4.high --> nats without warmup, which is chance, and at
# 0.2 ± 0.3<!--= loss.post.warmup.4.high --> with it, where single seeds may still fail. At 0.003<!--= given --> they
# learned without warmup, too, 0.02 ± 0.00<!--= loss.post.none.4.low -->, so what warmup buys is larger rates. Nor is it
# a cure: with eight blocks, post-norm hardly learned at either rate that we tried, with or without warmup. Pre-norm
# learned each time without warmup.
#
# **What settles it.** Encoders that are alike except for the place of their norms, trained by Adam at several peak
# rates, with and without a warmup over the first half of the updates; six seeds, which draw data and weights. The
# question behind it is answered under [pre-norm and
# post-norm](../attention-and-transformers/transformer.md#pre-norm-vs-post-norm).

# %%
from itertools import product

import numpy as np

from scripts.figures import style
from scripts.figures.style import BLUE, GREEN, INK, ORANGE, label, new_figure, new_row
from snippets.labs.evidence import mean_and_sd
from snippets.labs.training import cross_entropy, training_step
from snippets.labs.transformers import encoder
from snippets.optimization.adaptive_optimizers import adam_step

TOKENS, LENGTH, BATCH, UPDATES, WIDTH, HEADS = 5, 8, 8, 240, 16, 2
SHALLOW, DEEP = 4, 8
RATES = {"low": 0.003, "middle": 0.0133, "high": 0.02}
TRIED = {SHALLOW: ("low", "middle", "high"), DEEP: ("low", "middle")}
SEEDS = {SHALLOW: 6, DEEP: 4}
FORMS, SCHEDULES = ("pre", "post"), ("none", "warmup")
BASE = 0  # another number gives new data and weights throughout


def mirrored(runs, sequences, rng):
    """Random sequences and what each place must say: the token at the mirrored place.

    Inputs (R, sequences · n, tokens + n): which token it is, and where it stands.
    """
    tokens = rng.integers(0, TOKENS, (runs, sequences, LENGTH))
    places = np.broadcast_to(np.eye(LENGTH), (runs, sequences, LENGTH, LENGTH))
    X = np.concatenate([np.eye(TOKENS)[tokens], places], axis=3, dtype=np.float32)
    return X.reshape(runs, sequences * LENGTH, -1), tokens[:, :, ::-1].reshape(runs, -1)


def factor(step, schedule):
    """Part of the peak rate: a rise over the first half if wanted, then a fall."""
    rise = 2 * (step + 1) / UPDATES if schedule == "warmup" else 1.0
    return min(1.0, rise, 2 * (1 - step / UPDATES))


def build(form, blocks, runs):
    """Encoders with random weights."""
    rng = np.random.default_rng([BASE, blocks])
    sizes = (TOKENS + LENGTH, WIDTH, HEADS, blocks, TOKENS)
    return encoder(runs, sizes, form == "pre", LENGTH, rng)


def train(form, schedule, blocks):
    """All rates and seeds at once: loss on new sequences, losses on the way, spread.

    The spread is the standard deviation of the logits over tokens.
    """
    rates, seeds = [RATES[name] for name in TRIED[blocks]], SEEDS[blocks]
    runs = len(rates) * seeds
    network, rng = build(form, blocks, runs), np.random.default_rng([BASE, blocks, 1])
    peaks = np.repeat(rates, seeds).reshape(-1, 1, 1)
    course = []
    for step in range(UPDATES):
        rate = (peaks * factor(step, schedule)).astype(np.float32)
        batch = mirrored(runs, BATCH, rng)
        course.append(training_step(network, *batch, adam_step, rate, (0, 0, 0)))
    X, labels = mirrored(runs, 64, rng)
    logits, shape = network.forward(X), (len(rates), seeds)
    losses, spreads = cross_entropy(logits, labels)[0], logits.std(axis=1).mean(axis=1)
    course = np.reshape(course, (UPDATES, *shape))
    return losses.reshape(shape), course, spreads.reshape(shape)


# %% [markdown]
# ## Method
#
# The task needs attention: a sequence of 8<!--= given --> random tokens, and each place must name the token at the
# mirrored place. A guess costs $`\ln 5\approx1.61`$ nats. Every update sees 8<!--= given --> new sequences, so there
# is no training set to overfit. The width is 16<!--= given -->, with two heads and four times as many hidden units,
# as [in the page's block](../attention-and-transformers/transformer.md#transformer-block). Without warmup the rate
# stays at its peak for the first half and then falls to zero; with warmup it rises over the first half instead.
#
# ## 1. The rate decides, and warmup moves the limit

# %%
loss, courses, spread = {}, {}, {}
for blocks in (SHALLOW, DEEP):
    print(f"{blocks} blocks: loss at the end, by peak rate")
    for form, schedule in product(FORMS, SCHEDULES):
        found, courses[form, schedule, blocks], spreads = train(form, schedule, blocks)
        for name, losses, each in zip(TRIED[blocks], found, spreads, strict=True):
            loss[form, schedule, blocks, name] = losses
            spread[form, schedule, blocks, name] = each
        row = "  ".join(mean_and_sd(losses, 2) for losses in found)
        print(f"{form + '-norm, ' + schedule:17}  {row}")

gain = loss["post", "none", SHALLOW, "high"] - loss["post", "warmup", SHALLOW, "high"]
price = [
    loss[form, "warmup", SHALLOW, "low"] - loss[form, "none", SHALLOW, "low"]
    for form in FORMS
]
assert loss["post", "none", SHALLOW, "high"].mean() > 1.4, "no better than a guess"
assert gain.mean() > 0.7, "warmup rescues the high rate"
assert loss["post", "warmup", SHALLOW, "middle"].mean() < 0.4
equal = loss["post", "none", SHALLOW, "middle"], loss["post", "warmup", SHALLOW, "high"]
assert equal[0].mean() - equal[1].mean() > 0.4, "nor is it the average rate"
assert loss["post", "none", SHALLOW, "low"].mean() < 0.4, "without, at a low rate"
assert np.mean(price) > 0.05, "where it is not needed, warmup costs progress"
for name in TRIED[SHALLOW]:
    assert loss["pre", "none", SHALLOW, name].mean() < 0.3, "pre-norm learns at each"

# %%
# alt: Loss at the end against the peak rates 0.003, 0.0133 and 0.02<!--= given --> on a log axis, four blocks. Pre-norm without warmup lies near zero at all rates. Post-norm without warmup starts near zero and rises to the line of a guess at 1.61<!--= guess -->. Post-norm with warmup starts at 0.3<!--= loss.post.warmup.4.low --> and stays low at the other rates.
# caption: Warmup moves the limit of post-norm to higher rates, and costs progress at the low one, where it is not needed. Pre-norm has no limit in this range. Small marks are seeds.
figure, axes = new_figure(height=3.6)
styles = {
    ("pre", "none"): (BLUE, "o", "-", 0.97),
    ("post", "none"): (ORANGE, "s", "--", 1.0),
    ("post", "warmup"): (GREEN, "^", "-.", 1.03),
}
for (form, schedule), (color, marker, line, offset) in styles.items():
    losses = [loss[form, schedule, SHALLOW, name] for name in RATES]
    rates = np.array([*RATES.values()]) * offset
    axes.semilogx(rates, np.mean(losses, axis=1), line, marker=marker, color=color)
    dots = {"color": color, "markersize": 3, "alpha": 0.5}
    for rate, each in zip(rates, losses, strict=True):
        axes.plot([rate] * len(each), each, marker, **dots)
axes.axhline(np.log(TOKENS), color=INK, linestyle=":", linewidth=1)
label(axes, "a guess", 0.0029, 1.64, INK, fontsize=9)
label(axes, "pre-norm, no warmup", 0.0034, -0.17, BLUE)
label(axes, "post-norm,\nno warmup", 0.0083, 1.15, ORANGE, ha="right")
label(axes, "post-norm, warmup", 0.0062, 0.24, GREEN)
axes.set_ylim(-0.22, 1.85)
axes.set_xticks([*RATES.values()], [str(rate) for rate in RATES.values()])
axes.minorticks_off()
axes.set_xlabel("peak learning rate")
axes.set_ylabel("loss at the end (nats)")
figure

# %% [markdown]
# At two thirds of the highest rate, 0.0133<!--= given -->, the order is the same:
# 1.4 ± 0.4<!--= loss.post.none.4.middle --> without warmup, 0.01 ± 0.00<!--= loss.post.warmup.4.middle --> with it. At
# the lowest rate the order is reversed. There, a warmup over half of the updates leaves too little time, and the loss
# ends at 0.3 ± 0.2<!--= loss.post.warmup.4.low --> in post-norm and at 0.3 ± 0.4<!--= loss.pre.warmup.4.low --> in
# pre-norm.
#
# Warmup also makes the average rate smaller: it lowers it from three quarters of the peak to a half. To see whether
# that explains the result, compare post-norm at 0.02<!--= given --> with warmup and at 0.0133<!--= given --> without,
# which have the same average rate. The first ends at 0.2 ± 0.3<!--= loss.post.warmup.4.high -->, the second at
# 1.4 ± 0.4<!--= loss.post.none.4.middle -->: it matters when the large steps come.
#
# A network that has failed says nearly the same for every token: the logits' standard deviation over tokens is
# 0.04 ± 0.09<!--= spread.failed -->, against 2.5 ± 0.7<!--= spread.learned --> with warmup. Next to nothing of the
# input still comes through.

# %%
failed = spread["post", "none", SHALLOW, "high"]
learned = spread["post", "warmup", SHALLOW, "high"]
print(f"spread of the logits over tokens: {mean_and_sd(failed, 2)} without warmup,")
print(f"{mean_and_sd(learned, 2)} with warmup, post-norm at the high rate")
assert failed.mean() < learned.mean() / 5, "a failed network ignores its input"

# %% [markdown]
# ## 2. Deeper: warmup no longer rescues post-norm
#
# This time there are eight blocks, four seeds, and the two lower rates. A guess again costs 1.61<!--= guess --> nats.

# %%
for schedule, name in product(SCHEDULES, TRIED[DEEP]):
    assert loss["post", schedule, DEEP, name].mean() > 0.7, "post-norm fails"
    assert loss["pre", "none", DEEP, name].mean() < 0.3, "pre-norm learns"
assert loss["pre", "warmup", DEEP, "middle"].mean() < 0.3, "and with warmup"

# %%
# alt: Two panels, training loss against updates 0 to 240<!--= given -->. Left, four blocks at the high rate: post-norm without warmup stays at the line of a guess, the other three fall to zero or near it, pre-norm first. Right, eight blocks at 0.0133<!--= given -->: of the post-norm curves, one stays at that line and one ends at 1.4<!--= floor -->; both pre-norm curves fall to zero.
# caption: With four blocks warmup decides whether post-norm learns. With eight, post-norm stays up in either case, and pre-norm comes down in either. Means over seeds.
figure, panels = new_row(2)
curves = {
    ("pre", "none"): (BLUE, "-"),
    ("pre", "warmup"): (style.PURPLE, ":"),
    ("post", "none"): (ORANGE, "--"),
    ("post", "warmup"): (GREEN, "-."),
}
for axes, blocks, rate in zip(panels, (SHALLOW, DEEP), (2, 1), strict=True):
    for key, (color, line) in curves.items():
        course = courses[*key, blocks][:, rate].mean(axis=1).reshape(-1, 8).mean(axis=1)
        axes.plot(np.arange(4, UPDATES, 8), course, line, color=color)
    axes.axhline(np.log(TOKENS), color=INK, linestyle=":", linewidth=1)
    axes.set_ylim(0, 2)
    axes.set_xlabel("updates")
panels[0].set_ylabel("training loss (nats)")
label(panels[0], "pre, none", 8, 0.12, BLUE, fontsize=9)
label(panels[0], "pre, warmup", 92, 0.22, style.PURPLE, fontsize=9)
label(panels[0], "post, warmup", 120, 1.0, GREEN, fontsize=9)
label(panels[0], "post, none", 120, 1.75, ORANGE, fontsize=9)
label(panels[1], "pre", 8, 0.12, BLUE, fontsize=9)
label(panels[1], "post, none", 120, 1.75, ORANGE, fontsize=9)
label(panels[1], "post, warmup", 120, 1.25, GREEN, fontsize=9)
figure

# %% [markdown]
# With warmup, eight post-norm blocks end at 1.1 ± 0.4<!--= loss.post.warmup.8.low --> and
# 1.41 ± 0.09<!--= loss.post.warmup.8.middle -->. That is better than a guess (one run got below 1), but far from the
# 0.00 ± 0.00<!--= loss.pre.none.8.middle --> that pre-norm reaches without any warmup at the second of these rates.
#
# ## Limits
#
# - Networks of width 16<!--= given --> and 240<!--= given --> updates on a toy. Eight post-norm blocks may need more
#   updates rather than never learn; the models of 2017 were post-norm, with six blocks on each side [@vaswani2017].
# - Our warmup takes half of the updates. The first Transformer's took 4000 of 100,000 [@vaswani2017, §5.2–5.3].
# - One optimizer, Adam. Whether warmup helps because of the norms or because of Adam's first estimates, we did not
#   separate.
# - Two or three rates. We did not look for an upper limit of pre-norm.
# - Weights are Xavier's throughout. Initializations made for deep post-norm exist [@liu2020admin; @wang2022deepnet] and
#   were not tried.
#
# ## At scale
#
# - **Translation.** On IWSLT14 German to English, post-norm ended at 8.45 BLEU without warmup and at about 34 with
#   it; pre-norm without warmup reached comparable results [@xiong2020].
# - **Depth.** Post-norm did better than pre-norm in models of six layers or fewer, and training with ten or more was
#   often unstable [@takase2022]. DeepNorm trained 1000 layers [@wang2022deepnet].

# %%
# Numbers quoted in the text.
measured = {
    "loss": loss,
    "guess": np.log(TOKENS),
    "spread": {"failed": failed, "learned": learned},
    "floor": courses["post", "warmup", DEEP][-24:, 1].mean(axis=0),
}
