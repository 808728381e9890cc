"""Convolutions of few channels a group with the sums of a vector of places in registers, for strides of 1 and 2.

Along the last dimension, places are lanes, and masks say which of them meet the input; they serve all lines. Without a
place that meets it nothing is multiplied, so that infinite weights spoil nothing.
"""

from collections.abc import Sequence

from adjoint.runtime.convolution.element import Element
from adjoint.runtime.convolution.job import share
from adjoint.runtime.convolution.llvm_function import Function, Value
from adjoint.runtime.convolution.told import Told

TAPS = 3
"""The places in the kernel along the last dimension that are worked on together."""


class _Taps:
    """Some places in the kernel along the last dimension, and a vector of places of what has these for neighbours.

    Place x of the output meets element `x · stride + tap` of the input, where tap counts the padding and the dilation;
    place x of the input meets element `x - tap` of the output.
    """

    def __init__(
        self,
        f: Function,
        element: Element,
        told: Told,
        *,
        first: Value,
        x: Value,
        count: Value,
        computes_input: bool,
        stride: int,
    ):
        """`first` is the first place in the kernel, `x` that of the vector, of which the first `count` are there."""
        self._f = f
        self._element = element
        self._stride = stride
        lanes = element.lanes
        kernel, dilation, padding = (told[f"{name}2"] for name in ("kernel", "dilation", "padding"))
        size = told["output2" if computes_input else "input2"]
        self.numbers: list[Value] = []
        self.starts: list[Value] = []
        self._masks: list[Value] = []
        self._load_masks: list[list[Value]] = []
        for each in range(TAPS):
            number = f.min(f.add(first, each), f.sub(kernel, 1))
            tap = f.sub(f.mul(number, dilation), padding)
            start = f.sub(x, tap) if computes_input else f.add(f.mul(x, stride), tap)
            is_there = f.compare("slt", f.add(first, each), kernel)
            limit = f.select(is_there, size, 0)
            self.numbers.append(number)
            self.starts.append(start)
            are_met = f.lanes_between(start, stride, limit, lanes)
            self._masks.append(f.both_lanes(are_met, f.lanes_below(count, lanes), lanes))
            parts = [f.add(start, lanes * part) for part in range(stride)] if stride > 1 else []
            self._load_masks.append([f.lanes_between(part, 1, limit, lanes) for part in parts] or [self._masks[-1]])

    def add(self, sums: Sequence[Value], line: Value, factors: Sequence[Value]) -> list[Value]:
        """Adds the products of a line's elements with factors, vectors, to a sum for each place in the kernel."""
        f, element = self._f, self._element
        results: list[Value] = []
        for each, (sum_, factor) in enumerate(zip(sums, factors, strict=True)):
            start = f.displaced(element.type_, line, self.starts[each])
            places = [f.displaced(element.type_, start, element.lanes * part) for part in range(self._stride)]
            parts = [
                f.masked_load(element.vector, place, mask, element.lanes)
                for place, mask in zip(places, self._load_masks[each], strict=True)
            ]
            value = parts[0]
            if self._stride > 1:
                every_other = range(0, 2 * element.lanes, 2)
                value = f.shuffle(element.vector, parts[0], parts[1], every_other)
            suffix = f"v{element.lanes}f{element.bytes * 8}"
            vectors = ", ".join(f"{element.vector} {operand}" for operand in (value, factor, sum_))
            total = f.op(f"call {element.vector} @llvm.fma.{suffix}({vectors})")
            type_, mask = f"<{element.lanes} x i1>", self._masks[each]
            results.append(f.op(f"select {type_} {mask}, {element.vector} {total}, {element.vector} {sum_}"))
        return results


def sum_planes(f: Function, element: Element, told: Told, *, computes_input: bool, stride: int) -> None:
    """A thread's share of the planes of the output, or, with a stride of 1, of the input."""
    type_, lanes = element.type_, element.lanes
    planes, others = ("channels", "outputs") if computes_input else ("outputs", "channels")
    operand, weight = (told.second, told.first) if computes_input else (told.first, told.second)
    own, source = ("input", "output") if computes_input else ("output", "input")
    own_count, other_count, taps = told[planes], told[others], told.plane("kernel")
    own_plane, source_plane = told.plane(own), told.plane(source)
    begin, end = share(f, f.mul(f.mul(told["samples"], told["groups"]), own_count))
    with f.loop(begin, end) as item:
        batch, number = f.div(item.index, own_count), f.rem(item.index, own_count)
        group = f.rem(batch, told["groups"])
        target = f.at(type_, told.out, f.mul(item.index, own_plane))
        with f.loop(0, told[f"{own}2"], lanes) as x, f.loop(0, told["kernel2"], TAPS) as tap:
            count = f.sub(told[f"{own}2"], x.index)
            row_taps = _Taps(
                f,
                element,
                told,
                first=tap.index,
                x=x.index,
                count=count,
                computes_input=computes_input,
                stride=stride,
            )
            are_there = f.lanes_below(count, lanes)
            are_continued = f.lanes_below(f.select(f.compare("sgt", tap.index, 0), count, 0), lanes)
            with f.loop(0, told[f"{own}0"]) as row0, f.loop(0, told[f"{own}1"]) as row1:
                rows = (row0.index, row1.index)
                (begin0, end0), (begin1, end1) = (told.taps_of(dim, rows[dim], computes_input) for dim in range(2))
                place = f.add(f.mul(f.add(f.mul(row0.index, told[f"{own}1"]), row1.index), told[f"{own}2"]), x.index)
                address = f.at(type_, target, place)
                before = f.masked_load(element.vector, address, are_continued, lanes)
                zeros = [(element.vector, "zeroinitializer")] * (TAPS - 1)
                carried = [(element.vector, before), *zeros]
                with f.loop(0, other_count, carried=carried) as other:
                    output, channel = (other.index, number) if computes_input else (number, other.index)
                    kernel = f.add(f.mul(f.add(f.mul(group, told["outputs"]), output), told["channels"]), channel)
                    plane = f.mul(f.add(f.mul(batch, other_count), other.index), source_plane)
                    sums = [(element.vector, value) for value in other.carried]
                    with f.loop(begin0, end0, carried=sums) as tap0:
                        sums = [(element.vector, value) for value in tap0.carried]
                        with f.loop(begin1, end1, carried=sums) as tap1:
                            line0, line1 = (
                                told.met(dim, rows[dim], each.index, computes_input)
                                for dim, each in enumerate((tap0, tap1))
                            )
                            line = f.mul(f.add(f.mul(line0, told[f"{source}1"]), line1), told[f"{source}2"])
                            row_of_kernel = f.add(f.mul(tap0.index, told["kernel1"]), tap1.index)
                            first = f.add(f.mul(kernel, taps), f.mul(row_of_kernel, told["kernel2"]))
                            factors = [
                                f.splat(
                                    element.vector,
                                    type_,
                                    f.load(type_, f.at(type_, weight, f.add(first, each)), element.bytes),
                                    lanes,
                                )
                                for each in row_taps.numbers
                            ]
                            at_line = f.at(type_, operand, f.add(plane, line))
                            tap1.next = row_taps.add(tap1.carried, at_line, factors)
                        tap0.next = tap1.carried
                    other.next = tap0.carried
                total = other.carried[0]
                for value in other.carried[1:]:
                    total = f.op(f"fadd {element.vector} {total}, {value}")
                f.masked_store(element.vector, total, address, are_there, lanes)


def sum_products(f: Function, element: Element, told: Told, stride: int) -> None:
    """A thread's share of the lines of the weight's gradient."""
    type_, lanes = element.type_, element.lanes
    input_plane, output_plane = told.plane("input"), told.plane("output")
    rows = f.mul(told["kernel0"], told["kernel1"])
    begin, end = share(f, f.mul(f.mul(f.mul(told["groups"], told["outputs"]), told["channels"]), rows))
    with f.loop(begin, end) as item:
        kernel, row = f.div(item.index, rows), f.rem(item.index, rows)
        output, channel = f.div(kernel, told["channels"]), f.rem(kernel, told["channels"])
        group = f.div(output, told["outputs"])
        taps = f.div(row, told["kernel1"]), f.rem(row, told["kernel1"])
        (begin0, end0), (begin1, end1) = (told.range(dim, told.tap(dim, taps[dim])) for dim in range(2))
        target = f.at(type_, told.out, f.mul(item.index, told["kernel2"]))
        with f.loop(0, told["kernel2"], TAPS) as tap:
            zeros = [(element.vector, "zeroinitializer")] * TAPS
            with f.loop(0, told["output2"], lanes, carried=zeros) as x:
                count = f.sub(told["output2"], x.index)
                row_taps = _Taps(
                    f,
                    element,
                    told,
                    first=tap.index,
                    x=x.index,
                    count=count,
                    computes_input=False,
                    stride=stride,
                )
                are_there = f.lanes_below(count, lanes)
                sums = [(element.vector, value) for value in x.carried]
                with f.loop(0, told["samples"], carried=sums) as sample:
                    of_sample = f.mul(sample.index, told["groups"])
                    input_number = f.add(f.mul(f.add(of_sample, group), told["channels"]), channel)
                    output_number = f.add(f.mul(of_sample, told["outputs"]), output)
                    from_input, from_output = f.mul(input_number, input_plane), f.mul(output_number, output_plane)
                    sums = [(element.vector, value) for value in sample.carried]
                    with f.loop(begin0, end0, carried=sums) as row0:
                        sums = [(element.vector, value) for value in row0.carried]
                        with f.loop(begin1, end1, carried=sums) as row1:
                            met = [told.met(dim, each.index, taps[dim], False) for dim, each in enumerate((row0, row1))]
                            line = f.mul(f.add(f.mul(met[0], told["input1"]), met[1]), told["input2"])
                            own_line = f.mul(f.add(f.mul(row0.index, told["output1"]), row1.index), told["output2"])
                            own_place = f.add(f.add(from_output, own_line), x.index)
                            gradient = f.masked_load(
                                element.vector, f.at(type_, told.second, own_place), are_there, lanes
                            )
                            at_line = f.at(type_, told.first, f.add(from_input, line))
                            row1.next = row_taps.add(row1.carried, at_line, [gradient] * TAPS)
                        row0.next = row1.carried
                    sample.next = row0.carried
                x.next = sample.carried
            for each, value in enumerate(x.carried):
                number = f.add(tap.index, each)
                with f.when(f.compare("slt", number, told["kernel2"])):
                    suffix = f"v{lanes}f{element.bytes * 8}"
                    arguments = f"{type_} -0.0, {element.vector} {value}"
                    total = f.op(f"call reassoc {type_} @llvm.vector.reduce.fadd.{suffix}({arguments})")
                    f.store(type_, total, f.at(type_, target, number), element.bytes)
