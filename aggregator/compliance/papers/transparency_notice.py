"""The notice of the AI Act: what a system infers from bodies, what it does not, how people are told.

Source: Regulation (EU) 2024/1689, Art. 50(3), Art. 5(1)(f), Art. 3(39).
"""

from aggregator.compliance.papers.facts import Facts
from aggregator.compliance.papers.paper import Paper, PaperTable, Section
from aggregator.compliance.papers.read_bodies import inferred
from policies.rules import terms_of_purposes

NOT_DONE = (
    "No emotion is inferred, of staff or of anybody else (Art. 5(1)(f)).",
    "Nobody is identified, recognised again or sorted by origin, opinion, health or age.",
    "No decision about a person is made or prepared by what is measured.",
)


def transparency_notice(facts: Facts) -> Paper:
    """Return the notice for everything in force."""
    return Paper(
        key="transparency",
        title="Notice about the AI system",
        article="EU AI Act Art. 50(3)",
        sections=(
            Section(
                title="Who runs it",
                sentences=(f"Deployer: {facts.controller}.", f"Contact: {facts.contact}."),
            ),
            Section(
                title="What it does",
                sentences=(
                    "Cameras find people and their posture for seconds, in memory, with heads filled.",
                    "From positions on the floor it counts, for the purposes below.",
                ),
                table=_purposes(facts),
            ),
            *inferred(facts.bundle),
            Section(title="What it does not do", sentences=NOT_DONE),
            Section(
                title="How people are told",
                sentences=(
                    "A sign hangs at every camera's zone; without one the camera measures nothing.",
                    "Each store has a page, made from the live configuration, on what is measured now.",
                ),
            ),
        ),
    )


def _purposes(facts: Facts) -> PaperTable:
    return PaperTable(
        header=("Purpose", "In words", "Sign"),
        rows=tuple(
            (
                terms.document.title,
                terms.document.statement,
                (terms.document.notice_reference or "required, no text named")
                if terms.needs_notice
                else "not required",
            )
            for terms in terms_of_purposes(facts.bundle)
        ),
    )
