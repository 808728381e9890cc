"""Calls of compiled programs as a builtin function of CPython, generated as LLVM IR.

In Python a call of a small program takes longer than the program: every step of it makes objects. The builtin does the
same steps by Python's and numpy's C interfaces: it compares the arguments with those of calls that were prepared
(`adjoint.runtime.call_table`), lets numpy allocate the results, runs the native code without the lock of the
interpreter, and gives the results in the structure that the function has. Whatever is not as prepared (another type,
dtype, shape or layout, a number that Python has to convert, a check that fails) is left to the function in Python,
which is called with the same arguments.

A builtin is given its table as `self`: the tuple of an array with the numbers of the table, the function in Python, and
what has to live as long as both.

    table   count, address of the addresses of the records, arena, whether the arena is in use, gradients, single
    record  native code, sizes, threads, number of arguments, number of results, then of each: dtype, rank, sizes

`gradients` is the number of results that follow the outputs in a tuple of their own, or itself where `single` says so;
-1 where results are outputs only. All numbers are i64. A record is never freed or changed while the table is there, and
the fields of the table are read and written with the interpreter's lock held.
"""

import ctypes
from collections.abc import Callable
from functools import cache
from typing import cast

from adjoint.runtime import numpy_interface
from adjoint.runtime.code_cache import cached_object_code
from adjoint.runtime.linking import LoadedObject

MOST_BUFFERS = 128
"""How many arguments and results a call may have together."""

_PYTHON_FUNCTIONS = (
    *("Py_IncRef", "Py_DecRef", "PyTuple_New", "PyTuple_GetItem", "PyTuple_SetItem"),
    *("PyEval_SaveThread", "PyEval_RestoreThread", "PyObject_Vectorcall"),
)

_THREAD_COUNT = "adjoint_thread_count"

_METH_FASTCALL = 0x80


class _MethodDefinition(ctypes.Structure):
    """`PyMethodDef`."""

    _fields_ = (
        ("name", ctypes.c_char_p),
        ("function", ctypes.c_void_p),
        ("flags", ctypes.c_int),
        ("documentation", ctypes.c_char_p),
    )


def make_builtin(table: object, fallback: Callable[..., object], kept: object) -> Callable[..., object] | None:
    """The builtin function of a table; None where the interpreter or numpy is not one whose layout is known."""
    loaded = _loaded()
    if loaded is None:
        return None
    code, definition = loaded
    prototype = ctypes.PYFUNCTYPE(ctypes.py_object, ctypes.c_void_p, ctypes.py_object, ctypes.c_void_p)
    new = prototype(("PyCFunction_NewEx", ctypes.pythonapi))
    # The function refers to its definition and its code, without owning them.
    owner = (table, fallback, kept, code, definition)
    return cast("Callable[..., object]", new(ctypes.addressof(definition), owner, None))


@cache
def _loaded() -> tuple[LoadedObject, _MethodDefinition] | None:
    interface = numpy_interface.find()
    if interface is None or not all(hasattr(ctypes.pythonapi, name) for name in _PYTHON_FUNCTIONS):
        return None
    code = LoadedObject(cached_object_code(_LLVM_IR, written_out=True), (*_PYTHON_FUNCTIONS, _THREAD_COUNT))
    ctypes.c_void_p.from_address(code.address("array_type")).value = interface.array_type
    ctypes.c_void_p.from_address(code.address("new_array")).value = interface.new_array
    definition = _MethodDefinition(b"compiled_program", code.address("call"), _METH_FASTCALL, None)
    return code, definition


_LLVM_IR = f"""
@array_type = global ptr null
@new_array = global ptr null
@{_THREAD_COUNT} = external global i64

declare void @Py_IncRef(ptr)
declare void @Py_DecRef(ptr)
declare ptr @PyTuple_New(i64)
declare ptr @PyTuple_GetItem(ptr, i64)
declare i32 @PyTuple_SetItem(ptr, i64, ptr)
declare ptr @PyEval_SaveThread()
declare void @PyEval_RestoreThread(ptr)
declare ptr @PyObject_Vectorcall(ptr, ptr, i64, ptr)

define internal void @release(ptr %objects, i64 %count) nounwind {{
entry:
  br label %header
header:
  %i = phi i64 [ 0, %entry ], [ %next, %body ]
  %in = icmp slt i64 %i, %count
  br i1 %in, label %body, label %done
body:
  %place = getelementptr ptr, ptr %objects, i64 %i
  %object = load ptr, ptr %place
  call void @Py_DecRef(ptr %object)
  %next = add i64 %i, 1
  br label %header
done:
  ret void
}}

; The tuple of some objects, or the only one itself. It takes over the references, whether there is memory or not.
define internal ptr @pack(ptr %objects, i64 %count, i1 %single) nounwind {{
entry:
  br i1 %single, label %one, label %several
one:
  %only = load ptr, ptr %objects
  ret ptr %only
several:
  %tuple = call ptr @PyTuple_New(i64 %count)
  %failed = icmp eq ptr %tuple, null
  br i1 %failed, label %no_memory, label %header
no_memory:
  call void @release(ptr %objects, i64 %count)
  ret ptr null
header:
  %i = phi i64 [ 0, %several ], [ %next, %body ]
  %in = icmp slt i64 %i, %count
  br i1 %in, label %body, label %done
body:
  %place = getelementptr ptr, ptr %objects, i64 %i
  %object = load ptr, ptr %place
  call i32 @PyTuple_SetItem(ptr %tuple, i64 %i, ptr %object)
  %next = add i64 %i, 1
  br label %header
done:
  ret ptr %tuple
}}

; Where the description of an array that follows this one begins.
define internal ptr @following(ptr %description) nounwind alwaysinline {{
  %rank_place = getelementptr i64, ptr %description, i64 1
  %rank = load i64, ptr %rank_place
  %length = add i64 %rank, 2
  %next = getelementptr i64, ptr %description, i64 %length
  ret ptr %next
}}

; Whether an object is an array of the dtype and the shape that is described, C-contiguous and aligned.
define internal i1 @fits(ptr %object, ptr %description) nounwind {{
entry:
  %type_place = getelementptr i8, ptr %object, i64 {numpy_interface.TYPE_OFFSET}
  %type = load ptr, ptr %type_place
  %expected_type = load ptr, ptr @array_type
  %is_array = icmp eq ptr %type, %expected_type
  br i1 %is_array, label %array, label %no
array:
  %flags_place = getelementptr i8, ptr %object, i64 {numpy_interface.FLAGS_OFFSET}
  %flags = load i32, ptr %flags_place
  %layout = and i32 %flags, {numpy_interface.C_CONTIGUOUS_AND_ALIGNED}
  %is_readable = icmp eq i32 %layout, {numpy_interface.C_CONTIGUOUS_AND_ALIGNED}
  %dtype_place = getelementptr i8, ptr %object, i64 {numpy_interface.DTYPE_OFFSET}
  %dtype = load ptr, ptr %dtype_place
  %expected_dtype = load ptr, ptr %description
  %is_of_dtype = icmp eq ptr %dtype, %expected_dtype
  %rank_place = getelementptr i8, ptr %object, i64 {numpy_interface.RANK_OFFSET}
  %rank32 = load i32, ptr %rank_place
  %rank = sext i32 %rank32 to i64
  %expected_rank_place = getelementptr i64, ptr %description, i64 1
  %expected_rank = load i64, ptr %expected_rank_place
  %is_of_rank = icmp eq i64 %rank, %expected_rank
  %both = and i1 %is_readable, %is_of_dtype
  %all = and i1 %both, %is_of_rank
  br i1 %all, label %look_at_sizes, label %no
look_at_sizes:
  %sizes_place = getelementptr i8, ptr %object, i64 {numpy_interface.SIZES_OFFSET}
  %sizes = load ptr, ptr %sizes_place
  %expected_sizes = getelementptr i64, ptr %description, i64 2
  br label %header
header:
  %i = phi i64 [ 0, %look_at_sizes ], [ %next, %body ]
  %in = icmp slt i64 %i, %rank
  br i1 %in, label %body, label %yes
body:
  %size_place = getelementptr i64, ptr %sizes, i64 %i
  %size = load i64, ptr %size_place
  %expected_size_place = getelementptr i64, ptr %expected_sizes, i64 %i
  %expected_size = load i64, ptr %expected_size_place
  %is_equal = icmp eq i64 %size, %expected_size
  %next = add i64 %i, 1
  br i1 %is_equal, label %header, label %no
yes:
  ret i1 true
no:
  ret i1 false
}}

define ptr @call(ptr %self, ptr %arguments, i64 %argument_count) nounwind {{
entry:
  %buffers = alloca [{MOST_BUFFERS} x ptr], align 8
  %results = alloca [{MOST_BUFFERS} x ptr], align 8
  %pair_objects = alloca [2 x ptr], align 8
  %table_object = call ptr @PyTuple_GetItem(ptr %self, i64 0)
  %table_place = getelementptr i8, ptr %table_object, i64 {numpy_interface.DATA_OFFSET}
  %table = load ptr, ptr %table_place
  %count = load i64, ptr %table
  %records_place = getelementptr i64, ptr %table, i64 1
  %records = load ptr, ptr %records_place
  %busy_place = getelementptr i64, ptr %table, i64 3
  %busy = load i64, ptr %busy_place
  %is_busy = icmp ne i64 %busy, 0
  %thread_count = load i64, ptr @{_THREAD_COUNT}
  br i1 %is_busy, label %leave_to_python, label %search

search:
  %number = phi i64 [ 0, %entry ], [ %next_number, %another ]
  %is_there = icmp slt i64 %number, %count
  br i1 %is_there, label %compare, label %leave_to_python
compare:
  %record_place = getelementptr ptr, ptr %records, i64 %number
  %record = load ptr, ptr %record_place
  %threads_place = getelementptr i64, ptr %record, i64 2
  %threads = load i64, ptr %threads_place
  %same_threads = icmp eq i64 %threads, %thread_count
  %expected_count_place = getelementptr i64, ptr %record, i64 3
  %expected_count = load i64, ptr %expected_count_place
  %same_count = icmp eq i64 %expected_count, %argument_count
  %same = and i1 %same_threads, %same_count
  %first_description = getelementptr i64, ptr %record, i64 5
  br i1 %same, label %next_argument, label %another
next_argument:
  %a = phi i64 [ 0, %compare ], [ %a_next, %take_argument ]
  %description = phi ptr [ %first_description, %compare ], [ %next_description, %take_argument ]
  %a_in = icmp slt i64 %a, %argument_count
  br i1 %a_in, label %argument, label %found
argument:
  %argument_place = getelementptr ptr, ptr %arguments, i64 %a
  %object = load ptr, ptr %argument_place
  %fits = call i1 @fits(ptr %object, ptr %description)
  br i1 %fits, label %take_argument, label %another
take_argument:
  %data_place = getelementptr i8, ptr %object, i64 {numpy_interface.DATA_OFFSET}
  %data = load ptr, ptr %data_place
  %buffer_place = getelementptr ptr, ptr %buffers, i64 %a
  store ptr %data, ptr %buffer_place
  %next_description = call ptr @following(ptr %description)
  %a_next = add i64 %a, 1
  br label %next_argument
another:
  %next_number = add i64 %number, 1
  br label %search

found:
  ; What is called now will be called again, so it comes first.
  %first_record = load ptr, ptr %records
  store ptr %first_record, ptr %record_place
  store ptr %record, ptr %records
  %result_count_place = getelementptr i64, ptr %record, i64 4
  %result_count = load i64, ptr %result_count_place
  %array_type = load ptr, ptr @array_type
  %new_array = load ptr, ptr @new_array
  br label %next_result
next_result:
  %r = phi i64 [ 0, %found ], [ %r_next, %take_result ]
  %shape = phi ptr [ %description, %found ], [ %next_shape, %take_result ]
  %r_in = icmp slt i64 %r, %result_count
  br i1 %r_in, label %allocate, label %run
allocate:
  %dtype = load ptr, ptr %shape
  %rank_place = getelementptr i64, ptr %shape, i64 1
  %rank = load i64, ptr %rank_place
  %rank32 = trunc i64 %rank to i32
  %sizes_of_result = getelementptr i64, ptr %shape, i64 2
  call void @Py_IncRef(ptr %dtype)
  %result = call ptr %new_array(
    ptr %array_type, ptr %dtype, i32 %rank32, ptr %sizes_of_result, ptr null, ptr null, i32 0, ptr null)
  %no_memory = icmp eq ptr %result, null
  br i1 %no_memory, label %give_up, label %take_result
give_up:
  call void @release(ptr %results, i64 %r)
  ret ptr null
take_result:
  %result_place = getelementptr ptr, ptr %results, i64 %r
  store ptr %result, ptr %result_place
  %result_data_place = getelementptr i8, ptr %result, i64 {numpy_interface.DATA_OFFSET}
  %result_data = load ptr, ptr %result_data_place
  %place_after_arguments = add i64 %argument_count, %r
  %result_buffer_place = getelementptr ptr, ptr %buffers, i64 %place_after_arguments
  store ptr %result_data, ptr %result_buffer_place
  %next_shape = call ptr @following(ptr %shape)
  %r_next = add i64 %r, 1
  br label %next_result

run:
  %native = load ptr, ptr %record
  %sizes_place = getelementptr i64, ptr %record, i64 1
  %sizes = load ptr, ptr %sizes_place
  %arena_place = getelementptr i64, ptr %table, i64 2
  %arena = load ptr, ptr %arena_place
  store i64 1, ptr %busy_place
  %thread = call ptr @PyEval_SaveThread()
  %status = call i64 %native(ptr %buffers, ptr %sizes, ptr %arena, i64 %thread_count)
  call void @PyEval_RestoreThread(ptr %thread)
  store i64 0, ptr %busy_place
  %succeeded = icmp eq i64 %status, 0
  br i1 %succeeded, label %structure, label %check_failed
check_failed:
  ; The function in Python fails at the same check, and says why.
  call void @release(ptr %results, i64 %result_count)
  br label %leave_to_python

structure:
  %gradients_place = getelementptr i64, ptr %table, i64 4
  %gradients = load i64, ptr %gradients_place
  %single_place = getelementptr i64, ptr %table, i64 5
  %single = load i64, ptr %single_place
  %has_gradients = icmp sge i64 %gradients, 0
  %behind = select i1 %has_gradients, i64 %gradients, i64 0
  %outputs = sub i64 %result_count, %behind
  %one_output = icmp eq i64 %outputs, 1
  %first = call ptr @pack(ptr %results, i64 %outputs, i1 %one_output)
  %after_outputs = getelementptr ptr, ptr %results, i64 %outputs
  br i1 %has_gradients, label %add_gradients, label %give
give:
  ret ptr %first
add_gradients:
  %no_first = icmp eq ptr %first, null
  br i1 %no_first, label %release_gradients, label %pack_gradients
release_gradients:
  call void @release(ptr %after_outputs, i64 %gradients)
  ret ptr null
pack_gradients:
  %is_single = icmp ne i64 %single, 0
  %second = call ptr @pack(ptr %after_outputs, i64 %gradients, i1 %is_single)
  store ptr %first, ptr %pair_objects
  %no_second = icmp eq ptr %second, null
  br i1 %no_second, label %release_first, label %pair
release_first:
  call void @release(ptr %pair_objects, i64 1)
  ret ptr null
pair:
  %second_place = getelementptr ptr, ptr %pair_objects, i64 1
  store ptr %second, ptr %second_place
  %both = call ptr @pack(ptr %pair_objects, i64 2, i1 false)
  ret ptr %both

leave_to_python:
  %fallback = call ptr @PyTuple_GetItem(ptr %self, i64 1)
  %given = call ptr @PyObject_Vectorcall(ptr %fallback, ptr %arguments, i64 %argument_count, ptr null)
  ret ptr %given
}}
"""
