"""Measurements of `adjoint` against its peers, side by side in one process: `python -m benchmarks`."""
