"""Whether what the compiler gives is what eager PyTorch gives."""

from collections.abc import Sequence

import torch

from adjoint.runtime.arguments import Array

TOLERANCES = {
    torch.float16: (2e-3, 1e-3),
    torch.bfloat16: (1.6e-2, 1e-2),
    torch.float32: (1e-4, 1e-5),
    torch.float64: (1e-7, 1e-9),
}
"""Relative and absolute tolerance; the absolute one grows with the largest element where that is above 1."""


class MismatchError(Exception):
    """What is different, for a person."""


def tensor_of(array: Array) -> torch.Tensor:
    """The array as a tensor. NumPy has no bfloat16 of its own."""
    if array.dtype.name == "bfloat16":
        return torch.from_numpy(array.view("int16")).view(torch.bfloat16)
    return torch.from_numpy(array)


def check_all(
    what: str, given: Sequence[Array], expected: Sequence[torch.Tensor], exact: Sequence[torch.Tensor] | None
) -> None:
    """Compares results in order. Raises MismatchError.

    `exact` are the same results computed by PyTorch in f64: where both results are about equally far from it, rounding
    explains the difference.
    """
    if len(given) != len(expected):
        raise MismatchError(f"{what}: {len(given)} results, PyTorch gives {len(expected)}")
    for index, (array, reference) in enumerate(zip(given, expected, strict=True)):
        better = None if exact is None else exact[index]
        _check(f"{what} {index}", tensor_of(array), reference.detach(), None if better is None else better.detach())


def _check(what: str, given: torch.Tensor, expected: torch.Tensor, exact: torch.Tensor | None) -> None:
    if given.dtype != expected.dtype:
        raise MismatchError(f"{what}: dtype {given.dtype}, PyTorch gives {expected.dtype}")
    if given.shape != expected.shape:
        raise MismatchError(f"{what}: shape {list(given.shape)}, PyTorch gives {list(expected.shape)}")
    if not given.numel():
        return
    if given.dtype not in TOLERANCES:
        if not torch.equal(given, expected):
            raise MismatchError(f"{what}: {_first_difference(given, expected, given != expected)}")
        return
    relative, absolute = TOLERANCES[given.dtype]
    finite = expected[expected.isfinite()]
    absolute *= max(1.0, finite.abs().max().item() if finite.numel() else 1.0)
    close = torch.isclose(given, expected, rtol=relative, atol=absolute, equal_nan=True)
    if not close.all() and exact is not None:
        reference = exact.to(torch.float64)
        ours, theirs = (given - reference).abs(), (expected - reference).abs()
        close |= ours <= 2 * theirs + absolute + relative * reference.abs()
    if not close.all():
        raise MismatchError(f"{what}: {_first_difference(given, expected, ~close)}")


def _first_difference(given: torch.Tensor, expected: torch.Tensor, different: torch.Tensor) -> str:
    place = tuple(int(each) for each in different.nonzero()[0])
    count = int(different.sum())
    return (
        f"{count} of {different.numel()} elements differ, first at {list(place)}: {given[place].item()}, "
        f"PyTorch gives {expected[place].item()}"
    )
