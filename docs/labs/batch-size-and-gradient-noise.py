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
# **Verdict.** The first claim is wrong: the variance of the mini-batch gradient is $`\operatorname{tr}(\Sigma)/B`$, within a few
# percent at every size we tried, so a smaller batch gives a *less* accurate gradient. The other two claims are both right, and both
# useless until you say what you count. At tuned learning rates, a batch of 4096<!--= given --> reaches the target in
# 15 ± 6<!--= updates.4096 --> updates where a batch of 4 takes 1000 ± 300<!--= updates.4 -->, but it uses
# 15 ± 2<!--= examples_spent --> times the examples. The critical batch size lies where the two costs cross, at
# 280 ± 40<!--= critical.0.01 --> over six data sets. The gradient noise scale, averaged over runs at batch size 16<!--= given -->
# alone, says 310 ± 60<!--= forecast.0.01 -->. That is the right size for this kind of problem, but it does not tell one data set
# from another.
#
# **What settles it.** We train logistic regression on 4096<!--= given --> synthetic examples, a problem small enough to know the
# full gradient and the exact minimum. The learning rate is tuned at each batch size, on six data sets with inputs, labels and true
# parameters of their own. “±” is the standard deviation over the data sets. Every finding ends in an `assert`: when the
# evidence no longer holds, this page no longer builds.
#
# The lab answers three questions: [how batch size changes the gradient
# noise](../training/batch-size-and-convergence.md#batch-size-gradient-noise), [how it changes the speed of
# convergence](../training/batch-size-and-convergence.md#batch-size-convergence-rate) and [what large and small
# batches trade](../training/batch-size.md#large-vs-small-batch).

# %%
from itertools import pairwise

import numpy as np

from scripts.figures.style import BLUE, GREEN, INK, ORANGE, label, new_figure, new_row
from snippets.labs.evidence import mean_and_sd
from snippets.training.batch_size_and_convergence import (
    minibatch_covariance,
    noise_scale_parts,
    steps_and_examples,
)

EXAMPLES, FEATURES, SETS, RUNS = 4096, 20, 6, 8
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
SIZES = np.array([4, 16, 64, 256, 1024, 4096])


def tuned_updates(target, problem, seed):
    """Mean updates to the target at the best rate, and that rate, each (sizes,)."""
    updates, best, rates = [], [], 2.0 ** np.arange(-3, 1.5, 0.5)
    limit = round(100 + 100 / target / SIZES[0])
    for B in SIZES:
        rng = np.random.default_rng([BASE, seed, B])
        tried = updates_to(target, problem, B, np.repeat(rates, RUNS), rng, limit)
        best.append(rates[tried.reshape(-1, RUNS).mean(axis=1).argmin()])
        fresh = np.full(RUNS, best[-1])
        updates.append(updates_to(target, problem, B, fresh, rng, 5 * limit).mean())
        rates = best[-1] * 2 ** np.arange(-0.5, 2.5, 0.5)  # for the next size,
        limit = round(2 * updates[-1])  # which needs hardly more updates
    return np.array(updates), np.array(best)


def fit_hyperbola(updates):
    """S_min and E_min of S = S_min + E_min/B, by relative least squares, (2,)."""
    design = np.column_stack([np.ones(len(SIZES)), 1 / SIZES]) / updates[:, None]
    return np.linalg.lstsq(design, np.ones(len(SIZES)), rcond=None)[0]


# %%
TARGETS, TARGET = (0.03, 0.01, 0.003), 0.01  # excess loss
problems = [make_problem(seed) for seed in range(SETS)]
updates, rates, fits = {}, {}, {}  # by target: (sets, sizes) twice, (sets, 2)
for target in TARGETS:
    found = [tuned_updates(target, each, seed) for seed, each in enumerate(problems)]
    updates[target], rates[target] = (np.array(part) for part in zip(*found))
    fits[target] = np.array([fit_hyperbola(each) for each in updates[target]])
critical = {target: fit[:, 1] / fit[:, 0] for target, fit in fits.items()}  # (sets,)

# %%
DRAWS, NOISE_SIZES = 1000, [1, 4, 16, 64, 256]
start = np.zeros((DRAWS, FEATURES), np.float32)
example_gradients = [-inputs / 2 for inputs, _ in problems]  # at θ = 0
total_noise = [np.trace(minibatch_covariance(each, 1)) for each in example_gradients]
full_gradients = [each.mean(axis=0) for each in example_gradients]


def total_variance(gradients, full_gradient):
    """Mean square distance from the full gradient."""
    return np.mean(np.sum((gradients - full_gradient) ** 2, axis=1))


def measure_noise(batch_size):
    """Variance of the mini-batch gradient over tr(Σ)/B, mean of its squared norm, and
    squared bias over what the number of draws permits; each (sets,)."""
    found = []
    for seed, (inputs, _) in enumerate(problems):
        rng = np.random.default_rng([BASE, seed, batch_size, 1])
        drawn = minibatch_gradients(inputs, start, batch_size, rng)
        expected = total_noise[seed] / batch_size
        bias = np.sum((drawn.mean(axis=0) - full_gradients[seed]) ** 2)
        variance = total_variance(drawn, full_gradients[seed])
        square_norm = np.mean(np.sum(drawn**2, axis=1))
        found.append([variance / expected, square_norm, bias / expected * DRAWS])
    return np.array(found).T


noise = {B: measure_noise(B) for B in NOISE_SIZES}

# %%
# alt: Two log-log panels against batch size. Left, the total variance of the mini-batch gradient falls along a straight line of slope minus one. Right, updates to the target fall along a curve that flattens and examples to the target rise along its mirror image; they cross at the critical batch size, near 280<!--= critical.0.01 -->.
# caption: A larger batch is always more accurate (left). Per update it wins, per example it loses, and beyond the critical batch size it saves hardly any updates (right). Points: mean ± sd of six data sets; curves: the hyperbola with their geometric mean $`B_{\text{crit}}`$.
figure, (left, right) = new_row(2, height=3.4)
left.loglog(NOISE_SIZES, [1 / B for B in NOISE_SIZES], color=INK)
for B, (ratio, _, _) in noise.items():
    left.errorbar(B, ratio.mean() / B, yerr=ratio.std(ddof=1) / B, fmt="o", color=BLUE)
left.set_xlabel("batch size $B$ (examples)")
left.set_ylabel("variance of $g_B$, in tr(Σ)")
left.set_xticks(NOISE_SIZES, [str(B) for B in NOISE_SIZES])
label(left, "tr(Σ)/B", 14, 0.09, INK)

curve = np.geomspace(3, 6000, 60)
bend = np.exp(np.log(critical[TARGET]).mean())
fitted = np.array([steps_and_examples(B, 1, bend) for B in curve])
for column, color, marker in ((0, BLUE, "o"), (1, ORANGE, "s")):
    least = fits[TARGET][:, column]
    counts = updates[TARGET] * (SIZES if column else 1) / least[:, None]
    right.loglog(curve, fitted[:, column] / (bend if column else 1), color=color)
    mean, sd = counts.mean(axis=0), counts.std(axis=0, ddof=1)
    right.errorbar(SIZES, mean, yerr=sd, fmt=marker, color=color, capsize=3)
right.axvline(bend, color=INK, linestyle=":")
right.set_xticks(SIZES, [str(B) for B in SIZES])
right.set_xlabel("batch size $B$ (examples)")
right.set_ylabel("multiple of the least")
label(right, "updates", 8, 70, BLUE)
label(right, "examples", 3000, 14, ORANGE, ha="right")
label(right, "$B_{crit}$", bend * 1.1, 60, INK)
for axes in (left, right):
    axes.minorticks_off()
figure

# %% [markdown]
# ## Method
#
# Inputs are Gaussian with standard deviations from 1 down to 0.17, so that the problem is mildly ill-conditioned;
# labels are drawn from a logistic model, so that the loss cannot reach zero and gradient noise never disappears.
# Training starts at $`\theta = 0`$ and uses a constant learning rate. Every mini-batch is drawn anew with replacement, because
# for such draws the noise formulas are exact. The score is the *excess loss*: training loss minus its exact minimum, found by
# Newton's method. It is computed each time the number of updates has grown by 2 %.<!--= given -->
#
# For each data set, batch size and target, we try rates in steps of $`\sqrt 2`$ around the best rate of the next smaller size
# and pick the one with the fewest updates (mean of 8 runs). The mean of 8 runs on fresh mini-batches then is the result for this
# data set. All runs on a data set start from the same parameters and differ only in their mini-batches.
#
# ## 1. The variance falls as one over the batch size
#
# At the starting point, we draw 1000<!--= given --> mini-batches of each size and measure the total variance of $`g_B`$, that is
# $`\mathbb E\,\lVert g_B - \nabla\mathcal L\rVert^2`$. If it equals $`\operatorname{tr}(\Sigma)/B`$, with $`\Sigma`$ the covariance
# of the gradients of single examples, then the variance times the batch size, divided by $`\operatorname{tr}(\Sigma)`$, is 1 in
# every row of the table.

# %%
print("    B   variance × B / tr(Σ)")
for B, (ratio, _, bias) in noise.items():
    print(f"{B:5d}   {mean_and_sd(ratio, 3)}")
    assert abs(ratio.mean() - 1) < 0.04, "variance × B is tr(Σ)"
    assert bias.mean() < 3, "no bias beyond what so many draws leave by chance"
for small, big in pairwise(NOISE_SIZES):
    assert np.all(noise[big][0] / big < noise[small][0] / small / 3), (
        "in every data set the larger batch is more accurate"
    )

# %% [markdown]
# It is 1, for instance 1.00 ± 0.02<!--= variance.64 --> at $`B = 64`$.<!--= given --> The average of the draws is the full gradient
# at every batch size, so small batches are noisy but not biased. Drawing *without* replacement, as a shuffled epoch does, multiplies
# the variance by $`(N-B)/(N-1)`$. This factor reaches zero at $`B = N`$: the full batch has no noise.

# %%
print("without replacement\n\n    B   variance / tr(Σ)   predicted")
for B in [16, 1024, 3072, 4096]:
    drawn, predicted = [], []
    for seed, gradients in enumerate(example_gradients):
        rng = np.random.default_rng([BASE, seed, B, 2])
        rows = [rng.permutation(EXAMPLES)[:B] for _ in range(50)]
        means = [gradients[chosen].mean(axis=0) for chosen in rows]
        drawn.append(total_variance(means, full_gradients[seed]) / total_noise[seed])
        covariance = minibatch_covariance(gradients, B, replacement=False)
        predicted.append(np.trace(covariance) / total_noise[seed])
    print(f"{B:5d}   {np.mean(drawn):.1e}            {np.mean(predicted):.1e}")
    assert np.isclose(np.mean(drawn), np.mean(predicted), rtol=0.2, atol=1e-10), (
        "the factor holds"
    )

# %% [markdown]
# ## 2. Updates, examples and seconds are three questions
#
# Now we train until the excess loss is below 0.01<!--= given -->, and count. We begin with *one* learning rate for all batch sizes.
# This is how the question is usually asked, and it is the wrong way to ask it.


# %%
def counts_of(batch_size, values):
    """Updates and examples, mean ± sd over the data sets, as text."""
    mean, sd = batch_size * values.mean(), batch_size * values.std(ddof=1)
    return f"{mean_and_sd(values):>12s}   {mean:9,.0f} ± {sd:7,.0f}"


FIXED_RATE, FEW_SIZES = np.full(4, 0.25), (4, 64, 4096)
fixed = {B: np.zeros(SETS) for B in FEW_SIZES}
print(
    f"learning rate {FIXED_RATE[0]} for all\n\n"
    "    B        updates             examples"
)
for B, values in fixed.items():
    for seed, each in enumerate(problems):
        rng = np.random.default_rng([BASE, seed, B, 3])
        values[seed] = updates_to(TARGET, each, B, FIXED_RATE, rng, 10_000).mean()
    print(f"{B:5d}   {counts_of(B, values)}")
kept = fixed[4096] / fixed[4]
print(f"\n1024 times the batch saves {mean_and_sd(100 * (1 - kept))} % of the updates")
assert 0.6 < kept.mean() < 1, "1024 times the batch saves well under half the updates"
assert np.all(1024 * kept > 500), "so the examples grow almost as the batch size"

# %% [markdown]
# At a fixed rate, a larger batch makes the same step on average, only with less noise. A batch 1024<!--= given --> times as large
# therefore saves only the updates that noise had cost, 23 ± 7 %<!--= saved -->. Each of the others costs
# more examples, so that it needs 790 ± 70<!--= dearer --> times as many examples in all. Now each batch size gets its own best rate:

# %%
steps = updates[TARGET]
print("tuned learning rate\n\n    B   rates            updates             examples")
for B, chosen, values in zip(SIZES, rates[TARGET].T, steps.T):
    span = f"{chosen.min():5.2f} to {chosen.max():5.2f}"
    print(f"{B:5d}   {span}   {counts_of(B, values)}")
assert np.all(steps[:, 1:] < 1.2 * steps[:, :-1]), "per update, the larger batch wins"
assert np.all(4 * steps[:, 1:] > 0.5 * steps[:, :-1]), "per example, it does not,"
dearer = SIZES * steps / (SIZES[0] * steps[:, :1])
assert np.all(dearer.mean(axis=0) > 0.8), "in any data set or on average"
below, beyond = steps[:, 0] / steps[:, 2], steps[:, 3] / steps[:, 5]
print(f"\nB × 16 saves a factor of {mean_and_sd(below, 1)} from 4 to 64")
print(f"and of {mean_and_sd(beyond, 1)} from 256 to 4096")
assert below.min() > 8 and below.mean() > 11, "far below the bend almost 16"
assert np.all(beyond < 5), "beyond it little"
spent = SIZES[-1] * steps[:, -1] / (SIZES[0] * steps[:, 0])
print(f"from 4 to 4096, {mean_and_sd(spent, 1)} times the examples")
assert np.all(spent > 5), "and each update saved is dear"

# %% [markdown]
# At first, the tuned rate grows in proportion to the batch size, and the number of updates falls nearly in proportion, by a factor of
# 14 ± 2<!--= below --> from 4 to 64<!--= given -->. Then both flatten: the updates fall only by a factor of
# 2 ± 0.3<!--= beyond --> from 256 to 4096.<!--= given --> ([Another lab](learning-rate-and-batch-size.py) follows the rate.) The third question is
# about time. Suppose that one update costs a fixed overhead plus a time per example. Then the time to the target is proportional to
# $`S\,(r + B)`$, where $`S`$ is the number of updates and $`r`$ is the overhead, expressed in examples. Which $`r`$ a machine has is
# [a measurement](../training/batch-size-and-hardware.md#batch-size-computational-efficiency). What follows from it is arithmetic,
# which we do for each data set.

# %%
fastest = {}
for r in [0, 10, 100, 3000, 100_000]:
    fastest[r] = SIZES[np.argmin(steps * (r + SIZES), axis=1)]
    print(f"overhead worth {r:6d} examples: B = {fastest[r]} is first")
assert np.all(fastest[0] <= 64), "without overhead, a small batch"
assert np.all(fastest[100_000] >= 1024), "with a huge overhead, a very large one"
assert np.all((fastest[100] > 16) & (fastest[100] < 4096)), "else one in the middle"

# %% [markdown]
# ## 3. The critical batch size
#
# Two constants describe the tuned table: $`S = S_{\min}(1 + B_{\text{crit}}/B)`$. Here $`S_{\min}`$ is the number of updates that no
# batch size can save, and $`E_{\min} = S_{\min} B_{\text{crit}}`$ is the number of examples that none can save. We fit them to each
# data set, for three targets.

# %%
misfit = {}
print("target   S_min         E_min             B_crit        worst misfit")
for target in TARGETS:
    S, E = fits[target].T[:, :, None]
    misfit[target] = np.expm1(np.abs(np.log(updates[target] / (S + E / SIZES))).max(1))
    print(
        f"{target:6.3f}   {mean_and_sd(S, 1)}    {mean_and_sd(E):>12s}"
        f"   {mean_and_sd(critical[target]):>10s}    {misfit[target].max():.0%}"
    )
    assert misfit[target].max() < 1, "the hyperbola holds within a factor of 2"
moved = critical[0.003] / critical[0.03]
print(f"\nfrom the first target to the last, B_crit grows {mean_and_sd(moved, 1)}-fold")
assert np.all(moved > 2), "B_crit grows as the target falls"

# %% [markdown]
# This hyperbola misses its worst point by 12 ± 7 %<!--= misfit --> at the target 0.01.<!--= given --> At the target 0.003<!--= given -->, its worst point is off by 32 ± 20 %<!--= misfit_late -->. The target itself matters, too: from
# excess loss 0.03 to 0.003<!--= given -->, the fitted bend moves up 7 ± 2-fold<!--= moved -->. So a data set does not have *one*
# critical batch size.
#
# It would be useful to know the bend without training at six batch sizes. The *gradient noise scale*
# $`B_{\text{simple}} = \operatorname{tr}(\Sigma)/\lVert\nabla\mathcal L\rVert^2`$ is meant to predict it. You get this scale from the
# squared norms of $`g_B`$ at two batch sizes, which is all that a data-parallel job needs to log [@mccandlish2018, App. A.1]:

# %%
signal, noise_trace = noise_scale_parts(noise[4][1], noise[256][1], 4, 256)
exact_start = np.array([t / (g @ g) for t, g in zip(total_noise, full_gradients)])
start_error = noise_trace / signal / exact_start
print(f"noise scale at the start: {mean_and_sd(exact_start, 1)}")
print(f"estimated from two norms: {mean_and_sd(start_error, 2)} times as much")
assert abs(start_error.mean() - 1) < 0.15, "two norms suffice"

# %% [markdown]
# The scale at the start, 25 ± 12<!--= start -->, is far below any bend, because the noise scale is not one number: it grows as the
# gradient shrinks. How to average it follows from the rule for a single step. With the best rate, a step at batch size $`B`$ makes
# $`1/(1 + B_{\text{noise}}/B)`$ of the progress of a noise-free step [@mccandlish2018, §2.2], so that each noise-free step costs
# $`1 + B_{\text{noise}}/B`$ real ones. Summed over a run, this gives the hyperbola, and its bend is the *average of the noise scale
# over the run*. So we make runs at one batch size, compute $`B_{\text{simple}}`$ before each update, and take the mean over all
# updates. (Here we compute it exactly, from all examples.)


# %%
def scale_along(problem, target, batch_size, rate, seed):
    """B_simple: mean over the updates to the target, and at the last, (2,)."""
    inputs, minimum = problem
    lowest = losses(inputs, minimum[None])
    square_lengths = np.sum(inputs**2, axis=1)
    parameters = np.zeros((RUNS, FEATURES), np.float32)
    total, count, last = np.zeros((3, RUNS))
    going, rng = np.arange(RUNS), np.random.default_rng([BASE, seed, batch_size, 4])
    while len(going):
        wrong = error_rates(parameters[going] @ inputs.T)
        signal = np.sum((wrong @ inputs / EXAMPLES) ** 2, axis=1)
        last[going] = (wrong**2 @ square_lengths / EXAMPLES - signal) / signal
        total[going] += last[going]
        count[going] += 1
        step = minibatch_gradients(inputs, parameters[going], batch_size, rng)
        parameters[going] -= np.float32(rate) * step
        going = going[losses(inputs, parameters[going]) - lowest >= target]
    return np.mean(total / count), np.mean(last)


def scales_of(target, column):
    """Noise scale along runs at one of the sizes, mean and last, each (sets,)."""
    runs = zip(problems, rates[target][:, column])
    return np.array(
        [
            scale_along(each, target, SIZES[column], rate, seed)
            for seed, (each, rate) in enumerate(runs)
        ]
    ).T


scales = {(target, 16): scales_of(target, 1) for target in TARGETS}
scales |= {(TARGET, B): scales_of(TARGET, 2 + k) for k, B in enumerate(SIZES[2:])}
forecast = {target: scales[target, 16][0] for target in TARGETS}  # (sets,)

# %%
print("target   fitted bend   noise scale at B = 16   forecast / bend")
quality = {target: forecast[target] / critical[target] for target in TARGETS}
for target in TARGETS:
    both = mean_and_sd(critical[target]), mean_and_sd(forecast[target])
    ratio = quality[target]
    span = f"{ratio.min():.2f} to {ratio.max():.2f}"
    print(f"{target:6.3f}   {both[0]:>10s}    {both[1]:>10s}              {span}")
    assert np.all((ratio > 1 / 4) & (ratio < 4)), "B_crit within a factor of 4"
    assert abs(np.log(ratio).mean()) < np.log(1.5), "and on average within 1.5"
    assert forecast[target].mean() > 3 * exact_start.mean(), "the start is far too low"
for easy, hard in pairwise(TARGETS):
    moves = forecast[hard] / forecast[easy]
    assert moves.min() > 1.1 and moves.mean() > 1.8, "it moves with the target"

# %%
print(f"target {TARGET}, data set by data set")
for name, values in (("bend", critical[TARGET]), ("forecast", forecast[TARGET])):
    print(f"{name:10s}" + "".join(f"{value:6.0f}" for value in values))
unexplained = np.log(quality[TARGET]).std() / np.log(critical[TARGET]).std()
print(f"spread of forecast / bend over that of the bend: {unexplained:.2f}")
assert unexplained > 0.5, "the forecast hardly tells one data set from another"

over = {B: scales[TARGET, B][0] / critical[TARGET] for B in SIZES[1:]}
for B, ratio in over.items():
    last = mean_and_sd(scales[TARGET, B][1])
    print(
        f"runs at B = {B:4d}: {mean_and_sd(ratio, 2)} of the bend, last update {last}"
    )
for B in (16, 4096):
    mean, last = scales[TARGET, B]
    assert last.mean() > 1.2 * mean.mean(), "it grows along the run"
for B in (16, 64, 256):
    assert 0.6 < over[B].mean() < 1.6, "up to the bend it hardly matters which run"
assert over[4096].mean() > 1.2 * over[64].mean(), "far beyond it comes out too high"

# %%
# alt: Log-log plot of updates to the target against batch size 4 to 4096 for three targets. Each set of points falls along a line, bends and levels off. A solid vertical line below each curve marks the fitted bend, a dashed one above it the average noise scale; the pairs nearly coincide and move right as the target falls.
# caption: The bend and its forecast, geometric means over six data sets: solid vertical lines are B_crit from the fit to all points, dashed ones the noise scale averaged over runs at B = 16<!--= given --> alone. The smaller the target loss, the larger both. Bars are the sd of the data sets.
figure, axes = new_figure(height=4.2)
for target, color, marker in zip(TARGETS, (GREEN, BLUE, ORANGE), "^os"):
    S, E = np.exp(np.log(fits[target]).mean(axis=0))
    axes.loglog(curve, S + E / curve, color=color)
    middle, sd = updates[target].mean(axis=0), updates[target].std(axis=0, ddof=1)
    axes.errorbar(SIZES, middle, yerr=sd, fmt=marker, color=color, capsize=3)
    foretold, height = np.exp(np.log(forecast[target]).mean()), 2 * S
    axes.plot([E / S] * 2, [height / 4, height], color=color)
    axes.plot([foretold] * 2, [S + E / foretold, 4 * height], "--", color=color)
    label(axes, f"excess loss {target}", 7000, S, color, va="center")
label(axes, "dashed: noise scale at B = 16", 130, 230, INK)
label(axes, "solid: fitted bend", 110, 2.6, INK, ha="right")
axes.set_xlim(3, 60_000)
axes.set_xlabel("batch size $B$ (examples)")
axes.set_ylabel("updates to the target")
axes.set_xticks(SIZES, [str(B) for B in SIZES])
axes.minorticks_off()
figure

# %% [markdown]
# The forecast gives the order of magnitude, and it moves with the target (123 ± 11, 310 ± 60,
# 920 ± 170<!--= forecast.0.03, forecast.0.01, forecast.0.003 --> against bends of 130 ± 40, 280 ± 40, 840 ± 140<!--= critical.0.03, critical.0.01, critical.0.003 -->).
# But it cannot tell data sets apart. At one target, the bends of the six data sets differ, and so do the forecasts, but not
# together: once you know the forecast, the bend is nearly as uncertain as before. With other seeds (`BASE`) the two correlate
# weakly, with either sign. Part of the spread of the bends does not come from the data, because the tuned rates and the finite
# runs add noise to each fit.
#
# Below the bend, it hardly matters which run you log: at B = 16, 64 and 256<!--= given --> the average is
# 1.1 ± 0.3, 1.1 ± 0.2 and 1.1 ± 0.3<!--= over.16, over.64, over.256 --> times $`B_{\text{crit}}`$. In runs far beyond the bend, it comes
# out higher, 2 ± 1.5<!--= over.4096 --> times at 4096<!--= given -->. Such runs have few updates, and the last of them, where hardly any
# gradient is left, weigh heavily in the mean. Two more reasons to take the forecast as an order of magnitude only are that the theory
# assumes a rate tuned anew at every step, and that $`B_{\text{simple}}`$ stands in for $`B_{\text{noise}}`$, which weights directions
# by their curvature.
#
# ## 4. The budget decides who wins
#
# Here are two comparisons of a small and a large batch that both sound fair. Each batch has its learning rate tuned for exactly this
# budget. With equal examples, both see 4096. With equal updates, both take 64 steps.<!--= given -->


# %%
def excess_after(updates, problem, batch_size, rates, rng):
    """Excess loss of each run after so many updates, (R,)."""
    inputs, minimum = problem
    parameters = np.zeros((len(rates), FEATURES), np.float32)
    for _ in range(updates):
        step = minibatch_gradients(inputs, parameters, batch_size, rng)
        parameters = parameters - rates[:, None].astype(np.float32) * step
    return losses(inputs, parameters) - losses(inputs, minimum[None])


SMALL, LARGE = 16, 1024
budgets = {"4096 examples": lambda B: EXAMPLES // B, "64 updates": lambda B: 64}
results, candidates = {}, 2.0 ** np.arange(-1, 6)
print("budget             B   rates           excess loss")
for name, count in budgets.items():
    for B in (SMALL, LARGE):
        found, chosen = [], []
        for seed, each in enumerate(problems):
            rng = np.random.default_rng([BASE, seed, B, 5])
            tried = excess_after(count(B), each, B, np.repeat(candidates, RUNS), rng)
            chosen.append(candidates[tried.reshape(-1, RUNS).mean(axis=1).argmin()])
            fresh = np.full(RUNS, chosen[-1])
            found.append(excess_after(count(B), each, B, fresh, rng).mean())
        results[name, B] = np.array(found)
        span = f"{min(chosen):4.1f} to {max(chosen):4.1f}"
        print(f"{name:13s}  {B:5d}   {span}    {mean_and_sd(results[name, B], 4)}")

by_examples = results["4096 examples", LARGE] / results["4096 examples", SMALL]
by_updates = results["64 updates", SMALL] / results["64 updates", LARGE]
print(
    f"\nequal examples: B = {LARGE} has {mean_and_sd(by_examples, 1)} times the excess"
)
print(f"equal updates: B = {SMALL} has {mean_and_sd(by_updates, 1)} times the excess")
assert by_examples.min() > 1.3, "at equal examples the small batch wins"
assert by_updates.min() > 2, "at equal updates the large batch wins"

# %%
# alt: Four columns of dots, one dot per data set, on a logarithmic axis of excess loss. At 4096 examples<!--= given --> the dots of batch size 16 lie below those of 1024. At 64 updates<!--= given --> the order is reversed.
# caption: Same two batch sizes, two budgets, opposite winners: dots are the data sets, bars are means, lower is better.
figure, axes = new_figure()
for column, ((_, B), values) in enumerate(results.items()):
    color, marker = (BLUE, "o") if B == SMALL else (ORANGE, "s")
    offsets = column + np.linspace(-0.2, 0.2, len(values))
    axes.semilogy(offsets, values, marker, color=color, markersize=5, alpha=0.8)
    axes.semilogy([column - 0.32, column + 0.32], [values.mean()] * 2, color=color)
axes.set_xticks(range(4), [f"{name}\nB = {B}" for name, B in results])
axes.set_ylabel("excess loss")
figure

# %%
# Numbers quoted in the text.
measured = {
    "variance": {B: ratio for B, (ratio, _, _) in noise.items()},
    "start": exact_start,
    "updates": dict(zip(SIZES, steps.T)),
    "examples_spent": spent,
    "saved": 1 - kept,
    "dearer": 1024 * kept,
    "below": below,
    "beyond": beyond,
    "critical": critical,
    "forecast": forecast,
    "misfit": misfit[TARGET],
    "misfit_late": misfit[0.003],
    "moved": moved,
    "over": over,
    "by_examples": by_examples,
    "by_updates": by_updates,
}

# %% [markdown]
# On every data set, the winner changes with the budget. At equal examples, the large batch is left with
# 4.0 ± 1.9<!--= by_examples --> times the excess loss of the small one. At equal updates, the small batch is left with
# 14 ± 3<!--= by_updates --> times that of the large one.
#
# ## Limits
#
# - The lab has one kind of convex problem, in 20 dimensions.<!--= given --> It has no saddle points and no test set, so it says nothing
#   about [generalization](../training/batch-size-and-generalization.md#batch-size-generalization).
# - Mini-batches are drawn with replacement. Shuffled epochs have less noise once a batch is a sizable part of the data, and
#   a run that ends within its first epochs gains from seeing no example twice.
# - Learning rates are constant. With decay, the small batch would lose its [noise
#   floor](../training/batch-size-and-convergence.md#batch-size-gradient-noise) and look better at long budgets.
#
# ## At scale
#
# - Shallue et al. measured the updates to a target for many batch sizes, tuned for each: their 168,160 models on 35 workloads show
#   perfect scaling, then diminishing returns, then a plateau, at batch sizes that differ widely between workloads [@shallue2018].
# - The gradient noise scale predicts the largest useful batch size from image classifiers to game-playing agents [@mccandlish2018].
# - For language models of 1 and 7 billion parameters, a direct measurement finds the critical batch size near zero at the start,
#   then rising fast and leveling off; the authors doubt that the noise scale is a safe proxy, since it rests on strong assumptions
#   [@merrill2025].
# - Adam and K-FAC push the critical batch size further than momentum does, in networks and in a noisy quadratic model [@zhang2019nqm].
