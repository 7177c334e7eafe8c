"""The PyTorch optimizers that the pages compare, by name."""

from collections.abc import Iterable

from torch import Tensor, optim


# --8<-- [start:make_optimizer]
def make_optimizer(
    name: str, parameters: Iterable[Tensor], learning_rate: float
) -> optim.Optimizer:
    """Every optimizer takes a learning rate, and every one needs it tuned."""
    match name:
        case "SGD":
            return optim.SGD(parameters, lr=learning_rate)
        case "momentum":
            return optim.SGD(parameters, lr=learning_rate, momentum=0.9)
        case "Nesterov":
            return optim.SGD(parameters, lr=learning_rate, momentum=0.9, nesterov=True)
        case "AdaGrad":
            return optim.Adagrad(parameters, lr=learning_rate)
        case "RMSprop":
            return optim.RMSprop(parameters, lr=learning_rate, alpha=0.99)
        case "AdaDelta":
            return optim.Adadelta(parameters, lr=learning_rate, rho=0.9)
        case "Adam":
            return optim.Adam(parameters, lr=learning_rate, betas=(0.9, 0.999))
        case "AdamW":
            return optim.AdamW(parameters, lr=learning_rate, weight_decay=0.01)
        case _:
            raise ValueError(f"unknown optimizer: {name}")


# --8<-- [end:make_optimizer]
