"""Trains a GPT to write like a text, character by character, by `torch.compile(backend="adjoint")`.

    python examples/gpt/train.py [--steps 1200] [--width 128] [--layers 4] [--text FILE] [--sample FILE]

Prints the loss of held-out text, and what the model then writes, which is in sample.txt as well.
"""

import argparse
import math
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

try:
    import torch
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
    from torch import Tensor
    from torch.nn import functional

    import adjoint
except ModuleNotFoundError as error:
    sys.exit(f"error: no module {error.name!r}: install what this example needs by `pip install '.[torch,examples]'`")

from model import GPT
from text import CharacterText, TextError

HERE = Path(__file__).parent
WARM_UP = 50
VALIDATION_BATCHES = 10


class TrainingError(Exception):
    """Training went wrong; the message says what may help."""


Loss = Callable[[Tensor, Tensor], Tensor]
Logits = Callable[[Tensor], Tensor]


def train(loss: Loss, model: GPT, text: CharacterText, arguments: argparse.Namespace, random: torch.Generator) -> None:
    """Minimises the loss by AdamW. The learning rate grows for WARM_UP steps, then falls along half a cosine.

    Raises TrainingError where the loss grows out of all bounds.
    """
    optimizer = torch.optim.AdamW(model.parameters(), lr=arguments.learning_rate, betas=(0.9, 0.99))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda step: min(1, (step + 1) / WARM_UP) * (0.55 + 0.45 * math.cos(math.pi * step / arguments.steps)),
    )
    columns = (TextColumn("training"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[loss]}"))
    with Progress(*columns, TimeRemainingColumn()) as progress:
        task = progress.add_task("training", total=arguments.steps, loss="compiling")
        for _ in range(arguments.steps):
            tokens, following = text.batch(text.training, arguments.batch, random)
            value = loss(tokens, following)
            if not math.isfinite(value.item()):
                raise TrainingError(f"the loss is {value.item()}: try a lower --learning-rate")
            optimizer.zero_grad()
            value.backward()
            optimizer.step()
            schedule.step()
            progress.update(task, advance=1, loss=f"loss {value.item():.3f}")


@torch.no_grad()
def validate(loss: Loss, text: CharacterText, batch: int, random: torch.Generator) -> float:
    """The mean loss of windows of the part that was not trained on."""
    batches = [text.batch(text.validation, batch, random) for _ in range(VALIDATION_BATCHES)]
    return sum(loss(tokens, following).item() for tokens, following in batches) / len(batches)


@torch.no_grad()
def write(
    logits: Logits, text: CharacterText, start: str, length: int, temperature: float, random: torch.Generator
) -> str:
    """`start` and `length` characters after it, each drawn by the logits after the last `context` characters.

    The model always gets a whole context, filled up behind the last character, where it does not look.
    """
    tokens = text.encode(start)
    for _ in range(length):
        window = tokens[-text.context :]
        filled = functional.pad(window, (0, text.context - len(window)))
        scores = logits(filled.unsqueeze(0))[0, len(window) - 1]
        likely = torch.softmax((scores - scores.max()) / temperature, 0)
        tokens = torch.cat([tokens, torch.multinomial(likely, 1, generator=random)])
    return text.decode(tokens)


def save(content: str, path: Path) -> None:
    """Writes a file whole or not at all: whoever reads it meanwhile has the one that was there. Raises OSError."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with open(handle, "w", encoding="utf-8") as file:
            file.write(content)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def positive(kind: type[int] | type[float]) -> Callable[[str], float]:
    """The type of an option whose value is greater than 0."""

    def parse(value: str) -> float:
        number = kind(value)
        if not 0 < number < math.inf:
            raise argparse.ArgumentTypeError(f"{value}: must be greater than 0")
        return number

    parse.__name__ = kind.__name__  # argparse says "invalid int value"
    return parse


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=(__doc__ or "").partition("\n")[0], formatter_class=argparse.ArgumentDefaultsHelpFormatter
    )
    count, number = positive(int), positive(float)
    parser.add_argument("--text", type=Path, default=HERE / "as_you_like_it.txt", help="what to learn, UTF-8")
    parser.add_argument("--steps", type=count, default=1200)
    parser.add_argument("--batch", type=count, default=16, help="windows a step")
    parser.add_argument("--context", type=count, default=64, help="characters that the model looks back on")
    parser.add_argument("--width", type=count, default=128)
    parser.add_argument("--layers", type=count, default=4)
    parser.add_argument("--heads", type=count, default=4)
    parser.add_argument("--learning-rate", type=number, default=3e-3)
    parser.add_argument("--temperature", type=number, default=0.8, help="below 1, likely characters are likelier")
    parser.add_argument("--characters", type=count, default=600, help="how many to write in the end")
    parser.add_argument("--start", default="\n", help="what the writing starts with")
    parser.add_argument("--sample", type=Path, default=HERE / "sample.txt", help="where the writing goes")
    parser.add_argument("--seed", type=int, default=1, help="0 or more")
    parser.add_argument("--threads", type=count, default=torch.get_num_threads())
    arguments = parser.parse_args()
    if arguments.width % arguments.heads:
        parser.error(f"a width of {arguments.width} cannot be divided among {arguments.heads} heads")
    if not arguments.start:
        parser.error("--start: needs a character or more")
    if not 0 <= arguments.seed < 2**63:
        parser.error(f"--seed: {arguments.seed} is not in 0 to 2^63 - 1")
    if arguments.sample.is_dir() or not os.access(arguments.sample.parent, os.W_OK):
        parser.error(f"--sample: no file can be written at {arguments.sample}")
    return arguments


def main() -> None:
    arguments = parse_arguments()
    torch.set_num_threads(arguments.threads)
    adjoint.set_thread_count(arguments.threads)
    torch.manual_seed(arguments.seed)
    random = torch.Generator().manual_seed(arguments.seed)
    try:
        text = CharacterText(arguments.text, arguments.context)
        text.encode(arguments.start)
    except TextError as error:
        sys.exit(f"error: {error}")

    model = GPT(len(text.characters), arguments.context, arguments.width, arguments.layers, arguments.heads)
    # An error, should anything not be compiled.
    options: dict[str, str | int | bool | Callable[..., object]] = {"fallback": False}

    @torch.compile(backend="adjoint", options=options)
    def loss(tokens: Tensor, following: Tensor) -> Tensor:
        return functional.cross_entropy(model(tokens).flatten(0, 1), following.flatten())

    print(f"{sum(parameter.numel() for parameter in model.parameters()):,} parameters, {arguments.text.name}")
    try:
        train(loss, model, text, arguments, random)
    except TrainingError as error:
        sys.exit(f"error: {error}")
    print(f"loss of text not trained on: {validate(loss, text, arguments.batch, random):.3f}")
    logits = torch.compile(model, backend="adjoint", options=options)
    written = write(logits, text, arguments.start, arguments.characters, arguments.temperature, random)
    print(f"\n{written.strip()}\n")
    try:
        save(written.lstrip("\n") + "\n", arguments.sample)
    except OSError as error:
        sys.exit(f"error: {arguments.sample}: cannot be written: {error.strerror}")
    print(f"written to {arguments.sample}")


if __name__ == "__main__":
    main()
