"""What an administrator does to one aggregator: make it, introduce it, invite, look; a function per deed."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError
from sqlmodel import Session, col, func, select

from aggregator.adoption.confirmations import Running, by_node
from aggregator.adoption.publishing import adopt_bundle
from aggregator.audit.log import note
from aggregator.config import Change, HubConfig, load_config, save_config, with_changes
from aggregator.database import reading, writing
from aggregator.errors import HomeError
from aggregator.fleet.codes import give_out
from aggregator.fleet.enrolment import active_edge_of
from aggregator.home import Home
from aggregator.hub import Hub, open_hub
from aggregator.revision import expect, prepare
from aggregator.tables import EdgeRow, HpkeKeyRow, ReleaseRow
from policies.loader import SHIPPED, load_bundle
from privacy.randomness import Random
from privacy.signing import fingerprint
from shared.ids import SiteId
from shared.schemas.layout import Name
from shared.wire.codec import Role
from shared.wire.pairing import SECRET_LIFETIME, PairingCode, is_allowed_url

PORTS: Final[dict[Role, int]] = {"leader": 8400, "helper": 8401}
"""Where each role listens unless told otherwise."""


@dataclass(frozen=True, slots=True)
class PolicySource:
    """Which documents the helper signs."""

    folder: Path = SHIPPED
    packs: Sequence[str] = ()


def make_home(path: Path, role: Role, policy: PolicySource, random: Random = secrets.token_bytes) -> Hub:
    """Make an aggregator: keys, settings, an empty database; the helper also signs and adopts its policy.

    Raises: HomeError when there is one already; policies.errors.PolicyError for documents that do not hold.
    """
    bundle = load_bundle(policy.folder, packs=policy.packs) if role == "helper" else None
    home = Home(path)
    home.create(random)
    save_config(path, HubConfig(role=role, port=PORTS[role]))
    hub = open_hub(path)
    prepare(hub.engine)
    with writing(hub.engine) as session:
        now, name = hub.clock.now(), fingerprint(hub.root.public_key)
        note(session, "key_event", name, {"event": "root key made", "role": role}, at=now)
        hub.keyring.rotate(session, now, random)
    if bundle is not None:
        adopt_documents(hub, policy)
    return hub


def adopt_documents(hub: Hub, policy: PolicySource) -> bytes:
    """Sign the folder's documents as the compliance office and put them in force; return the bundle's hash.

    This is for a first version, and for a later one that permits no more than the one in force.
    Raises: HomeError at the leader; policies.errors.RefusedError when the version may not follow.
    """
    return adopt_bundle(hub, load_bundle(policy.folder, packs=policy.packs))


def introduce(path: Path, *, root_key: str, url: str) -> HubConfig:
    """Write down who the other aggregator is: its root key and, at the leader, where it answers.

    Raises: shared.config.ConfigError for a key or URL that is none; HomeError for this home's own key.
    """
    if root_key == Home(path).root().public_key.hex():
        raise HomeError("expected the other aggregator's root key, got this one's own")
    changes = [Change("peer_root_key", root_key)] + ([Change("peer_url", url)] if url else [])
    config = with_changes(load_config(path), *changes)
    hub = open_hub(path)
    expect(hub.engine)
    with writing(hub.engine) as session:
        said = {"event": "peer introduced", "url": config.peer_url}
        note(session, "key_event", fingerprint(config.peer_key), said, at=hub.clock.now())
        save_config(path, config)
    hub.engine.dispose()
    return config


@dataclass(frozen=True, slots=True)
class Invitation:
    """A pairing code and for whom it is."""

    code: str
    site_id: SiteId
    expires_at: str


def invite(hub: Hub, *, site: str, url: str, replaces: bool) -> Invitation:
    """Return a fresh pairing code; the leader's names a site, whose node it replaces only when told to.

    Raises: HomeError when the address is not known, the site is missing, or it has a node already.
    """
    site_id = _site_id(hub, site)
    base_url = url or hub.config.public_url or _running_at(hub)
    if not is_allowed_url(base_url):
        raise HomeError(f"expected an https address, or http on loopback, got {base_url!r}")
    hub.policy_key  # noqa: B018 - an enrolment names the policy key, so it must be known before anybody pairs
    now = hub.clock.now()
    with writing(hub.engine) as session:
        if site_id and not replaces and active_edge_of(session, site_id):
            raise HomeError(f"site {site_id!r} has a node already; add --replace to retire it")
        secret = give_out(session, site_id=site_id, pepper=hub.home.pepper(), now=now, random=hub.random)
        note(session, "enrolment", site_id, {"event": "invited", "replaces": int(replaces)}, at=now)
    code = PairingCode(base_url, secret, fingerprint(hub.root.public_key))
    return Invitation(code.text, site_id, (now + SECRET_LIFETIME).isoformat(timespec="seconds"))


def edges(session: Session) -> list[dict[str, str]]:
    """Return every edge ever enrolled here, oldest first, with the version it says it measures under."""
    running = {node.edge_id: node for node in by_node(session)}
    rows = session.exec(select(EdgeRow).order_by(col(EdgeRow.enrolled_at))).all()
    return [
        {
            "edge_id": row.edge_id,
            "site_id": row.site_id,
            "cohort_id": row.cohort_id,
            "enrolled_at": row.enrolled_at.isoformat(timespec="seconds"),
            "retired_at": row.retired_at.isoformat(timespec="seconds") if row.retired_at else "",
            **_version_of(running.get(row.edge_id)),
        }
        for row in rows
    ]


def _version_of(node: Running | None) -> dict[str, str]:
    since = None if node is None else node.measuring_since
    if node is None or since is None:
        return {"policy_version": "", "measuring_since": ""}
    return {"policy_version": str(node.version), "measuring_since": since.isoformat(timespec="seconds")}


def sealing_keys(session: Session) -> list[dict[str, str]]:
    """Return every sealing key there ever was, oldest first."""
    rows = session.exec(select(HpkeKeyRow).order_by(col(HpkeKeyRow.not_before))).all()
    return [
        {
            "key_id": row.key_id,
            "not_before": row.not_before.isoformat(timespec="seconds"),
            "not_after": row.not_after.isoformat(timespec="seconds"),
            "destroyed_at": row.destroyed_at.isoformat(timespec="seconds") if row.destroyed_at else "",
        }
        for row in rows
    ]


def release_counts(hub: Hub) -> dict[str, int]:
    """Return how many releases can be read now: with numbers, and suppressed ones."""
    is_suppressed = col(ReleaseRow.is_suppressed)
    counted = select(is_suppressed, func.count()).group_by(is_suppressed)
    with reading(hub.engine) as session:
        found = {suppressed: count for suppressed, count in session.exec(counted).all()}
    return {"published": found.get(False, 0), "suppressed": found.get(True, 0)}


def _site_id(hub: Hub, site: str) -> SiteId:
    if hub.role == "helper":
        if site:
            raise HomeError("the leader names the sites; the helper's code is for any one node")
        return SiteId("")
    slug = "-".join(site.lower().split())
    try:
        return SiteId(TypeAdapter(Name).validate_python(slug))
    except ValidationError as error:
        raise HomeError(
            f"expected --site NAME of at most 40 letters a-z, digits, spaces, - and _, got {site!r}"
        ) from error


def _running_at(hub: Hub) -> str:
    try:
        return hub.home.address_file.read_text(encoding="utf-8").strip()
    except FileNotFoundError as error:
        raise HomeError(
            "the address edges can reach is not known; serve first, set public_url, or add --url"
        ) from error
