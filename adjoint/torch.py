"""PyTorch's side of `adjoint` (the extra `adjoint[torch]`): programs from PyTorch, and programs inside of PyTorch."""

from adjoint.frontends.torch.exported import ExportedModule as ExportedModule, from_exported as from_exported
from adjoint.frontends.torch.function import as_function as as_function
from adjoint.frontends.torch.script import from_torchscript as from_torchscript
