"""PyTorch's own operator test suite, run through the compiler: `make parity`, or `python -m parity` in tests/.

`torch.testing._internal.common_methods_invocations.op_db` has samples of the arguments of each operator. Every sample
becomes a program of one call of `adjoint.aten`, which is compiled together with its gradient and the gradient of that,
and compared with eager PyTorch.
"""
