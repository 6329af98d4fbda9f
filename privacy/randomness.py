"""What randomness looks like when it is an argument: bytes for keys and shares, integers for noise.

Privacy itself never seeds anything: outside tests and labelled simulations, bytes come from ``secrets`` and
noise from privacy.noise, or at the aggregators from a batch's secret by privacy.derived_noise.
"""

from collections.abc import Callable
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

Random = Callable[[int], bytes]
"""Returns that many uniform bytes; ``secrets.token_bytes`` in every process that holds real data."""

Noise = Callable[[int, Fraction], NDArray[np.int64]]
"""Returns that many independent integers of at least that variance, int64 (n,), centred on zero;
``privacy.noise.discrete_gaussian`` in every store that holds real data."""
