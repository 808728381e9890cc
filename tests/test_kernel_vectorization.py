"""The loops of fused kernels become vector code, without checks at run time of what may overlap."""

import re

import pytest
from fused_programs import ONE_KERNEL, value_and_grad_module

from adjoint.lowering.llvm.translate import translate_to_llvm_ir
from adjoint.runtime.code_generation import generate_assembly, host


@pytest.mark.skipif("+avx2" not in host()[1], reason="the assembly that this test reads is of processors with AVX2")
@pytest.mark.parametrize("name", ONE_KERNEL)
def test_kernel_is_vector_code(name: str):
    module, _ = value_and_grad_module(ONE_KERNEL[name], (0, 1), "lower-to-llvm")
    assembly = generate_assembly(translate_to_llvm_ir(module))
    kernels = re.findall(r"^kernel_\d+:$(.*?)^\.Lfunc_end", assembly, re.DOTALL | re.MULTILINE)
    assert kernels
    for kernel in kernels:
        assert not re.search(r"\bcall|vector\.memcheck", kernel)
        vector = re.findall(r"\bv(?:add|sub|mul|div|f\w+)ps\s.*%[yz]mm", kernel)
        scalar = re.findall(r"\bv(?:add|sub|mul|div|f\w+)ss\s", kernel)
        # What is scalar is computed once for a row.
        assert len(vector) > 3 * len(scalar)
