"""Numbers of `docs/architectures/resnet.md`."""

import functools

import numpy as np

from snippets.architectures.resnet import Array, block_parameters, depth_experiment, input_gradient, resnet_parameters
from snippets.practice.imagenet import standard_error

NETWORKS = {
    18: ("basic", (2, 2, 2, 2)),
    34: ("basic", (3, 4, 6, 3)),
    50: ("bottleneck", (3, 4, 6, 3)),
    101: ("bottleneck", (3, 4, 23, 3)),
    152: ("bottleneck", (3, 8, 36, 3)),
}
BLOCKS, RATES, SEEDS = (1, 3, 6, 9, 12), (1e-3, 3e-3, 1e-2), 8


def basic_block() -> dict[int, int]:
    """Parameters of a basic block, by channels."""
    return {channels: block_parameters("basic", channels, channels, False) for channels in (64, 256)}


def bottleneck() -> int:
    """Parameters of a bottleneck between 256 channels."""
    return block_parameters("bottleneck", 256, 64, False)


def basic_to_bottleneck() -> float:
    """How many times the parameters of a bottleneck a basic block has, both at 256 channels."""
    return basic_block()[256] / bottleneck()


def parameters() -> dict[int, int]:
    """Parameters of the networks for ImageNet, by weight layers."""
    return {layers: resnet_parameters(kind, blocks) for layers, (kind, blocks) in NETWORKS.items()}


def projections() -> dict[int, int]:
    """Parameters of the projections of the networks."""
    without = {layers: resnet_parameters(kind, blocks, projection=False) for layers, (kind, blocks) in NETWORKS.items()}
    return {layers: count - without[layers] for layers, count in parameters().items()}


def chain() -> dict[str, float]:
    """Gradient through ten blocks of one unit with W_1 = 1 and W_2 = 0.1, without shortcut and with it."""
    one = np.ones((1, 1))
    without = float(input_gradient(one, one, one, 0.1 * one, 0 * one)[0, 0])
    through = float(input_gradient(one, one, one, 0.1 * one)[0, 0])
    return {"slope": through, "plain": without**10, "residual": through**10}


def plain_difference() -> dict[str, float]:
    """Plain-34 against plain-18 on ImageNet: points of error, and their standard error if images were not shared."""
    plain_34, plain_18 = (standard_error(error, 50_000) for error in (0.2854, 0.2794))
    return {"points": 28.54 - 27.94, "independent": 100 * float(np.hypot(plain_34, plain_18))}


def reversal() -> float:
    """Points of validation error by which ResNet-34 is below plain-34."""
    return 28.54 - 25.03


def plain() -> dict[int, Array]:
    """Training errors of plain networks by layers, the best of three rates."""
    return _errors(residual=False)


def residual() -> dict[int, Array]:
    """Training errors of residual networks by layers, the best of three rates."""
    return _errors(residual=True)


def gradient_norm() -> dict[tuple[str, str], Array]:
    """Norms of the gradient at the start of the networks of 26 layers, at their first and last block."""
    kinds = {"plain": False, "residual": True}
    norms = {kind: _experiment(BLOCKS[-1], residual)[1] for kind, residual in kinds.items()}
    return {(kind, name): each[at] for kind, each in norms.items() for name, at in (("first", 0), ("last", -1))}


@functools.cache
def _experiment(blocks: int, residual: bool) -> tuple[Array, Array]:
    return depth_experiment(blocks, residual, np.array(RATES), SEEDS)


def _errors(residual: bool) -> dict[int, Array]:
    found = {}
    for blocks in BLOCKS:
        errors, _ = _experiment(blocks, residual)
        found[2 + 2 * blocks] = errors[errors.mean(axis=1).argmin()]
    return found
