# ---
# description: What batch size does to gradient noise, updates and examples, measured, and how well the gradient noise scale foretells the critical batch size.
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
# **Claim on trial.** “A smaller batch gives a more accurate gradient”, with its companions “large batches train
# slower” and “large batches train faster”.
#
# **Verdict.** The first is wrong: the variance of the mini-batch gradient is $`\operatorname{tr}(\Sigma)/B`$, within 2 % at
# every size tried. The other two are both right and both useless until you name the axis: at tuned learning rates a batch
# of 4096 reaches the target in 10 ± 1 updates where one of 4 takes 788 ± 254, on 13 times the examples. Where the two
# costs cross lies the critical batch size, 351 ± 95 here; the gradient noise scale, averaged over runs at batch size 16 alone,
# says 335 ± 42.
#
# **What settles it.** Logistic regression on 4096 synthetic examples, small enough to know the full gradient and the
# exact minimum, trained with a tuned learning rate at each batch size. Every finding ends in an `assert`: when the
# evidence no longer holds, this page no longer builds.
#
# Questions it answers: [how batch size changes the gradient
# noise](../training/batch-size-and-convergence.md#batch-size-gradient-noise), [how it changes the speed of
# convergence](../training/batch-size-and-convergence.md#batch-size-convergence-rate) and [what large and small
# batches trade](../training/batch-size.md#large-vs-small-batch).

# %%
import numpy as np

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, label, new_figure, new_row
from snippets.training.batch_size_and_convergence import (
    minibatch_covariance,
    noise_scale_parts,
    steps_and_examples,
)

EXAMPLES, FEATURES, RUNS = 4096, 20, 16
BASE = 0  # of all seeds


def error_rates(margins):
    """Probability that the model gives to the wrong label: 1/(1 + e^margin)."""
    return 1 / (1 + np.exp(np.minimum(margins, 80)))


def make_problem(seed):
    """Inputs times their label ±1, (N, d), and the parameters of least loss, (d,)."""
    rng = np.random.default_rng([BASE, seed])
    X = rng.standard_normal((EXAMPLES, FEATURES))
    X = X * np.geomspace(1, 0.03, FEATURES) ** 0.5
    true_parameters = 2 * rng.standard_normal(FEATURES)
    positive = rng.random(EXAMPLES) > error_rates(X @ true_parameters)
    inputs, minimum = X * np.where(positive, 1, -1)[:, None], np.zeros(FEATURES)
    for _ in range(20):  # Newton's method
        wrong = error_rates(inputs @ minimum)
        hessian = (inputs * (wrong * (1 - wrong))[:, None]).T @ inputs / EXAMPLES
        minimum = minimum + np.linalg.solve(hessian, wrong @ inputs / EXAMPLES)
    return inputs.astype(np.float32), minimum.astype(np.float32)


def losses(inputs, parameters):
    """Mean logistic loss over all examples for each row of parameters, (R,)."""
    margins = parameters @ inputs.T
    return np.mean(
        np.maximum(-margins, 0) + np.log(1 + np.exp(-np.abs(margins))), axis=1
    )


# %%
def minibatch_gradients(inputs, parameters, batch_size, rng):
    """g_B for each row of parameters, (R, d); mini-batches drawn with replacement."""
    rows = rng.integers(EXAMPLES, size=(len(parameters), batch_size))
    if batch_size <= 64:
        batch = inputs[rows]
        wrong = error_rates((batch @ parameters[:, :, None])[:, :, 0])
        return -(wrong[:, None, :] @ batch)[:, 0] / batch_size
    cells = (rows + EXAMPLES * np.arange(len(rows))[:, None]).ravel()
    counts = np.bincount(cells, minlength=len(rows) * EXAMPLES).reshape(len(rows), -1)
    return (
        -(counts.astype(np.float32) * error_rates(parameters @ inputs.T))
        @ inputs
        / batch_size
    )


def updates_to(target, problem, batch_size, rates, rng, limit):
    """Update at which each run has an excess loss below the target, (R,), or limit.

    The loss is looked at every 2 % of the updates made so far.
    """
    inputs, minimum = problem
    lowest = losses(inputs, minimum[None])
    parameters = np.zeros((len(rates), FEATURES), np.float32)
    rates = rates.astype(np.float32)[:, None]
    done, going = np.full(len(rates), limit), np.arange(len(rates))
    for update in range(1, limit):
        step = minibatch_gradients(inputs, parameters[going], batch_size, rng)
        parameters[going] -= rates[going] * step
        if update % max(1, update // 50) == 0:
            met = losses(inputs, parameters[going]) - lowest < target
            done[going[met]] = update
            going = going[~met]
        if len(going) == 0:
            break
    return done


# %%
SIZES = [4, 16, 64, 256, 1024, 4096]


def tuned_updates(target, problem, seed):
    """Updates to the target (sizes, RUNS) with the best rate for each size (sizes,)."""
    updates, best, rates = [], [], 2.0 ** np.arange(-3, 1.5, 0.5)
    for B in SIZES:
        rng = np.random.default_rng([BASE, seed, B])
        limit = round(100 + 100 / target / B)
        tried = updates_to(target, problem, B, np.repeat(rates, 12), rng, limit)
        best.append(rates[tried.reshape(-1, 12).mean(axis=1).argmin()])
        fresh = np.full(RUNS, best[-1])
        updates.append(updates_to(target, problem, B, fresh, rng, 5 * limit))
        rates = best[-1] * 2 ** np.arange(-0.5, 2.5, 0.5)  # for the next size
    return np.array(updates), np.array(best)


def fit_hyperbola(updates):
    """S_min and E_min of S = S_min + E_min/B, by relative least squares; (sizes,)."""
    design = np.column_stack([np.ones(len(SIZES)), 1 / np.array(SIZES)])
    return np.linalg.lstsq(design / updates[:, None], np.ones(len(SIZES)), rcond=None)[
        0
    ]


# %%
TARGET = 0.01  # excess loss
problem = make_problem(0)
updates, rates = tuned_updates(TARGET, problem, 0)
S_min, E_min = fit_hyperbola(updates.mean(axis=1))
critical = E_min / S_min

inputs, minimum = problem
start = np.zeros((1, FEATURES), np.float32)
example_gradients = -inputs * error_rates(inputs @ start[0])[:, None]
full_gradient = example_gradients.mean(axis=0)
total_noise = np.trace(minibatch_covariance(example_gradients, 1))
DRAWS, NOISE_SIZES = 500, [1, 4, 16, 64, 256]


def draw_gradients(batch_size, seed):
    """(DRAWS, d) mini-batch gradients at the start of training."""
    rng = np.random.default_rng([BASE, seed, batch_size])
    return minibatch_gradients(inputs, np.repeat(start, DRAWS, axis=0), batch_size, rng)


def total_variance(gradients):
    """Mean square distance from the full gradient."""
    return np.mean(np.sum((gradients - full_gradient) ** 2, axis=1))


variances = {
    B: np.array([total_variance(draw_gradients(B, seed)) for seed in range(8)])
    for B in NOISE_SIZES
}

# %%
# alt: Two log-log panels against batch size. Left, the total variance of the mini-batch gradient falls along a straight line of slope minus one. Right, updates to the target fall along a curve that flattens and examples to the target rise along its mirror image; they cross at the critical batch size, near 350.
# caption: A larger batch is always more accurate (left). Per update it wins, per example it loses, and beyond the critical batch size it saves hardly any updates (right; points: mean ± sd of 16 runs, curves: fit).
figure, (left, right) = new_row(2, height=3.4)
left.loglog(NOISE_SIZES, [total_noise / B for B in NOISE_SIZES], color=INK)
means = [values.mean() for values in variances.values()]
spreads = [values.std(ddof=1) for values in variances.values()]
left.errorbar(NOISE_SIZES, means, yerr=spreads, fmt="o", color=BLUE, capsize=4)
left.set_xlabel("batch size $B$ (examples)")
left.set_ylabel("total variance of $g_B$")
left.set_xticks(NOISE_SIZES, [str(B) for B in NOISE_SIZES])
label(left, "tr(Σ)/B", 14, 0.12, INK)

curve = np.geomspace(3, 6000, 60)
fitted = np.array([steps_and_examples(B, S_min, E_min) for B in curve])
examples = updates * np.array(SIZES)[:, None]
for column, least, counts, color, marker in (
    (0, S_min, updates, BLUE, "o"),
    (1, E_min, examples, ORANGE, "s"),
):
    right.loglog(curve, fitted[:, column] / least, color=color)
    mean, spread = counts.mean(axis=1) / least, counts.std(axis=1, ddof=1) / least
    right.errorbar(SIZES, mean, yerr=spread, fmt=marker, color=color, capsize=3)
right.axvline(critical, color=INK, linestyle=":")
right.set_xticks(SIZES, [str(B) for B in SIZES])
right.set_xlabel("batch size $B$ (examples)")
right.set_ylabel("multiple of the least")
label(right, "updates", 8, 70, BLUE)
label(right, "examples", 3000, 14, ORANGE, ha="right")
label(right, f"$B_{{crit}}$ = {critical:.0f}", critical * 1.1, 60, INK)
for axes in (left, right):
    axes.minorticks_off()
figure

# %% [markdown]
# ## Method
#
# Inputs are Gaussian with standard deviations from 1 down to 0.17, so that the problem is mildly ill-conditioned;
# labels are drawn from a logistic model, so that the loss cannot reach zero and gradient noise never disappears.
# Training starts at $`\theta = 0`$, draws every mini-batch anew with replacement, for which the noise formulas are
# exact, and uses a constant learning rate. The score is the *excess loss*: training loss minus its exact minimum, found by
# Newton's method. It is looked at every 2 % of the updates made so far.
#
# For each batch size and target, the rate with the fewest updates (mean of 12 runs) is picked from steps of $`\sqrt 2`$ around the
# best rate of the next smaller size; 16 runs on fresh mini-batches then give the numbers shown. “±” is a standard deviation
# over runs.

# %% [markdown]
# ## 1. The variance falls as one over the batch size
#
# At the starting point, draw 500 mini-batches of each size and measure the total variance of $`g_B`$, that is
# $`\mathbb E\,\lVert g_B - \nabla\mathcal L\rVert^2`$; eight seeds give the spread. If it is
# $`\operatorname{tr}(\Sigma)/B`$, the product of variance and batch size is the same in every row.

# %%
print(f"tr(Σ) = {total_noise:.3f}\n\n    B   variance of g_B     variance × B")
for B, values in variances.items():
    mean, spread = values.mean(), values.std(ddof=1)
    print(f"{B:5d}   {mean:.4f} ± {spread:.4f}   {B * mean:.3f} ± {B * spread:.3f}")
    assert abs(B * mean / total_noise - 1) < 0.05, "variance × B is tr(Σ)"
    pooled = np.concatenate([draw_gradients(B, seed) for seed in range(8)])
    distance = np.linalg.norm(pooled.mean(axis=0) - full_gradient)
    assert distance < 2 * np.sqrt(total_noise / B / len(pooled)), (
        "the mini-batch gradient is unbiased at every batch size"
    )
assert all(
    variances[big].max() < variances[small].min()
    for small, big in zip(NOISE_SIZES, NOISE_SIZES[1:])
), "in every seed the larger batch is more accurate"

# %% [markdown]
# The average of the draws is the full gradient at every batch size: small batches are noisy, not biased. Drawing *without*
# replacement, as a shuffled epoch does, multiplies the variance by $`(N-B)/(N-1)`$, which reaches zero at $`B = N`$: the full
# batch has no noise.

# %%
print("without replacement\n\n    B   variance   predicted")
for B in [16, 1024, 3072, 4096]:
    rng = np.random.default_rng([BASE, B])
    rows = [rng.permutation(EXAMPLES)[:B] for _ in range(300)]
    drawn = total_variance([example_gradients[chosen].mean(axis=0) for chosen in rows])
    predicted = np.trace(minibatch_covariance(example_gradients, B, replacement=False))
    print(f"{B:5d}   {drawn:.1e}    {predicted:.1e}")
    assert np.isclose(drawn, predicted, rtol=0.15, atol=1e-12), "the factor holds"

# %% [markdown]
# ## 2. Updates, examples and seconds are three questions
#
# Train until the excess loss is below 0.01 and count. First with *one* learning rate for all batch sizes, which is how the
# question is usually asked and the wrong way to ask it.


# %%
def table(title, rates, updates):
    """Print rate, updates and examples (mean ± sd) for each batch size."""
    print(f"{title}\n\n    B    rate      updates             examples")
    for B, rate, values in zip(SIZES, rates, updates):
        mean, spread = values.mean(), values.std(ddof=1)
        print(
            f"{B:5d}   {rate:5.2f}   {mean:6.1f} ± {spread:5.1f}"
            f"   {B * mean:9,.0f} ± {B * spread:6,.0f}"
        )


same_rate = np.full(RUNS, 0.25)
rng = np.random.default_rng([BASE, 1])
fixed = np.array(
    [updates_to(TARGET, problem, B, same_rate, rng, 10_000) for B in SIZES]
)
table("learning rate 0.25 for all", np.full(len(SIZES), 0.25), fixed)
few, many = fixed[0].mean(), fixed[-1].mean()
assert 0.6 < many / few < 1.1, "1024 times the batch saves well under half the updates"
assert 4096 * many > 500 * 4 * few, "so the examples grow almost as the batch size"

# %% [markdown]
# At a fixed rate a larger batch moves by the same mean step, only more smoothly. It saves the few updates that noise had cost
# and pays for every other one with more examples. Now each batch size at its own best rate:

# %%
table("tuned learning rate", rates, updates)
steps = updates.mean(axis=1)
assert np.all(steps[1:] < 1.05 * steps[:-1]), "per update, the larger batch wins"
assert np.all(4 * steps[1:] > 0.75 * steps[:-1]), "per example, it does not"
assert steps[0] / steps[2] > 9, "far below the bend, B × 16 saves almost a factor of 16"
assert steps[3] / steps[5] < 5, "beyond it, B × 16 saves little"

# %% [markdown]
# The tuned rate first grows in proportion to the batch size and the updates fall in proportion to it; then both flatten.
# ([A lab of its own](learning-rate-and-batch-size.py) follows the rate.) The third question is about time. Take one update to
# cost a fixed overhead plus a time per example; then the time to the target is proportional to $`S\,(r + B)`$, with $`S`$ updates and
# $`r`$ the overhead expressed in examples. Which $`r`$ a machine has is
# [a measurement](../training/batch-size-and-hardware.md#batch-size-computational-efficiency); what follows from it is
# arithmetic.

# %%
fastest = {}
for r in [0, 10, 100, 3000, 100_000]:
    fastest[r] = SIZES[np.argmin(steps * (r + np.array(SIZES)))]
    print(f"overhead worth {r:6d} examples: B = {fastest[r]} reaches the target first")
assert fastest[0] <= 64, "without overhead, a small batch"
assert fastest[100_000] >= 1024, "with a huge overhead, a very large one"
assert 16 < fastest[100] < 4096, "and otherwise one in the middle"

# %% [markdown]
# ## 3. The critical batch size
#
# Two constants describe the tuned table: $`S = S_{\min}(1 + B_{\text{crit}}/B)`$, with $`S_{\min}`$ updates that no batch
# size can save and $`E_{\min} = S_{\min} B_{\text{crit}}`$ examples that none can. Fit them for three targets, to the mean and
# to each of the 16 runs.

# %%
TARGETS = [0.03, TARGET, 0.003]
lists = {TARGET: (updates, rates)}
for target in (0.03, 0.003):
    lists[target] = tuned_updates(target, problem, 0)


def bend(updates):
    """B_crit of the mean curve and its standard deviation over single runs."""
    least = np.array([fit_hyperbola(run) for run in updates.T])
    S, E = fit_hyperbola(updates.mean(axis=1))
    return E / S, np.std(least[:, 1] / least[:, 0], ddof=1)


bends = {}
print("target   S_min   E_min     B_crit      worst misfit")
for target in TARGETS:
    counts = lists[target][0].mean(axis=1)
    S, E = fit_hyperbola(counts)
    bends[target] = bend(lists[target][0])
    misfit = np.abs(np.log(counts / (S + E / np.array(SIZES)))).max()
    print(
        f"{target:6.3f}   {S:5.1f}  {E:6.0f}   {bends[target][0]:5.0f} ± "
        f"{bends[target][1]:3.0f}   {np.expm1(misfit):.0%}"
    )
    assert misfit < np.log(1.5), "the hyperbola holds within a factor of 1.5"
assert bends[0.003][0] > 2 * bends[0.03][0], "B_crit grows as the target falls"

# %% [markdown]
# Can you know the bend without training at six batch sizes? The *gradient noise scale*
# $`B_{\text{simple}} = \operatorname{tr}(\Sigma)/\lVert\nabla\mathcal L\rVert^2`$ is meant to tell. You get it from the squared
# norms of $`g_B`$ at two batch sizes, which is all that a data-parallel job needs to log [@mccandlish2018, appendix A.1]:

# %%
square_norms = {}
for B in (4, 256):
    pooled = np.concatenate([draw_gradients(B, seed) for seed in range(8)])
    square_norms[B] = np.mean(np.sum(pooled**2, axis=1))
signal, noise = noise_scale_parts(square_norms[4], square_norms[256], 4, 256)
true_scale = total_noise / (full_gradient @ full_gradient)
print(
    f"noise scale at the start: estimated {noise / signal:.1f}, exact {true_scale:.1f}"
)
assert abs(noise / signal / true_scale - 1) < 0.1, "two norms suffice"

# %% [markdown]
# That is far below any bend, because the noise scale is not one number: it grows as the gradient shrinks. How to average it
# follows from the rule for a single step. With the best rate, a step at batch size $`B`$ makes
# $`1/(1 + B_{\text{noise}}/B)`$ of the progress of a noise-free step [@mccandlish2018, §2.2], so that each noise-free step costs
# $`1 + B_{\text{noise}}/B`$ real ones. Summed over a run, that is the hyperbola, and its bend is the *average of the noise scale over
# the run*. So: one run at one batch size, $`B_{\text{simple}}`$ before each update, the mean over all of them. (Here it is computed
# exactly, from all examples.)


# %%
def scale_along(problem, target, batch_size, rate, seed):
    """B_simple averaged over the updates to the target, and at the last, (RUNS, 2)."""
    inputs, minimum = problem
    lowest = losses(inputs, minimum[None])
    square_lengths = np.sum(inputs**2, axis=1)
    parameters = np.zeros((RUNS, FEATURES), np.float32)
    total, count, last = np.zeros((3, RUNS))
    going, rng = np.arange(RUNS), np.random.default_rng([BASE, seed, batch_size])
    while len(going):
        wrong = error_rates(parameters[going] @ inputs.T)
        signal = np.sum((wrong @ inputs / EXAMPLES) ** 2, axis=1)
        last[going] = (wrong**2 @ square_lengths / EXAMPLES - signal) / signal
        total[going] += last[going]
        count[going] += 1
        step = minibatch_gradients(inputs, parameters[going], batch_size, rng)
        parameters[going] -= np.float32(rate) * step
        going = going[losses(inputs, parameters[going]) - lowest >= target]
    return np.column_stack([total / count, last])


scales = {}
print("          B_crit       noise scale, mean over a run at")
print("target   from fit      " + "".join(f"B = {B:<10d}" for B in SIZES[1:]))
for target in TARGETS:
    for B, rate in zip(SIZES[1:], lists[target][1][1:]):
        scales[target, B] = scale_along(problem, target, B, rate, 0)
    averages = [scales[target, B][:, 0] for B in SIZES[1:]]
    cells = [f"{a.mean():5.0f} ± {a.std(ddof=1):3.0f}" for a in averages]
    fit = "{:5.0f} ± {:3.0f}".format(*bends[target])
    print(f"{target:6.3f} {fit}   " + "   ".join(cells))
    predicted = scales[target, 16][:, 0].mean()
    assert 1 / 3 < predicted / bends[target][0] < 3, "B_crit within a factor of 3"
    assert true_scale < predicted / 3, "the value at the start is far too low"
for B in (16, 4096):
    last = scales[TARGET, B][:, 1].mean()
    print(f"runs at B = {B} to {TARGET}: {last:.0f} at the last update")
    assert last > 1.5 * scales[TARGET, B][:, 0].mean(), "it grows along the run"

# %%
# alt: Log-log plot of updates to the target against batch size 4 to 4096 for three targets. Each set of points falls along a line, bends and levels off. A solid vertical line below each curve marks the fitted bend, a dashed one above it the average noise scale; the pairs nearly coincide and move right as the target falls.
# caption: The bend and its forecast: solid vertical lines are B_crit from the fit to all points, dashed ones the noise scale averaged over runs at B = 16 alone. The smaller the target loss, the larger both. Bars are the sd of 16 runs.
figure, axes = new_figure(height=4.2)
for target, color, marker in zip(TARGETS, (GREEN, BLUE, ORANGE), "^os"):
    counts = lists[target][0]
    S, E = fit_hyperbola(counts.mean(axis=1))
    axes.loglog(curve, S + E / curve, color=color)
    spread = counts.std(axis=1, ddof=1)
    axes.errorbar(
        SIZES, counts.mean(axis=1), yerr=spread, fmt=marker, color=color, capsize=3
    )
    foretold, height = scales[target, 16][:, 0].mean(), S + E / bends[target][0]
    axes.plot([bends[target][0]] * 2, [height / 4, height], color=color)
    axes.plot([foretold] * 2, [S + E / foretold, 4 * height], "--", color=color)
    label(axes, f"excess loss {target}", 7000, S, color, va="center")
label(axes, "dashed: noise scale at B = 16", 130, 230, INK)
label(axes, "solid: fitted bend", 130, 2.6, INK, ha="right")
axes.set_xlim(3, 60_000)
axes.set_xlabel("batch size $B$ (examples)")
axes.set_ylabel("updates to the target")
axes.set_xticks(SIZES, [str(B) for B in SIZES])
axes.minorticks_off()
figure

# %% [markdown]
# Below the bend it hardly matters which run you log: from B = 16 to 256, the averages lie within a factor of 1.5 of
# $`B_{\text{crit}}`$. In runs far beyond the bend they come out up to 2.6 times too high, because the last
# of their few updates, where hardly any gradient is left, weigh heavily in the mean. Agreement within a factor of 1.5 is better than the theory can promise: it
# assumes a rate tuned anew at every step, and $`B_{\text{simple}}`$ stands in for $`B_{\text{noise}}`$, which weights directions by
# their curvature. With other seeds (`BASE` from 1 to 4) the forecast was between 0.44 and 1.4 times
# the fit: take it as an order of magnitude. And mind the target: from excess loss 0.03 to 0.003
# the fitted bend moves up 6.8-fold, so “the” critical batch size of a data set does not exist.
#
# One data set could be luck. Three more, drawn with other inputs and other true parameters, at the target 0.01:

# %%
print("data set   B_crit from fit   mean noise scale at B = 16   ratio")
for seed in (1, 2, 3):
    other = make_problem(seed)
    other_updates, other_rates = tuned_updates(TARGET, other, seed)
    center, spread = bend(other_updates)
    average = scale_along(other, TARGET, 16, other_rates[1], seed)[:, 0]
    print(
        f"{seed:5d}       {center:5.0f} ± {spread:3.0f}           "
        f"{average.mean():5.0f} ± {average.std(ddof=1):2.0f}             "
        f"{average.mean() / center:.2f}"
    )
    assert 1 / 3 < average.mean() / center < 3, "B_crit within a factor of 3"

# %% [markdown]
# ## 4. The budget decides who wins
#
# Two fair-sounding comparisons of a small and a large batch, each with its learning rate tuned for exactly this budget. Equal
# examples: both see 4096. Equal updates: both take 64 steps.


# %%
def excess_after(updates, batch_size, rates, rng):
    """Excess loss of each run after so many updates, (R,)."""
    parameters = np.zeros((len(rates), FEATURES), np.float32)
    for _ in range(updates):
        step = minibatch_gradients(inputs, parameters, batch_size, rng)
        parameters = parameters - rates[:, None].astype(np.float32) * step
    return losses(inputs, parameters) - losses(inputs, minimum[None])


SMALL, LARGE = 16, 1024
budgets = {"4096 examples": lambda B: EXAMPLES // B, "64 updates": lambda B: 64}
results, candidates = {}, 2.0 ** np.arange(-1, 6)
print("budget             B    rate   excess loss (24 runs)")
for name, count in budgets.items():
    for B in (SMALL, LARGE):
        rng = np.random.default_rng([BASE, 2, B])
        tried = excess_after(count(B), B, np.repeat(candidates, 12), rng)
        rate = candidates[tried.reshape(-1, 12).mean(axis=1).argmin()]
        values = results[name, B] = excess_after(count(B), B, np.full(24, rate), rng)
        mean, spread = values.mean(), values.std(ddof=1)
        print(f"{name:13s}  {B:5d}   {rate:5.2f}   {mean:.5f} ± {spread:.5f}")


def standard_errors(first, second):
    """How many standard errors the mean of `second` lies above the mean of `first`."""
    error = np.sqrt(first.var(ddof=1) / len(first) + second.var(ddof=1) / len(second))
    return (second.mean() - first.mean()) / error


by_examples = standard_errors(*(results["4096 examples", B] for B in (SMALL, LARGE)))
by_updates = standard_errors(*(results["64 updates", B] for B in (LARGE, SMALL)))
print(f"\nequal examples: B = {SMALL} better by {by_examples:.0f} standard errors")
print(f"equal updates: B = {LARGE} better by {by_updates:.0f} standard errors")
assert by_examples > 3, "at equal examples the small batch wins"
assert by_updates > 3, "at equal updates the large batch wins"

# %%
# alt: Four columns of dots, one dot per run, on a logarithmic axis of excess loss. At 4096 examples the dots of batch size 16 lie below those of 1024. At 64 updates the order is reversed.
# caption: Same two batch sizes, two budgets, opposite winners: dots are 24 runs, bars are means, lower is better.
figure, axes = new_figure()
for column, ((_, B), values) in enumerate(results.items()):
    color, marker = (BLUE, "o") if B == SMALL else (ORANGE, "s")
    offsets = column + np.linspace(-0.25, 0.25, len(values))
    axes.semilogy(offsets, values, marker, color=color, markersize=4, alpha=0.7)
    axes.semilogy([column - 0.32, column + 0.32], [values.mean()] * 2, color=color)
axes.set_xticks(range(4), [f"{name}\nB = {B}" for name, B in results])
axes.set_ylabel("excess loss")
figure

# %% [markdown]
# ## Limits
#
# - One convex problem in 20 dimensions. It has no saddle points and no test set, so that nothing here speaks about
#   [generalization](../training/batch-size-and-generalization.md#batch-size-generalization).
# - Mini-batches drawn with replacement. Shuffled epochs have less noise once a batch is a sizable part of the data, and
#   a run that ends within its first epochs gains from seeing no example twice.
# - Constant learning rates. With decay the small batch would lose its [noise
#   floor](../training/batch-size-and-convergence.md#batch-size-gradient-noise) and look better at long budgets.
#
# ## At scale
#
# - Updates to a target against batch size, tuned for each batch size: 168,160 models on 35 workloads show perfect scaling, diminishing
#   returns and a plateau, at batch sizes that differ widely between workloads [@shallue2018].
# - The gradient noise scale predicts the largest useful batch size from image classifiers to game-playing agents [@mccandlish2018].
# - For language models of 1 and 7 billion parameters, a direct measurement finds the critical batch size near zero at the start,
#   then rising fast and leveling off; the authors doubt that the noise scale is a safe proxy, since it rests on strong assumptions
#   [@merrill2025].
# - Adam and K-FAC push the critical batch size further than momentum does, in networks and in a noisy quadratic model [@zhang2019nqm].
