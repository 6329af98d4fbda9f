"""Papers that somebody signed: kept as they were, so that what changed since can be shown.

The signature is a person's name under the paper's fingerprint, in the audit log; ink is for the printed one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from aggregator.audit.log import note
from aggregator.compliance.papers.paper import Key, Paper
from aggregator.compliance.tables import SignedPaperRow
from aggregator.database import writing
from aggregator.hub import Hub


@dataclass(frozen=True, slots=True)
class SignedPaper:
    """A paper as it was signed last."""

    paper: Paper
    by: str
    at: datetime


def sign_paper(hub: Hub, paper: Paper, *, by: str) -> None:
    """Keep the paper under the person's name; earlier ones stay."""
    now = hub.clock.now()
    with writing(hub.engine) as session:
        session.add(SignedPaperRow(key=paper.key, document=paper.model_dump_json(), by=by, at=now))
        detail = {"step": "paper signed", "fingerprint": paper.fingerprint, "by": by}
        note(session, "policy_step", f"paper {paper.key}", detail, at=now)


def last_signed(session: Session) -> Mapping[Key, SignedPaper]:
    """Return the newest signed paper of each kind that has one."""
    found: dict[Key, SignedPaper] = {}
    for row in session.exec(select(SignedPaperRow).order_by(col(SignedPaperRow.paper_id))).all():
        paper = Paper.model_validate_json(row.document)
        found[paper.key] = SignedPaper(paper, row.by, row.at)
    return found
