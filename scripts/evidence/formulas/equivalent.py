"""Changes of formulas that say the same as before, so that no binding can notice them. The list can only shrink.

By function and number of the formula: the changed statement as it is spelled, and why it is the same.
"""

EQUIVALENT: dict[str, dict[str, str]] = {
    "regularization.batch_normalization.batch_norm#1": {
        r"\sigma_{B}^{2} = \frac{1}{B}  \sum_{i} (\mu_{B} - x_{i})^{2}": "the square of a difference has no sign",
    },
}
