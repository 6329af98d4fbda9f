"""``shoal edge objection``: an objection is noted with what was done, never with who objected."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from edge_node.commands.answer import print_columns, print_json
from edge_node.consent.attestations import act_of
from edge_node.consent.kept import site_of
from edge_node.consent.objections import Channel, Deed, Objection, Objections, add
from edge_node.storage.home import Home
from edge_node.storage.register import change
from shared.clock import Clock


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody notes."""

    by: str
    channel: Channel
    done: tuple[Deed, ...]
    camera: str | None = None


def note_objection(root: Path, wanted: Wanted, clock: Clock) -> Sequence[Objection]:
    """Keep the objection and return all of them.

    Raises: ConsentError when nobody took it; SiteError for an unknown camera; StorageError. None is kept.
    """
    taken = act_of(wanted.by, clock.now())
    if wanted.camera is not None:
        site_of(root).camera(wanted.camera)
    done = tuple(dict.fromkeys(wanted.done))
    objection = Objection(taken=taken, channel=wanted.channel, done=done, camera=wanted.camera)
    return change(Home(root).objections, Objections(), partial(add, objection=objection)).entries


def show(entries: Sequence[Objection], *, as_json: bool) -> None:
    """Print the objections."""
    if as_json:
        print_json({"objections": [entry.model_dump(mode="json") for entry in entries]})
        return
    print_columns([(f"{entry.taken.at:%Y-%m-%d %H:%M} UTC", _words(entry)) for entry in entries])


def _words(entry: Objection) -> str:
    about = "" if entry.camera is None else f" about camera {entry.camera}"
    done = ", ".join(entry.done).replace("_", " ")
    return f"{entry.channel.replace('_', ' ')}{about}, taken by {entry.taken.by}: {done}"
