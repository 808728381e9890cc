"""Programs from elsewhere: MLIR text, traced Python functions."""
