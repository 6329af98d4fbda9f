"""Who may sign policies: the office's list, and how one gets on it with a key of one's own."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from aggregator.compliance.model import Cell, Deed, Desk, Entry, Sheet
from aggregator.compliance.words import day, moment
from policies.approval import Signer

KEY: Final = "signers"
KEY_DAYS: Final = 365
"""How long a key made here is good for."""


def signer_page(signers: Sequence[Signer], now: datetime) -> Desk:
    """Return the page of everybody on the list."""
    return Desk(
        key=KEY,
        title="Signers",
        lead="Whom the office lets draft and approve. The list is signed with every version.",
        at=moment(now),
        deeds=(
            Deed(
                key="make-key",
                title="Make my key",
                explains=(
                    "It is made in this browser and cannot be read out of it. Its public half goes on the "
                    f"list for {KEY_DAYS} days. Whoever uses this browser's profile can sign with it."
                ),
                address=f"/compliance/{KEY}",
                button="Make my key",
                makes_key=True,
                entries=(Entry(name="name", label="Name on the list (letters, digits, -)", text=""),),
            ),
        ),
        sheets=(
            Sheet(
                key="signers",
                title="On the list",
                lead="A key counts between its two days; what was signed outside them counts for nothing.",
                header=("Name", "May", "From", "Until", "Public key"),
                rows=tuple(_row(signer, now) for signer in signers),
                empty="Nobody yet: until two can approve, nothing can be loosened.",
            ),
        ),
    )


def _row(signer: Signer, now: datetime) -> tuple[Cell, ...]:
    return (
        Cell(text=signer.name),
        Cell(text="draft and approve" if signer.may_approve else "draft"),
        Cell(text=day(signer.not_before)),
        Cell(text=day(signer.not_after), kind="alarm" if signer.not_after < now else "text"),
        Cell(text=f"{signer.public_key[:16]}…", kind="code"),
    )
