"""Trains the network of network.mlir on handwritten digits with gradients that `adjoint` compiled.

    python examples/digits/train.py [--epochs 30] [--loss-curve loss.svg]

The last line printed is the accuracy on the 360 test images.
"""

import argparse
from pathlib import Path

import matplotlib
import numpy as np
from adam import Adam
from data import Digits, load_digits
from rich.progress import track

import adjoint

HERE = Path(__file__).parent
BATCH = 64


def initial_parameters(rng: np.random.Generator) -> list[np.ndarray]:
    """w1 (128×64), b1, w2 (10×128), b2: uniform within 1/sqrt(inputs), as torch.nn.Linear draws them."""
    shapes = [((128, 64), 64), ((128,), 64), ((10, 128), 128), ((10,), 128)]
    return [rng.uniform(-(n**-0.5), n**-0.5, shape).astype(np.float32) for shape, n in shapes]


def train(training: Digits, parameters: list[np.ndarray], epochs: int, rng: np.random.Generator) -> list[float]:
    """Minimises the loss in place; returns the mean loss of each epoch."""
    module = adjoint.load(HERE / "network.mlir")
    step = adjoint.value_and_grad(module, "loss", wrt=(2, 3, 4, 5))
    optimizer = Adam(parameters, learning_rate=3e-3)
    curve: list[float] = []
    for _ in track(range(epochs), description="training"):
        order = rng.permutation(len(training.digits))
        losses = 0.0
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            loss, gradients = step(training.images[batch], training.digits[batch], *parameters)
            optimizer.step(gradients)
            losses += float(loss) * len(batch)
        curve.append(losses / len(order))
    return curve


def accuracy(test: Digits, parameters: list[np.ndarray]) -> float:
    """The share of the images whose largest logit is at their digit."""
    logits = adjoint.compile(adjoint.load(HERE / "network.mlir"), "logits")
    return float(np.mean(np.argmax(logits(test.images, *parameters), axis=1) == test.digits))


def draw(curve: list[float], path: Path) -> None:
    """Writes the loss over the epochs as an SVG."""
    matplotlib.use("svg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(6, 3.5), layout="constrained")
    axes.plot(range(1, len(curve) + 1), curve, marker=".")
    axes.set(xlabel="epoch", ylabel="mean cross-entropy", yscale="log", title="Handwritten digits, 64-128-10, GELU")
    axes.grid(alpha=0.3)
    figure.savefig(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--epochs", type=int, default=30)
    parser.add_argument("--loss-curve", type=Path, default=HERE / "loss.svg")
    arguments = parser.parse_args()

    rng = np.random.default_rng(1)
    training, test = load_digits()
    parameters = initial_parameters(rng)
    curve = train(training, parameters, arguments.epochs, rng)
    draw(curve, arguments.loss_curve)
    print(f"loss: {curve[0]:.3f} in the first epoch, {curve[-1]:.4f} in the last; curve in {arguments.loss_curve}")
    print(f"test accuracy: {accuracy(test, parameters):.3f}")


if __name__ == "__main__":
    main()
