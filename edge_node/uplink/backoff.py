"""How long to wait before the next attempt: doubling, bounded, and never in step with other stores."""

from fractions import Fraction

FIRST_S = 1.0
"""Before the second attempt."""
LONGEST_S = 300.0
"""Between two attempts, however many there were."""


def backoff_s(attempts: int, jitter: Fraction) -> float:
    """Return the seconds to wait after that many attempts in a row without a last answer.

    Bound: between half and all of min(FIRST_S · 2^(attempts − 1), LONGEST_S); jitter in [0, 1) says where.
    """
    whole = min(FIRST_S * 2.0 ** min(max(attempts, 1) - 1, 30), LONGEST_S)
    return whole * (0.5 + float(jitter) / 2)
