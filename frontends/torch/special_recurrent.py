"""Recurrent layers: a step of each kind of cell, and the layers as steps over the sequence, whose length is static.

The formulas are those of the documentation of `torch.nn.LSTM`, `torch.nn.GRU` and `torch.nn.RNN`.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from adjoint.dialects.aten import functional as aten
from adjoint.dialects.aten.tensor import Tensor

State = tuple[Tensor, ...]
"""The hidden state n×units, and that of an LSTM's cell."""

Step = Callable[[Tensor, State, Sequence[Tensor | None]], State]
"""From an input n×inputs, a state and the weights w_ih, w_hh, b_ih, b_hh to the next state."""


def _lstm_step(input: Tensor, state: State, weights: Sequence[Tensor | None]) -> State:
    hidden, cell = state
    from_input, from_hidden = _products(input, hidden, weights)
    i, f, g, o = aten.chunk(from_input + from_hidden, 4, 1)
    cell = f.sigmoid() * cell + i.sigmoid() * g.tanh()
    return o.sigmoid() * cell.tanh(), cell


def _gru_step(input: Tensor, state: State, weights: Sequence[Tensor | None]) -> State:
    (hidden,) = state
    from_input, from_hidden = _products(input, hidden, weights)
    r_input, z_input, n_input = aten.chunk(from_input, 3, 1)
    r_hidden, z_hidden, n_hidden = aten.chunk(from_hidden, 3, 1)
    new = (n_input + (r_input + r_hidden).sigmoid() * n_hidden).tanh()
    return (new + (z_input + z_hidden).sigmoid() * (hidden - new),)


def _rnn_tanh_step(input: Tensor, state: State, weights: Sequence[Tensor | None]) -> State:
    from_input, from_hidden = _products(input, state[0], weights)
    return ((from_input + from_hidden).tanh(),)


def _rnn_relu_step(input: Tensor, state: State, weights: Sequence[Tensor | None]) -> State:
    from_input, from_hidden = _products(input, state[0], weights)
    return ((from_input + from_hidden).relu(),)


def _products(input: Tensor, hidden: Tensor, weights: Sequence[Tensor | None]) -> tuple[Tensor, Tensor]:
    w_input, w_hidden, b_input, b_hidden = weights
    assert w_input is not None
    assert w_hidden is not None
    return aten.linear(input, w_input, b_input), aten.linear(hidden, w_hidden, b_hidden)


def _lstm_cell(
    input: Tensor,
    hx: Sequence[Tensor],
    w_ih: Tensor,
    w_hh: Tensor,
    b_ih: Tensor | None = None,
    b_hh: Tensor | None = None,
) -> State:
    return _lstm_step(input, (hx[0], hx[1]), (w_ih, w_hh, b_ih, b_hh))


def _cell(step: Step) -> Callable[..., Tensor]:
    def cell(
        input: Tensor,
        hx: Tensor,
        w_ih: Tensor,
        w_hh: Tensor,
        b_ih: Tensor | None = None,
        b_hh: Tensor | None = None,
    ) -> Tensor:
        return step(input, (hx,), (w_ih, w_hh, b_ih, b_hh))[0]

    return cell


def _lstm(
    input: Tensor,
    hx: Sequence[Tensor],
    params: Sequence[Tensor],
    has_biases: bool,
    num_layers: int,
    dropout: float,
    train: bool,
    bidirectional: bool,
    batch_first: bool,
    draw_seed: Callable[[], Tensor],
) -> tuple[Tensor, ...]:
    run = _Layers(_lstm_step, params, has_biases, num_layers, bidirectional, dropout if train else 0.0, draw_seed)
    return run(input, hx, batch_first)


def _layers(step: Step) -> Callable[..., tuple[Tensor, ...]]:
    def layers(
        input: Tensor,
        hx: Tensor,
        params: Sequence[Tensor],
        has_biases: bool,
        num_layers: int,
        dropout: float,
        train: bool,
        bidirectional: bool,
        batch_first: bool,
        draw_seed: Callable[[], Tensor],
    ) -> tuple[Tensor, ...]:
        run = _Layers(step, params, has_biases, num_layers, bidirectional, dropout if train else 0.0, draw_seed)
        return run(input, [hx], batch_first)

    return layers


class _Layers:
    """Layers of one kind of cell, one after the other, each in one direction or in both."""

    def __init__(
        self,
        step: Step,
        params: Sequence[Tensor],
        has_biases: bool,
        num_layers: int,
        bidirectional: bool,
        dropout: float,
        draw_seed: Callable[[], Tensor],
    ):
        self._step = step
        self._directions = 2 if bidirectional else 1
        self._num_layers = num_layers
        self._dropout = dropout
        self._draw_seed = draw_seed
        count = 4 if has_biases else 2
        if len(params) != count * self._directions * num_layers:
            raise ValueError("projections of the hidden state are not supported")
        weights = [list(params[start : start + count]) for start in range(0, len(params), count)]
        self._weights: list[list[Tensor | None]] = [[*each, *[None] * (4 - count)] for each in weights]

    def __call__(self, input: Tensor, initial: Sequence[Tensor], batch_first: bool) -> tuple[Tensor, ...]:
        """The outputs of the last layer, length×n×units, and the last states of all layers."""
        inputs = list(aten.unbind(input, 1 if batch_first else 0))
        starts = list(zip(*(aten.unbind(each, 0) for each in initial), strict=True))
        last: list[State] = []
        for layer in range(self._num_layers):
            if layer and self._dropout:
                inputs = [aten.dropout(each, self._draw_seed(), self._dropout) for each in inputs]
            outputs: list[list[Tensor]] = []
            for direction in range(self._directions):
                index = layer * self._directions + direction
                steps, state = self._along(inputs[:: 1 - 2 * direction], starts[index], self._weights[index])
                outputs.append(steps[:: 1 - 2 * direction])
                last.append(state)
            inputs = [aten.cat(each, 1) if self._directions > 1 else each[0] for each in zip(*outputs, strict=True)]
        states = [aten.stack(each) for each in zip(*last, strict=True)]
        return (aten.stack(inputs, 1 if batch_first else 0), *states)

    def _along(
        self, inputs: Sequence[Tensor], state: State, weights: Sequence[Tensor | None]
    ) -> tuple[list[Tensor], State]:
        outputs: list[Tensor] = []
        for each in inputs:
            state = self._step(each, state, weights)
            outputs.append(state[0])
        return outputs, state


RECURRENT_OPERATORS: Mapping[str, Callable[..., Any]] = {
    "lstm_cell": _lstm_cell,
    "gru_cell": _cell(_gru_step),
    "rnn_tanh_cell": _cell(_rnn_tanh_step),
    "rnn_relu_cell": _cell(_rnn_relu_step),
    "lstm.input": _lstm,
    "gru.input": _layers(_gru_step),
    "rnn_tanh.input": _layers(_rnn_tanh_step),
    "rnn_relu.input": _layers(_rnn_relu_step),
}
