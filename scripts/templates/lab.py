# ---
# description: What $topic shows when it is measured, over several seeds, with its spread and its limits.
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
# # $title
#
# **Claim on trial.** “Say in one sentence what people repeat.”
#
# **Verdict.** Say in one sentence what was found, with its number: the means spread by
# $$`\pm`$$ 0.25<!--= spread -->. The question behind it: [$question_title]($question).
#
# ## Method
#
# Say what is trained or computed, on which data, over how many seeds.

# %%
import numpy as np

SEEDS, N = 12, 16
draws = [np.random.default_rng(seed).standard_normal(N) for seed in range(SEEDS)]
means = np.mean(draws, axis=1)
spread = float(means.std(ddof=1))

# %% [markdown]
# ## Say here what was found
#
# Each finding has a number with its spread, and ends in an assert that another machine does not break.

# %%
# alt: Twelve points, one for each seed, on both sides of a line at zero and close to it.
# caption: The means of sixteen numbers lie on both sides of zero.
from scripts.figures.style import BLUE, INK, new_figure

assert means.min() < 0 < means.max() and spread < 0.5
figure, axes = new_figure(height=2.5)
axes.axhline(0, color=INK, linestyle=":")
axes.plot(means, "o", color=BLUE)
axes.set(xlabel="seed", ylabel="mean")
figure

# %%
# Numbers quoted in the text.
measured = {"spread": spread}

# %% [markdown]
# ## Limits
#
# Say what this does not show.
#
# ## At scale
#
# Say what papers found, and cite them.
