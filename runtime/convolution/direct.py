"""Convolutions of few channels a group, depthwise ones above all, as loops: there is too little to share for tiles.

Threads share the planes of what is computed. For small strides `lines` has the loops; here are those for any stride, in
which elements of what is computed are neighbours in the innermost loop, which LLVM vectorises.
"""

from collections.abc import Callable, Sequence

from adjoint.runtime.convolution.element import Element
from adjoint.runtime.convolution.job import share, shared_function
from adjoint.runtime.convolution.lines import sum_planes, sum_products
from adjoint.runtime.convolution.llvm_function import Function, Value
from adjoint.runtime.convolution.told import Told

FEW = 8
"""Up to this product of the channels of a group of the input and of the output loops are faster than tiles."""

_FAST = "reassoc nsz contract"


def _lines(
    f: Function, sizes: Told, tap: Sequence[Value], line: Callable[[Value, Value, Value, Value, Value], None]
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


def _plane_update(f: Function, element: Element, planes: str, others: str, *, computes_input: bool) -> None:
    """The output from the input, or the input from the output: sums over the other's planes and the kernel."""
    sizes, type_ = Told(f), element.type_
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

            _lines(f, sizes, sizes.taps(tap_loop.index), line)


def direct_convolution(element: Element) -> list[Function]:
    """`@direct_convolution_<letter>`: a thread's share of the planes of the output."""
    name = f"direct_convolution_{element.letter}"
    plain, two, any_ = (shared_function(f"{name}_{which}") for which in ("plain", "two", "any"))
    sum_planes(plain, element, Told(plain), computes_input=False, stride=1)
    sum_planes(two, element, Told(two), computes_input=False, stride=2)
    _plane_update(any_, element, "outputs", "channels", computes_input=False)
    return [plain, two, any_, _by_stride(name, [["stride2"], ["stride2"]])]


def direct_backward_input(element: Element) -> list[Function]:
    """`@direct_convolution_backward_input_<letter>`: a thread's share of the planes of the input."""
    name = f"direct_convolution_backward_input_{element.letter}"
    plain, any_ = (shared_function(f"{name}_{which}") for which in ("plain", "any"))
    sum_planes(plain, element, Told(plain), computes_input=True, stride=1)
    _plane_update(any_, element, "channels", "outputs", computes_input=True)
    return [plain, any_, _by_stride(name, [["stride0", "stride1", "stride2"]])]


def direct_backward_weight(element: Element) -> list[Function]:
    """`@direct_convolution_backward_weight_<letter>`: a thread's share of the elements of the weight."""
    name = f"direct_convolution_backward_weight_{element.letter}"
    plain, two, any_ = (shared_function(f"{name}_{which}") for which in ("plain", "two", "any"))
    sum_products(plain, element, Told(plain), 1)
    sum_products(two, element, Told(two), 2)
    _weight_update(any_, element)
    return [plain, two, any_, _by_stride(name, [["stride2"], ["stride2"]])]


def _by_stride(name: str, strides: Sequence[Sequence[str]]) -> Function:
    """Calls the function for a stride of 1, of 2 where there is one, in some dimensions, or the one for any stride."""
    f = shared_function(name)
    told = Told(f)
    arguments = [("ptr", "%job"), ("i64", "%thread"), ("i64", "%threads")]
    is_done: list[Value] = []
    for number, (dims, suffix) in enumerate(zip(strides, ("plain", "two"), strict=False)):
        are_equal = f.all(*(f.compare("eq", told[dim], number + 1) for dim in dims))
        with f.when(are_equal):
            f.call(f"{name}_{suffix}", *arguments)
        is_done.append(are_equal)
    with f.unless(f.any(*is_done)):
        f.call(f"{name}_any", *arguments)
    return f


def _weight_update(f: Function, element: Element) -> None:
    """The elements of the weight, one by one."""
    sizes, type_ = Told(f), element.type_
    taps, input_plane, output_plane = (sizes.plane(name) for name in ("kernel", "input", "output"))
    begin, end = share(f, f.mul(f.mul(f.mul(sizes["groups"], sizes["outputs"]), sizes["channels"]), taps))
    sum_ = f.op(f"alloca {type_}, align 8")
    with f.loop(begin, end) as item:
        kernel, tap = f.div(item.index, taps), sizes.taps(f.rem(item.index, taps))
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


DIRECT = (direct_convolution, direct_backward_weight, direct_backward_input)
