"""Numbers of `docs/architectures/choosing-an-architecture.md`."""

from snippets.architectures.choosing_an_architecture import layer_costs

SHORT, LONG, SIZE, KERNEL = 100, 200, 64, 3
NAMES = {"dense": "dense", "convolution": "convolution", "recurrence": "recurrence", "attention": "self-attention"}


def weights() -> dict[str, int]:
    """Weights of a layer from 100 vectors of size 64 to as many."""
    costs = layer_costs(SHORT, SIZE, KERNEL)
    return {name: costs[layer].weights for name, layer in NAMES.items()}


def work() -> dict[tuple[str, int], float]:
    """Millions of multiply-adds per sequence, at 100 and 200 positions."""
    return {
        (name, length): layer_costs(length, SIZE, KERNEL)[layer].multiply_adds / 1e6
        for name, layer in NAMES.items()
        for length in (SHORT, LONG)
    }


def steps() -> dict[str, int]:
    """Steps that must wait for each other, at 100 positions."""
    costs = layer_costs(SHORT, SIZE, KERNEL)
    return {name: costs[layer].sequential_steps for name, layer in NAMES.items()}
