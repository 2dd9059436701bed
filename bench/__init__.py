"""Benchmarks: ratios between the shop and a bare Django page, side by side in one run."""
