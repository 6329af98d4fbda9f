"""Attestations: somebody looked and says that a sign hangs where a camera looks. No picture is needed.

A camera that needs a sign measures only while an attestation is in force: not withdrawn, not past its day,
and of the words that the sign has today. Whatever is doubtful is not in force.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationError

from edge_node.consent.notice import Sign
from edge_node.errors import ConsentError
from shared.schemas.keys import Hex64
from shared.schemas.layout import Name, Wire

LONGEST = timedelta(days=366)
"""A sign that nobody has looked at for a year is not attested."""

Who = Annotated[str, Field(min_length=2, max_length=80, pattern=r"^\S(.*\S)?$")]
"""A role or a name, as the store calls its people."""


class Act(Wire):
    """Who did something, and when."""

    by: Who
    at: datetime
    """UTC."""


def act_of(by: str, at: datetime) -> Act:
    """Return who did something when.

    Raises: ConsentError when nobody can be told from the words.
    """
    try:
        return Act(by=by, at=at)
    except ValidationError as error:
        raise ConsentError(f"expected your role or name in 2 to 80 letters, got {by!r}") from error


class Attestation(Wire):
    """One look at one sign."""

    camera: Name
    made: Act
    text: str
    """The sign's text, such as ``notice-en-1``."""
    text_hash: Hex64
    """SHA-256 of the words that hung there."""
    until: date
    """The last day it holds, in the store's own calendar."""
    withdrawn: Act | None = None


class Attestations(Wire):
    """Every attestation ever made here, oldest first; a withdrawn one stays, marked."""

    entries: tuple[Attestation, ...] = ()


@dataclass(frozen=True, slots=True)
class Unattested:
    """No attestation is in force."""

    reason: str
    """Why, and what to do."""


def attest(
    held: Attestations, camera: str, sign: Sign, made: Act, *, until: date, zone: ZoneInfo
) -> Attestations:
    """Return the attestations with one more.

    Raises: ConsentError when its last day has passed, or lies more than a year ahead.
    """
    today = made.at.astimezone(zone).date()
    if not today <= until <= today + LONGEST:
        raise ConsentError(
            f"expected a last day from {today} to {today + LONGEST}, got {until}. "
            "A sign is looked at again at least once a year."
        )
    fresh = Attestation(camera=camera, made=made, text=sign.id, text_hash=sign.hash, until=until)
    return Attestations(entries=(*held.entries, fresh))


def withdraw(held: Attestations, camera: str, act: Act) -> Attestations:
    """Return the attestations with every one of the camera's withdrawn: its sign is gone, or was never there.

    Raises: ConsentError when there is none to withdraw.
    """
    if not any(_stands(entry, camera) for entry in held.entries):
        raise ConsentError(f'expected an attestation of camera "{camera}" to withdraw, found none')
    return Attestations(
        entries=tuple(
            entry.model_copy(update={"withdrawn": act}) if _stands(entry, camera) else entry
            for entry in held.entries
        )
    )


def in_force(
    held: Iterable[Attestation], camera: str, signs: Mapping[str, Sign], *, now: datetime, zone: ZoneInfo
) -> Attestation | Unattested:
    """Return the attestation that holds now and longest, or why none does."""
    own = [entry for entry in held if entry.camera == camera]
    refusals = {entry: _refusal(entry, signs, now=now, zone=zone) for entry in own}
    good = [entry for entry, refusal in refusals.items() if not refusal]
    if good:
        return max(good, key=lambda entry: entry.until)
    why = refusals[own[-1]] if own else f'nobody has attested that a sign hangs where camera "{camera}" looks'
    return Unattested(
        f"{why}. Hang the sign, look at it, then run "
        f"`shoal edge attest --camera {camera} --by WHO --text {next(iter(signs), 'TEXT')} --until DATE`."
    )


def _refusal(entry: Attestation, signs: Mapping[str, Sign], *, now: datetime, zone: ZoneInfo) -> str:
    """Return why the attestation does not hold, or nothing."""
    camera = entry.camera
    if entry.withdrawn is not None:
        return f'the sign of camera "{camera}" was withdrawn on {entry.withdrawn.at.astimezone(zone).date()}'
    if now < entry.made.at:
        return f'the sign of camera "{camera}" was attested at {entry.made.at:%Y-%m-%d %H:%M}, later than now'
    if now.astimezone(zone).date() > entry.until:
        return f'the sign attested for camera "{camera}" had to be looked at again by {entry.until}'
    sign = signs.get(entry.text)
    if sign is None:
        return f'the sign attested for camera "{camera}" is {entry.text}, which is none that must hang there'
    if sign.hash != entry.text_hash:
        return f'the sign attested for camera "{camera}" says something else than {entry.text} says today'
    return ""


def _stands(entry: Attestation, camera: str) -> bool:
    return entry.camera == camera and entry.withdrawn is None
