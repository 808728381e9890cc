"""From tensor values to buffers: where each value lives, how long, and the code that launches what computes it."""
