"""The figures that simulated shoppers are grounded in, and the ones that are plain choices.

Every *measured* constant is printed by ``python tests/benchmarks/ground_simulation.py``. Constants under
"choices" have no data behind them and are named so in the README.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
"""The quantile levels every measured distribution is given at."""


@dataclass(frozen=True, slots=True)
class Quantiles:
    """A bounded distribution: straight lines between five measured quantiles, nothing outside them."""

    values: tuple[float, float, float, float, float]
    """At LEVELS, ascending."""

    def draw(self, rng: np.random.Generator, count: int) -> NDArray[np.float64]:
        """Return draws, float64 (count,), between the first and the last quantile."""
        return np.interp(rng.uniform(LEVELS[0], LEVELS[-1], count), LEVELS, self.values)


# Measured.
STREET_SPEED_M_S = Quantiles((0.80, 1.10, 1.23, 1.39, 1.68))
"""Walking past a shop front.  Source: UCY zara01 and zara02, 352 people, median of moving steps."""
INDOOR_SPEED_M_S = Quantiles((0.45, 0.59, 0.83, 1.06, 2.00))
"""Walking indoors.  Source: Grand Central, 12,648 people; metres good to 10–20 % (hand-made homography)."""
STOP_LOG_MEAN_SD = (2.342, 1.302)
"""Log-normal fit of stops, seconds.  Source: UCY zara01 and zara02, 51 stops at the shop window."""
STOP_BOUNDS_S = (2.4, 137.2)
"""5 % and 95 % quantiles of the same stops; draws are clipped to them."""
GROUP_SIZE_SHARE = (0.821, 0.134, 0.045)
"""Groups of one, two, three (and more).  Source: ETH seq_eth and seq_hotel groups (third: 0.046, rounded)."""
REACH_S = Quantiles((0.37, 0.73, 1.03, 1.40, 1.90))
"""Arm out to the shelf.  Source: MERL Shopping clips, reach_to_shelf, frames / 30 Hz."""
HAND_IN_SHELF_S = Quantiles((0.48, 0.83, 1.63, 3.12, 7.23))
"""Hand in the shelf.  Source: MERL Shopping clips, hand_in_shelf."""
RETRACT_S = Quantiles((0.27, 0.63, 0.97, 1.37, 1.93))
"""Arm back.  Source: MERL Shopping clips, retract_from_shelf."""
INSPECT_S = Quantiles((0.53, 1.00, 2.10, 5.63, 10.70))
"""Looking at a product in the hand.  Source: MERL Shopping clips, inspect_product."""
STANDING_SPREAD_M = 0.19
"""Standard deviation of where one person stands about the place that a plan would draw, along each axis.

Source: UCY zara01, zara02 and students03, ETH seq_eth and seq_hotel: 222 stays with somebody else's within
1.5 m at the same time are 0.39 · 0.52 · 0.64 · 0.86 · 1.27 m apart (5, 25, 50, 75, 95 %), standard deviation
0.262 m; two who stand beside each other share it, so each has 1/√2 of it.
"""
PASSING_WITHIN_M = 1.5
"""Who is farther apart when nearest does not pass."""
PASSING_M = Quantiles((0.44, 0.73, 1.00, 1.25, 1.45))
"""How far apart two pass each other, head-on, crossing or overtaking: middle to middle when nearest.

Source: UCY zara01, zara02 and students03, ETH seq_eth and seq_hotel: 3,376 passings within PASSING_WITHIN_M.
"""
# fmt: off
HOUR_SHARE = (
    0.0042, 0.0031, 0.0027, 0.0026, 0.0018, 0.0023, 0.0044, 0.0112, 0.0266, 0.0326, 0.0521, 0.0821,
    0.1331, 0.1446, 0.1175, 0.1066, 0.0946, 0.0747, 0.0395, 0.0212, 0.0140, 0.0105, 0.0100, 0.0080,
)
"""Share of a day's footfall per local hour, Monday to Saturday.

Source: Leeds footfall 2009–2016, 8 cameras.
"""
SUNDAY_HOUR_SHARE = (
    0.0170, 0.0162, 0.0139, 0.0108, 0.0064, 0.0032, 0.0026, 0.0037, 0.0062, 0.0125, 0.0378, 0.0865,
    0.1307, 0.1518, 0.1573, 0.1397, 0.0952, 0.0425, 0.0195, 0.0138, 0.0104, 0.0083, 0.0079, 0.0059,
)
"""The same on Sundays."""
# fmt: on
WEEKDAY_FACTOR = (1.054, 0.974, 0.962, 0.953, 0.997, 1.060, 0.632)
"""Customers over the mean of Monday to Saturday.  Source: Rossmann store 1; Sunday (it is closed): Leeds."""

# Choices: no data behind them.
PASS_BY_PER_VISITOR = 1.0
"""People who walk past for each one who comes in."""
TURN_ROUND_SHARE = 0.04
"""Of those who come to the door, how many take a step inside and walk out again."""
SERVICE_S = (18.0, 35.0, 120.0)
"""Paying at the till: shortest, median and longest, seconds; log-normal in between."""
SERVICE_LOG_SD = 0.5
STATURE_M = (1.69, 0.09)
"""Mean and standard deviation of body height, metres; draws are clipped at two deviations."""
CONFIRM_S = 1.0
"""How long a camera sees a person before its tracker would confirm them."""
