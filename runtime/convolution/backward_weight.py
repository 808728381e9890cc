"""The gradient by the weight: rows are channels of the input and places in the kernel, lanes channels of the output, k
samples and places of the output. Rows and lanes change sides where that is cheaper."""

from adjoint.runtime.convolution.driver import Driver, Steps
from adjoint.runtime.convolution.element import Element
from adjoint.runtime.convolution.forward import WindowedInput
from adjoint.runtime.convolution.llvm_function import Function


def backward_weight(element: Element) -> Function:
    """`@adjoint_sconvolution_backward_weight(weight, input, output, sizes…)`."""
    driver = Driver(element, "convolution_backward_weight", ("out", "input", "output"))
    f, job = driver.f, driver.job
    input = WindowedInput(driver, "false")
    rows, most_depth = f.mul("%channels", driver.taps), f.mul(input.chunk, driver.places)
    taps = driver.side(rows, f.mul("%channels", input.plane))
    channels = driver.side("%outputs", f.mul("%outputs", driver.places))
    swapped = driver.are_swapped(rows, "%outputs")
    driver.allocate_place_blocks(most_depth)
    with f.when(driver.has_memory()):
        sample = f.mul(driver.all_outputs, driver.places)
        kernel = [f"%kernel{dim}" for dim in range(3)]
        driver.table(taps.own, ["%channels", *kernel], [input.plane, *input.taps()])
        driver.table(taps.out, [1, 1, 1, rows], [0, 0, 0, 1])
        driver.table(channels.own, [1, 1, 1, "%outputs"], [0, 0, 0, driver.places])
        driver.table(channels.out, [1, 1, 1, "%outputs"], [0, 0, 0, rows])
        driver.set_sides(taps, channels, swapped)
        job.set_addresses(out="%out")
        job.set(out_group=f.mul("%outputs", rows))
        output_steps = [f.mul("%output1", "%output2"), "%output2", "1"]
        outputs = [f"%output{dim}" for dim in range(3)]
        along = input.places(), Steps(sample, output_steps)
        # Without samples the gradient is zero: then there is one step, of no samples.
        with f.loop(0, f.max("%samples", 1), input.chunk) as chunk:
            samples = f.min(input.chunk, f.sub("%samples", chunk.index))
            data = input.prepare(chunk.index, samples)
            gradient = driver.at("%output", f.mul(chunk.index, sample))
            driver.set_blocks_of_places(*along, swapped, [samples, *outputs], driver.depth(rows, "%outputs", swapped))
            driver.set_operands((data, rows), (gradient, "%outputs"), swapped)
            job.set(accumulates=f.op(f"zext i1 {f.compare('sgt', chunk.index, 0)} to i64"))
            driver.run("multiply")
    driver.free()
    return f
