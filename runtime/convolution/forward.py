"""The convolution: rows are places of the output, lanes its channels, k channels of the input and places in the kernel.

Where few places make that a poor choice, rows and lanes change sides.
"""

from collections.abc import Sequence

from adjoint.runtime.convolution.driver import POSITIONS, Driver, Steps
from adjoint.runtime.convolution.element import Element
from adjoint.runtime.convolution.llvm_function import Function, Value
from adjoint.runtime.convolution.matrix_product import DEPTH


class WindowedInput:
    """The input of a convolution and the offsets at which a kernel meets it: with masks, or in a copy with zeros."""

    def __init__(self, driver: Driver, may_mask: Value):
        f = driver.f
        self._driver = driver
        fronts = [f"%padding{dim}" for dim in range(3)]
        padded = [f"%padded{dim}" for dim in range(3)]
        has_zeros = driver.set_copy("input", fronts, padded)
        self.is_masked = f.all(may_mask, has_zeros)
        self.is_copied = f.all(has_zeros, f.no(self.is_masked))
        sizes = [f.select(self.is_masked, f"%input{dim}", padded[dim]) for dim in range(3)]
        layer = f.mul(sizes[1], sizes[2])
        self.plane = f.mul(sizes[0], layer)
        self._steps = [layer, sizes[2], "1"]
        self._sample = f.mul(driver.all_channels, self.plane)
        self._original_sample = f.mul(driver.all_channels, driver.input_plane)
        copied = f.select(self.is_copied, self._sample, 0)
        self.chunk = driver.chunk(driver.places, copied)
        self._copy = driver.allocate(f.mul(self.chunk, copied), driver.element.bytes)

    def taps(self) -> list[Value]:
        """How far places in the kernel are apart."""
        f = self._driver.f
        return [f.mul(step, f"%dilation{dim}") for dim, step in enumerate(self._steps)]

    def places(self) -> Steps:
        """How far samples, and places of the output, are apart, and where the first one is."""
        f = self._driver.f
        before = "0"
        for dim, step in enumerate(self._steps):
            before = f.add(before, f.mul(step, f"%padding{dim}"))
        strides = [f.mul(step, f"%stride{dim}") for dim, step in enumerate(self._steps)]
        return Steps(self._sample, strides, f.select(self.is_masked, f.sub(0, before), 0))

    def fill_masks(self, table: Value) -> None:
        """Says which places in the kernel meet the input."""
        f = self._driver.f
        with f.when(self.is_masked):
            self._driver.tap_masks(
                table,
                places=[f"%output{dim}" for dim in range(3)],
                first=[f.sub(0, f"%padding{dim}") for dim in range(3)],
                step=[f"%stride{dim}" for dim in range(3)],
                size=[f"%input{dim}" for dim in range(3)],
            )
            self._driver.repeat(table, self._driver.places, self.chunk, 0)
            self._driver.job.set_addresses(masks=table)

    def prepare(self, first_sample: Value, samples: Value) -> Value:
        """Copies some samples where they need zeros around them; gives where they begin."""
        driver, f = self._driver, self._driver.f
        source = driver.at("%input", f.mul(first_sample, self._original_sample))
        driver.job.set_addresses(source=source, copy=self._copy)
        driver.job.set(planes=f.mul(samples, driver.all_channels))
        with f.when(self.is_copied):
            driver.run("pad", f.mul(samples, self._sample))
        return driver.choose(self.is_copied, self._copy, source)


def convolution(element: Element) -> Function:
    """`@adjoint_sconvolution(output, input, weight, sizes…)`."""
    driver = Driver(element, "convolution", ("out", "input", "weight"))
    f, job = driver.f, driver.job
    swapped = driver.are_swapped(f.min(f.mul("%samples", driver.places), f.max(driver.places, POSITIONS)), "%outputs")
    input = WindowedInput(driver, driver.are_masked(swapped, "%channels", "%outputs"))
    depth, most_rows = f.mul("%channels", driver.taps), f.mul(input.chunk, driver.places)
    places = driver.side(most_rows, f.mul("%channels", input.plane))
    channels = driver.side("%outputs", f.mul("%outputs", depth))
    masks = driver.table_memory(f.select(input.is_masked, most_rows, 0))
    driver.allocate_channel_blocks("%channels", DEPTH)
    with f.when(driver.has_memory()):
        sample = f.mul(driver.all_outputs, driver.places)
        of_places = input.places()
        sizes: Sequence[Value] = [input.chunk, "%output0", "%output1", "%output2"]
        driver.table(places.own, sizes, [of_places.outer, *of_places.inner], of_places.start)
        driver.table(places.out, [input.chunk, 1, 1, driver.places], [sample, 0, 0, 1])
        driver.table(channels.own, [1, 1, 1, "%outputs"], [0, 0, 0, depth])
        driver.table(channels.out, [1, 1, 1, "%outputs"], [0, 0, 0, driver.places])
        driver.set_sides(places, channels, swapped)
        kernel_steps = [f.mul("%kernel1", "%kernel2"), "%kernel2", "1"]
        block = driver.depth(most_rows, "%outputs", swapped)
        kernel = [f"%kernel{dim}" for dim in range(3)]
        along_places, along_channels = Steps(input.plane, input.taps()), Steps(driver.taps, kernel_steps)
        driver.set_blocks_of_channels(along_places, along_channels, swapped, "%channels", kernel, block)
        input.fill_masks(masks)
        job.set(out_group=f.mul("%outputs", driver.places), accumulates=0)
        with f.loop(0, "%samples", input.chunk) as chunk:
            samples = f.min(input.chunk, f.sub("%samples", chunk.index))
            data = input.prepare(chunk.index, samples)
            driver.set_operands((data, f.mul(samples, driver.places)), ("%weight", "%outputs"), swapped)
            job.set_addresses(out=driver.at("%out", f.mul(chunk.index, sample)))
            driver.run("multiply")
    driver.free()
    return f
