"""The code of the example page."""


# --8<-- [start:mean]
def mean(numbers: list[float]) -> float:
    """The mean x̄ = 1/B · Σ_i xᵢ of B numbers."""
    return sum(numbers) / len(numbers)


# --8<-- [end:mean]
