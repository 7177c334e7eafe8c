"""What docs/foundations/automatic-differentiation.md claims about both modes and the gradient check."""

import math

import numpy as np
import pytest

from snippets.foundations import automatic_differentiation as page
from snippets.foundations.automatic_differentiation import Node, reverse, sin


def function(x: Node, y: Node) -> Node:
    """x y + sin(x y) x, in which x y is used twice and x three times."""
    product = x * y
    return product + sin(product) * x


def test_parents_come_before_children_and_shared_nodes_once() -> None:
    x, y = Node(1.0), Node(2.0)
    nodes = page.ordered(function(x, y))
    assert len(nodes) == 6
    assert all(nodes.index(parent) < nodes.index(node) for node in nodes for parent, _ in node.parents)


def test_local_slopes_need_no_larger_graph_for_a_shared_product() -> None:
    """Ten squarings: x to the power 1024, with eleven nodes."""
    x = output = Node(1.001)
    for _ in range(10):
        output = output * output
    assert len(page.ordered(output)) == 11
    assert reverse(output)[x] == pytest.approx(1024 * 1.001**1023)


def test_central_difference_is_exact_for_a_parabola_and_off_by_h_squared_for_a_cube() -> None:
    assert page.central_difference(lambda x: x * x, 3.0, 0.5) == 6.0
    assert page.central_difference(lambda x: x**3, 1.0, 0.1) == pytest.approx(3.01)


@pytest.mark.parametrize(("value", "third"), [(2.0, 6.0), (-0.5, 3.0), (1.0, -40.0)])
def test_best_step_is_where_the_bound_is_least(value: float, third: float) -> None:
    def bound(h: float) -> float:
        return h**2 * abs(third) / 6 + float(np.finfo(np.float64).eps) / 2 * abs(value) / h

    h = page.best_step(value, third)
    assert all(bound(h) < bound(h * factor) for factor in (0.99, 1.01))


def test_digits_are_lost_on_both_sides_of_the_best_step() -> None:
    def digits(h: float) -> float:
        errors = [
            abs(page.central_difference(math.exp, x, h) / math.exp(x) - 1) + 1e-17 for x in np.linspace(0.5, 1.5, 20)
        ]
        return -math.log10(float(np.mean(errors)))

    assert digits(1e-5) > 9.5
    assert digits(1e-1) < 4
    assert digits(1e-11) < 6.5
