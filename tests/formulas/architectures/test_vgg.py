"""The formulas of the page on VGG."""

from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from snippets.architectures.vgg import stack_parameters


@executed("architectures.vgg.stack_parameters")
def test_stack_parameters(rng: Generator) -> Cases:
    for C in (1, 512, int(rng.integers(2, 512))):
        depth, kernel = map(int, rng.integers(2, 9, 2))
        yield {
            "D": depth,
            "k": kernel,
            "C": C,
            "result": (stack_parameters(kernel, depth, C), stack_parameters(3, 3, C), stack_parameters(3, 2, C)),
            "last": (None, stack_parameters(7, 1, C), stack_parameters(5, 1, C)),
        }
