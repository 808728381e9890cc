"""`adjoint-opt`: xDSL's opt driver with `adjoint`'s dialects, passes and targets.

    adjoint-opt model.mlir -p differentiate{function=loss}
    adjoint-opt model.mlir -p differentiate,lower-to-llvm -t llvm

Errors are one message, `file:line:column: error: …`, and exit code 1; the output file is written whole or not at all.
"""

import argparse
import logging
import sys
from collections.abc import Sequence
from typing import IO

from xdsl.dialects.builtin import ModuleOp
from xdsl.passes import ModulePass, PassPipeline
from xdsl.printer import Printer
from xdsl.utils.exceptions import DiagnosticException, ParseError
from xdsl.utils.target import Target
from xdsl.xdsl_opt_main import xDSLOptMain

from adjoint.dialects.verification import verify_module
from adjoint.frontends.mlir_text import parse_module
from adjoint.passes.timing import TimingTree, timing_into
from adjoint.runtime.errors import COMPILER_ERRORS, describe_error
from adjoint.tools.output import write_whole


def _llvm_target() -> type[Target]:
    from adjoint.lowering.llvm.translate import LLVMTarget

    return LLVMTarget


class AdjointOptMain(xDSLOptMain):
    """The driver: parse, verify, run the passes, verify, print.

    In contrast to xDSL's it verifies between passes only when asked (`--verify-each`), since that costs more than
    most passes do.
    """

    version_format = "adjoint-opt on xdsl version {xdsl_version}"

    def __init__(self, args: Sequence[str] | None = None):
        self._line_offset = 0
        self._timing = TimingTree()
        super().__init__(description="The optimiser driver of adjoint.", args=args)
        if self.args.log:
            logging.basicConfig(stream=sys.stderr, level=logging.DEBUG, format="%(name)s: %(message)s", force=True)
            logging.getLogger().setLevel(logging.WARNING)
            logging.getLogger("adjoint").setLevel(logging.DEBUG)

    def register_all_arguments(self, arg_parser: argparse.ArgumentParser):
        super().register_all_arguments(arg_parser)
        arg_parser.add_argument("--log", action="store_true", help="Show what each pass decided, on standard error.")
        arg_parser.add_argument("--timing", action="store_true", help="Show the time of each pass, on standard error.")
        arg_parser.add_argument("--verify-each", action="store_true", help="Verify the module after every pass.")

    def register_all_targets(self):
        super().register_all_targets()
        self.available_targets["llvm"] = _llvm_target

    def register_all_frontends(self):
        def parse_mlir(stream: IO[bytes]) -> ModuleOp:
            return parse_module(
                self.ctx,
                stream.read(),
                self.get_input_name(),
                line_offset=self._line_offset,
                verify=not self.args.disable_verify,
            )

        self.available_frontends["mlir"] = parse_mlir

    def parse_chunk(self, chunk: IO[bytes], file_extension: str, start_offset: int = 0) -> ModuleOp | None:
        self._line_offset = start_offset
        return super().parse_chunk(chunk, file_extension, start_offset)

    def setup_pipeline(self):
        def between_passes(previous: ModulePass | None, module: ModuleOp, following: ModulePass | None) -> None:
            if previous is not None:
                self._timing.end()
                last = following is None
                if self.args.verify_each or (last and not self.args.disable_verify):
                    verify_module(module)
                if self.args.print_between_passes and not last:
                    print(f"// IR after {previous.name}:", flush=True)
                    Printer(stream=sys.stdout).print_op(module)
                    print("\n", flush=True)
            if following is not None:
                self._timing.begin(following.name)

        self.pipeline = PassPipeline.parse_spec(self.available_passes, self.args.passes, between_passes)

    def run(self):
        """Processes every piece of the input; what is printed is complete or, after an error, not printed."""
        with timing_into(self._timing):
            chunks, file_extension = self.prepare_input()
            pieces = [self._process(chunk, file_extension, offset) for chunk, offset in chunks]
            with self._timing.span("output"):
                write_whole(self.args.output_file, "// -----\n".join(pieces))
        if self.args.timing or self.args.time_passes:
            print(self._timing.report(), file=sys.stderr)

    def _process(self, chunk: IO[bytes], file_extension: str, offset: int) -> str:
        try:
            with self._timing.span("parser"):
                module = self.parse_chunk(chunk, file_extension, offset)
            assert module is not None
            self.apply_passes(module)
            with self._timing.span("output"):
                return self.output_resulting_program(module)
        except ParseError as error:
            if not self.args.parsing_diagnostics:
                raise
            return describe_error(error) + "\n"
        except DiagnosticException as error:
            if not self.args.verify_diagnostics:
                raise
            return describe_error(error) + "\n"


def main(args: Sequence[str] | None = None) -> None:
    """Runs the driver on the command line's arguments; exits with 1 after a message where the input is at fault."""
    try:
        AdjointOptMain(args).run()
    except (*COMPILER_ERRORS, OSError, ValueError) as error:
        print(describe_error(error), file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
