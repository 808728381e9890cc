"""What the threads of a convolution are told: a table of numbers and addresses that they share."""

from adjoint.runtime.convolution.llvm_function import Function, Value

FIELDS = (
    # The matrix product: see tiles.py and matrix_product.py.
    *("left", "left_rows", "left_steps", "left_group", "rows", "depth"),
    *("right", "right_lanes", "right_steps", "right_group", "lanes", "groups"),
    *("out", "out_rows", "out_lanes", "out_group", "accumulates"),
    # Blocks of k: how long, what is added to operands and tables from one to the next, and to tables at the last one.
    *("block", "left_block", "left_steps_block", "left_steps_last"),
    *("right_block", "right_steps_block", "targets", "targets_last", "stretch"),
    # Memory to pack a block of a panel: that of the first thread, and its elements.
    *("packed", "packed_size"),
    # The places in the kernel, and the masks of those that rows have, null where they have all.
    *("taps", "all_taps", "masks"),
    # The copy with zeros around it: from where, to where, how many planes; sizes, zeros in front, sizes with zeros.
    *("source", "copy", "planes"),
    *("size0", "size1", "size2", "front0", "front1", "front2", "padded0", "padded1", "padded2"),
)


class Job:
    """Access to the fields of a job by name."""

    def __init__(self, f: Function, pointer: Value):
        self._f = f
        self.pointer = pointer

    def _place(self, field: str) -> Value:
        return self._f.at("i64", self.pointer, FIELDS.index(field))

    def number(self, field: str) -> Value:
        """A number."""
        return self._f.load("i64", self._place(field), 8)

    def address(self, field: str) -> Value:
        """An address."""
        return self._f.load("ptr", self._place(field), 8)

    def set(self, **numbers: Value | int) -> None:
        """Sets numbers."""
        for field, value in numbers.items():
            self._f.store("i64", str(value), self._place(field), 8)

    def set_addresses(self, **addresses: Value) -> None:
        """Sets addresses."""
        for field, value in addresses.items():
            self._f.store("ptr", value, self._place(field), 8)


def share(f: Function, count: Value) -> tuple[Value, Value]:
    """Which of a number of steps are for thread `%thread` of `%threads`: from the first up to the second, excluded."""
    begin = f.div(f.mul("%thread", count), "%threads")
    end = f.div(f.mul(f.add("%thread", 1), count), "%threads")
    return begin, end


def shared_function(name: str) -> Function:
    """A function that does a thread's share of a job: `@<name>(job, thread, threads)`."""
    return Function(name, [("ptr", "job"), ("i64", "thread"), ("i64", "threads")])


def team_function(name: str) -> str:
    """`@<name>.team(job)`: what OpenMP runs on each thread of a team."""
    return f"""
define internal void @{name}.team(ptr %job) nounwind {{
  %thread32 = call i32 @omp_get_thread_num()
  %threads32 = call i32 @omp_get_num_threads()
  %thread = sext i32 %thread32 to i64
  %threads = sext i32 %threads32 to i64
  call void @{name}(ptr %job, i64 %thread, i64 %threads)
  ret void
}}
"""
