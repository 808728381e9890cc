"""A multilayer perceptron (Rumelhart, Hinton and Williams, "Learning representations by back-propagating errors",
Nature 323, 1986), with GELU between the layers (Hendrycks and Gimpel, https://arxiv.org/abs/1606.08415)."""

from collections.abc import Sequence
from itertools import pairwise

from torch import Tensor, nn


class MLP(nn.Module):
    """Linear layers of the given sizes, input and output included: `MLP([784, 128, 10])` has two.

    n×sizes[0] in, n×sizes[-1] out; the last layer has no activation.
    """

    def __init__(self, sizes: Sequence[int]) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for inputs, outputs in pairwise(sizes):
            layers += [nn.Linear(inputs, outputs), nn.GELU()]
        self.layers = nn.Sequential(*layers[:-1])

    def forward(self, x: Tensor) -> Tensor:
        return self.layers(x)
