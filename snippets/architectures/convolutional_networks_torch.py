"""PyTorch twins of convolution and pooling, and a test of what each network assumes."""

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional


# --8<-- [start:convolve]
def convolve(
    x: Tensor,
    weight: Tensor,
    bias: Tensor,
    stride: int = 1,
    padding: int = 0,
    dilation: int = 1,
) -> Tensor:
    """`nn.Conv2d` holds weight and bias and calls this; x is (B, C_in, H, W)."""
    return functional.conv2d(x, weight, bias, stride, padding, dilation)


# --8<-- [end:convolve]


# --8<-- [start:max_pool]
def max_pool(x: Tensor, kernel: int, stride: int) -> Tensor:
    """As a module: `nn.MaxPool2d(kernel, stride)`."""
    return functional.max_pool2d(x, kernel, stride)


# --8<-- [end:max_pool]


def striped_images(count: int, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
    """8 × 8 images of noise (σ = 0.3) with one 3 × 3 edge at a random place.

    Returns the images, shape (count, 1, 8, 8), and 0 or 1: horizontal or vertical edge.
    """
    horizontal = np.array([[1.0, 1, 1], [0, 0, 0], [-1, -1, -1]])
    labels = rng.integers(0, 2, count)
    images = 0.3 * rng.standard_normal((count, 8, 8))
    for image, vertical in zip(images, labels, strict=True):
        row, column = rng.integers(0, 6, 2)
        patch = image[row : row + 3, column : column + 3]
        patch += horizontal.T if vertical else horizontal
    return torch.tensor(images[:, None], dtype=torch.float32), torch.tensor(labels)


# --8<-- [start:networks]
def convolutional_network() -> nn.Module:
    """98 parameters: eight 3 × 3 filters, then only the strongest response of each."""
    return nn.Sequential(
        nn.Conv2d(1, 8, 3),
        nn.ReLU(),
        nn.AdaptiveMaxPool2d(1),
        nn.Flatten(),
        nn.Linear(8, 2),
    )


def dense_network() -> nn.Module:
    """4290 parameters: every hidden unit weighs all 64 pixels."""
    return nn.Sequential(nn.Flatten(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 2))


# --8<-- [end:networks]


def parameters(network: nn.Module) -> int:
    """How many weights and biases a network has."""
    return sum(parameter.numel() for parameter in network.parameters())


def accuracy(build: Callable[[], nn.Module], shuffle_pixels: bool, seed: int) -> float:
    """Share of 2000 new images right after 100 Adam steps on 500 training images.

    With `shuffle_pixels` one permutation of the 64 pixels is applied to all images.
    The seed draws the images, the permutation and the weights of the network.
    """
    rng = np.random.default_rng(seed)
    torch.manual_seed(seed)
    network = build()
    images, labels = striped_images(500, rng)
    new_images, new_labels = striped_images(2000, rng)
    order = torch.tensor(rng.permutation(64) if shuffle_pixels else np.arange(64))
    images = images.flatten(1)[:, order].reshape(-1, 1, 8, 8)
    new_images = new_images.flatten(1)[:, order].reshape(-1, 1, 8, 8)
    optimizer = torch.optim.Adam(network.parameters(), lr=0.03)
    for _ in range(100):
        optimizer.zero_grad()
        loss = functional.cross_entropy(network(images), labels)
        loss.backward()
        optimizer.step()
    right = network(new_images).argmax(dim=1) == new_labels
    return float(right.float().mean())
