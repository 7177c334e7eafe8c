"""What a snippet does beside computing is found."""

import ast

import pytest

from scripts.evidence.effects import effects

IMPURE = [
    'print("words")',
    'open("file")',
    "input()",
    'eval("1")',
    "import os",
    "import time",
    "import random",
    "from datetime import datetime",
    "from urllib.request import urlopen",
    "import socket, math",
    "from numpy.random import rand",
    "np.random.seed(0)",
    "np.random.normal(3)",
    "numpy.random.shuffle(x)",
    "np.random.default_rng()",
    "default_rng()",
    'np.load("file")',
    'torch.save(x, "file")',
    'torch.hub.load("a", "b")',
    "torch.manual_seed(0)",
    "torch.cuda.manual_seed(0)",
    "def f():\n    global x\n    x = 1",
]
PURE = [
    "import math",
    "import numpy as np",
    "from collections.abc import Callable",
    "from snippets.training.page import mean",
    "import torch.nn.functional as F",
    "def f(rng: np.random.Generator) -> float:\n    return rng.normal()",
    "np.random.default_rng(seed)",
    "torch.Generator().manual_seed(0)",
    "with torch.random.fork_rng():\n    torch.manual_seed(0)",
    "def f(seed: int) -> None:\n    torch.manual_seed(seed)",
    "def f(*, seed: int) -> None:\n    for run in range(3):\n        torch.manual_seed(seed + run)",
]


@pytest.mark.parametrize("code", IMPURE)
def test_an_effect_is_found(code: str) -> None:
    assert len(list(effects(ast.parse(code)))) == 1


@pytest.mark.parametrize("code", PURE)
def test_code_that_only_computes_is_left_alone(code: str) -> None:
    assert list(effects(ast.parse(code))) == []
