"""What was asked for: sites, days, step and comparison, read from the address and checked once."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import Query as Parameter
from pydantic import BaseModel, ConfigDict, Field, field_validator

from aggregator.insights.index import Index
from aggregator.insights.local_time import latest_day
from aggregator.insights.period import CompareKey, MatchKey, Period, PeriodKey, compared_with, period_of
from aggregator.insights.series import Measure, Scope, Step
from shared.ids import SiteId

DEFAULT_PERIOD: PeriodKey = "7d"
"""A week is what a shop plans in."""


class Asked(BaseModel):
    """The query parameters of every insight, as they stand in the address."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    site: str = ""
    """A site id; empty means all sites together."""
    period: PeriodKey | Literal[""] = ""
    """A named period; empty means custom when ``from`` or ``to`` is given, else the last seven days."""
    first: Annotated[date | None, Field(alias="from")] = None
    """First local day of a custom period."""
    last: Annotated[date | None, Field(alias="to")] = None
    """Last local day of a custom period."""
    level: Step | Literal[""] = ""
    """One point an ``hour`` or a ``day``; empty means hours up to two days, else days."""
    compare: CompareKey = "previous"
    """What the period is held against."""
    match: MatchKey = "weekday"
    """Whether Mondays meet Mondays or dates meet dates."""
    plot: Measure = "entries"
    """What the page draws over time."""

    @field_validator("first", "last", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return None if value == "" else value


class UnknownSiteError(ValueError):
    """A site that is not enrolled was asked for."""


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked for, resolved against the sites there are and the day it is."""

    asked: Asked
    scope: Scope
    step: Step
    against: Period | None

    @property
    def sites(self) -> tuple[SiteId, ...]:
        """The sites asked for, by name."""
        return self.scope.sites

    @property
    def period(self) -> Period:
        """The days asked for."""
        return self.scope.period

    def address(self, **changes: str) -> str:
        """Return the query string of this question with some parameters changed; empty ones are left out."""
        period = self.period
        named = period.key != "custom"
        parts = {
            "site": self.asked.site,
            "period": period.key,
            "from": "" if named else period.first.isoformat(),
            "to": "" if named else period.last.isoformat(),
            "level": self.asked.level,
            "compare": self.asked.compare,
            "match": self.asked.match,
            "plot": self.asked.plot,
        } | changes
        return "?" + urlencode({name: value for name, value in parts.items() if value})


def resolve(asked: Asked, index: Index, now: datetime) -> Question:
    """Return the question.  Raises: UnknownSiteError, or ValueError for days that make no period."""
    site = SiteId(asked.site)
    if asked.site and site not in index.layouts:
        known = ", ".join(index.sites) or "none"
        raise UnknownSiteError(f"expected an enrolled site ({known}), got {asked.site!r}")
    sites = (site,) if asked.site else index.sites
    today = latest_day(now, {site: index.layouts[site] for site in sites})
    has_days = asked.first is not None or asked.last is not None
    key: PeriodKey = asked.period or ("custom" if has_days else DEFAULT_PERIOD)
    period = period_of(key, today, asked.first, asked.last)
    step: Step = asked.level or ("hour" if period.length_days <= 2 else "day")
    against = compared_with(period, asked.compare, asked.match)
    return Question(asked, Scope(sites, period, now), step, against)


Parameters = Annotated[Asked, Parameter()]
"""The parameters as a route takes them."""
