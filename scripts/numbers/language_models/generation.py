"""Numbers of `docs/language-models/generation.md`."""

import numpy as np

from snippets.language_models import generation as page

LOGITS = np.array([2.0, 1.0, 0.0, -1.0])


def temperature() -> dict[str, float]:
    """Probabilities of four tokens with logits 2, 1, 0, −1, by temperature and place."""
    return {
        f"{name}.{place}": float(value)
        for name, T in (("half", 0.5), ("one", 1.0), ("two", 2.0))
        for place, value in enumerate(page.probabilities(LOGITS, T))
    }


def cut() -> dict[str, float]:
    """The same tokens after top-2 and top-0.9, by place."""
    p = page.probabilities(LOGITS)
    kinds = {"k": page.top_k(p, 2), "p": page.top_p(p, 0.9)}
    return {f"{name}.{place}": float(value) for name, values in kinds.items() for place, value in enumerate(values)}


def first_two() -> float:
    """Probability of the two most probable tokens together at T = 1."""
    return float(page.probabilities(LOGITS)[:2].sum())


def first_three() -> dict[str, float]:
    """Probability of the three most probable tokens together, by temperature."""
    return {name: float(page.probabilities(LOGITS, T)[:3].sum()) for name, T in (("one", 1.0), ("two", 2.0))}


def kept() -> dict[str, int]:
    """Tokens of 16 that top-p keeps at 0.9, where the model is sure and where it is torn."""
    kinds = {"sure": 3.0, "torn": 0.6}
    return {
        name: int(np.count_nonzero(page.top_p(page.probabilities(page.ranked_logits(steepness, 16)), 0.9)))
        for name, steepness in kinds.items()
    }


def kept_at_two() -> int:
    """Tokens of four that top-p keeps at 0.9 and T = 2."""
    return int(np.count_nonzero(page.top_p(page.probabilities(LOGITS, 2.0), 0.9)))


def stories() -> dict[str, float]:
    """Probability of the story that greedy search finds, and of the best."""
    end = page.WORDS.index(".")
    found = {name: page.beam_search(page.story, end, beam, 3)[0][1] for name, beam in (("greedy", 1), ("beam", 2))}
    return {name: float(np.exp(total)) for name, total in found.items()}


def answers() -> dict[str, float]:
    """Log p of the long answer that two beams find, of the empty one that three find, and the length of the first."""
    narrow, wide = (page.beam_search(page.short_sighted, 2, beam, 8)[0] for beam in (2, 3))
    return {"long": narrow[1], "empty": wide[1], "length": len(narrow[0]), "per_token": narrow[1] / len(narrow[0])}


def repeated() -> dict[str, float]:
    """Probability of the top token under a penalty of 1.2, and after 5 is added to all logits."""
    shifts = {"here": 0.0, "shifted": 5.0, "without": 0.0}
    return {
        name: float(page.probabilities(page.penalized(LOGITS + shift, set() if name == "without" else {0}, 1.2))[0])
        for name, shift in shifts.items()
    }
