"""Writes ``request_bad_.json``: what the helper must refuse its peer, and both must refuse a stranger.

Run: python -m tests.vectors.make_requests
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from privacy.signing import SigningKey
from privacy.transparency.checkpoints import Checkpoint, log_name, sign_checkpoint
from shared.schemas.enrolment import EnrolmentRequest
from shared.schemas.layout import canonical_json
from shared.schemas.peer import CohortsRequest, CollectRequest, HeldRequest, WitnessRequest
from shared.schemas.sighting import Sighting, SignedSighting
from tests.support.vector_world import (
    COHORT,
    COHORT_TASK,
    NO_COHORT,
    NOW,
    SITE_TASK,
    World,
    fixed_random,
    make_world,
)
from tests.vectors.files import write

Vector = dict[str, Any]
COLLECT = "/v1/batches/collect"
HELD = "/v1/batches/held"
SIGHTINGS = "/v1/sightings"
WITNESS = "/v1/witness"


@dataclass
class Batch:
    """Shares the helper holds for one batch, and requests about them."""

    world: World
    sites: int
    held: list[bytes] = field(default_factory=list)
    ids: list[bytes] = field(default_factory=list)
    epoch: int = 0

    def __post_init__(self) -> None:
        for edge in self.world.edges[: self.sites]:
            header = self.world.header(edge, COHORT_TASK)
            self.held.append(self.world.cohort_report(edge, header)["helper"])
            self.ids.append(header.report_id)
            self.epoch = header.epoch

    def collect(self, ids: Sequence[bytes] | None = None, **changes: Any) -> dict[str, Any]:
        """Return a good signed request to collect these ids, with the changes asked for."""
        key: SigningKey | None = changes.pop("key", None)
        asked = list(self.ids if ids is None else ids)
        request = CollectRequest(
            issued_at=NOW,
            nonce=_nonce(),
            task=COHORT_TASK,
            cohort=COHORT,
            epoch=self.epoch,
            report_ids=tuple(one.hex() for one in asked),
            count=len(asked),
            digest=hashlib.sha256(b"".join(sorted(asked))).hexdigest(),
        ).model_copy(update=changes)
        return self.world.signed(request, key)

    def vector(self, name: str, words: str, request: dict[str, Any], expect: str, **state: Any) -> Vector:
        """Return one vector in which the helper holds this batch."""
        return _vector(name, words, COLLECT, request, expect, held=self.held, **state)


def collections(world: World) -> Iterator[Vector]:
    batch, small = Batch(world, 6), Batch(world, 4)
    yield batch.vector("task_unknown", "no such task", batch.collect(task="x.day.cohort"), "unknown_task")
    yield batch.vector("task_of_site_lane", "a site task", batch.collect(task=SITE_TASK), "unknown_task")
    yield batch.vector("cohort_unknown", "no such cohort", batch.collect(cohort=NO_COHORT), "unknown_cohort")
    once = {"path": COLLECT, "request": batch.collect()}
    fewer = batch.collect(batch.ids[:5])
    yield batch.vector(
        "collected_otherwise", "the batch went out with six", fewer, "batch_collected", before=[once]
    )
    yield batch.vector("count_too_high", "counts seven, names six", batch.collect(count=7), "count_mismatch")
    invented = batch.collect([*batch.ids, fixed_random("invented")(16)])
    yield batch.vector("report_not_held", "names a report never received", invented, "count_mismatch")
    doubled = batch.collect([*batch.ids[:5], batch.ids[0]])
    yield batch.vector("report_named_twice", "five reports made to look like six", doubled, "count_mismatch")
    yield batch.vector("digest_other", "another digest", batch.collect(digest="0" * 64), "digest_mismatch")
    yield small.vector("four_sites", "four shares where five belong", small.collect(), "below_minimum_batch")
    part = batch.collect(batch.ids[:4])
    yield batch.vector("four_of_six", "six are held, four asked for", part, "below_minimum_batch")
    yield batch.vector("none", "no report at all", batch.collect([]), "below_minimum_batch")
    line = {"task": "dwell.day.cohort", "cohort": COHORT, "epoch": batch.epoch, "rho": "1/20"}
    yield batch.vector(
        "budget_spent", "the cohort share is spent", batch.collect(), "over_budget", ledger=[line]
    )
    yield batch.vector(
        "stores_silent", "no store has said what it saw of the log", batch.collect(), "unseen", silent=True
    )
    brought = {"path": SIGHTINGS, "request": _sighting(world)}
    yield batch.vector(
        "log_lost", "a store saw a log that is not here", batch.collect(), "lost_tail", before=[brought]
    )


def _sighting(world: World) -> dict[str, Any]:
    """Return a store's word on a log of the helper's that was longer."""
    helper, edge = world.roots["helper"], world.edges[0]
    seen = Checkpoint(log_name("helper", helper.public_key), 1_000, hashlib.sha256(b"lost").digest())
    said = Sighting(edge_id=edge.edge_id, at=NOW, checkpoint=str(sign_checkpoint(seen, helper)))
    signature = edge.key.sign("shoal/1 sighting", canonical_json(said)).hex()
    return SignedSighting(sighting=said, signature=signature).model_dump(mode="json")


def peers(world: World) -> Iterator[Vector]:
    batch = Batch(world, 5)
    stale = batch.collect(issued_at=NOW - timedelta(minutes=5, seconds=1))
    yield batch.vector("older_than_5_minutes", "issued five minutes and a second ago", stale, "stale_request")
    asked = world.signed(HeldRequest(**_about(batch), report_ids=()))
    twice = {"path": HELD, "request": asked}
    yield _vector("nonce_seen", "the same request once more", HELD, asked, "stale_request", before=[twice])
    cohorts = world.signed(CohortsRequest(issued_at=NOW - timedelta(hours=1), nonce=_nonce()))
    yield _vector("cohorts_stale", "an hour old", "/v1/cohorts", cohorts, "stale_request")
    yield batch.vector(
        "signed_by_helper",
        "signed by the wrong root",
        batch.collect(key=world.roots["helper"]),
        "bad_signature",
    )
    by_edge = batch.collect(key=world.edges[0].key)
    yield batch.vector("signed_by_edge", "an enrolled edge asks", by_edge, "bad_signature")
    changed = batch.collect()
    changed["request"] = changed["request"] | {"cohort": NO_COHORT}
    yield batch.vector("changed_after_signing", "another cohort put in", changed, "bad_signature")
    extra = batch.collect()
    extra["request"] = extra["request"] | {"sigma": 0.1}
    yield batch.vector("field_unknown", "a leader that would choose sigma", extra, "malformed")
    yield batch.vector("body_empty", "an empty object", {}, "malformed")


def pairing(world: World) -> Iterator[Vector]:
    key = world.stranger.key
    request = EnrolmentRequest(secret="00000000", public_key=key.public_key.hex(), requested_at=NOW)
    body = request.model_dump(mode="json")
    good = key.sign("shoal/1 enrol", canonical_json(request)).hex()
    other = world.edges[0].key.sign("shoal/1 enrol", canonical_json(request)).hex()
    for party in ("leader", "helper"):
        guessed = body | {"signature": good}
        name = f"secret_guessed_at_{party}"
        yield _vector(
            name, "no code has this secret", "/v1/enrolments", guessed, "pairing_refused", party=party
        )
        stolen = body | {"signature": other}
        name = f"key_not_held_at_{party}"
        yield _vector(
            name, "the asker does not hold the key", "/v1/enrolments", stolen, "bad_signature", party=party
        )


def witnesses(world: World) -> Iterator[Vector]:
    seen = {"path": WITNESS, "request": _shown(world, 8, 0)}
    later = NOW + timedelta(seconds=1)

    def vector(name: str, words: str, request: dict[str, Any], expect: str) -> Vector:
        return _vector(name, words, WITNESS, request, expect, before=[seen], now=later)

    fork = _shown(world, 8, 8, issued_at=later, root="other root")
    yield vector("log_of_same_size", "another log of the size that was witnessed", fork, "log_forked")
    fork = _shown(world, 9, 8, issued_at=later, proof=[b"\x01" * 32, b"\x02" * 32])
    yield vector("log_rewritten", "a longer log that begins otherwise", fork, "log_forked")
    short = _shown(world, 7, 8, issued_at=later)
    yield vector("log_shorter", "one entry fewer than was witnessed", short, "log_rolled_back")
    early = _shown(world, 9, 8)
    yield vector("checkpoint_overtaken", "signed no later than the last one", early, "stale_request")
    stolen = _shown(world, 9, 8, issued_at=later, origin=log_name("helper", world.roots["helper"].public_key))
    yield vector("log_of_another", "the helper's own log", stolen, "bad_signature")
    spelt = _shown(world, 9, 8, issued_at=later, checkpoint="no note")
    yield vector("checkpoint_no_note", "a checkpoint that is no signed note", spelt, "malformed")


def _shown(world: World, size: int, old_size: int, **changes: Any) -> dict[str, Any]:
    leader = world.roots["leader"]
    origin = changes.pop("origin", log_name("leader", leader.public_key))
    root = hashlib.sha256(changes.pop("root", f"root of {size}").encode()).digest()
    checkpoint = str(sign_checkpoint(Checkpoint(origin, size, root), leader))
    request = WitnessRequest(
        issued_at=changes.pop("issued_at", NOW),
        nonce=_nonce(),
        old_size=old_size,
        proof=tuple(one.hex() for one in changes.pop("proof", ())),
        checkpoint=changes.pop("checkpoint", checkpoint),
    )
    return world.signed(request)


def _vector(name: str, words: str, path: str, request: dict[str, Any], expect: str, **state: Any) -> Vector:
    now: datetime = state.pop("now", NOW)
    return {
        "name": name,
        "words": words,
        "party": state.pop("party", "helper"),
        "path": path,
        "request": request,
        "state": {
            "now": now.isoformat(),
            "held": [held.hex() for held in state.pop("held", ())],
            "before": state.pop("before", []),
            "ledger": state.pop("ledger", []),
            "silent": state.pop("silent", False),
        },
        "expect": expect,
    }


def _about(batch: Batch) -> dict[str, Any]:
    return {"issued_at": NOW, "nonce": _nonce(), "task": COHORT_TASK, "cohort": COHORT, "epoch": batch.epoch}


_NONCES = fixed_random("nonces")


def _nonce() -> str:
    return _NONCES(16).hex()


if __name__ == "__main__":
    chain = make_world()
    write("request_bad_.json", [*collections(chain), *peers(chain), *pairing(chain), *witnesses(chain)])
