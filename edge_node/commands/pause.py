"""``shoal edge pause``: who stopped the measuring, until when, and who resumed it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

import click

from edge_node.commands.answer import print_columns, print_json
from edge_node.consent.attestations import act_of
from edge_node.consent.kept import read_kept, site_of
from edge_node.consent.pauses import LONGEST_REASON, Pause, Pauses, length_of, next_at, press, resume, running
from edge_node.errors import ConsentError
from edge_node.storage.home import Home
from edge_node.storage.register import change
from shared.clock import Clock


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks for; with neither length nor end, until somebody resumes."""

    by: str
    length: str | None = None
    until: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Paused:
    """Whether the store is paused now, and what was ever pressed."""

    now: Pause | None
    entries: Sequence[Pause]


def press_pause(root: Path, wanted: Wanted, clock: Clock) -> Paused:
    """Pause the store; a node at work closes its cameras within a second.

    Raises: ConsentError for a length, time or reason that cannot be; StorageError when it cannot be kept, and
    the node goes on measuring. PairingError, SiteError only where the store's clocks must be read.
    """
    pressed = act_of(wanted.by, clock.now())
    if len(wanted.reason) > LONGEST_REASON:
        raise ConsentError(f"expected a reason of at most {LONGEST_REASON} letters, got {len(wanted.reason)}")
    pause = Pause(pressed=pressed, until=_end(root, wanted, pressed.at), reason=wanted.reason)
    change(Home(root).pauses, Pauses(), partial(press, pause=pause))
    return pauses_of(root, clock)


def resume_store(root: Path, by: str, clock: Clock) -> Paused:
    """End every pause that runs.

    Raises: ConsentError when nothing is paused; StorageError.
    """
    change(Home(root).pauses, Pauses(), partial(resume, act=act_of(by, clock.now())))
    return pauses_of(root, clock)


def pauses_of(root: Path, clock: Clock) -> Paused:
    """Return whether the store is paused, and every pause."""
    entries = read_kept(Home(root)).pauses
    return Paused(running(entries, clock.now()), entries)


def show(paused: Paused, *, as_json: bool) -> None:
    """Print whether the store is paused."""
    if as_json:
        now = None if paused.now is None else paused.now.model_dump(mode="json")
        entries = [entry.model_dump(mode="json") for entry in paused.entries]
        print_json({"paused": now is not None, "now": now, "pauses": entries})
        return
    click.echo("not paused" if paused.now is None else f"paused     {_words(paused.now)}")
    print_columns([(f"{entry.pressed.at:%Y-%m-%d %H:%M} UTC", _words(entry)) for entry in paused.entries])


def _end(root: Path, wanted: Wanted, now: datetime) -> datetime | None:
    if wanted.length is not None:
        return now + length_of(wanted.length)
    return None if wanted.until is None else next_at(wanted.until, now, site_of(root).zone_info)


def _words(entry: Pause) -> str:
    by = f"by {entry.pressed.by}" + (f" ({entry.reason})" if entry.reason else "")
    if entry.resumed is not None:
        return f"{by}, resumed by {entry.resumed.by} at {entry.resumed.at:%Y-%m-%d %H:%M} UTC"
    if entry.until is None:
        return f"{by}, until somebody resumes"
    return f"{by}, until {entry.until:%Y-%m-%d %H:%M} UTC"
