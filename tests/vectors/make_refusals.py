"""Writes ``world.json``, ``report_good.json``, ``report_bad_.json`` and the policy vectors.

Run: python -m tests.vectors.make_refusals
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from privacy.payload import NoisyVector
from privacy.shares import HelperSeed
from shared.ids import KeyId, ReportId
from shared.schemas.layout import layout_hash
from shared.wire.codec import Header, Role, decode_envelope, encode_envelope, encode_header
from shared.wire.reader import bytes16
from tests.support.vector_world import COHORT, COHORT_TASK, NOW, SITE_TASK, Edge, World, make_world
from tests.vectors import make_policies
from tests.vectors.files import write

Vector = dict[str, Any]


def vector(name: str, words: str, envelope: bytes, expect: str, **state: Any) -> Vector:
    """Return one report vector; ``state`` and ``party`` as in README.md."""
    return {
        "name": name,
        "words": words,
        "party": state.pop("party", "leader"),
        "envelope_hex": envelope.hex(),
        "state": {
            "now": state.pop("now", NOW).isoformat(),
            "held": [held.hex() for held in state.pop("held", ())],
            "collected": state.pop("collected", []),
            "retired": state.pop("retired", []),
        },
        "expect": expect,
    }


def good(world: World) -> Iterator[Vector]:
    edge = world.edges[0]
    site, cohort = world.site_report(edge), world.cohort_report(edge)
    yield vector("site_report", "a site-lane report at the leader", site, "201")
    yield vector("site_report_again", "the very same bytes once more", site, "200", held=[site])
    yield vector("cohort_leader", "the leader's share of a cohort report", cohort["leader"], "201")
    yield vector("cohort_helper", "the helper's share of it", cohort["helper"], "201", party="helper")
    again = {"party": "helper", "held": [cohort["helper"]]}
    yield vector("cohort_helper_again", "the same share once more", cohort["helper"], "200", **again)
    other = world.site_report(world.edges[1])
    yield vector("site_report_beside", "another edge's report for the same epoch", other, "201", held=[site])
    old = world.header(edge, epoch=world.epoch(SITE_TASK, NOW - timedelta(days=34)))
    yield vector("site_report_old", "an epoch of 34 days ago", world.site_report(edge, old), "201")
    late = world.cohort_report(edge)["helper"]
    yield vector(
        "cohort_in_time",
        "three days after the epoch",
        late,
        "201",
        party="helper",
        now=NOW + timedelta(days=2),
    )


def malformed(world: World) -> Iterator[Vector]:
    edge = world.edges[0]
    report = world.site_report(edge)
    header = encode_header(world.header(edge))

    def with_header(bad: bytes) -> bytes:
        return encode_envelope(world.sign(edge, replace(decode_envelope(report), header=bad)))

    yield vector("empty", "nothing at all", b"", "malformed")
    yield vector("truncated", "the last byte is missing", report[:-1], "malformed")
    yield vector("trailing_byte", "one byte too many", report + b"\x00", "malformed")
    yield vector("json", "JSON where an envelope belongs", b'{"report": 1}', "malformed")
    yield vector("length_lies", "the header claims 4 GiB", b"\xff\xff\xff\xff" + report[4:], "malformed")
    yield vector(
        "header_trailing_byte", "a header with a byte after it", with_header(header + b"\x00"), "malformed"
    )
    yield vector("header_truncated", "a header without its last byte", with_header(header[:-1]), "malformed")
    short = _header_bytes(world.header(edge), epoch=bytes(7))
    yield vector("header_short_epoch", "an epoch of seven bytes", with_header(short), "malformed")
    upper = _header_bytes(world.header(edge), edge_id=edge.edge_id.upper().encode())
    yield vector("header_upper_edge", "an edge id in capitals", with_header(upper), "malformed")
    signature = decode_envelope(report).signature
    cut = report[: -len(signature) - 2] + bytes16(signature[:-1])
    yield vector("short_signature", "a signature of 63 bytes", cut, "malformed")
    version = _header_bytes(world.header(edge), version=b"2")
    yield vector("version_2", "a header of protocol version 2", with_header(version), "unsupported_version")
    future = bytes16(b"2") + b"what a later version may hold"
    yield vector(
        "version_2_other_fields", "version 2, fields unknown", with_header(future), "unsupported_version"
    )


def signatures(world: World) -> Iterator[Vector]:
    edge, other = world.edges[0], world.edges[1]
    report = decode_envelope(world.site_report(edge))
    part = decode_envelope(world.cohort_report(edge)["helper"])

    def signed(name: str, words: str, envelope: Any, **state: Any) -> Vector:
        return vector(name, words, encode_envelope(envelope), "bad_signature", **state)

    flipped = bytes([report.signature[0] ^ 1]) + report.signature[1:]
    yield signed("signature_bit", "one bit of the signature is flipped", replace(report, signature=flipped))
    yield signed("signed_by_other_edge", "another enrolled edge signed it", world.sign(other, report))
    context = replace(report, signature=edge.key.sign("shoal/1 layout", report.message))
    yield signed("signed_for_layout", "signed under another context", context)
    ciphertext = report.ciphertext[:-1] + bytes([report.ciphertext[-1] ^ 1])
    yield signed("ciphertext_bit", "changed after signing", replace(report, ciphertext=ciphertext))
    moved = replace(report, header=encode_header(world.header(edge)))
    yield signed("header_swapped", "another header put before it", moved)
    yield signed("key_id_swapped", "another key id named", replace(report, key_id=KeyId("0" * 16)))
    yield signed(
        "other_part_cut", "the other part's digest left out", replace(part, other=b""), party="helper"
    )
    yield signed("other_part_swapped", "another digest", replace(part, other=bytes(32)), party="helper")


def addressing(world: World) -> Iterator[Vector]:
    edge = world.edges[0]
    report, cohort = world.site_report(edge), world.cohort_report(edge)
    stranger = world.site_report(world.stranger)
    yield vector("stranger", "an edge that was never enrolled", stranger, "unknown_edge")
    yield vector("retired_edge", "an edge that was retired", report, "unknown_edge", retired=[edge.name])
    yield vector("helper_part_to_leader", "posted to the wrong party", cohort["helper"], "wrong_role")
    leader_part = cohort["leader"]
    yield vector("leader_part_to_helper", "and the other way", leader_part, "wrong_role", party="helper")
    nobody = world.site_report(edge, named_role="auditor")
    yield vector("role_of_nobody", "addressed to a role that does not exist", nobody, "wrong_role")
    invented = world.site_report(edge, key_id="00112233445566aa")
    yield vector("key_never_held", "a key id that never was", invented, "unknown_key")
    theirs = world.site_report(edge, key=world.hpke["helper"])
    yield vector("key_of_helper", "sealed to the helper's key", theirs, "unknown_key")
    late = world.not_after + timedelta(days=35, seconds=1)
    yield vector("key_destroyed", "35 days and a second past not_after", report, "unknown_key", now=late)


def meaning(world: World) -> Iterator[Vector]:
    def site(name: str, words: str, expect: str, **changes: Any) -> Vector:
        edge = world.edges[0]
        return vector(name, words, world.site_report(edge, world.header(edge, **changes)), expect)

    yield site("policy_unheard_of", "no policy has this hash", "unknown_policy", policy_hash=bytes(32))
    before = world.epoch(SITE_TASK, world.bundle.chain.not_before - timedelta(hours=2))
    yield site("policy_not_yet", "before the policy was in force", "unknown_policy", epoch=before)
    yield site(
        "task_of_no_level", "a level the policy does not have", "unknown_task", task_id="footfall.week.site"
    )
    yield site(
        "task_of_other_lane", "it is collected by cohort", "unknown_task", task_id="zone_visits.day.site"
    )
    yield site("task_of_nothing", "not a task at all", "unknown_task", task_id="x")
    yield site("layout_unheard_of", "no layout has this hash", "unknown_layout", layout_hash=bytes(32))
    chain = layout_hash(world.bundle.chain.layout)
    yield site("layout_of_chain", "the chain's layout in the site lane", "unknown_layout", layout_hash=chain)
    early = world.epoch(SITE_TASK, NOW - timedelta(days=36))
    yield site("epoch_too_old", "36 days ago", "epoch_outside_window", epoch=early)
    coming = world.epoch(SITE_TASK, NOW + timedelta(hours=1))
    yield site("epoch_to_come", "it begins in an hour", "epoch_outside_window", epoch=coming)


def helper_meaning(world: World) -> Iterator[Vector]:
    edge = world.edges[0]
    to_helper = world.site_report(edge, world.header(edge), role="helper", key=world.hpke["helper"])
    yield vector("site_task_to_helper", "a site task at the helper", to_helper, "wrong_lane", party="helper")
    cohort = world.cohort_report(edge)
    for party, envelope in cohort.items():
        alone = encode_envelope(world.sign(edge, replace(decode_envelope(envelope), other=b"")))
        words = "a cohort report that has no other part"
        yield vector(f"part_alone_to_{party}", words, alone, "wrong_lane", party=party)
    accompanied = replace(decode_envelope(world.site_report(edge)), other=bytes(32))
    envelope = encode_envelope(world.sign(edge, accompanied))
    yield vector("site_report_with_other_part", "a site report that has one", envelope, "wrong_lane")
    site_layout = world.header(edge, COHORT_TASK, layout_hash=layout_hash(world.layout))
    for party in ("leader", "helper"):
        role: Role = "leader" if party == "leader" else "helper"
        envelope = world.cohort_report(edge, site_layout)[role]
        name = f"layout_of_site_to_{party}"
        yield vector(name, "the site's layout in the cohort lane", envelope, "unknown_layout", party=party)


def repeats(world: World) -> Iterator[Vector]:
    edge, other = world.edges[0], world.edges[1]
    header = world.header(edge)
    first = world.site_report(edge, header)
    resealed = world.site_report(edge, header)
    yield vector(
        "same_id_resealed", "the id is held with other bytes", resealed, "duplicate_report", held=[first]
    )
    stolen = world.site_report(other, world.header(other, report_id=header.report_id))
    yield vector("same_id_other_edge", "another edge took the id", stolen, "duplicate_report", held=[first])
    again = world.site_report(edge, world.header(edge, report_id=_report_id(1)))
    yield vector("second_in_epoch", "a new id, the same epoch and task", again, "second_report", held=[first])
    share = world.cohort_report(edge)["helper"]
    second = world.cohort_report(edge)["helper"]
    state: dict[str, Any] = {"party": "helper", "held": [share]}
    yield vector("second_share", "the same at the helper", second, "second_report", **state)


def batches(world: World) -> Iterator[Vector]:
    header = world.header(world.edges[0], COHORT_TASK)
    batch = {"task": COHORT_TASK, "cohort": COHORT, "epoch": header.epoch}
    parts = world.cohort_report(world.edges[0], header)
    closed = NOW + timedelta(days=10)
    for party, envelope in parts.items():
        collected: dict[str, Any] = {"party": party, "collected": [batch]}
        yield vector(
            f"after_collection_{party}", "its batch is collected", envelope, "batch_collected", **collected
        )
        late: dict[str, Any] = {"party": party, "now": closed}
        yield vector(f"after_closing_{party}", "ten days after the epoch", envelope, "batch_closed", **late)


def contents(world: World) -> Iterator[Vector]:
    edge = world.edges[0]
    elsewhere = encode_header(world.header(edge))
    moved = world.site_report(edge, sealed_header=elsewhere)
    yield vector("sealed_under_other_header", "sealed for another report", moved, "cannot_open")
    stranger_key = world.site_report(
        edge, key=world.hpke["helper"], key_id=world.hpke["leader"].public_key.key_id
    )
    yield vector("sealed_to_other_key", "sealed to a key it does not name", stranger_key, "cannot_open")
    seed = world.site_report(edge, payload=HelperSeed(bytes(32)))
    yield vector("seed_to_leader", "a helper's seed in the site lane", seed, "cannot_open")
    for entries in (2, 4):
        payload = NoisyVector(np.zeros(entries, dtype=np.int64))
        envelope = world.site_report(edge, payload=payload)
        yield vector(f"{entries}_entries", f"{entries} entries where 3 belong", envelope, "wrong_length")


def refused(world: World) -> list[Vector]:
    """Return every report that must be refused, in the order of the steps."""
    groups = (malformed, signatures, addressing, meaning, helper_meaning, repeats, batches, contents)
    return [one for group in groups for one in group(world)]


def world_json(world: World) -> dict[str, Any]:
    """Return the world as README.md describes it."""
    roles: Sequence[Role] = ("leader", "helper")
    return {
        "now": NOW.isoformat(),
        "roots": {role: world.roots[role].to_bytes().hex() for role in roles},
        "hpke": {role: _hpke(world, role) for role in roles},
        "policy": world.signed_policy().model_dump(mode="json"),
        "layout": world.layout.model_dump(mode="json"),
        "edges": [_edge(edge) for edge in world.edges],
        "stranger": _edge(world.stranger),
        "site_task": SITE_TASK,
        "cohort_task": COHORT_TASK,
        "cohort": COHORT,
    }


def _hpke(world: World, role: Role) -> dict[str, str]:
    key = world.hpke[role]
    return {
        "key_id": key.public_key.key_id,
        "secret": key.to_bytes().hex(),
        "not_before": _text(world.not_before),
        "not_after": _text(world.not_after),
    }


def _edge(edge: Edge) -> dict[str, str]:
    return {
        "name": edge.name,
        "secret": edge.key.to_bytes().hex(),
        "public_key": edge.key.public_key.hex(),
        "edge_id": edge.edge_id,
        "site_id": edge.site_id,
        "cohort_id": edge.cohort_id,
    }


def _header_bytes(header: Header, **fields: bytes) -> bytes:
    """Return the header with some encoded fields replaced by what no writer would write."""
    parts = {
        "version": b"1",
        "task_id": header.task_id.encode(),
        "report_id": header.report_id,
        "epoch": header.epoch.to_bytes(8, "big", signed=True),
        "edge_id": header.edge_id.encode(),
        "layout_hash": header.layout_hash,
        "policy_hash": header.policy_hash,
    }
    return b"".join(bytes16(part) for part in (parts | fields).values())


def _report_id(number: int) -> ReportId:
    return ReportId(number.to_bytes(16, "big"))


def _text(at: datetime) -> str:
    return at.isoformat()


if __name__ == "__main__":
    chain = make_world()
    write("world.json", world_json(chain))
    write("report_good.json", list(good(chain)))
    write("report_bad_.json", refused(chain))
    make_policies.main()
