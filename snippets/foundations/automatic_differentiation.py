"""Automatic differentiation of scalars in both modes, and the gradient check."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass


# --8<-- [start:node]
@dataclass(frozen=True, eq=False)
class Node:
    """A number that remembers how it was computed.

    Attributes:
        value: the number.
        parents: what it was computed from, each with the local derivative by it.
    """

    value: float
    parents: tuple[tuple["Node", float], ...] = ()

    def __add__(self, other: "Node") -> "Node":
        return Node(self.value + other.value, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other: "Node") -> "Node":
        local = ((self, other.value), (other, self.value))
        return Node(self.value * other.value, local)


def sin(x: Node) -> Node:
    """The sine, with its local derivative."""
    return Node(math.sin(x.value), ((x, math.cos(x.value)),))


# --8<-- [end:node]


# --8<-- [start:modes]
def ordered(output: Node) -> list[Node]:
    """All nodes that the output depends on, parents before children."""
    found: dict[Node, None] = {}

    def visit(node: Node) -> None:
        if node not in found:
            for parent, _ in node.parents:
                visit(parent)
            found[node] = None

    visit(output)
    return list(found)


def reverse(output: Node) -> dict[Node, float]:
    """Derivative of the output by every node, in one pass from back to front."""
    adjoint = dict.fromkeys(ordered(output), 0.0)
    adjoint[output] = 1.0
    for node in reversed(list(adjoint)):
        for parent, local in node.parents:
            adjoint[parent] += adjoint[node] * local
    return adjoint


def forward(output: Node, direction: Mapping[Node, float]) -> float:
    """Derivative of the output along one direction of the inputs, front to back."""
    tangent: dict[Node, float] = {}
    for node in ordered(output):
        start = direction.get(node, 0.0)
        tangent[node] = start + sum(tangent[p] * local for p, local in node.parents)
    return tangent[output]


# --8<-- [end:modes]


# --8<-- [start:central]
def central_difference(f: Callable[[float], float], x: float, h: float) -> float:
    """Numerical derivative: (f(x + h) − f(x − h)) / 2h."""
    return (f(x + h) - f(x - h)) / (2 * h)


def best_step(value: float, third: float, roundoff: float = 2.0**-53) -> float:
    """The best step h = (3 u |f|/|f‴|)^(1/3), for `value` f, `third` f‴, unit u."""
    return float((3 * roundoff * abs(value) / abs(third)) ** (1 / 3))


# --8<-- [end:central]
