"""Focal loss and the small U-Net of docs/architectures/detection-and-segmentation.md in PyTorch."""

import numpy as np
import pytest
import torch
from torch.nn import functional

from snippets.architectures import detection_and_segmentation as detection
from snippets.architectures import detection_and_segmentation_torch as twin


@pytest.fixture(autouse=True)
def _seeded() -> None:
    torch.manual_seed(0)
    torch.set_num_threads(1)  # tiny tensors: more threads only wait for each other


def test_focal_loss_on_logits_is_the_formula_and_safe_at_extreme_logits() -> None:
    logits, labels = torch.randn(20, dtype=torch.float64), torch.randint(2, (20,)).double()
    p = torch.sigmoid(logits)
    p_true = torch.where(labels == 1, p, 1 - p).numpy()
    alpha = np.where(labels == 1, 0.25, 0.75)
    expected = np.sum(alpha * detection.focal_loss(p_true, 2.0))
    assert twin.focal_loss(logits, labels, 2.0, 0.25).item() == pytest.approx(expected)
    half = twin.focal_loss(logits, labels, 0.0, 0.5)
    plain = functional.binary_cross_entropy_with_logits(logits, labels, reduction="sum")
    torch.testing.assert_close(2 * half, plain)
    extreme = torch.tensor([-200.0, 200.0], requires_grad=True)
    loss = twin.focal_loss(extreme, torch.tensor([1.0, 0.0]), 2.0, 0.25)
    loss.backward()
    assert loss.item() == pytest.approx(200)
    gradient = extreme.grad
    assert isinstance(gradient, torch.Tensor)
    assert torch.isfinite(gradient).all()


def test_unet_keeps_the_size_and_its_skips_carry_position() -> None:
    network = twin.UNet(channels=3, classes=2, width=4)
    image = torch.randn(2, 3, 16, 20)
    assert network(image).shape == (2, 2, 16, 20)
    with torch.no_grad():  # without what comes from below, a pixel sees its neighbors through the first skip alone
        for up in (network.up1, network.up2):
            up.weight.zero_()
            if up.bias is not None:
                up.bias.zero_()
    base = network(image)
    changed = image.clone()
    changed[:, :, 8, 10] += 1
    rows = (network(changed) - base).abs().sum((0, 1)).nonzero()
    assert rows.min(dim=0).values.tolist() == [4, 6]  # four 3 × 3 convolutions: four pixels in each direction
    assert rows.max(dim=0).values.tolist() == [12, 14]


@pytest.mark.parametrize("side", [17, 18])  # odd at once, and odd after the first pooling
def test_a_side_that_cannot_be_halved_at_each_pooling_fails_where_maps_are_joined(side: int) -> None:
    with pytest.raises(RuntimeError, match="Sizes of tensors must match"):
        twin.UNet(channels=1, classes=1, width=2)(torch.randn(1, 1, side, 16))


def test_what_comes_from_below_reaches_farther_than_the_skip() -> None:
    network = twin.UNet(channels=1, classes=1, width=4)
    image = torch.randn(1, 1, 64, 64, requires_grad=True)
    network(image)[0, 0, 32, 32].backward()
    gradient = image.grad
    assert isinstance(gradient, torch.Tensor)
    reached = gradient[0, 0].nonzero()
    assert int(reached.max() - reached.min()) > 30


def test_parameters_double_where_maps_are_concatenated() -> None:
    network = twin.UNet(channels=1, classes=1, width=4)
    shapes = {name: tuple(part.shape[:2]) for name, part in network.named_parameters() if name.endswith("0.weight")}
    assert shapes["join1.0.weight"] == (4, 8)
    assert shapes["join2.0.weight"] == (8, 16)
    assert shapes["down2.0.weight"] == (8, 4)
    assert shapes["bottom.0.weight"] == (16, 8)


def test_segmentation_loss_is_cross_entropy_plus_soft_dice_per_image() -> None:
    logits, masks = torch.randn(3, 4, 5, dtype=torch.float64), torch.randint(2, (3, 4, 5)).double()
    p, y = torch.sigmoid(logits).flatten(1).numpy(), masks.flatten(1).numpy()
    dice = np.mean([detection.soft_dice_loss(one, truth, 1.0)[0] for one, truth in zip(p, y, strict=True)])
    entropy = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    assert twin.segmentation_loss(logits, masks).item() == pytest.approx(dice + entropy)
    smoothed = np.mean([detection.soft_dice_loss(one, truth, 3.0)[0] for one, truth in zip(p, y, strict=True)])
    assert twin.segmentation_loss(logits, masks, smooth=3.0).item() == pytest.approx(smoothed + entropy)


def test_a_small_unet_learns_to_find_squares() -> None:
    network = twin.UNet(channels=1, classes=1, width=4)
    optimizer = torch.optim.Adam(network.parameters(), lr=0.01)
    masks = torch.zeros(8, 16, 16)
    for index in range(8):
        masks[index, index : index + 6, 2 : 8 + index] = 1
    images = masks[:, None] + 0.3 * torch.randn(8, 1, 16, 16)
    losses = []
    for _ in range(40):
        loss = twin.segmentation_loss(network(images)[:, 0], masks)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < 0.5 * losses[0]
