"""Programs from PyTorch, and compiled programs inside of PyTorch: everything that `adjoint.torch` gives."""

from adjoint.frontends.torch_version import require_torch

require_torch()
