"""Random programs of the linalg stage: elementwise ops, broadcasts, transposes, reductions, gathers, small products."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from hypothesis import strategies as st

DIMS = "nmkd"


@dataclass
class LinalgProgram:
    """The text of a function `@f`, as it grows; a tensor is named after the dimensions that it has, by letter."""

    static_sizes: dict[str, int | None]
    """None is a size known only at run time."""
    sizes: dict[str, int]
    """At run time."""
    arguments: list[tuple[str, str]] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    dims: dict[str, str] = field(default_factory=dict)
    """The letters of every tensor."""
    results: list[str] = field(default_factory=list)

    def argument(self, dims: str) -> str:
        name = f"%arg{len(self.arguments)}"
        self.arguments.append((name, dims))
        self.dims[name] = dims
        return name

    def type(self, dims: str) -> str:
        return f"tensor<{''.join(f'{self._static(dim)}x' for dim in dims)}f32>"

    def _static(self, dim: str) -> str:
        size = self.static_sizes[dim]
        return "?" if size is None else str(size)

    def size(self, dim: str) -> str:
        """The value that holds a size."""
        return f"%size_{dim}"

    def fresh(self) -> str:
        return f"%v{len(self.body)}"

    def emit(self, text: str) -> str:
        name = self.fresh()
        self.body.append(f"{name} = {text}")
        return name

    def empty(self, dims: str) -> str:
        dynamic = ", ".join(self.size(dim) for dim in dims if self.static_sizes[dim] is None)
        return self.emit(f"tensor.empty({dynamic}) : {self.type(dims)}")

    def fill(self, number: str, dims: str) -> str:
        constant, empty = self.emit(f"arith.constant {number} : f32"), self.empty(dims)
        name = self.emit(f"linalg.fill ins({constant} : f32) outs({empty} : {self.type(dims)}) -> {self.type(dims)}")
        self.dims[name] = dims
        return name

    def generic(self, inputs: Sequence[str], result: str, loops: str, body: str, start: str | None = None) -> str:
        """A `linalg.generic`, a reduction if there is a start; the body makes %r of %x0, %x1, … and %so_far."""
        destination = self.empty(result) if start is None else self.fill(start, result)
        letters = ", ".join(f"d_{dim}" for dim in loops)
        maps = ", ".join(
            f"affine_map<({letters}) -> ({', '.join(f'd_{dim}' for dim in dims)})>"
            for dims in (*(self.dims[name] for name in inputs), result)
        )
        iterators = ", ".join('"parallel"' if dim in result else '"reduction"' for dim in loops)
        types = ", ".join(self.type(self.dims[name]) for name in inputs)
        ins = f"ins({', '.join(inputs)} : {types}) " if inputs else ""
        scalars = ", ".join(f"{name}: f32" for name in (*(f"%x{i}" for i in range(len(inputs))), "%so_far"))
        name = self.emit(
            f"linalg.generic {{indexing_maps = [{maps}], iterator_types = [{iterators}]}} "
            f"{ins}outs({destination} : {self.type(result)}) {{\n^bb0({scalars}):\n{body}\n"
            f"linalg.yield %r : f32\n}} -> {self.type(result)}"
        )
        self.dims[name] = result
        return name

    def text(self) -> str:
        sizes: list[str] = []
        for dim in DIMS:
            if self.static_sizes[dim] is not None:
                sizes.append(f"{self.size(dim)} = arith.constant {self.static_sizes[dim]} : index")
                continue
            name, dims = next((name, dims) for name, dims in self.arguments if dim in dims)
            position = dims.index(dim)
            sizes.append(f"%position_{dim} = arith.constant {position} : index")
            sizes.append(f"{self.size(dim)} = tensor.dim {name}, %position_{dim} : {self.type(dims)}")
        arguments = ", ".join(f"{name}: {self.type(dims)}" for name, dims in self.arguments)
        types = ", ".join(self.type(self.dims[name]) for name in self.results)
        lines = "\n".join((*sizes, *self.body, f"func.return {', '.join(self.results)} : {types}"))
        return f"func.func @f({arguments}) -> ({types}) {{\n{lines}\n}}"

    def random_arguments(self) -> list[np.ndarray]:
        random = np.random.default_rng(0)
        return [
            random.uniform(-1, 1, [self.sizes[dim] for dim in dims]).astype(np.float32) for _, dims in self.arguments
        ]


SUM = "%r = arith.addf %so_far, %element fastmath<reassoc,nsz,contract> : f32"
MAXIMUM = "%r = arith.maximumf %so_far, %element : f32"
COSTLY = "%a = math.absf %x0 : f32\n%b = math.sqrt %a : f32\n%c = math.sqrt %b : f32\n%d = math.sqrt %c : f32\n"


@st.composite
def linalg_programs(draw: st.DrawFn) -> LinalgProgram:
    static = {dim: draw(st.sampled_from([None, None, 1, 3, 8]), label=f"static size of {dim}") for dim in DIMS}
    sizes = {dim: static[dim] if static[dim] is not None else draw(st.sampled_from([0, 1, 2, 5, 9])) for dim in DIMS}
    program = LinalgProgram(static, sizes)
    some_dims = st.lists(st.sampled_from(DIMS), unique=True, max_size=3).map("".join)
    values = [program.argument(draw(some_dims)) for _ in range(draw(st.integers(1, 3)))]
    unknown = [dim for dim in DIMS if static[dim] is None and all(dim not in dims for _, dims in program.arguments)]
    values += [program.argument(dim) for dim in unknown]
    for _ in range(draw(st.integers(2, 10))):
        step = draw(st.sampled_from(STEPS))
        name = step(draw, program, draw(st.sampled_from(values[-4:])), draw(st.sampled_from(values)))
        if name is not None:
            values.append(name)
    results = draw(st.lists(st.sampled_from(values), unique=True, min_size=1, max_size=3))
    program.results = list(dict.fromkeys((*results, values[-1])))
    return program


def _shuffled(draw: st.DrawFn, dims: str) -> str:
    return "".join(draw(st.permutations(dims))) if draw(st.booleans()) else dims


def _binary(draw: st.DrawFn, program: LinalgProgram, x: str, y: str) -> str:
    dims = _shuffled(draw, "".join(dict.fromkeys(program.dims[x] + program.dims[y])))
    name = draw(st.sampled_from(["addf", "subf", "mulf", "maximumf"]))
    return program.generic([x, y], dims, dims, f"%r = arith.{name} %x0, %x1 : f32")


def _unary(draw: st.DrawFn, program: LinalgProgram, x: str, y: str) -> str:
    return program.generic([x], program.dims[x], program.dims[x], COSTLY + "%r = arith.subf %d, %x0 : f32")


def _transposed(draw: st.DrawFn, program: LinalgProgram, x: str, y: str) -> str:
    dims = "".join(draw(st.permutations(program.dims[x])))
    return program.generic([x], dims, dims, "%r = arith.addf %x0, %x0 : f32")


def _indexed(draw: st.DrawFn, program: LinalgProgram, x: str, y: str) -> str | None:
    """Adds the index along one dimension."""
    dims = program.dims[x]
    if not dims:
        return None
    position = draw(st.integers(0, len(dims) - 1))
    body = (
        f"%i = linalg.index {position} : index\n%j = arith.index_cast %i : index to i32\n"
        "%f = arith.sitofp %j : i32 to f32\n%r = arith.addf %f, %x0 : f32"
    )
    return program.generic([x], dims, dims, body)


def _reversed(draw: st.DrawFn, program: LinalgProgram, x: str, y: str) -> str | None:
    """A gather: the elements along one dimension in reverse."""
    dims = program.dims[x]
    if not dims:
        return None
    reversed_dim = draw(st.sampled_from(dims))
    lines = [f"%i_{dim} = linalg.index {position} : index" for position, dim in enumerate(dims)]
    lines += [
        "%one = arith.constant 1 : index",
        f"%last = arith.subi {program.size(reversed_dim)}, %one : index",
        f"%from_end = arith.subi %last, %i_{reversed_dim} : index",
    ]
    indices = ", ".join("%from_end" if dim == reversed_dim else f"%i_{dim}" for dim in dims)
    lines += [f"%e = tensor.extract {x}[{indices}] : {program.type(dims)}", "%r = arith.addf %e, %e : f32"]
    return program.generic([], dims, dims, "\n".join(lines))


def _reduced(draw: st.DrawFn, program: LinalgProgram, x: str, y: str) -> str | None:
    dims = program.dims[x]
    if not dims:
        return None
    gone = draw(st.sets(st.sampled_from(dims), min_size=1))
    kept = "".join(dim for dim in dims if dim not in gone)
    start, combine = draw(st.sampled_from([("0.0", SUM), ("0xFF800000", MAXIMUM)]))
    return program.generic([x], kept, _shuffled(draw, dims), f"%element = arith.mulf %x0, %x0 : f32\n{combine}", start)


def _reduced_pair(draw: st.DrawFn, program: LinalgProgram, x: str, y: str) -> str | None:
    """A reduction of something that no operand has on its own."""
    dims = "".join(dict.fromkeys(program.dims[x] + program.dims[y]))
    kept = "".join(dim for dim in dims if draw(st.booleans()))
    if kept == dims:
        return None
    return program.generic([x, y], kept, dims, f"%element = arith.subf %x0, %x1 : f32\n{SUM}", "0.0")


def _product(draw: st.DrawFn, program: LinalgProgram, x: str, y: str) -> str | None:
    """A product of matrices, where two of the right kind are at hand."""
    common = [dim for dim in program.dims[x] if dim in program.dims[y]]
    kept = "".join(dim for dim in dict.fromkeys(program.dims[x] + program.dims[y]) if dim not in common)
    if len(common) != 1 or len(kept) != 2:
        return None
    return program.generic([x, y], kept, kept + common[0], f"%element = arith.mulf %x0, %x1 : f32\n{SUM}", "0.0")


def _constant(draw: st.DrawFn, program: LinalgProgram, x: str, y: str) -> str:
    return program.fill("0.25", "".join(draw(st.lists(st.sampled_from(DIMS), unique=True, max_size=2))))


STEPS = [
    *(_binary, _binary, _binary, _unary, _transposed, _indexed, _reversed),
    *(_reduced, _reduced, _reduced_pair, _product, _constant),
]
