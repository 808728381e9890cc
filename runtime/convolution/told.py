"""What the threads of a convolution by loops are told: a table of its three tensors and its sizes."""

from adjoint.runtime.convolution.llvm_function import Function, Value
from adjoint.runtime.convolution.sizes import SIZES


class Told:
    """Access to the table by name, and which places meet which."""

    def __init__(self, f: Function):
        self._f = f
        self.out, self.first, self.second = (f.load("ptr", f.at("i64", "%job", place), 8) for place in range(3))
        self._values = {name: f.entry("%job", 3 + place) for place, name in enumerate(SIZES)}

    def __getitem__(self, name: str) -> Value:
        return self._values[name]

    def of(self, name: str) -> list[Value]:
        """The numbers of the three dimensions."""
        return [self._values[f"{name}{dim}"] for dim in range(3)]

    def plane(self, name: str) -> Value:
        """Their product."""
        first, second, third = self.of(name)
        return self._f.mul(self._f.mul(first, second), third)

    def tap(self, dim: int, place: Value) -> Value:
        """A place in the kernel times the dilation, less the padding."""
        f = self._f
        return f.sub(f.mul(place, self[f"dilation{dim}"]), self[f"padding{dim}"])

    def taps(self, index: Value) -> list[Value]:
        """The same for a number of a place in the kernel, dimension by dimension."""
        f, (_, size1, size2) = self._f, self.of("kernel")
        places = [f.div(index, f.mul(size1, size2)), f.rem(f.div(index, size2), size1), f.rem(index, size2)]
        return [self.tap(dim, place) for dim, place in enumerate(places)]

    def range(self, dim: int, tap: Value) -> tuple[Value, Value]:
        """The places of the output at which a place in the kernel meets the input, not the zeros around it."""
        f, stride = self._f, self[f"stride{dim}"]
        begin = f.div_up(f.max(f.sub(0, tap), 0), stride)
        room = f.max(f.add(f.sub(f.sub(self[f"input{dim}"], 1), tap), stride), 0)
        return begin, f.min(f.div(room, stride), self[f"output{dim}"])

    def met(self, dim: int, place: Value, tap: Value, of_input: bool) -> Value:
        """The place of the input that a place of the output meets with one in the kernel, or, without a stride, the
        place of the output that one `of_input` meets."""
        f = self._f
        position = self.tap(dim, tap)
        return f.sub(place, position) if of_input else f.add(f.mul(place, self[f"stride{dim}"]), position)

    def taps_of(self, dim: int, place: Value, of_input: bool) -> tuple[Value, Value]:
        """The places in the kernel with which a place of the output meets the input, or one of the input the output."""
        f, dilation = self._f, self[f"dilation{dim}"]
        if of_input:
            farthest = f.add(place, self[f"padding{dim}"])
            nearest = f.sub(farthest, f.sub(self[f"output{dim}"], 1))
        else:
            nearest = f.sub(self[f"padding{dim}"], f.mul(place, self[f"stride{dim}"]))
            farthest = f.add(nearest, f.sub(self[f"input{dim}"], 1))
        begin = f.div_up(f.max(nearest, 0), dilation)
        end = f.div(f.max(f.add(farthest, dilation), 0), dilation)
        return begin, f.min(end, self[f"kernel{dim}"])
