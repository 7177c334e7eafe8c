"""What the pages show makes its tensors where its inputs are: it runs on a GPU, which this machine need not have.

The inputs are on PyTorch's device "meta", whose tensors have a shape and no numbers.
"""

import contextlib
from collections.abc import Callable, Sequence
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode
from torch.utils._pytree import tree_leaves

from snippets.architectures import autoencoders_torch, yolo_torch
from snippets.architectures import convolution_arithmetic_torch as arithmetic
from snippets.architectures import recurrent_networks_torch as recurrent
from snippets.attention_and_transformers import masks_and_cross_attention_torch as masks
from snippets.attention_and_transformers import positions_torch as positions
from snippets.attention_and_transformers import transformer_torch
from snippets.generative_models import diffusion_torch, gan_torch, gan_training_torch, vae_torch
from snippets.language_models import fine_tuning_torch, generation_torch, kv_cache_torch, pretraining_torch
from snippets.practice import interpretability_torch
from snippets.regularization import batch_normalization_torch
from snippets.representation_learning import contrastive_learning_torch as contrastive


class OneDevice(TorchFunctionMode):
    """Fails where a tensor of the processor meets those on "meta"; numbers, which have no axis, may.

    `met` counts the calls that had tensors.
    """

    met = 0

    def __torch_function__(
        self, func: Callable[..., Any], types: Sequence[type], args: Any = (), kwargs: Any = None
    ) -> Any:
        tensors = [each for each in tree_leaves((args, kwargs)) if isinstance(each, Tensor) and each.ndim]
        assert {each.device.type for each in tensors} <= {"meta"}, func
        self.met += bool(tensors)
        return func(*args, **(kwargs or {}))


def far(*shape: int, **options: Any) -> Tensor:
    return torch.zeros(shape, device="meta", **options)


HEADS = far(2, 3, 5, 8)
REAL = far(2, 5, dtype=torch.bool)


def gan_step() -> None:
    G, D = nn.Linear(3, 2, device="meta"), nn.Linear(2, 1, device="meta")
    steps = [torch.optim.SGD(network.parameters(), lr=0.1) for network in (G, D)]
    gan_torch.gan_step(G, D, steps[0], steps[1], far(4, 2), 3)


def generated() -> None:
    with torch.device("meta"):
        model = vae_torch.VAE(5, 4, 2, 0.1)
    model.generate(3)


def diffused() -> None:
    class Network(nn.Module):
        def forward(self, x: Tensor, t: Tensor) -> Tensor:
            return x + t[:, None]

    diffusion_torch.diffusion_loss(Network(), far(4, 2), far(10))


def masked_layer() -> None:
    layer = nn.MultiheadAttention(8, 2, batch_first=True, device="meta")
    masks.causal_padded_layer(layer, far(2, 5, 8), REAL)


def decoded() -> None:
    layer = nn.TransformerDecoderLayer(8, 2, 16, batch_first=True, device="meta")
    transformer_torch.decode(layer, far(2, 5, 8), far(2, 3, 8))


def masked_tokens() -> None:
    tokens = far(2, 9, dtype=torch.int64)
    pretraining_torch.mask_tokens(tokens, 4, 50, None)  # type: ignore[arg-type] # no generator draws on this device


CALLS: dict[str, Callable[[], object]] = {
    "causal and padding mask": lambda: masks.causal_padded_attention(HEADS, HEADS, HEADS, REAL),
    "masks of a layer": masked_layer,
    "causal decoder": decoded,
    "rotary attention": lambda: positions.rotary_attention(HEADS, HEADS, HEADS),
    "sampling": lambda: generation_torch.next_tokens(far(2, 50), 0.7, 10, 0.9),
    "mask of a cache": lambda: kv_cache_torch.length_mask(far(3, dtype=torch.int64), 8),
    "masked tokens": masked_tokens,
    "diffusion loss": diffused,
    "step of a GAN": gan_step,
    "loss of a critic": lambda: gan_training_torch.critic_loss(nn.Linear(3, 1, device="meta"), far(4, 3), far(4, 3)),
    "samples of a VAE": generated,
    "SimCLR": lambda: contrastive.nt_xent(far(4, 8), far(4, 8), 0.1),
    "loss of YOLO": lambda: yolo_torch.detection_loss(far(7, 7, 30), far(7, 7, 25)),
    "blurred pooling": lambda: arithmetic.blurred_max_pool(far(1, 3, 8, 8)),
    "truncated BPTT": lambda: recurrent.truncated_gradients(far(6, 2, 3), far(6, 2, 4), nn.RNN(3, 4, device="meta"), 3),
    "integrated gradients": lambda: interpretability_torch.integrated_gradients(
        nn.Linear(4, 1, device="meta"), far(4), far(4), 5
    ),
}


@pytest.mark.parametrize("name", CALLS)
def test_all_that_it_makes_is_where_its_inputs_are(name: str) -> None:
    watched = OneDevice()
    with contextlib.suppress(NotImplementedError, RuntimeError), watched:  # an item() at the end finds no number
        CALLS[name]()
    assert watched.met > 1


def test_a_model_that_is_made_for_an_input_goes_where_it_is() -> None:
    parts = autoencoders_torch.train_autoencoder(far(10, 3), code_size=1, steps=1)
    made: list[Tensor] = [each for part in parts for each in part.parameters()]
    made += batch_normalization_torch.training_and_evaluation(far(4, 3))
    assert {each.device.type for each in made} == {"meta"}


def test_an_adapter_has_the_device_and_the_type_of_its_layer() -> None:
    layer = nn.Linear(6, 5, device="meta", dtype=torch.bfloat16)
    adapted = fine_tuning_torch.LoRALinear(layer, 2, 4.0)
    assert {(each.device.type, each.dtype) for each in adapted.parameters()} == {("meta", torch.bfloat16)}
