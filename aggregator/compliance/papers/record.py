"""The record of processing activities: who, why, whose data, to whom, for how long, how it is protected.

Source: GDPR Art. 30(1)(a)–(g), letter by letter.
"""

from aggregator.compliance.papers.facts import Facts, lanes_of, recipients_of
from aggregator.compliance.papers.paper import Paper, PaperTable, Section
from policies.rules import terms_of_purposes
from policies.training import learning_purposes

MEASURES = (
    "Frames are looked at in one process that the kernel lets write no file and open no connection.",
    "Heads are filled before a body is looked at; no frame is stored.",
    "Every report is sealed (hybrid ML-KEM-768 and X25519) to its receiver and signed by the node.",
    "Two aggregators, each with its own keys and people, hold one share each of what is summed over stores.",
    "Noise is drawn once for each number, and its price is written to a ledger before the number exists.",
    "Every read, release and deletion stands in a log that a second party cosigns.",
)
"""General description of the technical and organisational measures (Art. 30(1)(g), Art. 32(1))."""


def record(facts: Facts) -> Paper:
    """Return the record for everything in force."""
    return Paper(
        key="record",
        title="Record of processing activities",
        article="GDPR Art. 30(1)",
        sections=(
            Section(
                title="(a) Controller",
                sentences=(
                    f"Controller: {facts.controller}.",
                    f"Contact: {facts.contact}.",
                    f"Policy in force: {facts.version}.",
                ),
            ),
            Section(title="(b) Purposes", table=_purposes(facts)),
            Section(
                title="(c) Data subjects and data",
                sentences=(
                    "Data subjects: people who walk through a measured store while it is measured.",
                    "Data: positions on the floor and body keypoints, in memory, for seconds; then counts.",
                    *_windows(facts),
                    "Wearers of a staff or opt-out badge are left out where a camera can read it.",
                ),
            ),
            Section(title="(d) Recipients", table=_recipients(facts)),
            Section(
                title="(e) Transfers to third countries",
                sentences=("None by the product: nodes speak to the two configured aggregators only.",),
            ),
            Section(title="(f) Time limits", table=_limits(facts)),
            Section(title="(g) Technical and organisational measures", sentences=MEASURES),
        ),
    )


def _windows(facts: Facts) -> tuple[str, ...]:
    """Return what is said of the data that is kept to learn from, where any purpose learns."""
    if not learning_purposes(facts.bundle):
        return ()
    return (
        "To learn from: movement windows of a few seconds in coarse levels, without number or time, "
        "encrypted in the store.",
    )


def _purposes(facts: Facts) -> PaperTable:
    return PaperTable(
        header=("Purpose", "What is done", "Basis", "Answers for it", "Review by"),
        rows=tuple(
            (
                document.title,
                document.statement,
                document.lawful_basis.replace("_", " "),
                document.owner,
                str(document.review_by),
            )
            for document in facts.bundle.documents
        ),
    )


def _recipients(facts: Facts) -> PaperTable:
    return PaperTable(
        header=("Purpose", "Recipients"),
        rows=tuple(
            (document.title, recipients_of(document, lanes_of(document, facts.bundle)))
            for document in facts.bundle.documents
        ),
    )


def _limits(facts: Facts) -> PaperTable:
    learning = {terms.document.purpose for terms in learning_purposes(facts.bundle)}
    return PaperTable(
        header=(
            "Purpose",
            "Tracks",
            "Movement windows",
            "Unsent reports",
            "Published numbers",
            "Log entries",
        ),
        rows=tuple(
            (
                terms.document.title,
                f"{terms.retention.track_minutes} minutes",
                f"{terms.retention.window_hours} hours"
                if terms.document.purpose in learning
                else "none kept",
                f"{terms.retention.outbox_days} days",
                f"{terms.retention.release_months} months",
                f"{terms.retention.audit_years} years",
            )
            for terms in terms_of_purposes(facts.bundle)
        ),
    )
