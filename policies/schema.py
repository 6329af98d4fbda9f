"""What a policy document can say. What must never be done has no way to be written down.

A document is one purpose in TOML; packs (policies/pack.py) tighten them; a bundle is all of it in one signed,
hashed piece that both programs derive their tasks from.
"""

import hashlib
from datetime import date
from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, Field, field_validator, model_validator
from typing_extensions import override

from policies.canonical import canonical
from policies.hours import DailyHours
from policies.pack import Pack
from shared.config import Config
from shared.epoch import Level
from shared.ids import TaskId
from shared.schemas.layout import ChainLayout, Name, Wire
from shared.schemas.task import MOST_PER_SITE, ContributionBound, Lane, MetricName
from shared.schemas.training_plan import TrainingPlan

LawfulBasis = Literal["legitimate_interests", "consent", "legal_obligation"]
"""The lawful bases of GDPR Art. 6(1) that can carry a purpose here."""

Children = Literal["not_told_apart", "areas_masked"]
"""Children count like everybody, their age never guessed; or places made for them are masked as well."""

Reference = Annotated[str, Field(max_length=120)]
"""Where a paper is kept, such as ``DPIA-2026-04``; empty when there is none."""


class MetricRule(Config):
    """How one metric may be measured."""

    name: MetricName
    lane: Lane
    """``site``: the store's node adds the noise. ``cohort``: only sums over several sites ever exist."""
    unit_size: Annotated[int, Field(ge=1)]
    """Base units in one integer step (10 = person-seconds are counted in tens)."""
    rho: dict[Level, str]
    """The exact zCDP price per epoch of each level, ``numerator/denominator``."""
    bound: ContributionBound
    """The most one track may add."""
    minimum_count: Annotated[int, Field(ge=0)] = 0
    """Noisy values below this are shown as suppressed."""
    max_per_site: Annotated[int, Field(ge=0, le=MOST_PER_SITE)] = 0
    """In the cohort lane: integer steps that one site may add to one cell in an epoch, as it must prove;
    0 asks for no proof."""

    @field_validator("rho")
    @classmethod
    def _is_exact(cls, value: dict[Level, str]) -> dict[Level, str]:
        if not value:
            raise ValueError("expected at least one level (hour, day, week)")
        for level, text in value.items():
            if not 0 < _fraction(text) <= 1:
                raise ValueError(f"rho of {level} must lie in (0, 1], got {text}")
        return value


class Retention(Config):
    """How long each kind of data may live. Frames have no entry: they are never stored."""

    track_minutes: Annotated[int, Field(ge=0, le=24 * 60)]
    """Tracks in the vault."""
    outbox_days: Annotated[int, Field(ge=1, le=35)]
    """Sealed reports waiting for the network."""
    release_months: Annotated[int, Field(ge=1, le=25)]
    """Published noisy numbers."""
    window_hours: Annotated[int, Field(ge=0, le=72)] = 72
    """Movement windows that models are trained on, in the vault."""
    audit_years: Annotated[int, Field(ge=1, le=6)] = 6
    """Entries of the audit log about the purpose; afterwards only their hashes are left."""


class PolicyDocument(Config):
    """One purpose: why, on which basis, by whom, what, for how long."""

    purpose: Name
    """The purpose's name, also the file's."""
    title: Annotated[str, Field(min_length=3, max_length=80)]
    """The purpose in a few plain words."""
    statement: Annotated[str, Field(min_length=20, max_length=600)]
    """What is done and why, as the public page will say it."""
    lawful_basis: LawfulBasis
    owner: Annotated[str, Field(min_length=2)]
    """The role that answers for it."""
    review_by: date
    """When the purpose must be looked at again; past it nothing is measured under it."""
    notice_required: bool
    """True when a sign must hang where it is measured."""
    notice_reference: Reference = ""
    """The text of that sign."""
    dpia_reference: Reference = ""
    """The data protection impact assessment that covers the purpose (GDPR Art. 35)."""
    jurisdictions: Annotated[tuple[Name, ...], Field(strict=False)] = ()
    """Packs that the purpose was written for; the bundle must hold them."""
    children: Children = "not_told_apart"
    """How children are treated."""
    quiet_hours: Annotated[tuple[DailyHours, ...], Field(strict=False)] = ()
    """Local hours in which nothing is measured for the purpose."""
    training_hours: Annotated[tuple[DailyHours, ...], Field(strict=False)] = ()
    """Local hours in which models may be trained for the purpose; none: not at all."""
    raw_frames_kept: Literal[False] = False
    re_identification: Literal[False] = False
    face_features: Literal[False] = False
    staff_measured: Literal[False] = False
    metrics: Annotated[tuple[MetricRule, ...], Field(strict=False)] = ()
    """What may be measured for the purpose; none where a model is trained and nothing is counted."""
    retention: Retention

    @model_validator(mode="after")
    def _is_for_something(self) -> Self:
        if not self.metrics and not self.training_hours:
            raise ValueError("expected metrics to measure or hours to train in, got neither")
        return self


class BudgetShares(Config):
    """What one track may cost in all, split over the doors it can pass through."""

    total: str
    """ρ over every lane, level and metric together, exact."""
    site: str
    """ρ that the edge's own door may spend per track."""
    cohort: str
    """ρ that the cohort lane may spend per track."""
    learn: str
    """ρ that training may spend per track."""

    @property
    def exact_total(self) -> Fraction:
        """ρ that one track may cost in all."""
        return _fraction(self.total)

    @property
    def exact_learn(self) -> Fraction:
        """ρ that training may spend on one window."""
        return _fraction(self.learn)

    @model_validator(mode="after")
    def _fits(self) -> Self:
        spent = _fraction(self.site) + _fraction(self.cohort) + _fraction(self.learn)
        if spent > _fraction(self.total):
            raise ValueError(f"site + cohort + learn = {spent} is more than the total {self.total}")
        return self


class LearningTerms(Config):
    """How one model may be trained across stores; where there are none, none is."""

    task: Name
    """The model's name; reports of its rounds stand under the task id ``learn.<name>``."""
    purpose: Name
    """Whose movement windows may be learnt from, in whose training hours."""
    minimum_nodes: Annotated[int, Field(ge=5)] = 5
    """Nodes that the sum of a round needs."""
    group_size: Annotated[int, Field(ge=5)] = 5
    """Nodes in each group that the helper draws: sums of fewer never exist."""
    plan: TrainingPlan
    """What every node does with its windows, at which price; no node trains by another plan."""
    code_hash: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    """SHA-256 of the training code as it ships with the store's program: no other is run."""

    @property
    def task_id(self) -> TaskId:
        """``learn.<name>``."""
        return TaskId(f"learn.{self.task}")

    @property
    def rho_per_round(self) -> Fraction:
        """The most zCDP that one round costs one window."""
        return self.plan.steps * self.plan.rho_per_step


class ChainPolicy(Config):
    """What holds for the whole chain: the budget, the cohorts, the zone types."""

    version: Annotated[int, Field(ge=1)]
    """Counts up; a node never goes back."""
    previous: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")] = ""
    """Hash of the version before, in hex; empty for the first."""
    author: Annotated[str, Field(pattern=r"^([a-z0-9][a-z0-9_-]{0,39})?$")] = ""
    """Who drafted it, by the name on the list of signers; empty when the office did."""
    reason: Annotated[str, Field(max_length=600)] = ""
    """Why this version was made, in a sentence."""
    dpia_reference: Annotated[str, Field(max_length=200)] = ""
    """The data protection impact assessment that this version rests on; needed when it permits more."""
    not_before: AwareDatetime
    """First moment the bundle is in force."""
    not_after: AwareDatetime
    """Last moment; afterwards nothing is measured until a new one is signed."""
    budget: BudgetShares
    minimum_batch: Annotated[int, Field(ge=5)]
    """Sites that a cohort sum needs: five at least, as the pages and the protocol promise."""
    cohort_closes_days: Annotated[int, Field(ge=0, le=28)]
    """Days after an epoch's end when a cohort batch stops taking shares."""
    track_cut_minutes: Annotated[int, Field(ge=1, le=30)]
    """A track is cut here and the rest discarded (T_max)."""
    zone_types: Annotated[tuple[Name, ...], Field(min_length=1, strict=False)]
    """Chain-wide words for zones; cohort sums are indexed by them."""
    masked_zone_types: Annotated[tuple[Name, ...], Field(strict=False)] = ()
    """Words for places that no camera may see: they are masked, and a store that draws such a zone measures
    nothing."""
    learning: LearningTerms | None = None
    """How the intent model may be trained across stores; none: not at all."""

    @property
    def layout(self) -> ChainLayout:
        """The layout of every cohort vector."""
        return ChainLayout(zone_types=self.zone_types)


class PolicyBundle(Wire):
    """Everything in force, in one piece."""

    chain: ChainPolicy
    documents: tuple[PolicyDocument, ...]
    packs: tuple[Pack, ...] = ()

    @property
    def hash(self) -> bytes:
        """SHA-256 over the canonical spelling: 32 bytes. Source: shared/wire/PROTOCOL.md §4.2, §11.10."""
        return hashlib.sha256(canonical(self)).digest()

    @override
    def __hash__(self) -> int:
        """Return what caches find a bundle by before they compare it whole: dicts have no hash."""
        named = (*(document.purpose for document in self.documents), *(pack.name for pack in self.packs))
        return hash((self.chain.version, self.chain.not_before, named))


def _fraction(text: str) -> Fraction:
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError) as error:
        raise ValueError(f"expected an exact fraction such as 1/20, got {text!r}") from error
