"""Loops that call a math function become vector code: nothing in a function keeps LLVM from that."""

import re

import pytest
from math_programs import FUNCTIONS, TYPES, llvm_ir

from adjoint.runtime.code_generation import generate_assembly, host


@pytest.fixture(scope="module")
def assembly() -> str:
    name, features = host()
    if not {"+fma", "+avx2"} <= set(features.split(",")):
        pytest.skip(f"{name} is no x86 with AVX2 and fused multiply-add, whose assembly this test reads")
    return generate_assembly(llvm_ir())


@pytest.mark.parametrize("type_", TYPES.values())
@pytest.mark.parametrize("name", FUNCTIONS)
def test_loop_is_vector_code(assembly: str, name: str, type_: str):
    found = re.search(rf'^"?{name}\.{type_}\.loop"?:$(.*?)^\.Lfunc_end', assembly, re.DOTALL | re.MULTILINE)
    assert found
    loop = found[1]
    assert not re.search(r"\bcall", loop)
    assert re.search(rf"\bv(mul|div|f\w+)p{'s' if type_ == 'f32' else 'd'}\s.*%[yz]mm", loop)
