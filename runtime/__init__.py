"""Executing what was lowered: engine, buffers, threads, compile cache, errors."""
