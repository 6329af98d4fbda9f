"""``shoal edge panel``: a consent is noted and its receipt printed; a number takes it back."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from edge_node.commands.answer import print_columns, print_json
from edge_node.commands.attest import sign_of
from edge_node.consent.attestations import act_of
from edge_node.consent.kept import site_of
from edge_node.consent.notice import MISSING
from edge_node.consent.panel import Joining, purpose_of_panel, receipt_for, stands, withdrawn
from edge_node.consent.receipts import ID_BYTES, Receipt, Receipts
from edge_node.errors import SiteError
from edge_node.node import load_node
from edge_node.retention.sweeper import try_sweep
from edge_node.storage.documents import load
from edge_node.storage.home import Home
from edge_node.storage.register import change
from privacy.randomness import Random
from shared.clock import Clock
from shared.elapsed import SystemUptime, UptimeSource


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who notes whose consent; the person is a number."""

    by: str
    purpose: str
    text: str | None
    until: date


def give_receipt(root: Path, wanted: Wanted, clock: Clock, random: Random = secrets.token_bytes) -> Receipt:
    """Keep the consent and return its receipt.

    Raises: ConsentError for a purpose that does not rest on consent, an unknown text, a day that cannot be;
    PairingError, SiteError, StorageError. Then nothing is kept.
    """
    site, node = site_of(root), load_node(root, clock)
    terms = purpose_of_panel(wanted.purpose, node.in_force(clock.now()))
    if site.notice is None:
        raise SiteError(MISSING.format(name=site.name))
    sign = sign_of(site, wanted.text)
    noted = act_of(wanted.by, clock.now())
    joining = Joining(random(ID_BYTES).hex(), noted, wanted.until, sign)
    receipt = receipt_for(joining, terms, site.notice, site.zone_info)
    change(Home(root).receipts, Receipts(), lambda held: Receipts(entries=(*held.entries, receipt)))
    return receipt


def take_back(root: Path, number: str, by: str, clock: Clock, uptime: UptimeSource | None = None) -> Receipt:
    """Note that the consent under the number is taken back, and return its receipt as it stands now.

    What the panel's movement left to learn from is forgotten at once: none of it says whose it is.
    Raises: ConsentError when no consent under the number stands; StorageError.
    """
    act = act_of(by, clock.now())
    held = change(Home(root).receipts, Receipts(), partial(withdrawn, number=number.strip().lower(), act=act))
    try_sweep(root, clock, uptime or SystemUptime())
    return next(entry for entry in held.entries if entry.receipt_id == number.strip().lower())


def receipts_of(root: Path) -> Sequence[Receipt]:
    """Return every receipt, oldest first."""
    held = load(Home(root).receipts, Receipts)
    return () if held is None else held.entries


def show_receipt(receipt: Receipt, *, as_json: bool) -> None:
    """Print the receipt: the whole record for a program, the number and what it is for to a person."""
    if as_json:
        print_json(receipt.model_dump(mode="json"))
        return
    (purpose,) = receipt.record.pii_processing.purposes
    last = receipt.record.events[-1]
    print_columns(
        [
            ("receipt", receipt.receipt_id),
            ("consent", f"{last.event_state} {last.event_time:%Y-%m-%d %H:%M} UTC"),
            ("for", purpose.purpose),
            ("kept", purpose.retention_period),
            ("until", last.validity_duration.lstrip("/")),
            ("take back", purpose.withdrawal_method),
        ]
    )


def show_all(receipts: Sequence[Receipt], clock: Clock, *, as_json: bool) -> None:
    """Print every receipt's number and whether its consent stands."""
    today = clock.now().date()
    if as_json:
        print_json({"receipts": [entry.model_dump(mode="json") for entry in receipts]})
        return
    print_columns(
        [
            (
                entry.receipt_id,
                "stands" if stands(entry, today) else entry.record.events[-1].event_state + ", over",
            )
            for entry in receipts
        ]
    )
