"""The parts that answers are made of: no number without its interval, no gap without its reason."""

import math
from datetime import date, datetime
from typing import Annotated, Self

from pydantic import Field

from aggregator.insights.compare import Change
from aggregator.insights.estimate import Estimate
from aggregator.insights.median import Median
from aggregator.insights.query import Question
from aggregator.insights.reading import Reading
from privacy.budget import UNIT
from shared.schemas.layout import Wire

_EXACT = 1e-9
"""Rounding outwards leaves alone what is a rounded number already."""


class Number(Wire):
    """A noisy number and the interval that covers its noise with probability ≥ 95 %."""

    value: float
    """May be negative where the truth is near zero."""
    low: float
    high: float
    inside_noise: bool
    """True when zero lies in the interval."""

    @classmethod
    def of(cls, estimate: Estimate | None, digits: int = 1) -> Self | None:
        """Return the estimate rounded for display, ends outwards, or None."""
        if estimate is None:
            return None
        grain = 10.0**digits
        return cls(
            value=round(estimate.value, digits),
            low=math.floor(estimate.low * grain + _EXACT) / grain,
            high=math.ceil(estimate.high * grain - _EXACT) / grain,
            inside_noise=estimate.is_inside_noise,
        )


class Moved(Wire):
    """A change against another period, over the site-days both have in full."""

    absolute: Number
    share: Number | None
    """As a fraction of the other period; null where that one is inside its noise."""
    inside_noise: bool
    site_days: int

    @classmethod
    def of(cls, change: Change | None) -> Self | None:
        """Return the change for display, or None."""
        if change is None:
            return None
        absolute = Number.of(change.absolute)
        assert absolute is not None  # noqa: S101  (an estimate is given, so a number comes back)
        return cls(
            absolute=absolute,
            share=Number.of(change.share, 3),
            inside_noise=change.is_inside_noise,
            site_days=change.pairs,
        )


class Value(Wire):
    """A number, or the reason why there is none."""

    number: Number | None
    suppressed: str
    """Why there is no number; empty when there is one."""
    unit: str
    provisional: bool
    simulated: bool

    @classmethod
    def of(cls, reading: Reading, unit: str, scale: float = 1.0) -> Self:
        """Return the reading in the unit."""
        estimate = reading.estimate
        return cls(
            number=Number.of(estimate.scaled(scale)) if estimate else None,
            suppressed=reading.reason,
            unit=unit,
            provisional=reading.is_provisional,
            simulated=reading.is_simulated,
        )


class About(Wire):
    """What an answer is about."""

    sites: tuple[str, ...]
    period: str
    first: Annotated[date, Field(serialization_alias="from")]
    last: Annotated[date, Field(serialization_alias="to")]
    against_first: date | None
    against_last: date | None
    level: str
    confidence: float = 0.95
    """Each interval alone; a heatmap's hold for all cells at once."""
    unit_of_privacy: str = UNIT
    at: datetime
    """When the answer was made."""

    @classmethod
    def of(cls, question: Question) -> Self:
        """Return what the question was."""
        against = question.against
        return cls(
            sites=question.sites,
            period=question.period.key,
            first=question.period.first,
            last=question.period.last,
            against_first=against.first if against else None,
            against_last=against.last if against else None,
            level=question.step,
            at=question.scope.now,
        )


class MedianStay(Wire):
    """The estimated median stay; null ends lie beyond the last class edge."""

    value_s: float | None
    low_s: float
    high_s: float | None

    @classmethod
    def of(cls, median: Median | None) -> Self | None:
        """Return the median for display, or None when stays are too few to tell."""
        if median is None:
            return None
        return cls(value_s=median.value_s, low_s=median.low_s, high_s=median.high_s)
