"""An encoder and a decoder with GRUs, trained by teacher forcing, in PyTorch."""

import torch
from torch import Tensor, nn
from torch.nn import functional


# --8<-- [start:EncoderDecoder]
class EncoderDecoder(nn.Module):
    """The encoder's last state starts the decoder: (T, B) and (S, B) token ids."""

    def __init__(self, vocabulary: int, width: int) -> None:
        super().__init__()
        self.embed = nn.Embedding(vocabulary, width)
        self.encoder = nn.GRU(width, width)
        self.decoder = nn.GRU(width, width)
        self.logits = nn.Linear(width, vocabulary)

    def forward(self, source: Tensor, decoder_input: Tensor) -> Tensor:
        """Logits (S, B, V): row t has read the source and decoder_input[:t + 1]."""
        _, state = self.encoder(self.embed(source))  # the bottleneck, (1, B, width)
        states, _ = self.decoder(self.embed(decoder_input), state)
        logits: Tensor = self.logits(states)
        return logits


# --8<-- [end:EncoderDecoder]


# --8<-- [start:training_and_generation]
def teacher_forced_loss(
    model: EncoderDecoder, source: Tensor, target: Tensor, start: int
) -> Tensor:
    """Mean loss per token in nats; the input is the target, shifted right by one."""
    first = torch.full_like(target[:1], start)
    logits = model(source, torch.cat([first, target[:-1]]))
    return functional.cross_entropy(logits.flatten(0, 1), target.flatten())


@torch.no_grad()
def generate(model: EncoderDecoder, source: Tensor, start: int, steps: int) -> Tensor:
    """Greedy decoding, (steps, B): each token is read back as the next input."""
    _, state = model.encoder(model.embed(source))
    token, tokens = torch.full_like(source[:1], start), []
    for _ in range(steps):
        states, state = model.decoder(model.embed(token), state)
        token = model.logits(states).argmax(dim=-1)
        tokens.append(token)
    return torch.cat(tokens)


# --8<-- [end:training_and_generation]


def loss_on_noise(shifted: bool, seed: int) -> float:
    """Loss per token of a model trained on targets that nobody can predict.

    Targets are random (8 symbols) and have nothing to do with the source, so that no
    honest model is better than ln 8. Without the shift the decoder reads the answer.
    The seed draws sequences and weights; the loss is measured on new sequences.
    """
    torch.manual_seed(seed)
    model = EncoderDecoder(9, 24)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    for _ in range(120):
        loss = _loss(model, shifted)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    with torch.no_grad():
        return float(_loss(model, shifted, sequences=256))


def _loss(model: EncoderDecoder, shifted: bool, sequences: int = 32) -> Tensor:
    source, target = torch.randint(8, (2, 6, sequences))
    if shifted:
        return teacher_forced_loss(model, source, target, start=8)
    logits = model(source, target)
    return functional.cross_entropy(logits.flatten(0, 1), target.flatten())
