"""The NumPy cells of docs/architectures/recurrent-networks.md equal torch.nn.RNN and torch.nn.LSTM."""

from typing import Any

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence

from scripts.evidence.records import recorded
from snippets.architectures import recurrent_networks as rnn
from snippets.architectures import recurrent_networks_torch as twin

RNG = np.random.default_rng(0)
T, D, H = 9, 3, 5
X = RNG.standard_normal((T, D))


@pytest.fixture(autouse=True)
def _seeded() -> None:
    torch.manual_seed(0)
    torch.set_num_threads(1)  # tiny tensors: more threads only wait for each other


def copied(layer: Any, suffix: str = "") -> rnn.Weights:
    parts = [getattr(layer, name + suffix).detach().numpy() for name in ("weight_ih_l0", "weight_hh_l0")]
    biases = [getattr(layer, name + suffix).detach().numpy() for name in ("bias_ih_l0", "bias_hh_l0")]
    return rnn.Weights(parts[0], parts[1], sum(biases))


def test_rnn_equals_torch() -> None:
    layer = nn.RNN(D, H, dtype=torch.float64)
    states = twin.rnn_forward(torch.tensor(X)[:, None], layer)[:, 0]
    np.testing.assert_allclose(rnn.rnn_forward(X, copied(layer)), states.detach().numpy(), rtol=1e-12)


def test_lstm_equals_torch_with_the_blocks_in_the_order_i_f_g_o() -> None:
    layer = nn.LSTM(D, H, dtype=torch.float64)
    states, (_, cell) = layer(torch.tensor(X)[:, None])
    steps = rnn.lstm_forward(X, copied(layer))
    np.testing.assert_allclose(steps[:, 0], states[:, 0].detach().numpy(), rtol=1e-12)
    np.testing.assert_allclose(steps[-1, 1], cell[0, 0].detach().numpy(), rtol=1e-12)


def test_the_dropout_of_an_lstm_acts_between_its_layers_alone() -> None:
    with pytest.warns(UserWarning, match="dropout option adds dropout after all but last"):
        one = nn.LSTM(D, H, dropout=0.5)
    two, steps = nn.LSTM(D, H, num_layers=2, dropout=0.5), torch.randn(T, 1, D)
    assert torch.equal(one(steps)[0], one.eval()(steps)[0])
    trained = two(steps)[0]
    assert (trained != 0).all()  # nothing is dropped behind the last layer
    assert not torch.allclose(trained, two.eval()(steps)[0])


def test_bidirectional_is_the_concatenation_of_two_lstms() -> None:
    layer = nn.LSTM(D, H, bidirectional=True, dtype=torch.float64)
    states = layer(torch.tensor(X)[:, None])[0][:, 0].detach().numpy()
    assert states.shape == (T, 2 * H)
    np.testing.assert_allclose(rnn.bidirectional(X, copied(layer), copied(layer, "_reverse")), states, rtol=1e-12)


@pytest.mark.parametrize("window", [1, 3, 4, T])  # 4 leaves a shorter chunk at the end
def test_bptt_equals_autograd_and_windows_change_the_gradient(window: int) -> None:
    layer, targets = nn.RNN(D, H, dtype=torch.float64), RNG.standard_normal((T, H))
    tensors = torch.tensor(X)[:, None], torch.tensor(targets)[:, None]
    twin.truncated_gradients(*tensors, layer, T)  # what an earlier mini-batch left must not count
    cut = twin.truncated_gradients(*tensors, layer, window)[1].numpy()
    weights = copied(layer)
    states = rnn.rnn_forward(X, weights)
    exact = rnn.rnn_backward(X, states, weights, 2 * (states - targets), window=T).states
    relative = np.linalg.norm(cut - exact) / np.linalg.norm(exact)
    assert relative < 1e-12 if window == T else relative > 1e-3
    ours = rnn.rnn_backward(X, states, weights, 2 * (states - targets), window=window).states
    np.testing.assert_allclose(cut, ours, rtol=1e-10)


def test_a_state_that_is_not_detached_drags_the_freed_graph_of_the_chunk_before_along() -> None:
    layer = nn.RNN(D, H, dtype=torch.float64)
    first, second = torch.split(torch.tensor(X)[:, None], [5, 4])
    states, state = layer(first)
    states.sum().backward()
    with pytest.raises(RuntimeError, match="backward through the graph a second time"):
        layer(second, state)[0].sum().backward()
    layer.zero_grad()
    layer(second, state.detach())[0].sum().backward()
    gradient = layer.weight_hh_l0.grad
    assert isinstance(gradient, torch.Tensor)
    assert gradient.abs().max() > 0


def test_torch_keeps_two_bias_vectors_per_block() -> None:
    for kind, blocks in ((nn.RNN, 1), (nn.GRU, 3), (nn.LSTM, 4)):
        for directions in (1, 2):
            layer = kind(128, 256, bidirectional=directions == 2)
            count = sum(parameter.numel() for parameter in layer.parameters())
            assert count == rnn.parameter_count(128, 256, blocks, bias_vectors=2, directions=directions)


def test_set_forget_bias_opens_the_forget_gates() -> None:
    layer = nn.LSTM(D, H, dtype=torch.float64)
    others = np.delete(copied(layer).bias, np.s_[H : 2 * H])
    for arguments, value in (((3.0,), 3), ((), 1)):
        twin.set_forget_bias(layer, *arguments)
        bias = copied(layer).bias
        assert np.all(bias[H : 2 * H] == value)
        np.testing.assert_array_equal(np.delete(bias, np.s_[H : 2 * H]), others)
    for name, weights in layer.named_parameters():  # a forget gate without inputs stands at its bias
        if name.startswith("weight"):
            nn.init.zeros_(weights)
    forget = rnn.lstm_forward(X, copied(layer))[:, 3]
    np.testing.assert_allclose(forget, rnn.retention(1, 1))


def test_packing_keeps_the_backward_direction_out_of_the_padding() -> None:
    layer = nn.LSTM(D, H, bidirectional=True, dtype=torch.float64)
    padded = torch.zeros(T, 2, D, dtype=torch.float64)
    padded[:4, 0], padded[:, 1] = torch.tensor(X[:4]), torch.tensor(X)
    alone = layer(torch.tensor(X[:4])[:, None])[0][:, 0]
    packed = twin.bidirectional(padded, torch.tensor([4, T]), layer)[:4, 0]
    naive = layer(padded)[0][:4, 0]
    torch.testing.assert_close(packed, alone, rtol=1e-12, atol=1e-14)
    torch.testing.assert_close(naive[:, :H], alone[:, :H], rtol=1e-12, atol=1e-14)  # forward: no harm
    assert torch.all(torch.abs(naive[:, H:] - alone[:, H:]).max(dim=1).values > 1e-4)


def test_states_of_packed_sequences_have_a_row_for_every_step_of_the_padded_ones() -> None:
    layer = nn.LSTM(D, H, bidirectional=True, dtype=torch.float64)
    padded = torch.tensor(X)[:, None].expand(T, 2, D)
    states = twin.bidirectional(padded, torch.tensor([2, 4]), layer)  # no sequence is T long
    assert states.shape == (T, 2, 2 * H)
    assert torch.all(states[4:] == 0)
    assert torch.all(states[3, 1] != 0)


def test_packed_sequences_hand_over_the_state_at_their_own_end() -> None:
    layer = nn.LSTM(D, H, dtype=torch.float64)
    padded = torch.zeros(T, 2, D, dtype=torch.float64)
    padded[:, 0], padded[:4, 1] = torch.tensor(X), torch.tensor(X[:4])
    alone = layer(torch.tensor(X[:4])[:, None])[0][-1, 0]
    _, (h_n, _) = layer(pack_padded_sequence(padded, torch.tensor([T, 4])))
    torch.testing.assert_close(h_n[0, 1], alone, rtol=1e-12, atol=1e-14)
    last_row = layer(padded)[0][-1, 1]
    assert torch.abs(last_row - alone).max() > 1e-4


def test_lstm_does_not_beat_the_last_value_on_random_walks() -> None:
    assert -0.02 < twin.skill_on_random_walks(seed=0) < 0.005
    excess = recorded("architectures/recurrent-networks-torch")["excess_on_walks"]  # every seed, see tests/evidence
    assert min(excess.runs) > -0.005


def test_the_last_output_holds_a_backward_state_of_one_element() -> None:
    layer = nn.LSTM(D, H, bidirectional=True, dtype=torch.float64)
    inputs = torch.tensor(X)[:, None]
    output, (h_n, _) = layer(inputs)
    torch.testing.assert_close(output[-1, 0, H:], layer(inputs[-1:])[0][0, 0, H:])
    torch.testing.assert_close(h_n[:, 0], torch.stack([output[-1, 0, :H], output[0, 0, H:]]))


def test_default_forget_bias_of_torch_is_not_one() -> None:
    biases = [part for name, part in nn.LSTM(16, 64).named_parameters() if name.startswith("bias")]
    assert max(bias.abs().max().item() for bias in biases) <= 1 / 8
