"""`adjoint`: a reverse-mode automatic differentiation compiler for tensor programs in MLIR."""
