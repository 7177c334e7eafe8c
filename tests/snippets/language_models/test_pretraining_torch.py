"""The objectives of pretraining in PyTorch, and counts of parameters and operations."""

import pytest
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from scripts.numbers.language_models import pretraining as numbers
from snippets.language_models import pretraining as page
from snippets.language_models.pretraining_torch import mask_tokens, next_token_loss


def test_next_token_loss_is_that_of_numpy_and_leaves_padding_out() -> None:
    generator = torch.Generator().manual_seed(0)
    logits = torch.randn(1, 6, 11, generator=generator, dtype=torch.float64)
    tokens = torch.randint(11, (1, 6), generator=generator)
    by_hand = page.next_token_loss(logits[0].softmax(-1).numpy(), tokens[0].numpy())
    assert float(next_token_loss(logits, tokens)) == pytest.approx(by_hand)
    padded = torch.cat([tokens, torch.full((1, 2), -100)], 1)
    more = torch.cat([logits, torch.randn(1, 2, 11, dtype=torch.float64)], 1)
    assert float(next_token_loss(more, padded)) == pytest.approx(by_hand)


def test_masking_hides_15_percent_of_which_80_10_10() -> None:
    generator = torch.Generator().manual_seed(0)
    x = torch.randint(1000, 30_000, (400, 500), generator=generator)
    read, targets = mask_tokens(x, 103, 30_000, generator)
    chosen = targets != -100
    assert torch.equal(targets[chosen], x[chosen])
    assert torch.equal(read[~chosen], x[~chosen])
    shares = [each.double().mean().item() for each in (chosen, read[chosen] == 103, read[chosen] == x[chosen])]
    assert shares == pytest.approx([0.15, 0.8, 0.1], abs=0.01)
    exchanged = read[chosen & (read != 103) & (read != x)]
    assert exchanged.min() < 1000 < 29_000 < exchanged.max() < 30_000


def test_the_generator_alone_decides_what_is_masked() -> None:
    x = torch.arange(1000, 1400)
    first, second, other = (mask_tokens(x, 103, 30_000, torch.Generator().manual_seed(seed)) for seed in (1, 1, 2))
    assert all(torch.equal(one, two) for one, two in zip(first, second, strict=True))
    assert not torch.equal(first[0], other[0])


def test_parameters_of_gpt2_small_are_those_of_its_modules() -> None:
    d, layers = numbers.WIDTH, numbers.LAYERS
    with torch.device("meta"):
        block = nn.TransformerEncoderLayer(d, 12, 4 * d)
        embeddings = [nn.Embedding(numbers.VOCABULARY, d), nn.Embedding(numbers.CONTEXT, d), nn.LayerNorm(d)]
    matrices = sum(w.numel() for w in block.parameters() if w.ndim == 2)
    assert layers * matrices == page.block_parameters(layers, d)
    everything = layers * sum(w.numel() for w in block.parameters())
    everything += sum(w.numel() for module in embeddings for w in module.parameters())
    assert everything == 124_439_808
    assert numbers.gpt2()["all"] == pytest.approx(everything / 1e6)


def test_training_takes_six_operations_per_parameter_and_token() -> None:
    block = [nn.Linear(64, 6 * 64, bias=False), nn.Linear(6 * 64, 64, bias=False)]  # as many weights: 12d²
    network = nn.Sequential(*block, nn.Linear(64, 6 * 64, bias=False), nn.Linear(6 * 64, 64, bias=False))
    N = sum(weights.numel() for weights in network.parameters())
    assert page.block_parameters(2, 64) == N
    x = torch.randn(50, 64, requires_grad=True)
    with FlopCounterMode(display=False) as counter:
        network(x).sum().backward()
    assert counter.get_total_flops() == page.training_flops(N, 50) == 6 * N * 50
