# ---
# description: A lab of two cells that measures the mean of a batch, asserts what it found, and draws it.
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
# # The mean, measured
#
# **Claim on trial.** “The mean of three numbers is their sum.”
#
# **Verdict.** It is 3.0<!--= mean -->, a third of it, as [the page](../training/page.md) defines it.
#
# ## Method

# %%
from snippets.training.page import mean

average = mean([1.0, 2.0, 6.0])
print(f"measured: {average:.2f}")

# %% [markdown]
# ## Finding

# %%
# alt: One point at height three over batch size three, in an otherwise empty plot.
# caption: The mean of the three numbers is three.
from scripts.figures.style import BLUE, new_figure

assert average > 2.5
figure, axes = new_figure(3, 2)
axes.plot(3, average, "o", color=BLUE)
figure

# %%
# Numbers quoted in the text.
measured = {"mean": average}

# %% [markdown]
# ## Limits
#
# Three numbers.
#
# ## At scale
#
# Nobody has tried.
