"""The dialects of `adjoint`: `aten`, the forward operators, and `autodiff`, the structure of differentiation."""
