"""Long short-term memory (Hochreiter and Schmidhuber, "Long short-term memory", Neural Computation 9(8), 1997), with
the forget gate of Gers, Schmidhuber and Cummins ("Learning to forget", Neural Computation 12(10), 2000)."""

import torch
from torch import Tensor, nn


class LSTMCell(nn.Module):
    """One step: the input n×inputs and the state, h and c, both n×units, to the next state."""

    def __init__(self, inputs: int, units: int) -> None:
        super().__init__()
        self.from_input = nn.Linear(inputs, 4 * units)
        self.from_state = nn.Linear(units, 4 * units, bias=False)

    def forward(self, x: Tensor, state: tuple[Tensor, Tensor]) -> tuple[Tensor, Tensor]:
        h, c = state
        enter, forget, candidate, leave = (self.from_input(x) + self.from_state(h)).chunk(4, 1)
        c = torch.sigmoid(forget) * c + torch.sigmoid(enter) * torch.tanh(candidate)
        return torch.sigmoid(leave) * torch.tanh(c), c


class LSTM(nn.Module):
    """A sequence n×time×inputs to what is read off each state, n×time×outputs, unrolled from a state of zeros."""

    def __init__(self, inputs: int, units: int, outputs: int) -> None:
        super().__init__()
        self.units = units
        self.cell = LSTMCell(inputs, units)
        self.readout = nn.Linear(units, outputs)

    def forward(self, sequence: Tensor) -> Tensor:
        h = c = sequence.new_zeros(sequence.shape[0], self.units)
        states: list[Tensor] = []
        for x in sequence.unbind(1):
            h, c = self.cell(x, (h, c))
            states.append(h)
        return self.readout(torch.stack(states, 1))
