"""Adam (Kingma and Ba, https://arxiv.org/abs/1412.6980), in numpy and in place."""

from collections.abc import Sequence

import numpy as np


class Adam:
    """Updates `parameters` in place from their gradients."""

    def __init__(self, parameters: Sequence[np.ndarray], learning_rate: float = 1e-3):
        self.parameters = parameters
        self.learning_rate = learning_rate
        self.decay, self.squared_decay, self.epsilon = 0.9, 0.999, 1e-8
        self.moments = [np.zeros_like(parameter) for parameter in parameters]
        self.squared_moments = [np.zeros_like(parameter) for parameter in parameters]
        self.steps = 0

    def step(self, gradients: Sequence[np.ndarray]) -> None:
        """One update; the gradients are in the order of the parameters."""
        self.steps += 1
        correction = np.sqrt(1 - self.squared_decay**self.steps) / (1 - self.decay**self.steps)
        for parameter, gradient, moment, squared_moment in zip(
            self.parameters, gradients, self.moments, self.squared_moments, strict=True
        ):
            moment += (1 - self.decay) * (gradient - moment)
            squared_moment += (1 - self.squared_decay) * (gradient * gradient - squared_moment)
            parameter -= self.learning_rate * correction * moment / (np.sqrt(squared_moment) + self.epsilon)
