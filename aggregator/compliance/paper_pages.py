"""The papers as pages: which there are, whether they are still as they were signed, and one to print."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from aggregator.compliance.model import Cell, Desk, Fact, Sheet
from aggregator.compliance.papers.paper import Change, Key, Paper, changes
from aggregator.compliance.signed_papers import SignedPaper
from aggregator.compliance.words import count_of, day, moment

KEY: Final = "papers"


def papers_page(papers: Sequence[Paper], signed: Mapping[Key, SignedPaper], now: datetime) -> Desk:
    """Return the page of every paper with its state."""
    stale = [paper for paper in papers if _state(paper, signed.get(paper.key)).kind == "alarm"]
    return Desk(
        key=KEY,
        title="Papers",
        lead="Made from what is configured now, word for word the same until that changes. No legal advice.",
        at=moment(now),
        facts=(
            Fact(
                title="To be signed",
                value=str(len(stale)),
                detail="never signed, or changed since" if stale else "all are as they were signed",
                needs_person=bool(stale),
            ),
        ),
        sheets=(
            Sheet(
                key="papers",
                title="What can be printed and signed",
                lead="Open one, read it, print it (or save it as PDF), and note that it was signed.",
                header=("Paper", "Asked for by", "State", "Fingerprint"),
                rows=tuple(
                    (
                        Cell(text=paper.title, address=f"/compliance/{KEY}/{paper.key}"),
                        Cell(text=paper.article),
                        _state(paper, signed.get(paper.key)),
                        Cell(text=paper.fingerprint[:16], kind="code"),
                    )
                    for paper in papers
                ),
                empty="No policy is in force, so there is nothing to write about.",
            ),
        ),
    )


def since_signed(paper: Paper, signed: SignedPaper | None) -> tuple[Change, ...]:
    """Return what changed since the paper was signed; nothing where it never was."""
    return () if signed is None else changes(signed.paper, paper)


def _state(paper: Paper, signed: SignedPaper | None) -> Cell:
    if signed is None:
        return Cell(text="never signed", kind="alarm")
    found = since_signed(paper, signed)
    words = f"signed by {signed.by} on {day(signed.at)}"
    if found:
        return Cell(text=f"{words}; {count_of(len(found), 'line')} changed since", kind="alarm")
    return Cell(text=words)
