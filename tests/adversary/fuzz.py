"""Every call of both aggregators under messages that nobody meant: by strangers, and by who holds good keys.

Strangers change the bytes of what they heard, or the JSON in it, and cannot sign. Who holds keys (an enrolled
edge, the leader) changes the JSON and signs it anew. After every message the whole database is compared with
before, counters of refusals left out.
Source: DESIGN §2; shared/wire/PROTOCOL.md §9 and §14 ("a refused message changes no state").
"""

import json
import logging
import secrets
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import httpx
import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from sqlmodel import Session

from aggregator.adoption import confirmations
from aggregator.aggregate import peer_calls, peer_requests
from aggregator.fleet import enrolment, layouts
from aggregator.hub import Hub
from aggregator.ingest import decision
from aggregator.ingest import routes as ingest_routes
from aggregator.signage import signs
from aggregator.tables import NonceRow
from shared.schemas.enrolment import LayoutRegistration
from shared.schemas.peer import PeerRequest
from shared.wire.codec import Role
from shared.wire.problems import Problem
from tests.adversary.calls import Call, calls
from tests.adversary.leader_world import Battle, homes
from tests.adversary.mutations import ODD, changed_bytes, paths_of, with_value, without
from tests.adversary.row import Row, Scale
from tests.adversary.watched import Watched

MESSAGES: dict[Scale, int] = {"small": 2_000, "full": 100_000}
"""Half by strangers, byte by byte; half by hypothesis, and of that half is signed."""
CONTROL_MESSAGES = 400
NONCES = {"nonces"}
"""Kept of every request that the leader did sign, whatever becomes of it (PROTOCOL.md §16)."""

WAYS = ("value", "signed", "signed", "less")
"""An odd value in a stranger's message, in one signed anew, or a member left out."""

Defect = Callable[[pytest.MonkeyPatch], None]


@dataclass
class Outcome:
    """What a storm of messages did."""

    sent: int = 0
    failed: list[str] = field(default_factory=list)
    """Calls that were answered with 5xx."""
    forged: list[str] = field(default_factory=list)
    """Calls at which a stranger's message was taken that says something else than the one heard."""
    changed: list[str] = field(default_factory=list)
    """Calls whose refusal left another database behind."""
    statuses: Counter[int] = field(default_factory=Counter)


def rows(*, scale: Scale, seed: int) -> list[Row]:
    """Return a row for failures, one for forgeries and one for traces of refused messages."""
    found = storm(MESSAGES[scale], seed)
    log = logging.getLogger("aggregator.app")
    log.disabled = True  # it would tell of every failure of the first control
    controls = [storm(CONTROL_MESSAGES, seed, defect) for defect in DEFECTS]
    log.disabled = False
    said = (
        f"of {found.sent} messages to every /v1/ call of both; answers {dict(sorted(found.statuses.items()))}"
    )
    return [
        _row("no message makes an aggregator fail", found.failed, controls[0].failed, said),
        _row("no forgery is accepted", found.forged, controls[1].forged, said),
        _row("a refused message changes nothing", found.changed, controls[2].changed, said),
    ]


def _row(promise: str, found: list[str], undefended: list[str], said: str) -> Row:
    return Row(
        promise=promise,
        attack="strangers and key holders send mutated messages",
        measured=len(found),
        bound=0,
        holds=not found,
        control=len(undefended),
        control_fails=bool(undefended),
        detail=said + "".join(f"; {name}" for name in sorted(set(found))[:5]),
    )


def storm(messages: int, seed_: int, defect: Defect | None = None) -> Outcome:
    """Send so many messages to both aggregators and return what they did."""
    outcome = Outcome()
    with homes() as ground, ground.battle(seed_) as battle, pytest.MonkeyPatch.context() as patch:
        battle.report_all()
        good = calls(battle)
        for call in good:
            answer = call.send(_client(battle, call.role), _fresh(call))
            assert answer.is_success, f"{call.path}: {answer.text}"
        if defect is not None:
            defect(patch)
        with closing(Watched(battle.leader.hub)) as leader, closing(Watched(battle.helper.hub)) as helper:
            around = Field(battle, good, outcome, {"leader": leader, "helper": helper})
            around.by_bytes(messages // 2, np.random.default_rng(seed_))
            around.by_hypothesis(messages // 2, seed_)
    return outcome


def _client(battle: Battle, role: Role) -> httpx.Client:
    return (battle.leader if role == "leader" else battle.helper).client


def _fresh(call: Call) -> bytes:
    """Return the call's body as somebody with its key would send it now."""
    return call.body if call.sign is None else json.dumps(call.sign(json.loads(call.body))).encode()


@dataclass
class Field:
    """Where the storm takes place."""

    battle: Battle
    good: list[Call]
    outcome: Outcome
    databases: dict[Role, Watched]

    def by_bytes(self, messages: int, rng: np.random.Generator) -> None:
        """Send what was heard with its bytes changed, or its query."""
        bodies = [_fresh(call) for call in self.good]
        for _ in range(messages):
            at, other = (int(one) for one in rng.integers(0, len(self.good), 2))
            call = self.good[at]
            if call.query:
                query = changed_bytes(call.query.encode(), bodies[other], rng).decode("latin-1")
                self._send(call, b"", b"", query=quote(query, safe="=&%+"))
            else:
                self._send(call, changed_bytes(bodies[at], bodies[other], rng), bodies[at])

    def by_hypothesis(self, messages: int, seed_: int) -> None:
        """Send what was heard with odd values in its JSON: as they are, and signed by who holds the key."""
        signed = [call for call in self.good if call.sign is not None or call.edge is not None]

        @seed(seed_)
        @settings(
            max_examples=messages,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(st.sampled_from(signed), st.integers(0, 999), ODD, st.sampled_from(WAYS))
        def attack(call: Call, at: int, value: Any, how: str) -> None:
            if call.edge is None:
                self._send_odd(call, at, value, how)
            else:
                self._send(call, call.with_part(at, as_bytes(value)), call.body, is_signed=True)

        attack()

    def _send_odd(self, call: Call, at: int, value: Any, how: str) -> None:
        document = json.loads(call.body)
        ways = paths_of(document)
        way = ways[at % len(ways)]
        made = without(document, way) if how == "less" else with_value(document, way, value)
        is_signed = how == "signed" and isinstance(made, dict) and call.sign is not None
        if is_signed and call.sign is not None:
            try:
                made = call.sign(made)
            except (ValueError, RecursionError):  # what has no canonical spelling can't be signed
                is_signed = False
        self._send(call, json.dumps(made).encode(), call.body, is_signed=is_signed)

    def _send(
        self, call: Call, body: bytes, heard: bytes, *, query: str | None = None, is_signed: bool = False
    ) -> None:
        """Send one message and write down what it did; ``heard`` is the good one that it was made from."""
        name, outcome = f"{call.method} {call.path}", self.outcome
        before = self.databases[call.role].state()
        answer = call.send(_client(self.battle, call.role), body, query=query)
        after = self.databases[call.role].state()
        outcome.sent += 1
        outcome.statuses[answer.status_code] += 1
        changed = {table for table in after if after[table] != before[table]} - (
            NONCES if is_signed else set()
        )
        if answer.status_code >= 500:
            outcome.failed.append(name)
        if not answer.is_success and changed:
            outcome.changed.append(f"{name} ({', '.join(sorted(changed))})")
        if answer.is_success and heard and not is_signed and not same(heard, body):
            outcome.forged.append(name)


def _meant(body: bytes) -> object:
    document = json.loads(body)
    is_layout = isinstance(document, dict) and "layout" in document
    return LayoutRegistration.model_validate_json(body) if is_layout else document


def as_bytes(value: Any) -> bytes:
    """Return an odd value as a field of a header: eight bytes for a number, as epochs are."""
    if isinstance(value, int):
        return (value % 2**64).to_bytes(8, "big")
    return str(value).encode(errors="surrogatepass")


def same(heard: bytes, body: bytes) -> bool:
    """True when a message says what was heard, however it is spelled: a default may be left out."""
    try:
        return heard == body or _meant(heard) == _meant(body)
    except (ValueError, RecursionError):
        return False


# Defects, each of which one row must see.


def that_fails(patch: pytest.MonkeyPatch) -> None:
    """An aggregator that does not expect bytes that are no envelope."""

    def fragile(body: bytes) -> object:
        found = decision.read(body)
        if isinstance(found, Problem):
            raise IndexError("beyond the end")
        return found

    patch.setattr(ingest_routes, "read", fragile)


def that_believes(patch: pytest.MonkeyPatch) -> None:
    """An aggregator that checks no signature."""
    for module in (confirmations, peer_requests, enrolment, layouts, decision, signs):
        patch.setattr(module, "verify", lambda *_: True)


def that_is_hasty(patch: pytest.MonkeyPatch) -> None:
    """A helper that writes a question down before it looks at the signature."""

    def hasty(session: Session, request: PeerRequest, message: bytes, signature: str, hub: Hub) -> object:
        session.add(NonceRow(nonce=secrets.token_hex(16), seen_at=hub.clock.now()))
        return peer_requests.authenticate(session, request, message, signature, hub)

    patch.setattr(peer_calls, "authenticate", hasty)


DEFECTS: tuple[Defect, ...] = (that_fails, that_believes, that_is_hasty)
