"""Kernels: functions of structured ops over rows, and the loops they become."""
