"""A deep autoencoder (Hinton and Salakhutdinov, "Reducing the dimensionality of data with neural networks", Science
313, 2006), trained without pretraining thanks to batch norm (Ioffe and Szegedy, https://arxiv.org/abs/1502.03167)."""

from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import Tensor, nn


def stack(sizes: Sequence[int]) -> nn.Sequential:
    """Linear layers of these sizes; batch norm and ReLU after each but the last."""
    layers: list[nn.Module] = []
    for inputs, outputs in pairwise(sizes):
        layers += [nn.Linear(inputs, outputs), nn.BatchNorm1d(outputs), nn.ReLU()]
    return nn.Sequential(*layers[:-2])


class Autoencoder(nn.Module):
    """n×sizes[0] in [0, 1] to a code n×sizes[-1] and back. The decoder has the encoder's sizes in reverse."""

    def __init__(self, sizes: Sequence[int] = (784, 256, 64, 16)) -> None:
        super().__init__()
        self.encoder = stack(sizes)
        self.decoder = stack(sizes[::-1])

    def forward(self, x: Tensor) -> Tensor:
        return torch.sigmoid(self.decoder(self.encoder(x)))
