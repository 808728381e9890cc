"""The attributes and types of the `autodiff` dialect."""

from collections.abc import Sequence

from xdsl.dialects.builtin import ArrayAttr, IntAttr, SymbolRefAttr
from xdsl.ir import Attribute, ParametrizedAttribute, TypeAttribute
from xdsl.irdl import irdl_attr_definition
from xdsl.parser import AttrParser
from xdsl.printer import Printer
from xdsl.utils.exceptions import VerifyException

_INDEX_LISTS = ("input_vjps", "captured_inputs", "captured_outputs", "output_vjps")


@irdl_attr_definition
class GradientAttr(ParametrizedAttribute):
    """How a function that was split is put together with its reverse: TorchScript's `Gradient` struct.

    It stands on the forward function as `autodiff.gradient`. The forward function returns its real outputs, then the
    values it computed only for the reverse. The reverse takes the cotangents of `input_vjps`, the values of
    `captured_inputs`, then those of `captured_outputs`, and returns the cotangents of `output_vjps`.

        #autodiff.gradient<reverse = @f.reverse, real_outputs = 1, input_vjps = [0, 1], captured_inputs = [0, 1],
                           captured_outputs = [1], output_vjps = [0, 1]>
    """

    name = "autodiff.gradient"

    reverse: SymbolRefAttr
    """The function that computes the cotangents of the inputs."""
    real_outputs: IntAttr
    """How many results of the forward function were results of the program; the others are captured values."""
    input_vjps: ArrayAttr[IntAttr]
    """The results of the forward function, real and captured, whose cotangents the reverse takes."""
    captured_inputs: ArrayAttr[IntAttr]
    """The arguments of the forward function that the reverse takes."""
    captured_outputs: ArrayAttr[IntAttr]
    """The results of the forward function that the reverse takes."""
    output_vjps: ArrayAttr[IntAttr]
    """The arguments of the forward function whose cotangents the reverse returns."""

    @staticmethod
    def get(
        reverse: str,
        real_outputs: int,
        input_vjps: Sequence[int],
        captured_inputs: Sequence[int],
        captured_outputs: Sequence[int],
        output_vjps: Sequence[int],
    ) -> "GradientAttr":
        """The attribute with these fields."""
        lists = (input_vjps, captured_inputs, captured_outputs, output_vjps)
        return GradientAttr(
            SymbolRefAttr(reverse),
            IntAttr(real_outputs),
            *(ArrayAttr(IntAttr(index) for index in indices) for indices in lists),
        )

    @property
    def reverse_name(self) -> str:
        """The name of the reverse function."""
        return self.reverse.root_reference.data

    def verify(self) -> None:
        if self.real_outputs.data < 0:
            raise VerifyException(f"real_outputs must not be negative, got {self.real_outputs.data}")
        for field in _INDEX_LISTS:
            values = indices(getattr(self, field))
            if any(index < 0 for index in values):
                raise VerifyException(f"{field} must be indices, got {list(values)}")

    @classmethod
    def parse_parameters(cls, parser: AttrParser) -> Sequence[Attribute]:
        with parser.in_angle_brackets():
            parser.parse_keyword("reverse")
            parser.parse_punctuation("=")
            reverse = SymbolRefAttr(parser.parse_symbol_name())
            parser.parse_punctuation(",")
            parser.parse_keyword("real_outputs")
            parser.parse_punctuation("=")
            parameters: list[Attribute] = [reverse, IntAttr(parser.parse_integer(allow_boolean=False))]
            for field in _INDEX_LISTS:
                parser.parse_punctuation(",")
                parser.parse_keyword(field)
                parser.parse_punctuation("=")
                values = parser.parse_comma_separated_list(parser.Delimiter.SQUARE, parser.parse_integer)
                parameters.append(ArrayAttr(IntAttr(value) for value in values))
        return parameters

    def print_parameters(self, printer: Printer) -> None:
        with printer.in_angle_brackets():
            printer.print_string("reverse = ")
            printer.print_symbol_name(self.reverse_name)
            printer.print_string(f", real_outputs = {self.real_outputs.data}")
            for field in _INDEX_LISTS:
                printer.print_string(f", {field} = {list(indices(getattr(self, field)))}")


def indices(values: ArrayAttr[IntAttr]) -> tuple[int, ...]:
    """A list of indices as Python's ints."""
    return tuple(value.data for value in values)


@irdl_attr_definition
class OptionalSizeType(ParametrizedAttribute, TypeAttribute):
    """The sizes of a tensor of rank n, or none: `!autodiff.optional_size<2>`. TorchScript's `int[]?`."""

    name = "autodiff.optional_size"

    rank: IntAttr

    def __init__(self, rank: int | IntAttr):
        super().__init__(IntAttr(rank) if isinstance(rank, int) else rank)

    def verify(self) -> None:
        if self.rank.data < 0:
            raise VerifyException(f"the rank must not be negative, got {self.rank.data}")

    @classmethod
    def parse_parameters(cls, parser: AttrParser) -> Sequence[Attribute]:
        with parser.in_angle_brackets():
            return [IntAttr(parser.parse_integer(allow_boolean=False))]

    def print_parameters(self, printer: Printer) -> None:
        with printer.in_angle_brackets():
            printer.print_int(self.rank.data)
