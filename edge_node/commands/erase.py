"""``shoal edge erase``: shows what an interval holds, and with ``--yes`` takes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from edge_node.commands.answer import print_columns, print_json
from edge_node.errors import StorageError
from edge_node.retention.erase import STAYS, Doomed, Wish, doomed, erase, released_epochs
from edge_node.retention.home import opened
from edge_node.site_reader import load_site
from edge_node.storage.home import Home
from privacy.receipts import Receipt
from shared.clock import Clock, SystemClock

HOW = "nothing was erased; with --yes it is"
"""Said under a preview."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure takes, or took."""

    wish: Wish
    parts: tuple[Doomed, ...]
    released_epochs: int
    """Epochs of the interval that went through the door and stay."""
    receipts: tuple[Receipt, ...] = ()
    """One for each kind; empty for a preview."""
    is_done: bool = False

    @property
    def gaps(self) -> list[tuple[str, datetime, datetime]]:
        """Return task, start and end of every epoch that will show as a gap."""
        sums = [part for part in self.parts if part.keeping.rule.kind in ("open sums", "contributions")]
        return [(item.name, item.data_from, item.data_until) for part in sums for item in part.items]


def erase_interval(
    home: Path,
    since: datetime,
    until: datetime,
    *,
    camera: str | None,
    yes: bool,
    clock: Clock | None = None,
) -> Erased:
    """Return what goes, gone with ``yes``; a moment without a zone is one of the site's.

    Raises: StorageError when nothing has been kept here, or it cannot be changed; ValueError for no interval.
    """
    now = (clock or SystemClock()).now()
    with opened(home, clock or SystemClock()) as kept:
        if kept is None:
            raise StorageError(f"{home} holds no journal: this node has kept nothing yet")
        place = kept.place
        view = None if camera is None else _view_of(camera, kept.home)
        wish = Wish(_utc(since, place.zone), min(_utc(until, place.zone), now), view)
        with place.journal.unit():
            parts, stay = tuple(doomed(place, wish)), released_epochs(place, wish)
        receipts = tuple(erase(place, wish, at=now)) if yes else ()
        return Erased(wish, parts, stay, receipts, is_done=yes)


def _view_of(camera: str, home: Home) -> str:
    """Return what records name: overlapping cameras see as one view, and whoever one saw they all saw."""
    if not home.site.exists():
        return camera
    return next((place.view for place in load_site(home.site).cameras if place.name == camera), camera)


def show(erased: Erased, *, as_json: bool) -> None:
    """Print what goes, what stays and why."""
    if as_json:
        print_json(_answer(erased))
        return
    verb = "erased" if erased.is_done else "would go"
    print_columns([(f"{verb}: {part.keeping.rule.kind}", _words(part)) for part in erased.parts])
    if not erased.parts:
        click.echo("nothing of this interval is held")
    for name, start, end in erased.gaps:
        click.echo(f"gap  {name}  {start:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M} UTC")
    click.echo(f"{erased.released_epochs} epochs stay: {STAYS}")
    if not erased.is_done:
        click.echo(HOW)


def _answer(erased: Erased) -> dict[str, object]:
    return {
        "done": erased.is_done,
        "from": _moment(erased.wish.since),
        "to": _moment(erased.wish.until),
        "camera": erased.wish.camera,
        "goes": [_part(part) for part in erased.parts],
        "gaps": [{"task": name, "from": _moment(a), "to": _moment(b)} for name, a, b in erased.gaps],
        "stays": {"epochs": erased.released_epochs, "reason": STAYS},
        "receipts": [{"kind": r.deletion.kind, "root": r.root.hex()} for r in erased.receipts],
    }


def _part(part: Doomed) -> dict[str, object]:
    return {
        "kind": part.keeping.rule.kind,
        "items": len(part.items),
        "records": sum(item.count for item in part.items),
        "from": _moment(min(item.data_from for item in part.items)),
        "to": _moment(max(item.data_until for item in part.items)),
    }


def _words(part: Doomed) -> str:
    records = sum(item.count for item in part.items)
    return f"{records} in {len(part.items)} {_unit(part.items)}"


def _unit(items: Sequence[object]) -> str:
    return "stretch of time" if len(items) == 1 else "stretches of time"


def _utc(at: datetime, zone: ZoneInfo) -> datetime:
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
