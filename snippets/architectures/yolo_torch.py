"""PyTorch: overlap, the loss of YOLOv1, anchor decoding, passthrough, class losses."""

import torch
from torch import Tensor, nn


# --8<-- [start:intersection_over_union]
def intersection_over_union(boxes: Tensor, others: Tensor) -> Tensor:
    """IoU of corner boxes; shapes (..., 4) broadcast; differentiable."""
    low = torch.maximum(boxes[..., :2], others[..., :2])
    high = torch.minimum(boxes[..., 2:], others[..., 2:])
    shared = (high - low).clamp(min=0).prod(dim=-1)
    area = (boxes[..., 2:] - boxes[..., :2]).prod(dim=-1)
    other_area = (others[..., 2:] - others[..., :2]).prod(dim=-1)
    return shared / (area + other_area - shared)


# --8<-- [end:intersection_over_union]


def cell_corners(box: Tensor, S: int) -> Tensor:
    """Corners (..., 4), in images, of x, y in the cell and w, h of the image."""
    center, size = box[..., :2] / S, box[..., 2:]
    return torch.cat([center - size / 2, center + size / 2], dim=-1)


# --8<-- [start:detection_loss]
def detection_loss(prediction: Tensor, target: Tensor, B: int = 2) -> Tensor:
    """Loss of YOLOv1 for one image, λ_coord = 5, λ_noobj = 0.5 (section 2.2).

    Args:
        prediction: (S, S, channels): x, y, roots of w, h, confidence per box; classes.
        target: (S, S, channels): x, y, w, h, 1 if there is an object, one-hot class.
    """
    S = len(target)
    truth, present = target[:, :, None, :4], target[..., 4] == 1
    boxes = prediction[..., : 5 * B].reshape(S, S, B, 5)
    confidence = boxes[..., 4]
    with torch.no_grad():  # who is responsible, and for which confidence
        guess = torch.cat([boxes[..., :2], boxes[..., 2:4] ** 2], dim=-1)
        corners, true_corners = cell_corners(guess, S), cell_corners(truth, S)
        overlap = intersection_over_union(corners, true_corners)
        boxes_of_cell = torch.arange(B, device=overlap.device)
        highest = overlap.argmax(dim=-1, keepdim=True) == boxes_of_cell
    responsible = highest & present[..., None]
    wanted = torch.cat([truth[..., :2], truth[..., 2:].sqrt()], dim=-1)
    coordinates = ((boxes[..., :4] - wanted) ** 2)[responsible].sum()
    objects = ((confidence - overlap) ** 2)[responsible].sum()
    background = (confidence**2)[~responsible].sum()
    classes = ((prediction[..., 5 * B :] - target[..., 5:]) ** 2)[present].sum()
    return 5 * coordinates + objects + 0.5 * background + classes


# --8<-- [end:detection_loss]


# --8<-- [start:decode_box]
def decode_box(t: Tensor, cell: Tensor, prior: Tensor) -> Tensor:
    """Center x, y, width, height in grid cells from t_x, t_y, t_w, t_h."""
    center = cell + torch.sigmoid(t[..., :2])
    return torch.cat([center, prior * torch.exp(t[..., 2:])], dim=-1)


# --8<-- [end:decode_box]


# --8<-- [start:passthrough]
def passthrough(fine: Tensor, coarse: Tensor) -> Tensor:
    """Stack each 2 × 2 patch of the fine map into channels and append the coarse map.

    (N, C, 2H, 2W) and (N, D, H, W) give (N, 4C + D, H, W); nothing is averaged away.
    """
    return torch.cat([nn.functional.pixel_unshuffle(fine, 2), coarse], dim=1)


# --8<-- [end:passthrough]


# --8<-- [start:class_losses]
def class_losses(logits: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
    """For one box, logits and 0/1 labels (C,): softmax loss (v2), logistic loss (v3).

    The softmax target shares one unit of probability between the true labels.
    """
    softmax = nn.functional.cross_entropy(logits, labels / labels.sum())
    logistic = nn.functional.binary_cross_entropy_with_logits(
        logits, labels, reduction="sum"
    )
    return softmax, logistic


# --8<-- [end:class_losses]
