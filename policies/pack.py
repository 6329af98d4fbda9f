"""A pack: the stricter wishes of one jurisdiction or of a works council, each with its article and reason.

A rule has one effect and can only forbid or tighten; nothing here can permit.
"""

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import override

from policies.hours import DailyHours
from shared.config import Config
from shared.schemas.layout import Name
from shared.schemas.task import MetricName

Kept = Literal["track_minutes", "outbox_days", "release_months", "window_hours", "audit_years"]
"""What a cap can be put on: the fields of policies.schema.Retention."""


class _Rule(Config):
    article: Annotated[str, Field(min_length=4, max_length=80)]
    """The provision it serves, as a lawyer cites it."""
    reason: Annotated[str, Field(min_length=20, max_length=400)]
    """Why, in words for whoever asks what is off and why."""


class _MetricsRule(_Rule):
    metrics: Annotated[tuple[MetricName, ...], Field(min_length=1, strict=False)]
    """What it is about."""

    @property
    def names(self) -> str:
        """The metrics as a list in words."""
        return ", ".join(name.replace("_", " ") for name in self.metrics)


class Off(_MetricsRule):
    """The metrics are not measured at all."""

    effect: Literal["off"]

    @override
    def __str__(self) -> str:
        """Return the effect in words."""
        return f"{self.names}: not measured"


class CohortOnly(_MetricsRule):
    """The metrics exist only as sums over several sites; what has no such form is off."""

    effect: Literal["cohort_only"]

    @override
    def __str__(self) -> str:
        """Return the effect in words."""
        return f"{self.names}: only as sums over several stores"


class NeedsAssessment(_MetricsRule):
    """The metrics are off until their document refers to an impact assessment."""

    effect: Literal["needs_dpia"]

    @override
    def __str__(self) -> str:
        """Return the effect in words."""
        return f"{self.names}: not without an impact assessment"


class NeedsConsent(_MetricsRule):
    """The metrics are off unless their document rests on consent."""

    effect: Literal["needs_consent"]

    @override
    def __str__(self) -> str:
        """Return the effect in words."""
        return f"{self.names}: not without consent"


class MinimumCount(_MetricsRule):
    """Noisy values of the metrics below the bound are suppressed."""

    effect: Literal["minimum_count"]
    at_least: Annotated[int, Field(ge=1, le=1000)]

    @override
    def __str__(self) -> str:
        """Return the effect in words."""
        return f"{self.names}: values below {self.at_least} are not shown"


class MinimumBatch(_Rule):
    """Every sum over sites needs at least so many of them."""

    effect: Literal["minimum_batch"]
    at_least: Annotated[int, Field(ge=5, le=1000)]

    @override
    def __str__(self) -> str:
        """Return the effect in words."""
        return f"sums over at least {self.at_least} stores"


class NeedsNotice(_Rule):
    """Every purpose needs a sign, whatever its document says."""

    effect: Literal["needs_notice"]

    @override
    def __str__(self) -> str:
        """Return the effect in words."""
        return "nothing is measured where no sign hangs"


class Cap(_Rule):
    """One kind of data is kept no longer, for every purpose."""

    effect: Literal["cap"]
    kept: Kept
    at_most: Annotated[int, Field(ge=1)]
    """In the unit that the name of what is kept ends with."""

    @override
    def __str__(self) -> str:
        """Return the effect in words."""
        what, unit = self.kept.split("_")
        return f"{_KEPT_WORDS[what]}: kept for at most {self.at_most} {unit}"


class QuietHours(_Rule):
    """Nothing is measured in these local hours, for any purpose."""

    effect: Literal["quiet_hours"]
    hours: Annotated[tuple[DailyHours, ...], Field(min_length=1, strict=False)]

    @override
    def __str__(self) -> str:
        """Return the effect in words."""
        return f"nothing is measured {_spans(self.hours)}"


class TrainingHours(_Rule):
    """Models are trained in these local hours only; none: not at all."""

    effect: Literal["training_hours"]
    hours: Annotated[tuple[DailyHours, ...], Field(strict=False)]

    @override
    def __str__(self) -> str:
        """Return the effect in words."""
        return f"models are trained {_spans(self.hours)} only" if self.hours else "no model is trained"


class TrainingNeedsAssessment(_Rule):
    """No model is trained for a purpose until its document refers to an impact assessment."""

    effect: Literal["training_needs_dpia"]

    @override
    def __str__(self) -> str:
        """Return the effect in words."""
        return "no model is trained without an impact assessment"


PackRule = Annotated[
    Off
    | CohortOnly
    | NeedsAssessment
    | NeedsConsent
    | MinimumCount
    | MinimumBatch
    | NeedsNotice
    | Cap
    | QuietHours
    | TrainingHours
    | TrainingNeedsAssessment,
    Field(discriminator="effect"),
]
"""One rule of a pack: what it does is its ``effect``."""


class Pack(Config):
    """The rules of one jurisdiction or of one wish. No legal advice: whoever signs it answers for it."""

    name: Name
    title: Annotated[str, Field(min_length=3, max_length=80)]
    reason: Annotated[str, Field(min_length=10, max_length=600)]
    """Why there is such a pack, and what it does not claim."""
    jurisdiction: Annotated[str, Field(max_length=80)] = ""
    """Where that law holds; empty for a pack that no law asks for."""
    rules: Annotated[tuple[PackRule, ...], Field(min_length=1, strict=False)]


_KEPT_WORDS = {
    "track": "tracks in the vault",
    "outbox": "sealed reports waiting for the network",
    "release": "published numbers",
    "window": "movement windows for training",
    "audit": "entries of the audit log",
}


def _spans(hours: tuple[DailyHours, ...]) -> str:
    return ", ".join(str(one) for one in hours)
