"""PyTorch's side of `adjoint` (the extra `adjoint[torch]`): programs from PyTorch, and compiled programs inside of it."""

from adjoint.frontends.torch.function import as_function as as_function
