"""Numbers of `docs/attention-and-transformers/transformer-variants.md`."""

import numpy as np
from numpy.typing import NDArray

from snippets.attention_and_transformers import transformer_variants as page
from snippets.attention_and_transformers.efficient_attention import dense_multiply_adds, pair_multiply_adds

Runs = NDArray[np.float64]
Array = NDArray[np.float64]

ALPHA = 0.01
"""Weight of the balancing loss in Switch Transformers."""
EXPERTS, WIDTH, TOKENS = 8, 8, 256
"""The toy mixture of the page."""


def patches() -> dict[str, float]:
    """Patches of 224 and 448 pixels at 16; pixels of a patch; how tokens and scores grow."""
    small, large = (224 // 16) ** 2, (448 // 16) ** 2
    return {
        "side": 224 // 16,
        "small": small,
        "numbers": 3 * 16**2,
        "tokens": large / small,
        "scores": large**2 / small**2,
    }


def pixels() -> dict[str, float]:
    """Tokens of an image of 224 pixels if each pixel were one, and billions of attention scores."""
    count = 224**2
    return {"tokens": count, "billions": count**2 / 1e9}


def vit_base() -> dict[str, float]:
    """Parameters of ViT-B/16, and millions of them."""
    return {"parameters": page.vit_parameters(), "millions": page.vit_parameters() / 1e6}


def vit_work() -> dict[str, float]:
    """Multiply-adds of ViT-B/16 for an image of 224 pixels, in billions, and the share of scores and weighted sums."""
    count, width, blocks = 14**2, 768, 12
    pairs = blocks * pair_multiply_adds(count + 1, width)
    dense = blocks * dense_multiply_adds(count + 1, width) + count * 3 * 16**2 * width + width * 1000
    return {"billions": (dense + pairs) / 1e9, "pairs": pairs / (dense + pairs)}


def mixtral() -> dict[str, float]:
    """Billions of parameters of Mixtral: stored, at work for a token, of eight whole models; gigabytes in 16 bits."""
    dense = page.mixtral_parameters(1)
    return {
        "all": page.mixtral_parameters(8) / 1e9,
        "active": page.mixtral_parameters(2) / 1e9,
        "dense": dense / 1e9,
        "eight": 8 * dense / 1e9,
        "gigabytes": 2 * page.mixtral_parameters(8) / 1e9,
        "active_gigabytes": 2 * page.mixtral_parameters(2) / 1e9,
    }


def balancing() -> dict[str, float]:
    """The balancing loss of four experts: spread evenly, collapsed, and in a case that is lower than even."""
    rng = np.random.default_rng(0)
    even = 30 * np.eye(4)[rng.permutation(np.arange(400) % 4)]
    collapsed = 30 * np.eye(4)[np.zeros(400, int)]
    return {
        "even": page.balancing_loss(even, ALPHA),
        "collapsed": page.balancing_loss(collapsed, ALPHA),
        "lower": page.balancing_loss(_lower(), ALPHA),
    }


def _lower() -> Array:
    """Six tokens that barely prefer one of two experts, four that are sure of the other."""
    return np.array([[0.02, 0.0]] * 6 + [[-9.0, 9.0]] * 4)


def places() -> dict[str, float]:
    """Places of each of 8 experts for 1024 tokens at factor 1.25, and the share dropped if half want the same."""
    room = page.capacity(1024, 8, 1.25)
    choice = np.where(np.arange(1024) % 2 == 0, 0, np.arange(1024) % 8)
    kept = page.within_capacity(choice, 8, room)
    return {"places": room, "dropped": float(1 - np.mean(kept))}


def shifted(first: int = 0) -> dict[int, Runs]:
    """How far the tokens of shifted images are from those of the images, moved: relative, by pixels, over images."""
    draws = [_smooth_image_and_matrix(seed) for seed in range(first, first + 8)]
    return {pixels: np.array([_difference(image, E, pixels) for image, E in draws]) for pixels in (*range(0, 33, 2),)}


def _smooth_image_and_matrix(seed: int) -> tuple[Array, Array]:
    """Noise in three colors, (3, 128, 128), smoothed over 24 pixels, whose borders meet; and a random E, (64, 768)."""
    rng = np.random.default_rng(seed)
    spectrum = np.fft.fft2(rng.standard_normal((3, 128, 128)))
    frequency = np.fft.fftfreq(128)
    blur = np.exp(-2 * (np.pi * 8) ** 2 * (frequency[:, None] ** 2 + frequency[None] ** 2))
    image = np.fft.ifft2(spectrum * blur).real
    return np.asarray(image / image.std()), rng.standard_normal((64, 3 * 16**2))


def _difference(image: Array, E: Array, pixels: int) -> float:
    bias = np.zeros(len(E))
    before = page.embed_patches(image, 16, E, bias).reshape(8, 8, -1)
    after = page.embed_patches(np.roll(image, pixels, axis=2), 16, E, bias).reshape(8, 8, -1)
    moved = np.roll(before, round(pixels / 16), axis=1)
    return float(np.linalg.norm(after - moved) / np.linalg.norm(before))


def loads(first: int = 0) -> dict[str, dict[str, Runs]]:
    """Shares of tokens of the most and the least loaded expert, and error, without and with the balancing loss."""
    seeds = range(first, first + 12)
    found = {name: [_trained(alpha, seed) for seed in seeds] for name, alpha in (("free", 0.0), ("balanced", 1.0))}
    return {
        name: {
            **{f"{rank}": np.array([np.sort(load)[::-1][rank] for load in runs]) for rank in range(EXPERTS)},
            "used": np.array([np.sum(load > 0.01) for load in runs], float),
        }
        for name, runs in found.items()
    }


def _trained(alpha: float, seed: int) -> Array:
    """Shares of the tokens at each expert after training a mixture with top-1 routing."""
    rng = np.random.default_rng(seed)
    centers = rng.standard_normal((EXPERTS, WIDTH))
    tasks = rng.standard_normal((EXPERTS, WIDTH)) / np.sqrt(WIDTH)
    router, experts = 0.3 * rng.standard_normal((EXPERTS, WIDTH)), 0.1 * rng.standard_normal((EXPERTS, WIDTH))
    for _ in range(600):
        X, y = _draw(rng, centers, tasks)
        logits = X @ router.T
        p, gates = page.softmax(logits), page.route(logits, 1) > 0
        outputs = X @ experts.T
        chosen = gates.astype(float)
        gate, output = np.sum(p * chosen, axis=1), np.sum(outputs * chosen, axis=1)
        delta = (gate * output - y) / TOKENS
        d_experts = (delta * gate)[:, None] * chosen
        d_logits = (delta * output * gate)[:, None] * (chosen - p) + page.balancing_gradient(logits, alpha)
        router, experts = router - 0.5 * d_logits.T @ X, experts - 0.5 * d_experts.T @ X
    X, _ = _draw(rng, centers, tasks, 4096)
    return np.asarray(np.mean(page.route(X @ router.T, 1) > 0, axis=0))


def _draw(rng: np.random.Generator, centers: Array, tasks: Array, count: int = TOKENS) -> tuple[Array, Array]:
    """Tokens around centers, equally many of each, and targets that are another linear function for each center."""
    kind = rng.integers(len(centers), size=count)
    X = centers[kind] + 0.3 * rng.standard_normal((count, WIDTH))
    return X, np.sum(X * tasks[kind], axis=1)
