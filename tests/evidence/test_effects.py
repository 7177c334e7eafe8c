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
RELATIVES = [
    "from numpy import random",
    "import numpy.random as r",
    "r = np.random\nr.rand()",
    "np.random.default_rng(None)",
    "default_rng(seed=None)",
    "np.random.default_rng(seed=None)",
    "np.random.RandomState()",
    "np.random.RandomState(0)",
    "getattr(np, 'random').rand()",
    "__builtins__['print']('x')",
    "p = print\np('x')",
    "torch.seed()",
    "np.mean = len",
    "torch.set_default_dtype(torch.float64)",
    "torch.use_deterministic_algorithms(True)",
    "np.seterr(all='ignore')",
    "np.set_printoptions(precision=2)",
    "math.pi = 3",
    "setattr(np, 'mean', len)",
    "globals()['x'] = 1",
    "vars(np)['x'] = 1",
    "np.savetxt('x', y)",
    "y.tofile('x')",
    "np.save('x', y)",
    "np.DataSource()",
    "from numpy import load",
    "from numpy import load as l",
    "from torch import load, save",
    "import torch.hub",
    "from sklearn.datasets import fetch_openml",
    "from sklearn.datasets import load_iris",
    "import sklearn.datasets",
    "sklearn.datasets.fetch_20newsgroups()",
    "torch.set_num_threads(1)",
    "from scripts.content import ROOT",
    "@lru_cache\ndef f(x):\n    return x",
    "@functools.cache\ndef f(x):\n    return x",
    "def f(x=[]):\n    x.append(1)",
    "def f(rng=np.random.default_rng(0)):\n    return rng.normal()",
    "STATE = []\ndef f():\n    STATE.append(1)",
    "RNG = np.random.default_rng(0)",
    "rng = np.random.default_rng(0)\ndef f():\n    return rng.normal()",
    "GENERATOR = torch.Generator()",
    "_CACHE = {}\ndef f(x):\n    _CACHE[x] = 1",
    "import sys",
    "import pathlib",
    "from pathlib import Path",
    "import subprocess",
    "import threading",
    "import multiprocessing",
    "import ctypes",
    "import pickle",
    "import warnings",
    "import logging",
    "import builtins",
    "from os import system",
    "exit()",
    "quit()",
    "help()",
    "assert False, print('x')",
    "raise SystemExit",
    "def f():\n    raise KeyboardInterrupt",
    "compile('1','','eval')",
    "exec('1')",
    "()  .__class__.__base__.__subclasses__()",
    "np.fromfile('x')",
    "np.memmap('x')",
    "np.loadtxt('x')",
    "np.genfromtxt('https://x')",
    "torch.utils.model_zoo.load_url('x')",
    "torch.jit.load('x')",
    "torch.load('x')",
    "torch.save(x,'f')",
    "torch.random.seed()",
    "torch.random.manual_seed(0)",
    "torch.cuda.manual_seed_all(0)",
    "torch.default_generator.manual_seed(0)",
    "torch.mps.manual_seed(0)",
    "np.random.Generator(np.random.PCG64())",
    "np.random.PCG64()",
    "np.random.SeedSequence()",
    "np.random.SeedSequence().entropy",
    "hash('x')",
    "id(x)",
    "def f(x):\n    return hash(x)",
    "locals()",
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


@pytest.mark.parametrize("code", RELATIVES)
def test_its_relatives_are_found_with_what_to_do(code: str) -> None:
    said = [message for _, message in effects(ast.parse(code))]
    assert said != []
    assert [message for message in said if not any(sign in message for sign in ";:")] == []


@pytest.mark.parametrize("code", PURE)
def test_code_that_only_computes_is_left_alone(code: str) -> None:
    assert list(effects(ast.parse(code))) == []
