"""ResNet-18 (He, Zhang, Ren and Sun, "Deep residual learning for image recognition", https://arxiv.org/abs/1512.03385,
table 1), with batch norm after every convolution and projections where the size changes (the paper's option B)."""

from torch import Tensor, nn
from torch.nn import functional


def convolution(inputs: int, outputs: int, size: int, stride: int = 1) -> nn.Sequential:
    """A convolution that keeps height and width, up to its stride, and the batch norm after it."""
    layer = nn.Conv2d(inputs, outputs, size, stride, size // 2, bias=False)
    nn.init.kaiming_normal_(layer.weight, mode="fan_out", nonlinearity="relu")
    return nn.Sequential(layer, nn.BatchNorm2d(outputs))


class ResidualBlock(nn.Module):
    """`relu(x + f(x))` with two 3×3 convolutions in f: n×inputs×h×w to n×outputs×h/stride×w/stride."""

    def __init__(self, inputs: int, outputs: int, stride: int) -> None:
        super().__init__()
        self.first = convolution(inputs, outputs, 3, stride)
        self.second = convolution(outputs, outputs, 3)
        same = inputs == outputs and stride == 1
        self.shortcut = nn.Identity() if same else convolution(inputs, outputs, 1, stride)

    def forward(self, x: Tensor) -> Tensor:
        return functional.relu(self.shortcut(x) + self.second(functional.relu(self.first(x))))


class ResNet18(nn.Module):
    """Images n×3×h×w in (224×224 in the paper), n×classes logits out. `width` is the number of maps of the first
    stage, 64 in the paper; each of the three later stages has twice as many as the one before."""

    def __init__(self, classes: int = 1000, width: int = 64) -> None:
        super().__init__()
        self.stem = nn.Sequential(convolution(3, width, 7, stride=2), nn.ReLU(), nn.MaxPool2d(3, 2, 1))
        blocks: list[nn.Module] = [ResidualBlock(width, width, 1), ResidualBlock(width, width, 1)]
        for maps in (width, 2 * width, 4 * width):
            blocks += [ResidualBlock(maps, 2 * maps, 2), ResidualBlock(2 * maps, 2 * maps, 1)]
        self.blocks = nn.Sequential(*blocks)
        self.classifier = nn.Linear(8 * width, classes)

    def forward(self, images: Tensor) -> Tensor:
        maps = self.blocks(self.stem(images))
        return self.classifier(maps.mean((2, 3)))
