"""Numbers of `docs/language-models/pretraining.md`."""

from math import log

from snippets.language_models import pretraining as page

PRINTED = page.Fit(E=1.69, A=406.4, B=410.7, alpha=0.34, beta=0.28)
"""Hoffmann et al. 2022, as printed."""
REFITTED = page.Fit(E=1.8172, A=482.01, B=2085.43, alpha=0.3478, beta=0.3658)
"""Besiroglu et al. 2024."""
GOPHER, CHINCHILLA = (280e9, 300e9), (70e9, 1.4e12)
"""Parameters and tokens."""
BUDGET = 5.76e23
"""The FLOPs for which Hoffmann et al. planned Chinchilla."""
WIDTH, LAYERS, CONTEXT, VOCABULARY = 768, 12, 1024, 50_257
"""GPT-2 small."""


def gpt2() -> dict[str, float]:
    """Parameters of GPT-2 small: matrices of its blocks, all, token embeddings and their share; its first loss."""
    blocks = page.block_parameters(LAYERS, WIDTH)
    biases_and_norms = 13 * LAYERS * WIDTH + 2 * WIDTH
    embedding = VOCABULARY * WIDTH
    everything = blocks + biases_and_norms + embedding + CONTEXT * WIDTH
    return {
        "blocks": blocks / 1e6,
        "all": everything / 1e6,
        "embedding": embedding / 1e6,
        "share": embedding / everything,
        "first_loss": log(VOCABULARY),
    }


def flops() -> dict[str, float]:
    """Training compute of Gopher and Chinchilla."""
    return {"gopher": page.training_flops(*GOPHER), "chinchilla": page.training_flops(*CHINCHILLA)}


def optimum() -> dict[str, dict[str, float]]:
    """Billions of parameters and tokens, and tokens per parameter, for Chinchilla's budget, by both fits."""
    found = {}
    for name, fit in (("printed", PRINTED), ("refitted", REFITTED)):
        parameters, tokens = page.compute_optimal(BUDGET, fit)
        found[name] = {"parameters": parameters / 1e9, "tokens": tokens / 1e9, "ratio": tokens / parameters}
    return found


def exponent() -> dict[str, float]:
    """The power of compute with which the parameters grow, by both fits."""
    return {name: fit.beta / (fit.alpha + fit.beta) for name, fit in (("printed", PRINTED), ("refitted", REFITTED))}


def losses() -> dict[str, float]:
    """Loss of Gopher and Chinchilla, in nats per token, by the refitted law."""
    return {
        "gopher": page.parametric_loss(*GOPHER, REFITTED),
        "chinchilla": page.parametric_loss(*CHINCHILLA, REFITTED),
    }


def half_size() -> dict[str, float]:
    """A model of half of Chinchilla's size and the same loss: more tokens, more compute, and where it pays."""
    parameters, tokens = CHINCHILLA
    longer = page.tokens_for(page.parametric_loss(parameters, tokens, REFITTED), parameters / 2, REFITTED)
    extra = page.training_flops(parameters / 2, longer) - page.training_flops(parameters, tokens)
    saved_per_token = 2 * parameters - 2 * parameters / 2
    return {
        "tokens": longer / 1e12,
        "compute": page.training_flops(parameters / 2, longer) / page.training_flops(parameters, tokens),
        "served": extra / saved_per_token / 1e12,
    }


def bits() -> dict[str, float]:
    """The same 1000 bytes in 250 tokens at 2.8 nats and in 200 tokens at 3.4: perplexities and bits per byte."""
    return {
        "fine_perplexity": page.perplexity(2.8),
        "coarse_perplexity": page.perplexity(3.4),
        "fine": page.bits_per_byte(2.8, 250, 1000),
        "coarse": page.bits_per_byte(3.4, 200, 1000),
    }


def predicted() -> dict[str, float]:
    """Tokens of a sequence of 512 of which a pass gives the loss: chosen by BERT on average, and by a decoder."""
    return {"bert": 0.15 * 512, "gpt": 512 - 1}


def example_days() -> float:
    """Days of one device with 10¹⁵ FLOPs per second at 40 % for 7 billion parameters and 2 trillion tokens."""
    return page.training_flops(7e9, 2e12) / (0.4 * 1e15) / 86_400


def budget() -> dict[str, float]:
    """10²⁴ FLOPs, 20 tokens per parameter: billions of parameters, trillions of tokens, days; growth at ten times."""
    parameters = (1e24 / page.training_flops(1, 20)) ** 0.5
    days = page.training_flops(parameters, 20 * parameters) / (1000 * 0.4 * 1e15) / 86_400
    return {
        "parameters": parameters / 1e9,
        "tokens": 20 * parameters / 1e12,
        "days": days,
        "growth": 10**0.5,
    }
