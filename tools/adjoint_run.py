"""`adjoint-run`: runs a function of an MLIR file, or a TorchScript module, on arrays, with gradients, or checks these.

    adjoint-run model.mlir --function loss --inputs x.npy w.npy --grad 0,1 --output out.npz
    adjoint-run model.mlir --function loss --check
    adjoint-run model.mlir --function loss --grad 0,1 --size 128 --profile
    adjoint-run model.pt --inputs x.npy --output out.npz
    adjoint-run model.pt --types ?x3xf32 --check

Without `--inputs` the arguments are random: floats are standard normal, integers 0 or 1, `?` is `--size`. A file of
`torch.jit.save` does not say what its inputs are: they are like `--inputs`, or random of `--types`. Its parameters and
buffers are arguments after these, with the values that the file has. Reading one needs PyTorch. `--check`
computes in f64, whatever the program's floats are. The format of .npy files has no name for bfloat16: such arrays are
read and written as elements of two bytes (`V2`), which `array.view(ml_dtypes.bfloat16)` reads. Errors are one message
and exit code 1; the output file is written whole or not at all.
"""

import argparse
import io
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.lib.npyio import NpzFile
from xdsl.dialects.builtin import DYNAMIC_INDEX
from xdsl.parser import Parser
from xdsl.utils.exceptions import ParseError
from xdsl.utils.hints import isa

import adjoint
from adjoint.dialects.aten.base import AnyTensorType
from adjoint.passes.convert_floats_to_f64 import ConvertFloatsToF64Pass
from adjoint.runtime.arguments import Array, Parameter
from adjoint.runtime.context import compiler_context
from adjoint.runtime.dtypes import BFLOAT16, is_floating_point
from adjoint.runtime.errors import COMPILER_ERRORS, AdjointError, describe_error
from adjoint.runtime.gradient_check import check_gradients
from adjoint.runtime.program import Program
from adjoint.tools.output import write_bytes_whole
from adjoint.tools.profile_table import profile_table


def _parse_arguments(args: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="adjoint-run", description="Runs a function of a file on arrays.")
    parser.add_argument("file", help="MLIR file, with ops of the aten dialect, or file of torch.jit.save (.pt)")
    parser.add_argument("--function", help="name of the function; by default the only one of the module")
    parser.add_argument("--inputs", nargs="+", metavar="NPY", help=".npy files, one for each argument")
    parser.add_argument("--types", nargs="+", metavar="TYPE", help="of random inputs of a .pt file, such as ?x3xf32")
    parser.add_argument("--grad", metavar="I,J", help="also the gradients of the first result by these arguments")
    parser.add_argument("--output", metavar="NPZ", help="file for the results: result0, …, and grad0, … by argument")
    parser.add_argument("--check", action="store_true", help="compare gradients with finite differences, in f64")
    parser.add_argument("--profile", action="store_true", help="the time of each kernel, with what limits it")
    parser.add_argument("--calls", type=int, default=20, help="how many calls --profile measures (default 20)")
    parser.add_argument("--seed", type=int, default=0, help="of random arguments (default 0)")
    parser.add_argument("--size", type=int, default=3, help="what `?` is in random arguments (default 3)")
    parser.add_argument("--threads", type=int, help="number of threads (default: the processors)")
    return parser.parse_args(args)


def _load_array(path: str) -> Array:
    try:
        array: Array | NpzFile = np.load(path, allow_pickle=False)
    except OSError as error:
        raise AdjointError(describe_error(error)) from None
    except (ValueError, EOFError) as error:
        raise AdjointError(f"error: {path}: not a .npy file of numbers: {error}") from None
    if isinstance(array, NpzFile):
        raise AdjointError(f"error: {path}: an archive of several arrays: give one .npy file for each argument")
    return array


def _random_array(parameter: Parameter, size: int, rng: np.random.Generator) -> Array:
    shape = tuple(size if each == DYNAMIC_INDEX else each for each in parameter.shape)
    try:
        if is_floating_point(parameter.dtype):
            return rng.standard_normal(shape).astype(parameter.dtype)
        return rng.integers(0, 2, shape).astype(parameter.dtype)
    except (MemoryError, ValueError):
        raise AdjointError(
            f"error: argument '{parameter.name}' of shape {list(shape)}: no array can have it, or memory is too small"
        ) from None


@dataclass(frozen=True)
class _Input:
    """What the file holds, and the arguments to run it on."""

    program: Program
    values: Sequence[Array]


def _load(arguments: argparse.Namespace) -> _Input:
    if Path(arguments.file).suffix in (".pt", ".pth"):
        return _load_torchscript(arguments)
    if arguments.types is not None:
        raise AdjointError("error: --types is for .pt files: the types of an MLIR file are in the file")
    program = Program.of(adjoint.load(arguments.file), arguments.function)
    return _Input(program, _arguments(program, arguments))


def _load_torchscript(arguments: argparse.Namespace) -> _Input:
    try:
        from adjoint.frontends.torch.script_file import load_torchscript
    except ModuleNotFoundError as error:
        if error.name != "torch":
            raise
        raise AdjointError(
            f"error: {arguments.file}: reading TorchScript needs PyTorch: pip install 'adjoint[torch]'"
        ) from None
    if arguments.inputs is not None:
        inputs = [_load_array(path) for path in arguments.inputs]
        inputs = [each.view(BFLOAT16) if each.dtype == np.dtype("V2") else each for each in inputs]
    elif arguments.types is not None:
        rng = _generator(arguments.seed)
        inputs = [_random_array(_parameter(text), _size(arguments), rng) for text in arguments.types]
    else:
        raise AdjointError(
            f"error: {arguments.file}: a TorchScript file does not say what its inputs are: give them by --inputs, "
            "or the types of random ones, such as --types ?x3xf32"
        )
    module = load_torchscript(arguments.file, inputs)
    return _Input(Program.of(module, arguments.function), [*inputs, *module.arrays()])


def _parameter(text: str) -> Parameter:
    """The parameter of a tensor type as `tensor<…>` spells it within the brackets."""
    try:
        type_ = Parser(compiler_context(), f"tensor<{text}>").parse_type()
    except ParseError:
        type_ = None
    if not isa(type_, AnyTensorType):
        raise AdjointError(f"error: --types takes sizes and an element type, such as ?x3xf32, got {text!r}")
    return Parameter.of(text, type_)


def _size(arguments: argparse.Namespace) -> int:
    if arguments.size < 0:
        raise AdjointError(f"error: --size must be at least 0, got {arguments.size}")
    return arguments.size


def _arguments(program: Program, arguments: argparse.Namespace) -> list[Array]:
    parameters = program.parameters()
    if arguments.inputs is not None:
        if len(arguments.inputs) != len(parameters):
            expected = ", ".join(f"{each.name}: {each.describe()}" for each in parameters)
            raise AdjointError(
                f"error: @{program.name} takes {len(parameters)} arguments ({expected}), got {len(arguments.inputs)}"
            )
        return [_load_array(path) for path in arguments.inputs]
    size, rng = _size(arguments), _generator(arguments.seed)
    return [_random_array(parameter, size, rng) for parameter in parameters]


def _generator(seed: int) -> np.random.Generator:
    if seed < 0:
        raise AdjointError(f"error: --seed must be at least 0, got {seed}")
    return np.random.default_rng(seed)


def _positions(text: str) -> tuple[int, ...]:
    try:
        return tuple(int(part) for part in text.split(","))
    except ValueError:
        raise AdjointError(f"error: --grad takes positions of arguments such as 0,1, got {text!r}") from None


def _run(program: Program, values: Sequence[Array], arguments: argparse.Namespace) -> dict[str, Array]:
    if arguments.grad is None:
        outputs = adjoint.compile(program.module, program.name)(*values)
        gradients: dict[str, Array] = {}
    else:
        wrt = _positions(arguments.grad)
        outputs, found = adjoint.value_and_grad(program.module, program.name, wrt=wrt)(*values)
        gradients = {f"grad{index}": gradient for index, gradient in zip(wrt, found, strict=True)}
    listed = outputs if isinstance(outputs, tuple) else (outputs,)
    return {**{f"result{index}": output for index, output in enumerate(listed)}, **gradients}


def _profile(program: Program, values: Sequence[Array], arguments: argparse.Namespace) -> str:
    if arguments.calls < 1:
        raise AdjointError(f"error: --calls must be at least 1, got {arguments.calls}")
    wrt = None if arguments.grad is None else _positions(arguments.grad)
    return profile_table(program, wrt, values, arguments.calls)


def _check(program: Program, arrays: Sequence[Array], arguments: argparse.Namespace) -> bool:
    """Prints how gradient and differences compare for every argument; whether they all agree."""
    module, name = program.module, program.name
    given = zip(program.parameters(), arrays, strict=True)
    values = [parameter.convert(value) for parameter, value in given]
    ConvertFloatsToF64Pass().apply(compiler_context(), module)
    parameters = Program.of(module, name).parameters()
    arrays = [value.astype(parameter.dtype) for parameter, value in zip(parameters, values, strict=True)]
    forward = adjoint.compile(module, name)

    def outputs_of(*values: Array) -> Sequence[Array]:
        outputs = forward(*values)
        return outputs if isinstance(outputs, tuple) else (outputs,)

    outputs, pullback = adjoint.vjp(module, name)(*arrays)
    listed = outputs if isinstance(outputs, tuple) else (outputs,)
    rng = _generator(arguments.seed)
    derivatives = check_gradients(outputs_of, pullback, arrays, parameters, listed, rng)
    print(f"{'argument':16} {'gradient':>16} {'differences':>16}")
    for each in derivatives:
        verdict = "ok" if each.agrees() else "DIFFERS"
        print(f"{each.argument:16} {each.by_gradient:16.8g} {each.by_differences:16.8g}   {verdict}")
    return all(each.agrees() for each in derivatives)


def _save(path: Path, arrays: dict[str, Array]) -> None:
    stream = io.BytesIO()
    np.savez(stream, **arrays)  # pyright: ignore[reportArgumentType]  # its other keyword is a bool
    write_bytes_whole(path, stream.getvalue())


def main(args: Sequence[str] | None = None) -> None:
    """Runs the tool; exits with 1 after a message where the input is at fault or a check fails."""
    arguments = _parse_arguments(args)
    try:
        if arguments.threads is not None:
            adjoint.set_thread_count(arguments.threads)
        loaded = _load(arguments)
        if arguments.check:
            agreed = _check(loaded.program, loaded.values, arguments)
            sys.exit(0 if agreed else 1)
        if arguments.profile:
            print(_profile(loaded.program, loaded.values, arguments))
            return
        arrays = _run(loaded.program, loaded.values, arguments)
        if arguments.output is not None:
            _save(Path(arguments.output), arrays)
        else:
            for name, array in arrays.items():
                print(f"{name}: {array.dtype}{list(array.shape)}\n{array}")
    except (*COMPILER_ERRORS, OSError) as error:
        print(describe_error(error), file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
