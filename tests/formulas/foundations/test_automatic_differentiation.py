"""The formulas of the page on automatic differentiation."""

import numpy as np
from numpy.random import Generator

from scripts.evidence.formulas.binding import Cases, executed
from scripts.evidence.formulas.values import each
from snippets.foundations.automatic_differentiation import Node, best_step, forward, ordered, reverse, sin


def graph(rng: Generator) -> tuple[list[Node], np.ndarray]:
    """The nodes of x y + sin(x y), inputs first, and the matrix of local derivatives, read off by hand."""
    a, b = (float(value) for value in rng.standard_normal(2))
    x, y = Node(a), Node(b)
    product = x * y
    wave = sin(product)
    output = product + wave
    local = np.zeros((5, 5))
    local[2, 0], local[2, 1] = b, a
    local[3, 2] = np.cos(a * b)
    local[4, 2], local[4, 3] = 1, 1
    return [x, y, product, wave, output], local


@executed("foundations.automatic_differentiation.forward")
def test_forward(rng: Generator) -> Cases:
    nodes, local = graph(rng)
    direction = {nodes[0]: 0.5, nodes[1]: -2.0}
    tangents = np.array([forward(node, direction) for node in nodes])
    assert ordered(nodes[-1]) == nodes
    for j in (3, 4, 5):
        yield {r"\dot v": tangents, "d": local, "i": each(range(1, 6)), "j": j}


@executed("foundations.automatic_differentiation.reverse")
def test_reverse(rng: Generator) -> Cases:
    nodes, local = graph(rng)
    adjoints = reverse(nodes[-1])
    for i in (1, 2, 3, 4):
        yield {
            r"\bar v": np.array([adjoints[node] for node in nodes]),
            "d": local,
            "j": each(range(1, 6)),
            "i": i,
        }


@executed("foundations.automatic_differentiation.best_step")
def test_best_step(rng: Generator) -> Cases:
    for value, third in ((1.0, 2.0), (-3.0, 0.5), (float(rng.standard_normal()), -4.0)):
        yield {"h": best_step(value, third), "u": 2.0**-53, "f": value, "f'''": third}
