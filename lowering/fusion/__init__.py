"""Fusion: which structured ops run together, row by row, in one kernel."""
