"""Claims of docs/architectures/yolo.md: the PyTorch side."""

import math

import numpy as np
import pytest
import torch
from torch import nn

from snippets.architectures import yolo
from snippets.architectures.yolo_torch import (
    class_losses,
    decode_box,
    detection_loss,
    intersection_over_union,
    passthrough,
)


def test_overlap_and_decoding_agree_with_numpy() -> None:
    rng = np.random.default_rng(0)
    corner = rng.random((20, 2))
    boxes = np.hstack([corner, corner + rng.uniform(0.1, 0.6, (20, 2))])
    pairs = torch.tensor(boxes)
    computed = intersection_over_union(pairs[:, None], pairs)
    np.testing.assert_allclose(computed, yolo.intersection_over_union(boxes[:, None], boxes))
    t, cell, prior = rng.standard_normal((9, 4)), rng.integers(0, 13, (9, 2)).astype(float), rng.random((9, 2)) + 0.5
    decoded = decode_box(torch.tensor(t), torch.tensor(cell), torch.tensor(prior))
    np.testing.assert_allclose(decoded, yolo.decode_box(t, cell, prior))


def test_overlap_of_disjoint_boxes_has_no_gradient() -> None:
    box = torch.tensor([0.0, 0, 4, 4], requires_grad=True)
    (gradient,) = torch.autograd.grad(intersection_over_union(box, torch.tensor([6.0, 0, 10, 4])), box)
    assert not gradient.any()
    (gradient,) = torch.autograd.grad(intersection_over_union(box, torch.tensor([3.0, 0, 7, 4])), box)
    assert gradient.any()


def _corners(x: float, y: float, w: float, h: float, S: int = 7) -> yolo.Array:
    return np.array([x / S - w / 2, y / S - h / 2, x / S + w / 2, y / S + h / 2])


def _loss_by_hand(prediction: yolo.Array, target: yolo.Array, B: int = 2) -> float:
    """The five sums of the formula, cell by cell and box by box."""
    loss = 0.0
    for row, column in np.ndindex(7, 7):
        cell, truth = prediction[row, column], target[row, column]
        boxes = [cell[5 * b : 5 * b + 5] for b in range(B)]
        overlaps = np.zeros(B)
        if truth[4] == 1:
            loss += ((cell[5 * B :] - truth[5:]) ** 2).sum()
            true = _corners(truth[0], truth[1], truth[2], truth[3])
            overlaps = np.array(
                [yolo.intersection_over_union(_corners(x, y, r**2, s**2), true) for x, y, r, s, _ in boxes]
            )
        for b, (x, y, root_w, root_h, confidence) in enumerate(boxes):
            if truth[4] == 1 and b == np.argmax(overlaps):
                loss += 5 * ((x - truth[0]) ** 2 + (y - truth[1]) ** 2)
                loss += 5 * ((root_w - truth[2] ** 0.5) ** 2 + (root_h - truth[3] ** 0.5) ** 2)
                loss += (confidence - overlaps[b]) ** 2
            else:
                loss += 0.5 * confidence**2
    return loss


def test_loss_equals_the_five_sums_and_is_0_for_a_perfect_prediction() -> None:
    rng = np.random.default_rng(1)
    target = yolo.grid_target(np.array([[0.33, 0.62, 0.4, 0.5], [0.8, 0.2, 0.2, 0.3]]), [3, 0], S=7, C=20)
    prediction = rng.random((7, 7, 30))
    loss = detection_loss(torch.tensor(prediction), torch.tensor(target))
    assert loss.item() == pytest.approx(_loss_by_hand(prediction, target))
    perfect = np.zeros((7, 7, 30))
    perfect[..., :5] = np.concatenate([target[..., :2], target[..., 2:4] ** 0.5, target[..., 4:5]], axis=-1)
    perfect[..., 10:] = target[..., 5:]
    assert detection_loss(torch.tensor(perfect), torch.tensor(target)).item() == pytest.approx(0, abs=1e-20)


def test_empty_cells_receive_gradient_through_their_confidence_only() -> None:
    target = torch.tensor(yolo.grid_target(np.array([[0.33, 0.62, 0.4, 0.5]]), [3], S=7, C=20))
    prediction = torch.rand(7, 7, 30, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    prediction.requires_grad_()
    (gradient,) = torch.autograd.grad(detection_loss(prediction, target), prediction)
    assert gradient[0, 0].nonzero().flatten().tolist() == [4, 9]
    torch.testing.assert_close(gradient[0, 0, [4, 9]], prediction[0, 0, [4, 9]])  # 2 · 0.5 · confidence
    assert len(gradient[4, 2].nonzero()) == 5 + 1 + 20  # one box, the other's confidence, the classes


def _convolution(inputs: int, outputs: int, kernel: int, stride: int = 1) -> list[nn.Module]:
    return [nn.Conv2d(inputs, outputs, kernel, stride, padding=kernel // 2, bias=False), nn.BatchNorm2d(outputs)]


def test_darknet_53_has_52_convolutions_and_a_classifier_and_the_size_that_timm_states() -> None:
    width, blocks = 32, (1, 2, 8, 8, 4)
    with torch.device("meta"):  # shapes without memory
        layers = _convolution(3, width, 3)
        for count in blocks:
            layers += _convolution(width, 2 * width, 3, stride=2)
            for _ in range(count):  # what the shortcut adds changes neither a shape nor a count
                layers += [*_convolution(2 * width, width, 1), *_convolution(width, 2 * width, 3)]
            width *= 2
        network, classifier = nn.Sequential(*layers), nn.Linear(width, 1000)
        coarse = network(torch.empty(1, 3, 416, 416)).shape[2:]
    assert sum(isinstance(layer, nn.Conv2d) for layer in network) == 52 == 1 + 5 + 2 * 23
    assert coarse == yolo.prediction_shapes(416, 80)[0][:2]
    parameters = sum(part.numel() for module in (network, classifier) for part in module.parameters())
    assert parameters / 1e6 == pytest.approx(41.6, abs=0.05)


def test_passthrough_keeps_every_number() -> None:
    fine, coarse = torch.arange(26 * 26 * 64.0).reshape(1, 64, 26, 26), torch.zeros(1, 1024, 13, 13)
    stacked = passthrough(fine, coarse)
    assert stacked.shape == (1, 256 + 1024, 13, 13)
    assert torch.equal(stacked[:, :256].flatten().sort().values, fine.flatten())
    assert passthrough(torch.zeros(1, 512, 26, 26), coarse).shape == (1, 2048 + 1024, 13, 13)


def test_class_losses_of_a_hand_worked_example() -> None:
    """Odds 1 : 3 : 1/3, so that the softmax gives 3/13, 9/13 and 1/13 and the sigmoids 1/2, 3/4 and 1/4."""
    softmax, logistic = class_losses(torch.tensor([1.0, 3, 1 / 3]).log(), torch.tensor([1.0, 1, 0]))
    assert softmax.item() == pytest.approx(-(math.log(3 / 13) + math.log(9 / 13)) / 2)
    assert logistic.item() == pytest.approx(-math.log(1 / 2 * 3 / 4 * 3 / 4))


def test_softmax_cannot_be_sure_of_two_labels() -> None:
    logits = torch.tensor([20.0, 20, -20])
    softmax, logistic = class_losses(logits, torch.tensor([1.0, 1, 0]))
    assert (softmax.item(), math.log(2)) == pytest.approx((math.log(2), 0.693), abs=5e-4)
    assert logistic.item() < 1e-8
