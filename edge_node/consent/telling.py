"""Telling both aggregators which cameras have their sign, once an hour whatever there is to tell.

A node at work says so by the clock alone, so that who watches the line sees no objection being taken.
Source: shared/wire/PROTOCOL.md §11.11.
"""

import hashlib
import logging
from datetime import UTC, date

from edge_node.consent.attestations import Attestation, in_force
from edge_node.consent.kept import objections_of, read_kept, site_of
from edge_node.consent.notice import signs_of
from edge_node.node import ROLES, Node
from edge_node.storage.documents import load, save
from edge_node.uplink.http import ask
from edge_node.uplink.peers import open_peer
from shared.errors import ShoalError
from shared.schemas.keys import Hex64
from shared.schemas.layout import Wire, canonical_json
from shared.schemas.signs import CameraSign, SignedSignsReport, SignsReport
from shared.wire.codec import Role

_log = logging.getLogger(__name__)


class ToldSigns(Wire):
    """What was last told, on which day and in which hour, and who has acknowledged it."""

    day: date
    hour: int = -1
    """In UTC; −1 in a home of a release that told once a day."""
    content: Hex64
    """SHA-256 of cameras and objections."""
    told: tuple[Role, ...] = ()


class _Content(Wire):
    cameras: tuple[CameraSign, ...]
    objections: int


def tell_signs(node: Node, *, at_once: bool = False) -> None:
    """Tell whoever has not heard in this hour; what cannot be told now is told later.

    ``at_once`` tells a change in the same hour too: somebody at the store has just asked for it.

    Nothing here stops a node from measuring: a register that cannot be read closes the cameras elsewhere.
    """
    try:
        report = report_of(node)
        held = _held(node, report, at_once=at_once)
    except ShoalError as error:
        _log.warning("signs cannot be told: %s", error)
        return
    for role in ROLES:
        if role not in held.told:
            held = _told(node, role, report, held)


def report_of(node: Node) -> SignsReport:
    """Return which cameras have their sign now.

    Raises: PairingError, SiteError, StorageError.
    """
    site, kept, now = site_of(node.home.root), read_kept(node.home), node.clock.now()
    signs = {} if site.notice is None else signs_of(site)
    found = {
        camera.name: in_force(kept.attestations, camera.name, signs, now=now, zone=site.zone_info)
        for camera in site.cameras
    }
    return SignsReport(
        edge_id=node.pairing.edge_id,
        at=now,
        cameras=tuple(
            CameraSign(camera=name, attested_until=one.until if isinstance(one, Attestation) else None)
            for name, one in found.items()
        ),
        objections=len(objections_of(node.home.root)),
    )


def _held(node: Node, report: SignsReport, *, at_once: bool) -> ToldSigns:
    """Return who has heard in this hour; at once, who has heard exactly this."""
    content = hashlib.sha256(canonical_json(_Content(cameras=report.cameras, objections=report.objections)))
    now = report.at.astimezone(UTC)
    fresh = ToldSigns(day=now.date(), hour=now.hour, content=content.hexdigest())
    held = load(node.home.told_signs, ToldSigns)
    if held is None or (held.day, held.hour) != (fresh.day, fresh.hour):
        return fresh
    return fresh if at_once and held.content != fresh.content else held


def _told(node: Node, role: Role, report: SignsReport, held: ToldSigns) -> ToldSigns:
    try:
        _tell(node, role, report)
        heard = held.model_copy(update={"told": (*held.told, role)})
        save(node.home.told_signs, heard)
    except ShoalError as error:
        _log.info("signs not told yet: %s", error, extra={"role": role})
        return held
    return heard


def _tell(node: Node, role: Role, report: SignsReport) -> None:
    signature = node.device_key.sign("shoal/1 signs", canonical_json(report)).hex()
    with open_peer(node.peer(role)) as client:
        ask(client, "POST", "/v1/signs", SignedSignsReport(signs=report, signature=signature))
