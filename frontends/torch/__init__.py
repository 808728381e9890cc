"""Programs from PyTorch, and compiled programs inside of PyTorch: everything that `adjoint.torch` gives."""
