"""The gated recurrent unit (Cho et al., "Learning phrase representations using RNN encoder-decoder for statistical
machine translation", https://arxiv.org/abs/1406.1078, section 2.3)."""

import torch
from torch import Tensor, nn


class GRUCell(nn.Module):
    """One step: the input n×inputs and the state n×units to the next state."""

    def __init__(self, inputs: int, units: int) -> None:
        super().__init__()
        self.gates = nn.Linear(inputs + units, 2 * units)
        self.candidate = nn.Linear(inputs + units, units)

    def forward(self, x: Tensor, h: Tensor) -> Tensor:
        reset, update = torch.sigmoid(self.gates(torch.cat([x, h], 1))).chunk(2, 1)
        candidate = torch.tanh(self.candidate(torch.cat([x, reset * h], 1)))
        return update * h + (1 - update) * candidate


class GRU(nn.Module):
    """A sequence n×time×inputs to what is read off each state, n×time×outputs, unrolled from a state of zeros."""

    def __init__(self, inputs: int, units: int, outputs: int) -> None:
        super().__init__()
        self.units = units
        self.cell = GRUCell(inputs, units)
        self.readout = nn.Linear(units, outputs)

    def forward(self, sequence: Tensor) -> Tensor:
        h = sequence.new_zeros(sequence.shape[0], self.units)
        states: list[Tensor] = []
        for x in sequence.unbind(1):
            h = self.cell(x, h)
            states.append(h)
        return self.readout(torch.stack(states, 1))
