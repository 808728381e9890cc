"""scikit-learn's handwritten digits (see ORIGIN.md), split into 1,437 images to train on and 360 to test on."""

from pathlib import Path
from typing import NamedTuple

import numpy as np

TRAINING_IMAGES = 1437


class Digits(NamedTuple):
    """Images as float32 n×64 in [0, 1], and the digit of each as int64 n."""

    images: np.ndarray
    digits: np.ndarray


def load_digits() -> tuple[Digits, Digits]:
    """The training and the test set. The split is fixed: a permutation drawn with seed 0."""
    table = np.loadtxt(Path(__file__).with_name("digits.csv.gz"), delimiter=",", dtype=np.float32)
    table = table[np.random.default_rng(0).permutation(len(table))]
    images, digits = np.ascontiguousarray(table[:, :64] / 16), table[:, 64].astype(np.int64)
    return (
        Digits(images[:TRAINING_IMAGES], digits[:TRAINING_IMAGES]),
        Digits(images[TRAINING_IMAGES:], digits[TRAINING_IMAGES:]),
    )
