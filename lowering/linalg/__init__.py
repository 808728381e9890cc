"""From `aten` to linalg: the sizes of every tensor first, then structured ops, family by family."""
