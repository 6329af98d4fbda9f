"""``shoal edge learning``: what this store gives to the model that all stores share, and its switch."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import click

from edge_node.commands.answer import print_columns, print_json
from edge_node.consent.attestations import act_of
from edge_node.consent.kept import learning_stops_of
from edge_node.consent.pauses import LONGEST_REASON, Pause, Pauses, press, resume, running
from edge_node.errors import ConsentError, PairingError
from edge_node.node import Node, load_node
from edge_node.retention.kinds import life_of
from edge_node.storage.home import Home
from edge_node.storage.register import change
from policies.schema import PolicyBundle
from policies.training import learning_purposes
from shared.clock import Clock

NEVER = (
    "no picture, no pose, no track and no window leaves this store; what leaves is one encrypted change of "
    "the model, with noise in it, that is read only as part of a sum over several stores"
)
"""What a store is told about what learning takes from it."""


@dataclass(frozen=True, slots=True)
class Taught:
    """Whether a store learns, and what it has to learn from."""

    stopped: Pause | None
    """Who switched it off; None while it is on."""
    purposes: Sequence[str]
    """Titles of the purposes whose documents let models be trained; none: nothing is learnt here."""
    hours: Sequence[str]
    """When it may train, on the store's clocks."""
    windows: int
    """Movement windows held: one of each person's track, four seconds in coarse levels."""
    window_hours: float
    """How long each is held at most."""


def learning_of(root: Path, clock: Clock) -> Taught:
    """Return what the store contributes.  Raises: PairingError, StorageError."""
    return taught_by(load_node(root, clock))


def taught_by(node: Node) -> Taught:
    """Return what the node contributes now.  Raises: StorageError."""
    now = node.clock.now()
    bundle = node.in_force(now)
    purposes = () if bundle is None else learning_purposes(bundle)
    return Taught(
        stopped=running(learning_stops_of(node.home), now),
        purposes=[terms.document.title for terms in purposes],
        hours=_hours(bundle),
        windows=_windows(node),
        window_hours=life_of("windows", bundle).keep_for.total_seconds() / 3600,
    )


def switch_off(root: Path, by: str, reason: str, clock: Clock) -> Taught:
    """Keep no window and train no model from now on, until somebody switches learning on again.

    Raises: ConsentError when it is off already, or for a reason that is too long; StorageError.
    """
    if len(reason) > LONGEST_REASON:
        raise ConsentError(f"expected a reason of at most {LONGEST_REASON} letters, got {len(reason)}")
    home = _home(root)
    stopped = running(learning_stops_of(home), clock.now())
    if stopped is not None:
        raise ConsentError(f"learning is off here already, since {stopped.pressed.at:%Y-%m-%d %H:%M} UTC")
    stop = Pause(pressed=act_of(by, clock.now()), reason=reason)
    change(home.learning_stops, Pauses(), partial(press, pause=stop))
    return learning_of(root, clock)


def switch_on(root: Path, by: str, clock: Clock) -> Taught:
    """Learn again, where the policy permits it.  Raises: ConsentError when it is on already; StorageError."""
    home = _home(root)
    if running(learning_stops_of(home), clock.now()) is None:
        raise ConsentError("learning is on here already, as far as the policy permits it")
    change(home.learning_stops, Pauses(), partial(resume, act=act_of(by, clock.now())))
    return learning_of(root, clock)


def show(taught: Taught, *, as_json: bool) -> None:
    """Print what the store contributes, in plain words."""
    if as_json:
        print_json(_object(taught))
        return
    print_columns(
        [
            ("learning", _state(taught)),
            (
                "what for",
                ", ".join(taught.purposes) or "no purpose of the policy in force lets models be trained",
            ),
            ("when", ", ".join(taught.hours) or "never"),
            ("held", _held(taught)),
            ("never", NEVER),
        ]
    )
    if taught.stopped is not None and taught.windows:
        click.echo("`shoal edge erase --from … --to …` destroys what is held now.")


def _home(root: Path) -> Home:
    home = Home(root)
    if not home.site.exists():
        raise PairingError(f"{root} holds no paired node; run `shoal edge pair --leader CODE --helper CODE`")
    return home


def _windows(node: Node) -> int:
    with closing(node.open_journal()) as journal:
        return sum(held.count for held in journal.vault.held() if held.period.kind == "windows")


def _hours(bundle: PolicyBundle | None) -> list[str]:
    if bundle is None:
        return []
    hours = [hours for terms in learning_purposes(bundle) for hours in terms.document.training_hours]
    return sorted({f"{one.begins_at:%H:%M} to {one.ends_at:%H:%M}" for one in hours})


def _state(taught: Taught) -> str:
    if taught.stopped is not None:
        reason = f" ({taught.stopped.reason})" if taught.stopped.reason else ""
        pressed = taught.stopped.pressed
        return f"off since {pressed.at:%Y-%m-%d %H:%M} UTC, by {pressed.by}{reason}"
    return "on" if taught.purposes else "not asked for"


def _held(taught: Taught) -> str:
    if not taught.windows:
        return "no movement windows"
    return (
        f"{taught.windows} movement windows, one of each track: four seconds in coarse levels, encrypted, "
        f"each destroyed within {taught.window_hours:g} hours"
    )


def _object(taught: Taught) -> dict[str, object]:
    return {
        "learning": "off" if taught.stopped is not None else "on" if taught.purposes else "not asked for",
        "stopped": None if taught.stopped is None else taught.stopped.model_dump(mode="json"),
        "purposes": list(taught.purposes),
        "hours": list(taught.hours),
        "windows": taught.windows,
        "window_hours": taught.window_hours,
        "never": NEVER,
    }
