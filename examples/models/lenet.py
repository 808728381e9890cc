"""LeNet-5 (LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document recognition", Proceedings
of the IEEE 86(11), 1998, section II), with the parts that later versions leave out: subsampling with a coefficient and
a bias a map, maps that see some of the maps before them only, and a last layer of distances to codes."""

import torch
from torch import Tensor, nn
from torch.nn import functional

# Table I of the paper: which of the 6 maps of S2 each of the 16 maps of C3 is connected to.
CONNECTIONS = (
    *((0, 1, 2), (1, 2, 3), (2, 3, 4), (3, 4, 5), (0, 4, 5), (0, 1, 5)),
    *((0, 1, 2, 3), (1, 2, 3, 4), (2, 3, 4, 5), (0, 3, 4, 5), (0, 1, 4, 5), (0, 1, 2, 5)),
    *((0, 1, 3, 4), (1, 2, 4, 5), (0, 2, 3, 5), (0, 1, 2, 3, 4, 5)),
)


def squash(x: Tensor) -> Tensor:
    """The paper's sigmoid, which is ±1 at ±1 (appendix A)."""
    return 1.7159 * torch.tanh(2 / 3 * x)


class Subsampling(nn.Module):
    """The sum of each 2×2 square times a coefficient, plus a bias, both trained, one a map: n×c×2h×2w to n×c×h×w."""

    def __init__(self, maps: int) -> None:
        super().__init__()
        self.coefficient = nn.Parameter(torch.full((maps, 1, 1), 0.25))
        self.bias = nn.Parameter(torch.zeros(maps, 1, 1))

    def forward(self, x: Tensor) -> Tensor:
        return squash(4 * functional.avg_pool2d(x, 2) * self.coefficient + self.bias)


class LeNet5(nn.Module):
    """Images n×1×32×32 in; n×classes out, minus the squared distances of the 84 features from the code of each class,
    so that cross entropy is the paper's equation 9 without its class for rubbish.

    The codes are random ±1 and fixed, one of the two ways that the paper gives.
    """

    connected: Tensor
    codes: Tensor

    def __init__(self, classes: int = 10) -> None:
        super().__init__()
        self.c1 = nn.Conv2d(1, 6, 5)
        self.s2 = Subsampling(6)
        self.c3 = nn.Conv2d(6, 16, 5)
        self.s4 = Subsampling(16)
        self.c5 = nn.Conv2d(16, 120, 5)
        self.f6 = nn.Linear(120, 84)
        connected = torch.zeros(16, 6, 1, 1)
        for output, inputs in enumerate(CONNECTIONS):
            connected[output, list(inputs)] = 1
        self.register_buffer("connected", connected)
        self.register_buffer("codes", torch.randint(2, (classes, 84)) * 2.0 - 1)

    def forward(self, images: Tensor) -> Tensor:
        maps = self.s2(squash(self.c1(images)))
        maps = functional.conv2d(maps, self.c3.weight * self.connected, self.c3.bias)
        maps = self.s4(squash(maps))
        features = squash(self.c5(maps)).flatten(1)
        features = squash(self.f6(features))
        return -(features.unsqueeze(1) - self.codes).square().sum(2)
