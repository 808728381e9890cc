"""A text as tokens, one a character, in a part to train on and a part, the last tenth, to judge by."""

from pathlib import Path

import torch
from torch import Tensor


class TextError(Exception):
    """The text cannot be read, or nothing can be learned from it; the message names the file."""


class CharacterText:
    """The characters of a UTF-8 file. A token is the number of a character among those of the text, in order."""

    def __init__(self, path: Path, context: int) -> None:
        """Raises TextError where there is no such text, or one of whose tenth no window of `context` + 1 fits into."""
        try:
            text = path.read_text(encoding="utf-8")
        except OSError as error:
            raise TextError(f"{path}: cannot be read: {error.strerror}") from error
        except UnicodeDecodeError as error:
            raise TextError(f"{path}: not UTF-8: byte {error.object[error.start]:#04x} at {error.start}") from error
        needed = 10 * (context + 1)
        if len(text) < needed:
            raise TextError(f"{path}: {len(text)} characters; a context of {context} needs {needed} or more")
        self.characters = sorted(set(text))
        self._tokens = {character: token for token, character in enumerate(self.characters)}
        tokens = self.encode(text)
        self.context = context
        self.training, self.validation = tokens[: -(len(text) // 10)], tokens[-(len(text) // 10) :]

    def encode(self, text: str) -> Tensor:
        """The tokens of a string, int64. Raises TextError for a character that the text does not have."""
        unknown = sorted(set(text) - self._tokens.keys())
        if unknown:
            raise TextError(f"no {', '.join(map(repr, unknown))} in the text that the model learns from")
        return torch.tensor([self._tokens[character] for character in text], dtype=torch.int64)

    def decode(self, tokens: Tensor) -> str:
        """The string of a vector of tokens."""
        return "".join(self.characters[token] for token in tokens.tolist())

    def batch(self, part: Tensor, size: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
        """Windows drawn from a part, and the same one character later: both `size`×`context`."""
        starts = torch.randint(len(part) - self.context, (size, 1), generator=generator)
        windows = part[starts + torch.arange(self.context + 1)]
        return windows[:, :-1].contiguous(), windows[:, 1:].contiguous()
