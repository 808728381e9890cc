"""Command line tools: `adjoint-opt` and `adjoint-run`."""
