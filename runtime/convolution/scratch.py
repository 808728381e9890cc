"""Scratch memory of convolutions: one block a call, of which the last one is kept for the next call.

The C library gives large blocks back to the system when they are freed, and a fresh page costs a fault, some 0.2 µs:
0.1 ms for the copy of an input of a megabyte. A block is taken by an atomic exchange, so that several threads may
convolve at once; whoever finds none, or too small a one, allocates.
"""

KEPT_BYTES = 1 << 24
"""Larger blocks are freed. The copies and tables that a driver limits fit; a single sample may need more."""

HUGE_PAGE = 1 << 21
"""Blocks of at least a huge page start at one, and ask the system for such pages: tiles read rows that are many small
pages apart, more than the processor remembers the places of."""

MADV_HUGEPAGE = 14
"""Linux's number for that advice."""

HEADER = 64
"""Bytes before what is taken, a cache line: the first eight of them are the size."""


def scratch() -> str:
    """`@take_scratch(bytes)`, a multiple of 64, gives memory or null; `@give_scratch(memory)` gives it back."""
    return f"""
@idle_scratch = internal global ptr null, align 8

define internal ptr @take_scratch(i64 %bytes) nounwind {{
entry:
  %idle = atomicrmw xchg ptr @idle_scratch, ptr null acq_rel
  %has_idle = icmp ne ptr %idle, null
  br i1 %has_idle, label %look, label %allocate

look:
  %size = load i64, ptr %idle, align 8
  %is_enough = icmp sge i64 %size, %bytes
  br i1 %is_enough, label %take, label %drop

drop:
  call void @free(ptr %idle)
  br label %allocate

allocate:
  %with_header = add i64 %bytes, {HEADER}
  %is_huge = icmp uge i64 %with_header, {HUGE_PAGE}
  %alignment = select i1 %is_huge, i64 {HUGE_PAGE}, i64 64
  %most_more = sub i64 %alignment, 1
  %up = add i64 %with_header, %most_more
  %rounding = sub i64 0, %alignment
  %rounded = and i64 %up, %rounding
  %new = call ptr @aligned_alloc(i64 %alignment, i64 %rounded)
  %is_there = icmp ne ptr %new, null
  br i1 %is_there, label %found, label %fail

found:
  br i1 %is_huge, label %advise, label %mark

advise:
  ; Without such pages nothing is lost but time.
  %ignored = call i32 @madvise(ptr %new, i64 %rounded, i32 {MADV_HUGEPAGE})
  br label %mark

mark:
  store i64 %bytes, ptr %new, align 8
  br label %take

take:
  %block = phi ptr [ %idle, %look ], [ %new, %mark ]
  %memory = getelementptr i8, ptr %block, i64 {HEADER}
  ret ptr %memory

fail:
  ret ptr null
}}

define internal void @give_scratch(ptr %memory) nounwind {{
entry:
  %block = getelementptr i8, ptr %memory, i64 -{HEADER}
  %size = load i64, ptr %block, align 8
  %is_large = icmp sgt i64 %size, {KEPT_BYTES}
  br i1 %is_large, label %drop, label %keep

keep:
  %other = atomicrmw xchg ptr @idle_scratch, ptr %block acq_rel
  br label %drop

drop:
  %freed = phi ptr [ %block, %entry ], [ %other, %keep ]
  call void @free(ptr %freed)
  ret void
}}
"""
