"""Convolutions of few channels a group, depthwise ones above all, as loops: there is too little to share for tiles.

Threads share the planes of what is computed; its elements are neighbours in the innermost loop, which LLVM vectorises.
"""

from collections.abc import Callable, Sequence

from adjoint.runtime.convolution.element import Element
from adjoint.runtime.convolution.job import share, shared_function
from adjoint.runtime.convolution.llvm_function import Function, Value
from adjoint.runtime.convolution.sizes import SIZES

FEW = 8
"""Up to this product of the channels of a group of the input and of the output loops are faster than tiles."""

_FAST = "reassoc nsz contract"


class _Sizes:
    """What a convolution is told, in the table that its threads share after its three tensors."""

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

    def tap(self, index: Value) -> list[Value]:
        """The place in the kernel, dimension by dimension, times the dilation, less the padding."""
        f, (_, size1, size2) = self._f, self.of("kernel")
        places = [f.div(index, f.mul(size1, size2)), f.rem(f.div(index, size2), size1), f.rem(index, size2)]
        dims = zip(places, self.of("dilation"), self.of("padding"), strict=True)
        return [f.sub(f.mul(place, dilation), padding) for place, dilation, padding in dims]

    def range(self, dim: int, tap: Value) -> tuple[Value, Value]:
        """The places of the output at which a place in the kernel meets the input, not the zeros around it."""
        f, stride = self._f, self._values[f"stride{dim}"]
        begin = f.div_up(f.max(f.sub(0, tap), 0), stride)
        room = f.max(f.add(f.sub(f.sub(self._values[f"input{dim}"], 1), tap), stride), 0)
        return begin, f.min(f.div(room, stride), self._values[f"output{dim}"])


def _lines(
    f: Function, sizes: _Sizes, tap: Sequence[Value], line: Callable[[Value, Value, Value, Value, Value], None]
) -> None:
    """Calls `line` with the offsets of input and output, begin and end along the last dimension, and its stride."""
    (begin0, end0), (begin1, end1), (begin2, end2) = (sizes.range(dim, tap[dim]) for dim in range(3))
    stride0, stride1, stride2 = sizes.of("stride")
    with f.loop(begin0, end0) as outer, f.loop(begin1, end1) as inner:
        row0 = f.add(f.mul(outer.index, stride0), tap[0])
        row1 = f.add(f.mul(inner.index, stride1), tap[1])
        of_input = f.add(f.mul(f.add(f.mul(row0, sizes["input1"]), row1), sizes["input2"]), tap[2])
        of_output = f.mul(f.add(f.mul(outer.index, sizes["output1"]), inner.index), sizes["output2"])
        line(of_input, of_output, begin2, end2, stride2)


def _plane_update(element: Element, name: str, planes: str, others: str, *, computes_input: bool) -> Function:
    """The output from the input, or the input from the output: sums over the other's planes and the kernel."""
    f = shared_function(f"{name}_{element.letter}")
    sizes, type_ = _Sizes(f), element.type_
    operand, weight = (sizes.second, sizes.first) if computes_input else (sizes.first, sizes.second)
    own_count, other_count, taps = sizes[planes], sizes[others], sizes.plane("kernel")
    own_plane, other_plane = (sizes.plane("input" if computes_input == own else "output") for own in (True, False))
    begin, end = share(f, f.mul(f.mul(sizes["samples"], sizes["groups"]), own_count))
    with f.loop(begin, end) as item:
        batch, own = f.div(item.index, own_count), f.rem(item.index, own_count)
        group = f.rem(batch, sizes["groups"])
        target = f.at(type_, sizes.out, f.mul(item.index, own_plane))
        with f.loop(0, own_plane) as at:
            f.store(type_, "0.0", f.at(type_, target, at.index), element.bytes)
        with f.loop(0, other_count) as other, f.loop(0, taps) as tap_loop:
            output, channel = (other.index, own) if computes_input else (own, other.index)
            kernel = f.add(f.mul(f.add(f.mul(group, sizes["outputs"]), output), sizes["channels"]), channel)
            factor = f.load(type_, f.at(type_, weight, f.add(f.mul(kernel, taps), tap_loop.index)), element.bytes)
            source = f.at(type_, operand, f.mul(f.add(f.mul(batch, other_count), other.index), other_plane))

            def line(
                of_input: Value,
                of_output: Value,
                begin: Value,
                end: Value,
                stride: Value,
                source: Value = source,
                factor: Value = factor,
            ) -> None:
                with f.loop(begin, end) as place:
                    inside, outside = f.add(of_input, f.mul(place.index, stride)), f.add(of_output, place.index)
                    to, from_ = (inside, outside) if computes_input else (outside, inside)
                    value = f.load(type_, f.at(type_, source, from_), element.bytes)
                    product = f.op(f"fmul {_FAST} {type_} {value}, {factor}")
                    address = f.at(type_, target, to)
                    total = f.op(f"fadd {_FAST} {type_} {f.load(type_, address, element.bytes)}, {product}")
                    f.store(type_, total, address, element.bytes)

            _lines(f, sizes, sizes.tap(tap_loop.index), line)
    return f


def direct_convolution(element: Element) -> Function:
    """`@direct_convolution_<letter>`: a thread's share of the planes of the output."""
    return _plane_update(element, "direct_convolution", "outputs", "channels", computes_input=False)


def direct_backward_input(element: Element) -> Function:
    """`@direct_convolution_backward_input_<letter>`: a thread's share of the planes of the input."""
    return _plane_update(element, "direct_convolution_backward_input", "channels", "outputs", computes_input=True)


def direct_backward_weight(element: Element) -> Function:
    """`@direct_convolution_backward_weight_<letter>`: a thread's share of the elements of the weight."""
    f = shared_function(f"direct_convolution_backward_weight_{element.letter}")
    sizes, type_ = _Sizes(f), element.type_
    taps, input_plane, output_plane = (sizes.plane(name) for name in ("kernel", "input", "output"))
    begin, end = share(f, f.mul(f.mul(f.mul(sizes["groups"], sizes["outputs"]), sizes["channels"]), taps))
    sum_ = f.op(f"alloca {type_}, align 8")
    with f.loop(begin, end) as item:
        kernel, tap = f.div(item.index, taps), sizes.tap(f.rem(item.index, taps))
        output, channel = f.div(kernel, sizes["channels"]), f.rem(kernel, sizes["channels"])
        group = f.div(output, sizes["outputs"])
        f.store(type_, "0.0", sum_, element.bytes)
        with f.loop(0, sizes["samples"]) as sample:
            of_sample = f.mul(sample.index, sizes["groups"])
            input_number = f.add(f.mul(f.add(of_sample, group), sizes["channels"]), channel)
            x = f.at(type_, sizes.first, f.mul(input_number, input_plane))
            output_number = f.add(f.mul(of_sample, sizes["outputs"]), output)
            g = f.at(type_, sizes.second, f.mul(output_number, output_plane))

            def line(
                of_input: Value,
                of_output: Value,
                begin: Value,
                end: Value,
                stride: Value,
                x: Value = x,
                g: Value = g,
            ) -> None:
                start = f.load(type_, sum_, element.bytes)
                with f.loop(begin, end, carried=[(type_, start)]) as place:
                    inside, outside = f.add(of_input, f.mul(place.index, stride)), f.add(of_output, place.index)
                    one = f.load(type_, f.at(type_, x, inside), element.bytes)
                    other = f.load(type_, f.at(type_, g, outside), element.bytes)
                    product = f.op(f"fmul {_FAST} {type_} {one}, {other}")
                    place.next = [f.op(f"fadd {_FAST} {type_} {place.carried[0]}, {product}")]
                f.store(type_, place.carried[0], sum_, element.bytes)

            _lines(f, sizes, tap, line)
        f.store(type_, f.load(type_, sum_, element.bytes), f.at(type_, sizes.out, item.index), element.bytes)
    return f


DIRECT = (direct_convolution, direct_backward_weight, direct_backward_input)
