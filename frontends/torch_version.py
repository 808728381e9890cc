"""Whether the PyTorch that is installed is the one whose graphs and schemas `adjoint.torch` knows."""

from importlib import metadata

from adjoint.runtime.errors import AdjointError

_SERIES = "2.13"


class TorchUnavailableError(AdjointError, ImportError):
    """`adjoint.torch` without the PyTorch that it is written for."""


def require_torch() -> None:
    """Raises TorchUnavailableError where PyTorch is not installed, or is of another series."""
    try:
        version = metadata.version("torch")
    except metadata.PackageNotFoundError:
        raise TorchUnavailableError(
            f"error: adjoint.torch needs PyTorch {_SERIES}, which is not installed: pip install 'adjoint[torch]'"
        ) from None
    if not f"{version}.".startswith(f"{_SERIES}."):
        raise TorchUnavailableError(
            f"error: adjoint.torch needs PyTorch {_SERIES}, and {version} is installed: pip install 'adjoint[torch]'"
        )
