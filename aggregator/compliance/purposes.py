"""Why anything is measured: every purpose in force, and one of them in plain words."""

from datetime import datetime
from fractions import Fraction

from aggregator.compliance.model import Cell, Desk, Fact, Link, Sheet, texts
from aggregator.compliance.words import day, moment, of_months, spoken
from policies.plain import tell
from policies.schema import MetricRule, PolicyBundle, PolicyDocument
from policies.tasks import tasks
from privacy.budget import UNIT, epsilon

KEY = "policies"
NEVER = (
    ("Frames of a camera", "are never stored, anywhere; there is no field that could say otherwise"),
    ("Recognising somebody again", "is never done, on no other day and on no other camera"),
    ("Features of faces", "are never taken; heads are filled before a body is looked at"),
    ("Measuring staff", "is nobody's purpose; a staff badge that a camera reads leaves its wearer out"),
)
"""What no document can permit: these fields take the value false and no other."""


def purposes(bundle: PolicyBundle | None, now: datetime) -> Desk:
    """Return the page of every purpose in force."""
    documents = () if bundle is None else bundle.documents
    return Desk(
        key=KEY,
        title="Policies",
        lead="Every purpose that people are measured for, on which basis, and how long it is kept.",
        at=moment(now),
        sheets=(
            Sheet(
                key="purposes",
                title="What is measured, and why",
                lead="A purpose that is not here is not measured.",
                header=("Purpose", "In a few words", "Basis", "Metrics", "Kept for", "Review by", "Answers"),
                rows=tuple(_row(document, now) for document in documents),
                empty="No policy is in force: nothing is measured anywhere.",
            ),
            _never(),
        ),
    )


def purpose(bundle: PolicyBundle, document: PolicyDocument, now: datetime) -> Desk:
    """Return the page of one purpose."""
    kept = document.retention
    is_overdue = now.date() > document.review_by
    return Desk(
        key=f"{KEY}/{document.purpose}",
        above=KEY,
        title=document.title,
        lead=document.statement,
        at=moment(now),
        facts=(
            Fact(title="Basis", value=spoken(document.lawful_basis), detail="GDPR Art. 6(1)"),
            Fact(title="Answers for it", value=document.owner, detail="the role, not a person"),
            Fact(
                title="Review by",
                value=day(document.review_by),
                detail="overdue: nothing is measured for it" if is_overdue else "past it nothing is measured",
                needs_person=is_overdue,
            ),
            Fact(
                title="Numbers kept",
                value=of_months(kept.release_months),
                detail=f"tracks {kept.track_minutes} minutes, unsent reports {kept.outbox_days} days",
            ),
            Fact(
                title="Sign",
                value="required" if document.notice_required else "not required",
                detail="where it is measured (GDPR Art. 13)",
            ),
        ),
        links=(
            Link(
                label="Draft a change",
                address=f"/compliance/change/{document.purpose}",
                right="draft_policies",
                is_office_only=True,
            ),
        ),
        sheets=(_told(bundle, document), _metrics(bundle, document), _never()),
    )


def _told(bundle: PolicyBundle, document: PolicyDocument) -> Sheet:
    return Sheet(
        key="rules",
        title="What holds for it",
        lead="The document and every pack together; where several speak, the strictest holds.",
        header=("Of", "What holds", "Because of"),
        rows=tuple(texts(told.label, told.words, "; ".join(told.because)) for told in tell(document, bundle)),
    )


def _row(document: PolicyDocument, now: datetime) -> tuple[Cell, ...]:
    is_overdue = now.date() > document.review_by
    return (
        Cell(text=document.purpose, address=f"/compliance/{KEY}/{document.purpose}"),
        Cell(text=document.title),
        Cell(text=spoken(document.lawful_basis)),
        Cell(text=", ".join(spoken(rule.name) for rule in document.metrics) or "nothing; a model is trained"),
        Cell(text=of_months(document.retention.release_months)),
        Cell(text=day(document.review_by), kind="alarm" if is_overdue else "text"),
        Cell(text=document.owner),
    )


def _metrics(bundle: PolicyBundle, document: PolicyDocument) -> Sheet:
    permitted = [
        (rule, task)
        for rule in document.metrics
        for task in tasks(bundle).values()
        if task.metric == rule.name
    ]
    off = [rule for rule in document.metrics if all(rule is not kept for kept, _ in permitted)]
    return Sheet(
        key="metrics",
        title="What is counted for it",
        empty="Nothing is counted for it: a model is trained.",
        lead=f"The price is what one track (one person seen in one go) costs of the budget each time. {UNIT}",
        header=(
            "Metric",
            "Each",
            "Who sees it",
            "A track adds at most",
            "Price ρ",
            "ε at δ = 1e-6",
            "Shown from",
        ),
        rows=tuple(
            (
                Cell(text=spoken(rule.name)),
                Cell(text=task.level),
                Cell(text=_reader(task.lane, task.minimum_batch)),
                Cell(text=_bound(rule)),
                Cell(text=task.rho, kind="number"),
                Cell(text=f"{epsilon(Fraction(task.rho)):.2f}", kind="number"),
                Cell(text=str(task.minimum_count) if task.minimum_count else "any", kind="number"),
            )
            for rule, task in permitted
        )
        + tuple(
            (Cell(text=spoken(rule.name)), Cell(text="turned off by a pack", kind="quiet"), *texts(*"–––––"))
            for rule in off
        ),
    )


def _reader(lane: str, minimum_batch: int) -> str:
    if lane == "site":
        return "HQ, one store at a time, with the store's own noise"
    return f"HQ, only as a sum over {minimum_batch} stores or more"


def _bound(rule: MetricRule) -> str:
    cells = "one count" if rule.bound.max_cells == 1 else f"{rule.bound.max_cells} counts"
    most = rule.bound.max_per_cell
    return cells if most == 1 else f"{cells} of up to {most * rule.unit_size}"


def _never() -> Sheet:
    return Sheet(
        key="never",
        title="What no policy can permit",
        lead="There is no way to write these down, so nobody can sign them by mistake.",
        header=("What", "Why not"),
        rows=tuple(texts(*row) for row in NEVER),
    )
