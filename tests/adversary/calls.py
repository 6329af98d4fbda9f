"""A good message for every call of both aggregators, and who could sign another one like it."""

import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import httpx

from aggregator.administration import invite
from aggregator.aggregate.digest import batch_digest
from aggregator.audit.checkpoints import current
from aggregator.audit.nodes import StoredNodes
from aggregator.bodies import canonical
from aggregator.database import reading, writing
from aggregator.federated.lineage import hash_of, start
from aggregator.federated.model_routes import MODELS
from aggregator.federated.routes import SHARES
from aggregator.tables import ReportRow
from privacy.signing import SigningKey
from privacy.transparency.proofs import consistency_proof
from shared.ids import ReportId, TaskId
from shared.schemas.layout import canonical_json
from shared.schemas.learning import Instruction
from shared.wire.codec import Context, Role, decode_envelope, report_message
from shared.wire.pairing import parse_pairing_code
from shared.wire.reader import Reader, bytes16, bytes32
from tests.adversary.leader_world import Battle
from tests.support.learning_world import PLAN, TASK, WEIGHTS, put_in_force, vector_of, with_terms
from tests.support.two_hubs import cohort_envelopes
from tests.support.vector_world import COHORT_TASK, Edge, fixed_random

JSON = "application/json"
REPORT = "application/shoal-report"

HEADER_FIELDS = 7
"""Version, task, report id, epoch, edge, layout, policy. Source: shared/wire/PROTOCOL.md §5."""
FRESH = "f" * 32
"""Stands for a nonce that was never used."""

Sign = Callable[[Any], Any]
"""Returns a changed document under a good signature, by somebody who holds the key."""


@dataclass(frozen=True, slots=True)
class Call:
    """One good message."""

    role: Role
    method: str
    path: str
    body: bytes = b""
    kind: str = JSON
    query: str = ""
    sign: Sign | None = None
    """None where nothing is signed, or not as JSON."""
    edge: Edge | None = None
    """Whose report it is."""

    def send(self, client: httpx.Client, body: bytes, *, query: str | None = None) -> httpx.Response:
        """Send it with another body or query."""
        asked = self.query if query is None else query
        url = f"{self.path}?{asked}" if asked else self.path
        return client.request(self.method, url, content=body, headers={"content-type": self.kind})

    def with_part(self, at: int, value: bytes) -> bytes:
        """Return the report with another header field, or another part, under its edge's good signature."""
        if self.edge is None:
            raise ValueError("expected a report")
        envelope = decode_envelope(self.body)
        reader, fields = Reader(envelope.header), list[bytes]()
        for _ in range(HEADER_FIELDS):
            fields.append(reader.bytes16("field", most=1 << 16))
        place = at % (HEADER_FIELDS + 4)
        if place < HEADER_FIELDS:
            fields[place] = value[:60_000]
            envelope = replace(envelope, header=b"".join(bytes16(one) for one in fields))
        role, key_id = envelope.role.encode(), envelope.key_id.encode()
        parts = [role, key_id, envelope.ciphertext, envelope.other]
        if place >= HEADER_FIELDS:
            parts[place - HEADER_FIELDS] = value[:60_000]
        own = hashlib.sha256(bytes16(parts[0]) + bytes16(parts[1]) + bytes32(parts[2])).digest()
        digests = (own, parts[3]) if role == b"leader" else (parts[3], own)
        signature = self.edge.key.sign("shoal/1 report", report_message(envelope.header, *digests))
        rest = bytes16(parts[0]) + bytes16(parts[1]) + bytes32(parts[2]) + bytes16(parts[3])
        return bytes32(envelope.header) + rest + bytes16(signature)


def calls(battle: Battle) -> list[Call]:
    """Return a good message for every call of both."""
    return [*_of(battle, "leader"), *_of(battle, "helper"), *_of_peer(battle), *_of_rounds(battle)]


def _of(battle: Battle, role: Role) -> list[Call]:
    hub = (battle.leader if role == "leader" else battle.helper).hub
    after = next(iter(hub.policies.known), battle.world.bundle.hash).hex()
    edge, before = battle.world.edges[0], battle.name.epoch - 1
    pair = battle.world.cohort_report(edge, battle.world.header(edge, COHORT_TASK, epoch=before))
    other = battle.world.edges[1]
    report = Call(role, "POST", "/v1/reports", battle.world.site_report(other), REPORT, edge=other)
    share = Call(role, "POST", "/v1/shares", pair["helper"], REPORT, edge=edge)
    both = Call(role, "POST", "/v1/reports", pair["leader"], REPORT, edge=edge)
    return [
        Call(role, "GET", "/v1/keys"),
        Call(role, "GET", "/v1/policy"),
        Call(role, "GET", "/v1/policies", query=f"after={after}"),
        Call(role, "GET", "/v1/identity", query="nonce=" + "0" * 32),
        _enrolment(battle, role),
        _confirmation(battle, role),
        _signs(battle, role),
        *(
            [report, both, _layout(battle), _model(battle)]
            if role == "leader"
            else [share, _sighting(battle)]
        ),
    ]


def _enrolment(battle: Battle, role: Role) -> Call:
    hub = (battle.leader if role == "leader" else battle.helper).hub
    key = SigningKey.generate(fixed_random("fuzzed edge"))
    site = "fuzzed" if role == "leader" else ""
    code = invite(hub, site=site, url="http://127.0.0.1:1", replaces=False).code
    said = {
        "secret": parse_pairing_code(code).secret,
        "public_key": key.public_key.hex(),
        "requested_at": battle.clock.now().isoformat(),
    }

    def sign(document: Any) -> Any:
        rest = {name: value for name, value in document.items() if name != "signature"}
        return rest | {"signature": key.sign("shoal/1 enrol", canonical(rest)).hex()}

    return _json(role, "POST", "/v1/enrolments", sign(said), sign)


def _confirmation(battle: Battle, role: Role) -> Call:
    bundle, edge = battle.world.bundle, battle.world.edges[2]
    said = {
        "edge_id": edge.edge_id,
        "policy_hash": bundle.hash.hex(),
        "version": bundle.chain.version,
        "measuring_since": battle.clock.now().isoformat(),
    }
    sign = _member("confirmation", edge.key, "shoal/1 confirmation")
    return _json(role, "POST", "/v1/policy-confirmations", sign({"confirmation": said}), sign)


def _signs(battle: Battle, role: Role) -> Call:
    edge = battle.world.edges[3]
    said = {
        "edge_id": edge.edge_id,
        "at": battle.clock.now().isoformat(),
        "cameras": [{"camera": "door", "attested_until": "2027-01-01"}],
        "objections": 3,
    }
    sign = _member("signs", edge.key, "shoal/1 signs")
    return _json(role, "POST", "/v1/signs", sign({"signs": said}), sign)


def _sighting(battle: Battle) -> Call:
    edge, helper = battle.world.edges[3], battle.helper.hub
    with reading(helper.engine) as session:
        seen = str(current(session, helper))
    said = {"edge_id": edge.edge_id, "at": battle.clock.now().isoformat(), "checkpoint": seen}
    sign = _member("sighting", edge.key, "shoal/1 sighting")
    return _json("helper", "POST", "/v1/sightings", sign({"sighting": said}), sign)


def _model(battle: Battle) -> Call:
    leader = battle.leader.hub
    with writing(leader.engine) as session:
        start(session, TASK, WEIGHTS, PLAN, battle.clock.now())
    return Call("leader", "GET", MODELS, query=f"task={TASK}&after=0")


def _layout(battle: Battle) -> Call:
    edge, layout = battle.world.edges[4], battle.world.layout

    def sign(document: Any) -> Any:
        message = bytes16(str(document.get("edge_id", "")).encode()[:99]) + canonical(document.get("layout"))
        return document | {"signature": edge.key.sign("shoal/1 layout", message).hex()}

    document = {"edge_id": edge.edge_id, "layout": json.loads(canonical_json(layout))}
    return _json("leader", "PUT", "/v1/layouts", sign(document), sign)


def _of_peer(battle: Battle) -> list[Call]:
    """Return the leader's requests; the reports they are about lie at the helper already."""
    ids = [row.report_id for row in battle.helper.rows(ReportRow)]
    about = {"task": COHORT_TASK, "cohort": battle.name.cohort_id, "epoch": battle.name.epoch}
    listed = about | {"report_ids": [one.hex() for one in sorted(ids)]}
    counted = {"count": len(ids), "digest": batch_digest(ids).hex()}
    verifiers = [{"report_id": one.hex(), "share": "00" * 16} for one in sorted(ids)]
    verifying = {"verify_key": "00" * 32, "verifiers": verifiers}
    hub = battle.leader.hub
    with reading(hub.engine) as session:
        nodes, signed = StoredNodes(session.connection()), str(current(session, hub))
        proof = [one.hex() for one in consistency_proof(nodes, 0, nodes.size())]
    shown = {"old_size": 0, "proof": proof, "checkpoint": signed}
    asked = {
        "/v1/batches/held": {"call": "held"} | listed,
        "/v1/batches/collect": {"call": "collect"} | listed | counted,
        "/v1/batches/verify": {"call": "verify"} | about | verifying,
        "/v1/cohorts": {"call": "cohorts"},
        "/v1/witness": {"call": "witness"} | shown,
    }
    return [_peer(battle, path, said) for path, said in asked.items()]


def _of_rounds(battle: Battle) -> list[Call]:
    """Return what the helper is asked in a round of learning, under a policy that has terms from now on.

    The shares that the leader asks about lie at the helper already; one more is on its way.
    """
    bundle = with_terms(battle.world.bundle)
    begun = bundle.chain.model_copy(update={"not_before": battle.clock.now()})
    bundle = bundle.model_copy(update={"chain": begun})
    put_in_force(battle.helper.hub, bundle, battle.world)
    told = Instruction(task=TASK, round=1, plan_hash=PLAN.hash, model_hash=hash_of(WEIGHTS))
    header = {"task_id": TaskId(TASK), "epoch": 1, "layout_hash": told.hash, "policy_hash": bundle.hash}
    first, *others = battle.world.edges
    ids = [secrets.token_bytes(16) for _ in others]
    vector = vector_of([0.1, 0.2, 0.3, 0.4])
    for edge, one in zip(others, ids, strict=True):
        sent = cohort_envelopes(battle.world, edge, vector, report_id=ReportId(one), **header)
        battle.helper.client.post(SHARES, content=sent["helper"], headers={"content-type": REPORT})
    share = cohort_envelopes(battle.world, first, vector, **header)["helper"]
    asked = {
        "instruction": told.model_dump(mode="json"),
        "report_ids": [one.hex() for one in sorted(ids)],
    }
    counted = {"count": len(ids), "digest": batch_digest(ids).hex()}
    return [
        Call("helper", "POST", SHARES, share, REPORT, edge=first),
        _peer(battle, "/v1/rounds/held", {"call": "round_held"} | asked),
        _peer(battle, "/v1/rounds/sum", {"call": "round_sum"} | asked | counted),
    ]


def _peer(battle: Battle, path: str, said: dict[str, Any]) -> Call:
    member = _member("request", battle.leader.hub.root, "shoal/1 peer")

    def sign(document: Any) -> Any:
        request = document.get("request")
        if isinstance(request, dict) and request.get("nonce") == FRESH:
            document = document | {"request": request | {"nonce": secrets.token_hex(16)}}
        return member(document)

    stamped = said | {"issued_at": battle.clock.now().isoformat(), "nonce": FRESH}
    return _json("helper", "POST", path, {"request": stamped}, sign)


def _member(name: str, key: SigningKey, context: Context) -> Sign:
    """Return what signs the member of the name, whatever it has become."""

    def sign(document: Any) -> Any:
        return document | {"signature": key.sign(context, canonical(document.get(name))).hex()}

    return sign


def _json(role: Role, method: str, path: str, document: Any, sign: Sign) -> Call:
    return Call(role, method, path, json.dumps(sign(document)).encode(), JSON, sign=sign)
