"""Writes functions of LLVM IR as text: straight-line instructions, loops with carried values, conditionals.

A value is the text by which LLVM knows it (`%12`, `3`). Integers are i64 unless a type is said.
"""

from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from itertools import count

Value = str
"""An operand: a register or a constant."""


class LoopBody:
    """The body of a loop while it is written: its index, and what it carries from one step to the next."""

    def __init__(self, index: Value, step: Value | int, carried: Sequence[Value]):
        self.index = index
        self.step = step
        """How far it is to the next step; the body may change that."""
        self.carried = carried
        self.next: Sequence[Value] = carried
        """What the next step, or what follows the loop, finds in place of `carried`."""
        self.results: Sequence[Value] = carried


class Function:
    """A function that is being written."""

    def __init__(self, name: str, parameters: Iterable[tuple[str, str]], *, is_internal: bool = True):
        self._name = name
        self._parameters = list(parameters)
        self._is_internal = is_internal
        self._lines: list[str] = []
        self._names = count()
        self._block = "entry"
        self.result: Value | None = None
        """The i1 that it returns, if it returns one."""

    def text(self) -> str:
        """The definition."""
        parameters = ", ".join(f"{type_} %{name}" for type_, name in self._parameters)
        linkage = "internal " if self._is_internal else ""
        lines = "\n".join(self._lines)
        type_, end = ("void", "ret void") if self.result is None else ("i1", f"ret i1 {self.result}")
        return f"define {linkage}{type_} @{self._name}({parameters}) nounwind {{\nentry:\n{lines}\n  {end}\n}}\n"

    # Instructions

    def op(self, text: str) -> Value:
        """An instruction with a result."""
        name = f"%v{next(self._names)}"
        self._lines.append(f"  {name} = {text}")
        return name

    def do(self, text: str) -> None:
        """An instruction without a result."""
        self._lines.append(f"  {text}")

    def _binary(self, name: str, x: Value | int, y: Value | int) -> Value:
        return self.op(f"{name} i64 {x}, {y}")

    def add(self, x: Value | int, y: Value | int) -> Value:
        return str(x) if y == 0 else self._binary("add nsw", x, y)

    def sub(self, x: Value | int, y: Value | int) -> Value:
        return self._binary("sub nsw", x, y)

    def mul(self, x: Value | int, y: Value | int) -> Value:
        return str(x) if y == 1 else self._binary("mul nsw", x, y)

    def div(self, x: Value | int, y: Value | int) -> Value:
        """The quotient of numbers that are not negative."""
        return self._binary("udiv", x, y)

    def rem(self, x: Value | int, y: Value | int) -> Value:
        """What is left of a number that is not negative."""
        return self._binary("urem", x, y)

    def div_up(self, x: Value | int, y: Value | int) -> Value:
        """The quotient, rounded up, of numbers that are not negative."""
        return self.div(self.add(x, self.sub(y, 1)), y)

    def min(self, x: Value | int, y: Value | int) -> Value:
        return self.op(f"call i64 @llvm.smin.i64(i64 {x}, i64 {y})")

    def max(self, x: Value | int, y: Value | int) -> Value:
        return self.op(f"call i64 @llvm.smax.i64(i64 {x}, i64 {y})")

    def compare(self, predicate: str, x: Value | int, y: Value | int) -> Value:
        return self.op(f"icmp {predicate} i64 {x}, {y}")

    def select(self, condition: Value, x: Value | int, y: Value | int) -> Value:
        return self.op(f"select i1 {condition}, i64 {x}, i64 {y}")

    def all(self, *conditions: Value) -> Value:
        """Whether all conditions hold."""
        result, *others = conditions
        for condition in others:
            result = self.op(f"and i1 {result}, {condition}")
        return result

    def any(self, *conditions: Value) -> Value:
        """Whether one of the conditions holds."""
        result, *others = conditions
        for condition in others:
            result = self.op(f"or i1 {result}, {condition}")
        return result

    def no(self, condition: Value) -> Value:
        """Whether a condition does not hold."""
        return self.op(f"xor i1 {condition}, true")

    def trailing_ones(self, x: Value) -> Value:
        """How many bits are set below the lowest one that is not."""
        return self.op(f"call i64 @llvm.cttz.i64(i64 {self.op(f'xor i64 {x}, -1')}, i1 false)")

    def at(self, type_: str, pointer: Value, index: Value | int) -> Value:
        """The address of an element."""
        return self.op(f"getelementptr inbounds {type_}, ptr {pointer}, i64 {index}")

    def displaced(self, type_: str, pointer: Value, index: Value | int) -> Value:
        """The address of an element that may be outside of the object."""
        return self.op(f"getelementptr {type_}, ptr {pointer}, i64 {index}")

    def load(self, type_: str, pointer: Value, alignment: int) -> Value:
        return self.op(f"load {type_}, ptr {pointer}, align {alignment}")

    def prefetch(self, pointer: Value, *, writes: bool = False) -> None:
        """Brings memory, which need not be there, into the first level cache."""
        self.do(f"call void @llvm.prefetch.p0(ptr {pointer}, i32 {int(writes)}, i32 3, i32 1)")

    def store(self, type_: str, value: Value, pointer: Value, alignment: int) -> None:
        self.do(f"store {type_} {value}, ptr {pointer}, align {alignment}")

    def entry(self, table: Value, index: Value | int) -> Value:
        """The element of a table of i64."""
        return self.load("i64", self.at("i64", table, index), 8)

    def call(self, name: str, *arguments: tuple[str, Value | int]) -> None:
        self.do(f"call void @{name}({', '.join(f'{type_} {value}' for type_, value in arguments)})")

    # Vectors

    def splat(self, vector: str, type_: str, scalar: Value | int, lanes: int) -> Value:
        """A vector of equal elements."""
        one = self.op(f"insertelement {vector} poison, {type_} {scalar}, i64 0")
        return self.op(f"shufflevector {vector} {one}, {vector} poison, <{lanes} x i32> zeroinitializer")

    def vector(self, vector: str, type_: str, elements: Sequence[Value]) -> Value:
        """A vector of some elements."""
        result = "poison"
        for lane, value in enumerate(elements):
            result = self.op(f"insertelement {vector} {result}, {type_} {value}, i64 {lane}")
        return result

    def shuffle(self, vector: str, one: Value, other: Value, places: Sequence[int]) -> Value:
        """The elements at some places of two vectors that follow each other."""
        indices = ", ".join(f"i32 {place}" for place in places)
        return self.op(f"shufflevector {vector} {one}, {vector} {other}, <{len(places)} x i32> <{indices}>")

    def lanes_below(self, count: Value, lanes: int) -> Value:
        """The mask of the first lanes."""
        numbers = ", ".join(f"i64 {lane}" for lane in range(lanes))
        type_ = f"<{lanes} x i64>"
        return self.op(f"icmp slt {type_} <{numbers}>, {self.splat(type_, 'i64', count, lanes)}")

    def lanes_between(self, start: Value, step: int, limit: Value, lanes: int) -> Value:
        """The mask of the lanes whose number, `start` and `step` for each lane, is from 0 up to a limit, excluded."""
        type_ = f"<{lanes} x i64>"
        numbers = ", ".join(f"i64 {step * lane}" for lane in range(lanes))
        own = self.op(f"add {type_} <{numbers}>, {self.splat(type_, 'i64', start, lanes)}")
        return self.op(f"icmp ult {type_} {own}, {self.splat(type_, 'i64', limit, lanes)}")

    def both_lanes(self, one: Value, other: Value, lanes: int) -> Value:
        """The lanes of both masks."""
        return self.op(f"and <{lanes} x i1> {one}, {other}")

    def masked_load(self, vector: str, pointer: Value, mask: Value, lanes: int) -> Value:
        """The elements of a mask; the others are zero, and their memory is not touched."""
        suffix = f"v{lanes}f{32 if 'float' in vector else 64}"
        arguments = f"ptr {pointer}, i32 4, <{lanes} x i1> {mask}, {vector} zeroinitializer"
        return self.op(f"call {vector} @llvm.masked.load.{suffix}.p0({arguments})")

    def masked_store(self, vector: str, value: Value, pointer: Value, mask: Value, lanes: int) -> None:
        """Stores the elements of a mask."""
        suffix = f"v{lanes}f{32 if 'float' in vector else 64}"
        arguments = f"{vector} {value}, ptr {pointer}, i32 4, <{lanes} x i1> {mask}"
        self.do(f"call void @llvm.masked.store.{suffix}.p0({arguments})")

    def neighbours(self, table: Value, most: int) -> Value:
        """How many entries of a table of i64 follow each other without a gap: at least one, and at most so many."""
        type_ = f"<{most} x i64>"
        first = self.splat(type_, "i64", self.entry(table, 0), most)
        distances = self.op(f"sub {type_} {self.load(type_, table, 8)}, {first}")
        expected = ", ".join(f"i64 {place}" for place in range(most))
        are_next = self.op(f"icmp eq {type_} {distances}, <{expected}>")
        bits = self.op(f"bitcast <{most} x i1> {are_next} to i{most}")
        return self.trailing_ones(self.op(f"zext i{most} {bits} to i64"))

    # Control flow

    def _start_block(self, label: str) -> None:
        self._lines.append(f"{label}:")
        self._block = label

    @contextmanager
    def loop(
        self, begin: Value | int, end: Value | int, step: Value | int = 1, carried: Sequence[tuple[str, Value]] = ()
    ) -> Generator[LoopBody]:
        """The body runs for each index from `begin` up to `end`, excluded; `carried` are types and initial values."""
        number = next(self._names)
        header, inside, after = (f"{name}{number}" for name in ("header", "body", "after"))
        before = self._block
        self.do(f"br label %{header}")
        self._start_block(header)
        body = LoopBody(f"%i{number}", step, [f"%c{number}.{position}" for position in range(len(carried))])
        place = len(self._lines)
        is_inside = f"%in{number}"
        self._lines.append(f"  {is_inside} = icmp slt i64 {body.index}, {end}")
        self.do(f"br i1 {is_inside}, label %{inside}, label %{after}")
        self._start_block(inside)
        yield body
        following = self.add(body.index, body.step)
        latch = self._block
        self.do(f"br label %{header}")
        phis = [f"  {body.index} = phi i64 [ {begin}, %{before} ], [ {following}, %{latch} ]"]
        for name, (type_, initial), value in zip(body.carried, carried, body.next, strict=True):
            phis.append(f"  {name} = phi {type_} [ {initial}, %{before} ], [ {value}, %{latch} ]")
        self._lines[place:place] = phis
        self._start_block(after)

    @contextmanager
    def when(self, condition: Value) -> Generator[None]:
        """What is written within runs where the condition holds."""
        number = next(self._names)
        inside, after = f"then{number}", f"after{number}"
        self.do(f"br i1 {condition}, label %{inside}, label %{after}")
        self._start_block(inside)
        yield
        self.do(f"br label %{after}")
        self._start_block(after)

    def leave(self, result: Value) -> None:
        """Returns from within a conditional; what follows in it is never reached."""
        self.do(f"ret i1 {result}")
        self._start_block(f"unreached{next(self._names)}")

    @contextmanager
    def unless(self, condition: Value) -> Generator[None]:
        """What is written within runs where the condition does not hold."""
        with self.when(self.no(condition)):
            yield
