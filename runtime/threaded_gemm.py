"""`cblas_sgemm` and `cblas_dgemm` that share the result matrix among the threads of the OpenMP pool, as LLVM IR.

OpenBLAS has threads of its own, and a second pool next to OpenMP's costs more than it gives: after each parallel loop
both spin for a while, on the same processors. Its interface for a foreign pool runs jobs that wait for each other,
which never ends where fewer threads come than were asked for, within a parallel loop for one. So OpenBLAS is set to
one thread, and each thread of a team calls it for a block of the result. Within a parallel loop the calling thread
computes it all.

The grid has as many blocks as threads, and of such grids the one with the smallest half perimeter of a block: that is
what a thread has to pack. Blocks are multiples of 16 rows and columns, the tile of OpenBLAS's widest kernels. The
common dimension is not split, so the sums are the same for any number of threads.
"""

from collections.abc import Mapping

TILE = 16

WORK_PER_THREAD = 1 << 17
"""Multiplications that are worth a thread: some microseconds, as long as it takes to wake one up."""

DEFINED = ("cblas_sgemm", "cblas_dgemm")

CALLED: Mapping[str, str] = {"openblas_sgemm": "cblas_sgemm", "openblas_dgemm": "cblas_dgemm"}
"""OpenBLAS's own functions: under the names by which this module calls them, the names that OpenBLAS has for them."""

THREAD_COUNT = "adjoint_thread_count"
"""The variable that says how many threads there are, an i64."""

_TYPES: Mapping[str, str] = {"s": "float", "d": "double"}


def llvm_ir() -> str:
    """The module that defines `cblas_sgemm` and `cblas_dgemm`."""
    return _GRID + "".join(_gemm(letter, type_) for letter, type_ in _TYPES.items())


_GRID = f"""
@{THREAD_COUNT} = external global i64

declare void @GOMP_parallel(ptr, ptr, i32, i32)
declare i32 @omp_get_thread_num()
declare i32 @omp_get_num_threads()
declare i32 @omp_in_parallel()
declare i64 @llvm.umin.i64(i64, i64)
declare i64 @llvm.umax.i64(i64, i64)
declare i64 @llvm.smin.i64(i64, i64)

; It runs once a product: optimising it would take longer than it ever saves.
attributes #0 = {{ noinline optnone nounwind }}

define internal i64 @block_size(i64 %size, i64 %blocks) #0 {{
  %blocks_less_one = sub i64 %blocks, 1
  %total = add i64 %size, %blocks_less_one
  %even = udiv i64 %total, %blocks
  %up = add i64 %even, {TILE - 1}
  %size_in_tiles = and i64 %up, {-TILE}
  ret i64 %size_in_tiles
}}

; The number of blocks, how many are side by side, and the rows and columns of a block.
define internal {{ i64, i64, i64, i64 }} @grid(i64 %m, i64 %n, i64 %k) #0 {{
entry:
  %nested = call i32 @omp_in_parallel()
  %is_nested = icmp ne i32 %nested, 0
  %thread_count = load i64, ptr @{THREAD_COUNT}, align 8
  %mn = mul i64 %m, %n
  %mnk = mul i64 %mn, %k
  %worthwhile = udiv i64 %mnk, {WORK_PER_THREAD}
  %usable = call i64 @llvm.umin.i64(i64 %worthwhile, i64 %thread_count)
  %positive = call i64 @llvm.umax.i64(i64 %usable, i64 1)
  %count = select i1 %is_nested, i64 1, i64 %positive
  br label %candidate
candidate:
  %down = phi i64 [ 1, %entry ], [ %next_down, %candidate ]
  %best = phi {{ i64, i64, i64, i64 }} [ zeroinitializer, %entry ], [ %better, %candidate ]
  %best_cost = phi i64 [ -1, %entry ], [ %better_cost, %candidate ]
  %across = udiv i64 %count, %down
  %used = mul i64 %across, %down
  %divides = icmp eq i64 %used, %count
  %rows = call i64 @block_size(i64 %m, i64 %down)
  %columns = call i64 @block_size(i64 %n, i64 %across)
  %cost = add i64 %rows, %columns
  %is_smaller = icmp ult i64 %cost, %best_cost
  %is_better = and i1 %divides, %is_smaller
  %with_count = insertvalue {{ i64, i64, i64, i64 }} poison, i64 %count, 0
  %with_across = insertvalue {{ i64, i64, i64, i64 }} %with_count, i64 %across, 1
  %with_rows = insertvalue {{ i64, i64, i64, i64 }} %with_across, i64 %rows, 2
  %this = insertvalue {{ i64, i64, i64, i64 }} %with_rows, i64 %columns, 3
  %better = select i1 %is_better, {{ i64, i64, i64, i64 }} %this, {{ i64, i64, i64, i64 }} %best
  %better_cost = select i1 %is_better, i64 %cost, i64 %best_cost
  %next_down = add i64 %down, 1
  %is_last = icmp eq i64 %down, %count
  br i1 %is_last, label %done, label %candidate
done:
  ret {{ i64, i64, i64, i64 }} %better
}}
"""


def _gemm(letter: str, type_: str) -> str:
    """`cblas_<letter>gemm`, and what each thread of its team runs."""
    arguments = [
        *(("i32", name) for name in ("layout", "transpose_a", "transpose_b", "m32", "n32", "k32")),
        *((type_, "alpha"), ("ptr", "a"), ("i32", "lda"), ("ptr", "b"), ("i32", "ldb")),
        *((type_, "beta"), ("ptr", "c"), ("i32", "ldc")),
    ]
    fields = [*arguments, *(("i64", name) for name in ("across", "rows", "columns"))]
    struct = "{ " + ", ".join(field_type for field_type, _ in fields) + " }"
    declared = ", ".join(type_ for type_, _ in arguments)
    passed = ", ".join(f"{field_type} %{name}" for field_type, name in arguments)
    packed = "\n  ".join(
        f"%packed{index + 1} = insertvalue {struct} {f'%packed{index}' if index else 'poison'}, "
        f"{field_type} %{name}, {index}"
        for index, (field_type, name) in enumerate(fields)
    )
    unpacked = "\n  ".join(
        f"%{name} = extractvalue {struct} %packed, {index}" for index, (_, name) in enumerate(fields)
    )
    block = ", ".join(f"{field_type} %{_OF_THE_BLOCK.get(name, name)}" for field_type, name in arguments)
    return f"""
declare void @openblas_{letter}gemm({declared})

define void @cblas_{letter}gemm({passed}) #0 {{
  %m = sext i32 %m32 to i64
  %n = sext i32 %n32 to i64
  %k = sext i32 %k32 to i64
  %grid = call {{ i64, i64, i64, i64 }} @grid(i64 %m, i64 %n, i64 %k)
  %count = extractvalue {{ i64, i64, i64, i64 }} %grid, 0
  %is_one = icmp eq i64 %count, 1
  br i1 %is_one, label %alone, label %team
alone:
  call void @openblas_{letter}gemm({passed})
  ret void
team:
  %across = extractvalue {{ i64, i64, i64, i64 }} %grid, 1
  %rows = extractvalue {{ i64, i64, i64, i64 }} %grid, 2
  %columns = extractvalue {{ i64, i64, i64, i64 }} %grid, 3
  {packed}
  %data = alloca {struct}, align 8
  store {struct} %packed{len(fields)}, ptr %data, align 8
  %count32 = trunc i64 %count to i32
  call void @GOMP_parallel(ptr @{letter}gemm_blocks, ptr %data, i32 %count32, i32 0)
  ret void
}}

define internal void @{letter}gemm_blocks(ptr %data) #0 {{
entry:
  %packed = load {struct}, ptr %data, align 8
  {unpacked}
  %m = sext i32 %m32 to i64
  %n = sext i32 %n32 to i64
  %lda64 = sext i32 %lda to i64
  %ldb64 = sext i32 %ldb to i64
  %ldc64 = sext i32 %ldc to i64
  ; CblasRowMajor is 101, CblasNoTrans 111
  %is_row_major = icmp eq i32 %layout, 101
  %is_a_straight = icmp eq i32 %transpose_a, 111
  %is_b_straight = icmp eq i32 %transpose_b, 111
  %is_a_by_rows = icmp eq i1 %is_row_major, %is_a_straight
  %is_b_by_rows = icmp eq i1 %is_row_major, %is_b_straight
  %a_row = select i1 %is_a_by_rows, i64 %lda64, i64 1
  %b_column = select i1 %is_b_by_rows, i64 1, i64 %ldb64
  %c_row = select i1 %is_row_major, i64 %ldc64, i64 1
  %c_column = select i1 %is_row_major, i64 1, i64 %ldc64
  %thread32 = call i32 @omp_get_thread_num()
  %thread = sext i32 %thread32 to i64
  %team32 = call i32 @omp_get_num_threads()
  %team = sext i32 %team32 to i64
  br label %next
next:
  %block = phi i64 [ %thread, %entry ], [ %following, %skip ]
  %down = udiv i64 %block, %across
  %right = urem i64 %block, %across
  %first_row = mul i64 %down, %rows
  %first_column = mul i64 %right, %columns
  %rows_left = sub i64 %m, %first_row
  %columns_left = sub i64 %n, %first_column
  %is_in_rows = icmp sgt i64 %rows_left, 0
  %is_in_columns = icmp sgt i64 %columns_left, 0
  br i1 %is_in_rows, label %check_columns, label %done
check_columns:
  br i1 %is_in_columns, label %multiply, label %skip
multiply:
  %block_rows = call i64 @llvm.smin.i64(i64 %rows, i64 %rows_left)
  %block_columns = call i64 @llvm.smin.i64(i64 %columns, i64 %columns_left)
  %block_m = trunc i64 %block_rows to i32
  %block_n = trunc i64 %block_columns to i32
  %a_offset = mul i64 %first_row, %a_row
  %b_offset = mul i64 %first_column, %b_column
  %c_row_offset = mul i64 %first_row, %c_row
  %c_column_offset = mul i64 %first_column, %c_column
  %c_offset = add i64 %c_row_offset, %c_column_offset
  %block_a = getelementptr inbounds {type_}, ptr %a, i64 %a_offset
  %block_b = getelementptr inbounds {type_}, ptr %b, i64 %b_offset
  %block_c = getelementptr inbounds {type_}, ptr %c, i64 %c_offset
  call void @openblas_{letter}gemm({block})
  br label %skip
skip:
  %following = add i64 %block, %team
  br label %next
done:
  ret void
}}
"""


_OF_THE_BLOCK: Mapping[str, str] = {"m32": "block_m", "n32": "block_n", "a": "block_a", "b": "block_b", "c": "block_c"}
"""What a block has instead of the whole product's arguments."""
