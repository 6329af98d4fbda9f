"""Aggregate shares in, published noisy numbers out: the one door out of the aggregator."""
