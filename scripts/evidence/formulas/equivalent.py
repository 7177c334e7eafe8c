"""Changes of formulas that say the same as before, so that no binding can notice them. The list can only shrink.

By function and number of the formula: the changed statement as it is spelled, and why it is the same.
"""

EQUIVALENT: dict[str, dict[str, str]] = {}
