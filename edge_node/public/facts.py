"""What the public page says, before any language: facts of the live configuration, no staff among them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from edge_node.consent.attestations import Attestation, in_force
from edge_node.consent.gate import Gate
from edge_node.consent.kept import Kept
from edge_node.consent.pauses import running
from edge_node.vector_plan import VectorPlan
from policies.hours import EVERY_MINUTE, spans_of
from policies.rules import PurposeTerms, Rules, apply
from policies.schema import PolicyDocument, Retention
from shared.epoch import Level
from shared.schemas.task import Lane, MetricName


@dataclass(frozen=True, slots=True)
class MetricFacts:
    """One thing that is counted here."""

    name: MetricName
    lane: Lane
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class PurposeFacts:
    """One purpose, as every pack leaves it."""

    document: PolicyDocument
    metrics: tuple[MetricFacts, ...]
    retention: Retention
    quiet: str
    """Local hours in which nothing is counted for it; empty when there are none."""
    trains: bool
    """True when models may be trained for it at any hour."""
    training: str = ""
    """Local hours in which they may; empty when there are none."""


@dataclass(frozen=True, slots=True)
class CameraFacts:
    """One camera: whether its sign is attested, and whether it may look now."""

    name: str
    text: str = ""
    """The sign's text; empty while nothing is attested."""
    seen: date | None = None
    until: date | None = None
    refusal: str = ""
    """The rule by which it may not look; empty when it may."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the page says of one store at one moment."""

    store: str
    is_simulated: bool
    at: datetime
    """On the store's clocks."""
    responsible: str
    contact: str
    languages: tuple[str, ...]
    cameras: tuple[CameraFacts, ...]
    purposes: tuple[PurposeFacts, ...]
    minimum_batch: int
    """Shops that a sum over shops needs."""
    learns: bool
    """False while the store has switched learning off."""
    is_paused: bool
    paused_until: datetime | None
    """On the store's clocks; None while nothing is paused, or until somebody resumes."""
    version: int | None
    """Of the policy; None without one."""
    policy_hash: str
    in_force_until: date | None
    packs: tuple[str, ...]

    @property
    def looking(self) -> int:
        """Cameras that may look now."""
        return sum(not camera.refusal for camera in self.cameras)

    @property
    def is_resting(self) -> bool:
        """True when every camera is closed by quiet hours alone."""
        return bool(self.cameras) and all(camera.refusal == "quiet_hours" for camera in self.cameras)


def facts_of(gate: Gate, kept: Kept, plans: Iterable[VectorPlan], now: datetime) -> Facts:
    """Return what holds in the store now; plans say what has something to count here."""
    site, bundle = gate.site, gate.bundle
    pause = running(kept.pauses, now)
    rules = None if bundle is None else apply(bundle)
    return Facts(
        store=site.name,
        is_simulated=site.simulated,
        at=now.astimezone(site.zone_info),
        responsible="" if site.notice is None else site.notice.responsible,
        contact="" if site.notice is None else site.notice.contact,
        languages=("en",) if site.notice is None else site.notice.languages,
        cameras=tuple(_camera(place.name, gate, kept, now) for place in site.cameras),
        purposes=() if rules is None else _purposes(rules, plans, site.quiet_minutes),
        minimum_batch=0 if rules is None else rules.minimum_batch,
        learns=running(kept.learning_stops, now) is None,
        is_paused=pause is not None,
        paused_until=None if pause is None or pause.until is None else pause.until.astimezone(site.zone_info),
        version=None if bundle is None else bundle.chain.version,
        policy_hash="" if bundle is None else bundle.hash.hex(),
        in_force_until=None if bundle is None else bundle.chain.not_after.date(),
        packs=() if bundle is None else tuple(pack.title for pack in bundle.packs),
    )


def _camera(name: str, gate: Gate, kept: Kept, now: datetime) -> CameraFacts:
    refusal = gate.refusal(name, kept, now)
    rule = "" if refusal is None else refusal.rule
    zone = gate.site.zone_info
    found = in_force(kept.attestations, name, gate.signs, now=now, zone=zone)
    if not isinstance(found, Attestation):
        return CameraFacts(name, refusal=rule)
    return CameraFacts(name, found.text, found.made.at.astimezone(zone).date(), found.until, rule)


def _purposes(rules: Rules, plans: Iterable[VectorPlan], store_quiet: int) -> tuple[PurposeFacts, ...]:
    """Group what is counted here by its purpose, in the policy's order; those that only train come last."""
    levels: dict[MetricName, tuple[Lane, list[Level]]] = {}
    for plan in plans:
        levels.setdefault(plan.task.metric, (plan.task.lane, []))[1].append(plan.task.level)
    found: dict[str, tuple[PurposeTerms, list[MetricFacts]]] = {}
    for name, (lane, seen) in levels.items():
        terms = rules.purposes[name]
        metrics = found.setdefault(terms.document.purpose, (terms, []))[1]
        metrics.append(MetricFacts(name, lane, tuple(seen)))
    found |= {terms.document.purpose: (terms, []) for terms in rules.trained if terms.training}
    return tuple(
        PurposeFacts(
            document=terms.document,
            metrics=tuple(metrics),
            retention=terms.retention,
            quiet=_hours(terms.quiet | store_quiet),
            trains=bool(terms.training),
            training=_hours(terms.training),
        )
        for terms, metrics in found.values()
    )


def _hours(minutes: int) -> str:
    if minutes == EVERY_MINUTE:
        return "00:00–24:00"
    return ", ".join(str(span) for span in spans_of(minutes))
