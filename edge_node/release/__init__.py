"""Exact sums in, noisy or split contributions out: the one door out of the store."""
