"""Numbers of `docs/architectures/resnet.md`."""

from snippets.architectures.resnet import block_parameters


def basic_block() -> dict[int, int]:
    """Parameters of a basic block, by channels."""
    return {channels: block_parameters("basic", channels, channels, False) for channels in (64, 256)}
