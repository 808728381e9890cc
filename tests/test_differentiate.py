"""Split functions and their reverses, by the interpreter: gradients and gradients of gradients of random programs."""

import pytest
from hypothesis import given, settings, strategies as st

torch = pytest.importorskip("torch")

from aten_interpreter import interpret  # noqa: E402
from random_programs import RandomProgram, random_programs  # noqa: E402
from split_functions import SplitFunction  # noqa: E402
from xdsl.utils.exceptions import PassFailedException  # noqa: E402

from adjoint.dialects.autodiff.attributes import indices  # noqa: E402
from adjoint.passes.create_autodiff_subgraphs import create_autodiff_subgraphs  # noqa: E402
from adjoint.passes.differentiate.api import differentiate, value_and_grad_function, vjp_function  # noqa: E402
from adjoint.passes.functions import find_function  # noqa: E402
from adjoint.passes.specialize_zeros import specialize_zeros  # noqa: E402


def like(tensor: torch.Tensor, seed: int) -> torch.Tensor:
    """A random tensor of the shape of another one."""
    return torch.randn(tensor.shape, generator=torch.Generator().manual_seed(seed), dtype=tensor.dtype)


def eager_gradients(outputs, inputs, cotangents, create_graph=False):
    """PyTorch's cotangents, zeros where an input has no influence."""
    pairs = [(output, seed) for output, seed in zip(outputs, cotangents, strict=True) if output.requires_grad]
    if not pairs:
        return [torch.zeros_like(each) for each in inputs]
    return list(
        torch.autograd.grad(
            [output for output, _ in pairs],
            inputs,
            [seed for _, seed in pairs],
            allow_unused=True,
            materialize_grads=True,
            create_graph=create_graph,
        )
    )


def assert_all_close(given, expected):
    for each, correct in zip(given, expected, strict=True):
        torch.testing.assert_close(each, correct)


@given(program=random_programs())
@settings(max_examples=80)
def test_gradient(program: RandomProgram):
    inputs = program.arguments()
    outputs = program.eager(*inputs)
    cotangents = [like(output, seed) for seed, output in enumerate(outputs)]
    module = program.module()
    differentiate(module, "f")
    module.verify()
    split = SplitFunction(module, "f")
    with torch.no_grad():
        results = split.run(inputs)
        seeds = [*cotangents, *(torch.zeros_like(each) for each in results[len(outputs) :])]
        given = split.pull_back(inputs, results, seeds)
    assert_all_close(split.real(results), outputs)
    assert_all_close(given, eager_gradients(outputs, inputs, cotangents))


@given(program=random_programs())
@settings(max_examples=60)
def test_gradient_of_the_gradient_through_both_functions(program: RandomProgram):
    """The cotangents of captured values go back through the forward function: its reverse takes them for that."""
    inputs = program.arguments()
    outputs = program.eager(*inputs)
    cotangents = [like(output, seed).requires_grad_() for seed, output in enumerate(outputs)]
    gradients = eager_gradients(outputs, inputs, cotangents, create_graph=True)
    second_seeds = [like(gradient, 10 + seed) for seed, gradient in enumerate(gradients)]
    expected = eager_gradients(gradients, [*inputs, *cotangents], second_seeds)

    module = program.module()
    gradient = differentiate(module, "f")
    if not gradient.output_vjps.data:
        return
    first = SplitFunction(module, "f")
    differentiate(module, "f.reverse")
    module.verify()
    second = SplitFunction(module, "f.reverse")
    input_vjps = indices(gradient.input_vjps)
    with torch.no_grad():
        results = first.run(inputs)
        seeds = [*cotangents, *(torch.zeros_like(each) for each in results[len(outputs) :])]
        arguments = first.reverse_arguments(inputs, results, seeds)
        reversed_results = second.run(arguments)
        wanted = [second_seeds[index] for index in indices(gradient.output_vjps)]
        wanted += [torch.zeros_like(each) for each in reversed_results[len(wanted) :]]
        pulled = second.pull_back(arguments, reversed_results, wanted)

        of_cotangents = [torch.zeros_like(each) for each in cotangents]
        for index, cotangent in zip(input_vjps, pulled, strict=False):
            if index < len(outputs):
                of_cotangents[index] = cotangent
        # What the reverse captured depends on the arguments: directly, or through the forward function.
        of_inputs = [torch.zeros_like(each) for each in inputs]
        of_results = [torch.zeros_like(each) for each in results]
        captured_inputs, captured_outputs = indices(gradient.captured_inputs), indices(gradient.captured_outputs)
        of_captured = pulled[len(input_vjps) :]
        for index, cotangent in zip(captured_inputs, of_captured, strict=False):
            of_inputs[index] = of_inputs[index] + cotangent
        for index, cotangent in zip(captured_outputs, of_captured[len(captured_inputs) :], strict=True):
            of_results[index] = of_results[index] + cotangent
        through = SplitFunction(module, "f").pull_back(inputs, results, of_results)
        of_inputs = [direct + indirect for direct, indirect in zip(of_inputs, through, strict=True)]
    assert_all_close([*of_inputs, *of_cotangents], expected)


@given(program=random_programs(), data=st.data())
@settings(max_examples=60)
def test_undefined_cotangents_are_zeros(program: RandomProgram, data: st.DataObject):
    inputs = program.arguments()
    outputs = program.eager(*inputs)
    module = program.module()
    gradient = differentiate(module, "f")
    count = len(gradient.input_vjps)
    undefined = [index for index in range(count) if data.draw(st.booleans())]
    without = {indices(gradient.input_vjps)[index] for index in undefined}
    cotangents = [
        torch.zeros_like(output) if index in without else like(output, index) for index, output in enumerate(outputs)
    ]
    specialize_zeros(module, find_function(module, "f"), undefined)
    module.verify()
    split = SplitFunction(module, "f")
    with torch.no_grad():
        results = split.run(inputs)
        seeds = [*cotangents, *(torch.zeros_like(each) for each in results[len(outputs) :])]
        given = split.pull_back(inputs, results, seeds)
    assert_all_close(given, eager_gradients(outputs, inputs, cotangents))


@given(program=random_programs())
@settings(max_examples=40)
def test_subgraphs_change_nothing(program: RandomProgram):
    inputs = program.arguments()
    outputs = program.eager(*inputs)
    cotangents = [like(output, seed) for seed, output in enumerate(outputs)]
    module = program.module()
    create_autodiff_subgraphs(find_function(module, "f"), threshold=2)
    module.verify()
    differentiate(module, "f")
    split = SplitFunction(module, "f")
    with torch.no_grad():
        results = split.run(inputs)
        seeds = [*cotangents, *(torch.zeros_like(each) for each in results[len(outputs) :])]
        given = split.pull_back(inputs, results, seeds)
    assert_all_close(split.real(results), outputs)
    assert_all_close(given, eager_gradients(outputs, inputs, cotangents))


@given(program=random_programs())
@settings(max_examples=40)
def test_one_function_of_outputs_and_cotangents(program: RandomProgram):
    """Sizes that are 1 at run time have to be known for this: it takes sizes to be equal where they meet."""
    known = [
        tuple(size != 1 and hidden for size, hidden in zip(shape, which, strict=True))
        for shape, which in zip(program.shapes, program.dynamic, strict=True)
    ]
    program = RandomProgram(program.shapes, known, program.steps, program.results)
    inputs = program.arguments()
    outputs = program.eager(*inputs)
    cotangents = [like(output, seed) for seed, output in enumerate(outputs)]
    module = program.module()
    joint = find_function(module, vjp_function(module, "f"))
    module.verify()
    with torch.no_grad():
        results = interpret(joint, *inputs, *cotangents)
    assert_all_close(results, [*outputs, *eager_gradients(outputs, inputs, cotangents)])


def test_value_and_gradient_in_the_order_of_wrt():
    program = RandomProgram(
        [(3, 2), (2,), (4,)],
        [(True, False), (False,), (False,)],
        [("mul", 0, 1), ("sum_batch", 3, 0), ("sum_batch", 4, 0)],
        1,
    )
    inputs = program.arguments()
    module = program.module()
    name = value_and_grad_function(module, "f", (2, 1, 0))
    assert name == "f.value_and_grad"
    assert value_and_grad_function(module, "f", (0,)) == "f.value_and_grad_1"
    with torch.no_grad():
        value, third, second, first = interpret(find_function(module, name), *inputs)
    x, b, unused = inputs
    torch.testing.assert_close(value, (x * b).sum())
    torch.testing.assert_close(first, b.expand(3, 2))
    torch.testing.assert_close(second, x.sum(0))
    torch.testing.assert_close(third, torch.zeros_like(unused))


def test_a_module_stays_as_it_was_where_the_gradient_does_not_exist():
    module = RandomProgram([(3, 2)], [(False, False)], [("tanh", 0, 0)], 1).module()
    before = str(module)
    with pytest.raises(PassFailedException, match="must be one floating point number"):
        value_and_grad_function(module, "f")
    assert str(module) == before


@pytest.mark.parametrize(
    "steps",
    [
        # b is used twice in the size of x: what arrives at it is summed before it is added to anything.
        [("add", 0, 1), ("mul", 1, 1), ("mul", 2, 3)],
        # A broadcast value that is broadcast again.
        [("add", 1, 1), ("mul", 2, 1), ("add", 3, 0), ("mul", 4, 2)],
        # Sums of sums: x + b, then + b, then + x.
        [("add", 0, 1), ("add", 2, 1), ("add", 3, 0), ("mul", 4, 1)],
    ],
)
@pytest.mark.parametrize("dynamic", [False, True])
def test_what_is_broadcast_more_than_once_is_summed_in_the_right_order(steps, dynamic):
    """Where TorchScript was wrong: pytorch issues 13669, 11736, 22833."""
    program = RandomProgram([(3, 2), (1, 2)], [(dynamic, dynamic)] * 2, steps, 1)
    inputs = program.arguments()
    outputs = program.eager(*inputs)
    cotangents = [like(outputs[0], 1)]
    module = program.module()
    differentiate(module, "f")
    split = SplitFunction(module, "f")
    with torch.no_grad():
        results = split.run(inputs)
        given = split.pull_back(inputs, results, [*cotangents, *(torch.zeros_like(each) for each in results[1:])])
    assert_all_close(given, eager_gradients(outputs, inputs, cotangents))
