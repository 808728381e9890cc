"""The numbers that the functions of convolutions take."""

SIZES = (
    *("samples", "groups", "channels", "outputs"),
    *(
        f"{name}{dim}"
        for name in ("input", "padded", "kernel", "output", "stride", "padding", "dilation")
        for dim in range(3)
    ),
)
"""What a convolution is told, in this order: samples, groups, channels of a group of the input and of the output, and
for three spatial dimensions each their sizes, that of the input without and with the zeros around it, and parameters.
`padding` is how many zeros come first."""
