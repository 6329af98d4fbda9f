"""Prio3 for two aggregators: vectors and randomness in; shares with proofs, verdicts and sums out."""
