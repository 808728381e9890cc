"""Programs of the loops stage that time their own steps."""
