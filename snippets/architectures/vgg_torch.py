"""VGG-16 in PyTorch."""

from itertools import pairwise

from torch import nn


# --8<-- [start:vgg16]
def vgg16(classes: int = 1000) -> nn.Sequential:
    """Logits for images of shape (B, 3, 224, 224); softmax belongs to the loss."""
    layers: list[nn.Module] = []
    channels = 3
    for width, depth in ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3)):
        for _ in range(depth):
            layers += [nn.Conv2d(channels, width, 3, padding=1), nn.ReLU()]
            channels = width
        layers.append(nn.MaxPool2d(2))  # the stride is the size
    layers.append(nn.Flatten())
    for inputs, units in pairwise((512 * 7 * 7, 4096, 4096)):
        layers += [nn.Linear(inputs, units), nn.ReLU(), nn.Dropout(0.5)]
    return nn.Sequential(*layers, nn.Linear(4096, classes))


# --8<-- [end:vgg16]
