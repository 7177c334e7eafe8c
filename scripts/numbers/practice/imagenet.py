"""Numbers of `docs/practice/imagenet.md` that are computed; the others are quoted."""

from snippets.practice.imagenet import measured_accuracy, standard_error


def per_category() -> float:
    """Images of the full database per category."""
    return 14_197_122 / 21_841


def error() -> dict[str, float]:
    """Standard errors in points: 3.57 % of 100,000 images, 27.94 % of 50,000."""
    return {"test": 100 * standard_error(0.0357, 100_000), "validation": 100 * standard_error(0.2794, 50_000)}


def with_wrong_labels() -> float:
    """Accuracy of a model that knows the truth where 6 % of the labels are wrong."""
    return measured_accuracy(1.0, 0.06, 0.0)
