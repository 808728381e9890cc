"""Type promotion against torch.result_type: all pairs of dtypes, with and without dimensions, and numbers of Python."""

from itertools import product

import pytest
from xdsl.dialects.builtin import IndexType, TensorType, bf16, f16, f32, f64, i1, i8, i16, i32, i64
from xdsl.ir import Attribute

from adjoint.dialects.aten.literals import element_type_of_number
from adjoint.dialects.aten.promotion import is_lossless, promote_element_types, promote_types

torch = pytest.importorskip("torch")

DTYPES: dict[Attribute, torch.dtype] = {
    i1: torch.bool,
    i8: torch.int8,
    i16: torch.int16,
    i32: torch.int32,
    i64: torch.int64,
    f16: torch.float16,
    bf16: torch.bfloat16,
    f32: torch.float32,
    f64: torch.float64,
}


def tensors(ranks: tuple[int, ...], types: tuple[Attribute, ...]) -> list[torch.Tensor]:
    return [torch.ones((2,) * rank, dtype=DTYPES[type_]) for rank, type_ in zip(ranks, types, strict=True)]


@pytest.mark.parametrize("first", DTYPES, ids=str)
def test_two_element_types(first: Attribute):
    for second in DTYPES:
        promoted = promote_element_types([first, second])
        assert DTYPES[promoted] == torch.promote_types(DTYPES[first], DTYPES[second]), (first, second)


@pytest.mark.parametrize("ranks", list(product((0, 1), repeat=2)), ids=str)
def test_two_tensors(ranks: tuple[int, int]):
    for types in product(DTYPES, repeat=2):
        shaped = [TensorType(type_, (2,) * rank) for rank, type_ in zip(ranks, types, strict=True)]
        assert DTYPES[promote_types(shaped)] == torch.result_type(*tensors(ranks, types)), types


@pytest.mark.parametrize("ranks", list(product((0, 1), repeat=3)), ids=str)
def test_three_tensors(ranks: tuple[int, int, int]):
    """torch.result_type takes two: of those with dimensions, promoted, and those without, promoted."""
    for types in product(DTYPES, repeat=3):
        shaped = [TensorType(type_, (2,) * rank) for rank, type_ in zip(ranks, types, strict=True)]
        with_dims = [type_ for rank, type_ in zip(ranks, types, strict=True) if rank]
        zero_dims = [type_ for rank, type_ in zip(ranks, types, strict=True) if not rank]
        groups = [(1, with_dims), (0, zero_dims)]
        parts = [torch.ones((2,) * rank, dtype=DTYPES[promote_element_types(group)]) for rank, group in groups if group]
        expected = torch.result_type(*parts) if len(parts) == 2 else parts[0].dtype
        assert DTYPES[promote_types(shaped)] == expected, types


@pytest.mark.parametrize("number", [True, 2, 2.5], ids=lambda number: type(number).__name__)
@pytest.mark.parametrize("rank", [0, 1])
def test_a_number_beside_a_tensor(number: float, rank: int):
    for type_ in DTYPES:
        beside = TensorType(type_, (2,) * rank)
        of_number = TensorType(element_type_of_number(number, type_), ())
        (tensor,) = tensors((rank,), (type_,))
        assert DTYPES[promote_types([beside, of_number])] == torch.result_type(tensor, number), type_


@pytest.mark.parametrize("number", [True, 2, 2.5], ids=lambda number: type(number).__name__)
def test_a_number_alone(number: float):
    assert DTYPES[element_type_of_number(number)] == torch.tensor(number).dtype


def test_an_index_promotes_as_i64():
    for type_ in DTYPES:
        expected = promote_element_types([i64, type_])
        promoted = promote_element_types([IndexType(), type_])
        assert promoted in (expected, IndexType())
        assert promoted == expected or expected == i64


def test_a_type_is_lossless_where_every_element_comes_back():
    for source, target in product(DTYPES, repeat=2):
        if is_lossless(source, target):
            elements = torch.tensor([0, 1, 127, -128], dtype=torch.float64).to(DTYPES[source])
            assert torch.equal(elements.to(DTYPES[target]).to(DTYPES[source]), elements), (source, target)
