"""Batch normalization as PyTorch does it."""

from torch import Tensor, nn
from torch.nn.utils import fuse_linear_bn_eval


# --8<-- [start:training_and_evaluation]
def training_and_evaluation(x: Tensor) -> tuple[Tensor, Tensor]:
    """Outputs of a fresh BatchNorm1d for x (B, C) in its two modes."""
    norm = nn.BatchNorm1d(x.shape[1], device=x.device)  # eps=1e-5, momentum=0.1
    in_training = norm(x)  # this mini-batch's statistics; updates the buffers
    in_evaluation = norm.eval()(x)  # norm.running_mean and norm.running_var
    return in_training, in_evaluation


# --8<-- [end:training_and_evaluation]


# --8<-- [start:fold_batch_norm]
def fold_batch_norm(linear: nn.Linear, norm: nn.BatchNorm1d) -> nn.Linear:
    """One layer for the two; both must be in evaluation mode."""
    return fuse_linear_bn_eval(linear.eval(), norm.eval())


# --8<-- [end:fold_batch_norm]


# --8<-- [start:freeze_batch_norm]
def freeze_batch_norm(model: nn.Module) -> None:
    """Call after every model.train() when fine-tuning on small mini-batches."""
    for module in model.modules():
        if isinstance(module, nn.modules.batchnorm._BatchNorm):
            module.eval()


# --8<-- [end:freeze_batch_norm]
