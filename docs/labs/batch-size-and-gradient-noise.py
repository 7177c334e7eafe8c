# ---
# description: A small experiment, asserted at every build, that settles what batch size does to gradient noise, updates, epochs and time.
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
# # Batch size and gradient noise
#
# **Claim on trial.** “A smaller batch gives a more accurate gradient”, and its companions “large batches train
# slower” and “large batches train faster”.
#
# **Verdict.** The first is wrong: the variance of the mini-batch gradient is $`\operatorname{tr}(\Sigma)/B`$. The other
# two are both right and both useless until you name the axis: the large batch wins per update, the small one per
# epoch, and the clock picks what the fixed cost of an update on your machine makes cheapest, often a size in between.
#
# **What settles it.** Logistic regression on 4096 synthetic examples, small enough to know the full gradient and the
# exact minimum, so that nothing is estimated that could be computed. Each finding below ends in an `assert`: when the
# evidence no longer holds, this page no longer builds. Only the timings of one machine are shown without.
#
# The theory behind the numbers is on the page [batch size and
# convergence](../training/batch-size-and-convergence.md#batch-size-gradient-noise).

# %% [markdown]
# ## Method
#
# Inputs are Gaussian with standard deviations from 1 down to 0.17, so that the problem is mildly ill-conditioned; labels are drawn
# from a logistic model, so that the loss cannot reach zero and gradient noise never disappears. Training starts at
# $`\theta = 0`$, shuffles once per epoch and uses a constant learning rate. The score is the *excess loss*: training loss
# minus its exact minimum, found by Newton's method.
#
# Where learning rates are tuned, they are tuned for each batch size on seeds that the evaluation never sees.

# %%
from time import perf_counter

import numpy as np

from scripts.figures.style import BLUE, INK, ORANGE, label, new_figure
from snippets.training.batch_size_and_convergence import (
    minibatch_covariance,
    noise_scale_parts,
    steps_and_examples,
)

EXAMPLES, FEATURES = 4096, 20
rng = np.random.default_rng(0)
X = rng.standard_normal((EXAMPLES, FEATURES)) * np.geomspace(1, 0.03, FEATURES) ** 0.5
true_parameters = 2 * rng.standard_normal(FEATURES)
y = (rng.random(EXAMPLES) < 1 / (1 + np.exp(-X @ true_parameters))).astype(float)


def loss(parameters):
    """Mean logistic loss over all examples."""
    logits = X @ parameters
    return float(np.mean(np.logaddexp(0, logits) - y * logits))


def gradient(parameters, rows):
    """Mean gradient over the examples in `rows`."""
    inputs = X[rows]
    return inputs.T @ (1 / (1 + np.exp(-inputs @ parameters)) - y[rows]) / len(inputs)


minimum = np.zeros(FEATURES)
for _ in range(20):  # Newton's method
    probabilities = 1 / (1 + np.exp(-X @ minimum))
    hessian = (X * (probabilities * (1 - probabilities))[:, None]).T @ X / EXAMPLES
    minimum -= np.linalg.solve(hessian, X.T @ (probabilities - y) / EXAMPLES)
lowest = loss(minimum)
assert np.linalg.norm(gradient(minimum, slice(None))) < 1e-12
print(f"loss at the start {loss(np.zeros(FEATURES)):.3f}, at the minimum {lowest:.3f}")

# %% [markdown]
# ## 1. The variance falls as one over the batch size
#
# At the starting point, draw 500 mini-batches of each size with replacement and measure the total variance of $`g_B`$, that is
# $`\mathbb E\,\lVert g_B - \nabla\mathcal L\rVert^2`$. Eight seeds give a mean and a standard deviation. If the variance is
# $`\operatorname{tr}(\Sigma)/B`$, the product of variance and batch size is the same in every row.

# %%
start = np.zeros(FEATURES)
example_gradients = X * (1 / (1 + np.exp(-X @ start)) - y)[:, None]
full_gradient = example_gradients.mean(axis=0)
total_noise = np.trace(minibatch_covariance(example_gradients, 1))


def draw_gradients(batch_size, seed, draws=500):
    """(draws, FEATURES) mini-batch gradients, drawn with replacement by their counts."""
    counts = np.random.default_rng(seed).multinomial(
        batch_size, np.full(EXAMPLES, 1 / EXAMPLES), size=draws
    )
    return counts @ example_gradients / batch_size


def total_variance(gradients):
    """Mean square distance from the full gradient."""
    return np.mean(np.sum((gradients - full_gradient) ** 2, axis=1))


SEEDS = range(8)
noise_sizes = [1, 4, 16, 64, 256]
variances = {
    B: np.array([total_variance(draw_gradients(B, seed)) for seed in SEEDS])
    for B in noise_sizes
}
print(f"tr(Σ) = {total_noise:.3f}\n\n    B   variance of g_B     variance × B")
for B, values in variances.items():
    mean, spread = values.mean(), values.std(ddof=1)
    print(f"{B:5d}   {mean:.4f} ± {spread:.4f}   {B * mean:.3f} ± {B * spread:.3f}")
    assert abs(B * values.mean() / total_noise - 1) < 0.05
assert all(
    variances[big].max() < variances[small].min()
    for small, big in zip(noise_sizes, noise_sizes[1:])
)

# %%
# alt: Log-log plot of the total variance of the mini-batch gradient against batch size 1 to 256. Five measured points with error bars lie on a straight line of slope minus one.
# caption: Measured variance (points, mean ± sd over eight seeds) and tr(Σ)/B (line): every fourfold batch quarters the variance.
figure, axes = new_figure()
means = [values.mean() for values in variances.values()]
spreads = [values.std(ddof=1) for values in variances.values()]
axes.loglog(noise_sizes, [total_noise / B for B in noise_sizes], color=INK)
axes.errorbar(noise_sizes, means, yerr=spreads, fmt="o", color=BLUE, capsize=4)
axes.set_xlabel("batch size $B$ (examples)")
axes.set_ylabel("total variance of $g_B$")
axes.set_xticks(noise_sizes, [str(B) for B in noise_sizes])
axes.minorticks_off()
label(axes, "tr(Σ)/B", 20, 0.085, INK)
figure

# %% [markdown]
# Two refinements. Drawing *without* replacement, as an epoch does, multiplies the variance by $`(N-B)/(N-1)`$, which reaches
# zero at $`B = N`$: the full batch has no noise. And the average of the draws is the full gradient at every batch size: small
# batches are noisy, not biased.

# %%
without = {}
for B in [16, 1024, 3072, 4096]:
    generator = np.random.default_rng(B)
    rows = [generator.permutation(EXAMPLES)[:B] for _ in range(300)]
    draws = np.array([example_gradients[chosen].mean(axis=0) for chosen in rows])
    predicted = np.trace(minibatch_covariance(example_gradients, B, replacement=False))
    without[B] = total_variance(draws)
    print(f"B = {B:4d}: variance {without[B]:.2e}, predicted {predicted:.2e}")
    assert np.isclose(without[B], predicted, rtol=0.15, atol=1e-20)

for B in noise_sizes:
    pooled = np.concatenate([draw_gradients(B, seed) for seed in SEEDS])
    distance = np.linalg.norm(pooled.mean(axis=0) - full_gradient)
    standard_error = np.sqrt(total_noise / B / len(pooled))
    assert distance < 2 * standard_error, (
        "the mini-batch gradient is unbiased at every batch size"
    )
print("\nno bias beyond two standard errors at any batch size")

# %% [markdown]
# The same draws recover the gradient noise scale
# $`B_{\text{simple}} = \operatorname{tr}(\Sigma)/\lVert\nabla\mathcal L\rVert^2`$ from the squared norms of $`g_B`$ at two
# batch sizes, which is all that a data-parallel job needs to log [@mccandlish2018, appendix A.1].

# %%
square_norms = {}
for B in (4, 256):
    pooled = np.concatenate([draw_gradients(B, seed) for seed in SEEDS])
    square_norms[B] = np.mean(np.sum(pooled**2, axis=1))
signal, noise = noise_scale_parts(square_norms[4], square_norms[256], 4, 256)
true_scale = total_noise / (full_gradient @ full_gradient)
print(f"noise scale, estimated: {noise / signal:.1f} examples; exact: {true_scale:.1f}")
assert abs(noise / signal / true_scale - 1) < 0.05

# %% [markdown]
# ## 2. Updates, epochs and seconds are three questions
#
# Train until the excess loss is below 0.01 and count. First with *one* learning rate for all batch sizes, which is how the
# question is usually asked and the wrong way to ask it.

# %%
TARGET = 0.01
sizes = [4, 16, 64, 256, 1024, 4096]


def train(batch_size, rate, seed, updates, target=None):
    """SGD from zero: the update at which the target is met, else `updates`.

    The loss is checked every 16 examples or more. Without a target: the excess loss
    after `updates` updates.
    """
    generator = np.random.default_rng(seed)
    parameters, done, interval = np.zeros(FEATURES), 0, max(1, 16 // batch_size)
    while True:
        order = generator.permutation(EXAMPLES)
        for begin in range(0, EXAMPLES, batch_size):
            rows = order[begin : begin + batch_size]
            parameters = parameters - rate * gradient(parameters, rows)
            done += 1
            looks = target is not None and done % interval == 0
            if looks and loss(parameters) - lowest < target:
                return done
            if done == updates:
                return done if target is not None else loss(parameters) - lowest


fixed = {
    B: np.array([train(B, 0.5, seed, 5000, TARGET) for seed in range(4)]) for B in sizes
}
print("learning rate 0.5 for all\n\n    B   updates         epochs")
for B, updates in fixed.items():
    epochs = updates * B / EXAMPLES
    print(
        f"{B:5d}   {updates.mean():4.0f} ± {updates.std(ddof=1):3.0f}"
        f"     {epochs.mean():6.1f} ± {epochs.std(ddof=1):.1f}"
    )

few, many = fixed[4].mean(), fixed[4096].mean()
assert 0.6 < many / few <= 1, (
    "1024 times the batch saves well under half of the updates"
)
assert many * 4096 > 500 * few * 4, (
    "so the number of epochs grows almost as the batch size"
)

# %% [markdown]
# At a fixed rate a larger batch moves by the same mean step, only more smoothly. It saves the few updates that noise had cost and
# pays for every other one with more examples. Now give each batch size the learning rate that suits it. The
# search starts from the best rate of the next smaller batch and looks upward in steps of $`\sqrt 2`$.


# %%
def tune(batch_size, lowest_rate, score):
    """The rate among lowest_rate × 1, √2, … 5.7 with the best mean over four seeds."""
    rates = lowest_rate * 2 ** np.arange(0, 3, 0.5)
    seeds = range(1000, 1004)
    return min(
        rates, key=lambda rate: np.mean([score(batch_size, rate, s) for s in seeds])
    )


tuned, rate = {}, 0.25
rates = {}
for B in sizes:
    limit = 200 + 3 * EXAMPLES // B
    rate = rates[B] = tune(
        B, rate, lambda B, rate, seed: train(B, rate, seed, limit, TARGET)
    )
    tuned[B] = np.array([train(B, rate, seed, 5 * limit, TARGET) for seed in range(10)])

print("    B    rate   updates       epochs")
for B, updates in tuned.items():
    epochs = updates * B / EXAMPLES
    print(
        f"{B:5d}   {rates[B]:5.2f}   {updates.mean():4.0f} ± {updates.std(ddof=1):2.0f}"
        f"    {epochs.mean():5.2f} ± {epochs.std(ddof=1):.2f}"
    )

steps = {B: updates.mean() for B, updates in tuned.items()}
assert all(steps[big] < steps[small] for small, big in zip(sizes, sizes[1:])), (
    "per update, the larger batch wins"
)
assert all(
    4 * steps[big] > 0.9 * steps[small] for small, big in zip(sizes, sizes[1:])
), "per epoch, it does not"
assert 3 < steps[4] / steps[16] < 5, (
    "small batches scale perfectly: four times the batch, a quarter of the updates"
)
assert steps[1024] / steps[4096] < 3, "large batches do not"

# %% [markdown]
# The tuned rate first grows in proportion to the batch size and the updates fall in proportion to it; then both flatten.
# (The full batch has no spread, since every seed makes the same run.) Two constants describe the whole table: $`S = S_{\min}(1 + B_{\text{crit}}/B)`$, with $`S_{\min}`$ updates that no batch
# size can save and $`E_{\min} = S_{\min} B_{\text{crit}}`$ examples that none can.

# %%
# alt: Log-log plot of updates to the target against epochs to the target. Six measured points, batch sizes 4 to 4096, fall along a hyperbola that is vertical at few epochs and horizontal at few updates, with the bend near batch size 256.
# caption: The price list for one target loss: points are tuned runs, the curve is the two-constant hyperbola fitted to them. Left of the bend you buy fewer updates almost free, right of it dearly.
batch = np.array(sizes, dtype=float)
measured = np.array([steps[B] for B in sizes])
design = np.column_stack([np.ones_like(batch), 1 / batch]) / measured[:, None]
min_steps, min_examples = np.linalg.lstsq(design, np.ones_like(batch), rcond=None)[0]
critical = min_examples / min_steps
print(f"S_min = {min_steps:.1f}, E_min = {min_examples:.0f}, B_crit = {critical:.0f}")
fitted = np.array([steps_and_examples(B, min_steps, min_examples)[0] for B in batch])
assert np.all(np.abs(np.log(measured / fitted)) < np.log(1.6)), (
    "the hyperbola holds within a factor of 1.6"
)
assert 64 < critical < 1024

curve = np.array(
    [steps_and_examples(B, min_steps, min_examples) for B in np.geomspace(3, 6000, 40)]
)
figure, axes = new_figure()
axes.loglog(curve[:, 1] / EXAMPLES, curve[:, 0], color=INK)
axes.loglog(measured * batch / EXAMPLES, measured, "o", color=BLUE)
for B, updates in steps.items():
    label(axes, f"B = {B}", updates * B / EXAMPLES * 1.06, updates * 1.12, BLUE)
axes.set_xlabel("epochs to the target")
axes.set_ylabel("updates to the target")
axes.set_xlim(0.4, 30)
figure

# %% [markdown]
# Does the noise scale foretell that bend? It is not one number: it grows as the gradient shrinks. Along a full-batch run from the
# start to the target it sweeps across the measured $`B_{\text{crit}}`$.

# %%
parameters, scales = np.zeros(FEATURES), []
while loss(parameters) - lowest > TARGET:
    residuals = X * (1 / (1 + np.exp(-X @ parameters)) - y)[:, None]
    mean = residuals.mean(axis=0)
    scales.append(np.trace(minibatch_covariance(residuals, 1)) / (mean @ mean))
    parameters = parameters - 4 * mean
halfway = scales[len(scales) // 2]
print(
    f"B_simple at the start {scales[0]:.0f}, halfway {halfway:.0f}, "
    f"at the target {scales[-1]:.0f} examples"
)
assert scales[0] < critical < scales[-1]

# %% [markdown]
# The third question is about time. Take one update to cost a fixed overhead plus a time per example; then the time to the target is
# proportional to $`S\,(r + B)`$, with $`S`$ updates and $`r`$ the overhead expressed in examples. Without overhead the order is that of the epochs,
# with a huge one that of the updates; in between the winner moves up with $`r`$.

# %%
overheads = [0, 10, 100, 3000, 100_000]
fastest = {r: min(sizes, key=lambda B: steps[B] * (r + B)) for r in overheads}
for r, B in fastest.items():
    print(f"an update costs as much as {r:6d} examples extra: fastest is B = {B}")

winners = list(fastest.values())
assert winners == sorted(winners), (
    "the costlier an update, the larger the fastest batch"
)
assert winners[0] <= 16, "without overhead, a small batch"
assert winners[-1] == 4096, "with a huge overhead, the full batch"
assert 16 < fastest[100] < 4096, "and otherwise one in the middle"

# %% [markdown]
# Which $`r`$ a machine has is a measurement. The times below are from the machine that built this page and carry no `assert`: yours
# will differ, and a GPU will differ by orders of magnitude.


# %%
def seconds_per_update(batch_size, updates=50, repeats=7):
    """The fastest of several timings, since interruptions only add time."""
    rows = np.random.default_rng(0).integers(EXAMPLES, size=batch_size)
    timings = []
    for _ in range(repeats):
        began = perf_counter()
        for _ in range(updates):
            gradient(minimum, rows)
        timings.append((perf_counter() - began) / updates)
    return min(timings)


cost = {B: seconds_per_update(B) for B in [1, *sizes]}
print("    B   µs per update   ns per example   ms to the target (tuned)")
for B, seconds in cost.items():
    to_target = f"{1e3 * seconds * steps[B]:8.2f}" if B in steps else "       –"
    print(f"{B:5d}   {1e6 * seconds:13.1f}   {1e9 * seconds / B:14.0f}   {to_target}")

overhead = 1024 * cost[1] / (cost[1024] - cost[1])
print(f"\nhere the overhead of an update is worth about {overhead:.0f} examples")

# %% [markdown]
# ## 3. The budget decides who wins
#
# Two fair-sounding comparisons of a small and a large batch, each with its learning rate tuned for exactly this budget. Equal
# epochs: both see 4096 examples once. Equal updates: both take 64 steps.

# %%
SMALL, LARGE = 16, 1024
budgets = {"one epoch": lambda B: EXAMPLES // B, "64 updates": lambda B: 64}
results = {}
print("budget          B    rate   excess loss (24 seeds)")
for name, updates in budgets.items():
    for B in (SMALL, LARGE):
        score = lambda B, rate, seed: train(B, rate, seed, updates(B))
        seeds = range(1000, 1008)
        rate = min(
            2.0 ** np.arange(-2, 6),
            key=lambda rate: np.mean([score(B, rate, s) for s in seeds]),
        )
        results[name, B] = np.array([score(B, rate, seed) for seed in range(24)])
        values = results[name, B]
        mean, spread = values.mean(), values.std(ddof=1)
        print(f"{name:10s}  {B:5d}   {rate:5.2f}   {mean:.5f} ± {spread:.5f}")


def standard_errors(first, second):
    """How many standard errors the mean of `second` lies above the mean of `first`."""
    error = np.sqrt(first.var(ddof=1) / len(first) + second.var(ddof=1) / len(second))
    return (second.mean() - first.mean()) / error


by_epochs = standard_errors(results["one epoch", SMALL], results["one epoch", LARGE])
by_updates = standard_errors(results["64 updates", LARGE], results["64 updates", SMALL])
print(f"\nequal epochs: B = {SMALL} better by {by_epochs:.0f} standard errors")
print(f"equal updates: B = {LARGE} better by {by_updates:.0f} standard errors")
assert by_epochs > 2
assert by_updates > 2

# %%
# alt: Four columns of dots, one dot per seed, on a logarithmic axis of excess loss. At one epoch the dots of batch size 16 lie below those of 1024. At 64 updates the order is reversed.
# caption: Same two batch sizes, two budgets, opposite winners: dots are 24 seeds, bars are means, lower is better.
figure, axes = new_figure()
for column, ((name, B), values) in enumerate(results.items()):
    color, marker = (BLUE, "o") if B == SMALL else (ORANGE, "s")
    offsets = column + np.linspace(-0.25, 0.25, len(values))
    axes.semilogy(offsets, values, marker, color=color, markersize=4, alpha=0.7)
    axes.semilogy([column - 0.32, column + 0.32], [values.mean()] * 2, color=color)
axes.set_xticks(range(4), [f"{name}\nB = {B}" for name, B in results])
axes.set_ylabel("excess loss")
figure

# %% [markdown]
# ## What this does not show
#
# - One convex problem in 20 dimensions. It has no saddle points and no test set, so that nothing here speaks about
#   [generalization](../training/batch-size-and-generalization.md#batch-size-generalization).
# - Constant learning rates. With decay the small batch would lose its [noise
#   floor](../training/batch-size-and-convergence.md#batch-size-gradient-noise) and look better at long budgets.
# - A CPU without parallel hardware. On a GPU the fixed cost of an update is larger and the cost per example is smaller, which
#   moves the fastest batch size up, not the counts of updates and epochs.
# - The critical batch size belongs to this target. It grows as the target loss falls, because the gradient shrinks faster
#   than its noise [@mccandlish2018].
#
# ## At scale
#
# - Updates to a target against batch size, tuned for each batch size: 168,160 models on 35 workloads show perfect scaling, diminishing
#   returns and a plateau, at batch sizes that differ widely between workloads [@shallue2018].
# - The gradient noise scale predicts the largest useful batch size from image classifiers to game-playing agents [@mccandlish2018].
# - Adam and K-FAC push the critical batch size further than momentum does, in networks and in a noisy quadratic model [@zhang2019nqm].
