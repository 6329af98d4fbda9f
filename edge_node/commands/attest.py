"""``shoal edge attest``: who looked at which camera's sign, kept; list and withdraw."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from pathlib import Path

from edge_node.commands.answer import print_columns, print_json
from edge_node.consent.attestations import (
    Attestation,
    Attestations,
    Unattested,
    act_of,
    attest,
    in_force,
    withdraw,
)
from edge_node.consent.kept import read_kept, site_of
from edge_node.consent.notice import Sign, signs_of
from edge_node.errors import ConsentError
from edge_node.site import Site
from edge_node.storage.home import Home
from edge_node.storage.register import change
from shared.clock import Clock


@dataclass(frozen=True, slots=True)
class CameraSign:
    """Whether one camera has its sign."""

    camera: str
    is_attested: bool
    text: str = ""
    by: str = ""
    until: str = ""
    """The last day."""
    missing: str = ""
    """Why no attestation is in force, and what to do."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody attests."""

    cameras: Sequence[str]
    by: str
    text: str | None
    """None: the first of the store's texts."""
    until: date


def attest_cameras(root: Path, wanted: Wanted, clock: Clock) -> tuple[CameraSign, ...]:
    """Keep one attestation per camera and return what stands now.

    Raises: SiteError for an unknown camera or a store without [notice]; ConsentError for an unknown text or a
    day that cannot be; StorageError. Then nothing is kept, for none of the cameras.
    """
    site = site_of(root)
    sign = sign_of(site, wanted.text)
    made = act_of(wanted.by, clock.now())

    def add_all(held: Attestations) -> Attestations:
        for camera in wanted.cameras:
            site.camera(camera)
            held = attest(held, camera, sign, made, until=wanted.until, zone=site.zone_info)
        return held

    change(Home(root).attestations, Attestations(), add_all)
    return signs_by_camera(root, clock)


def withdraw_camera(root: Path, camera: str, by: str, clock: Clock) -> tuple[CameraSign, ...]:
    """Withdraw the camera's attestations and return what stands now; of a camera that is gone, too.

    Raises: ConsentError when there is none; StorageError.
    """
    act = act_of(by, clock.now())
    change(Home(root).attestations, Attestations(), partial(withdraw, camera=camera, act=act))
    return signs_by_camera(root, clock)


def signs_by_camera(root: Path, clock: Clock) -> tuple[CameraSign, ...]:
    """Return for each camera who attested what until when, or why nothing is in force."""
    site, kept, now = site_of(root), read_kept(Home(root)), clock.now()
    signs = signs_of(site)
    return tuple(
        _row(c.name, in_force(kept.attestations, c.name, signs, now=now, zone=site.zone_info))
        for c in site.cameras
    )


def show(rows: Sequence[CameraSign], *, as_json: bool) -> None:
    """Print which camera has a sign."""
    if as_json:
        print_json({"cameras": [asdict(row) for row in rows]})
        return
    print_columns([(row.camera, _words(row)) for row in rows])


def sign_of(site: Site, text: str | None) -> Sign:
    """Return the store's text of that name, or its first one.

    Raises: ConsentError for a text that is not one of the store's; SiteError for a store without [notice].
    """
    signs = signs_of(site)
    if text is None:
        return next(iter(signs.values()))
    if text not in signs:
        raise ConsentError(f"expected one of the store's texts {', '.join(sorted(signs))}, got {text!r}")
    return signs[text]


def _row(camera: str, found: Attestation | Unattested) -> CameraSign:
    if isinstance(found, Attestation):
        return CameraSign(camera, True, found.text, found.made.by, found.until.isoformat())
    return CameraSign(camera, False, missing=found.reason)


def _words(row: CameraSign) -> str:
    if not row.is_attested:
        return f"measures nothing: {row.missing}"
    return f"{row.text} attested by {row.by}, to be looked at again by {row.until}"
