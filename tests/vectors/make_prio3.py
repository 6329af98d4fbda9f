"""Make ``prio3.json`` from the published vectors, and ``prio3_bad_.json``, which nobody publishes.

The published ones are those of draft-irtf-cfrg-vdaf for two shares (cfrg/draft-irtf-cfrg-vdaf@5203892540,
IETF Trust licence): inputs as they stand, what must come out as one SHA-256 for each report. ``SHOAL_DATA``
names the folder they lie in. Run: python -m tests.vectors.make_prio3
"""

import hashlib
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from privacy.vdaf.prio3 import Prio3, Sharded
from privacy.vdaf.variants import prio3_sum_vec
from tests.support.development_data import development_data
from tests.vectors.files import write

FOLDER = "vdaf_test_vectors"
PARAMETERS = ("length", "max_measurement", "max_weight", "chunk_length", "proofs")
KEY, NONCE, CONTEXT = bytes(range(32)), bytes(range(16)), b"bad vectors"


def main() -> None:
    """Write both files."""
    data = development_data()
    if data is None:
        sys.exit("expected the published vectors in the folder that SHOAL_DATA names")
    write("prio3.json", published(data / FOLDER))
    write("prio3_bad_.json", list(bad_sum_vecs()))


def published(folder: Path) -> list[dict[str, Any]]:
    """Return every published vector for two shares: inputs whole, outputs as digests."""
    paths = sorted(folder.glob("Prio3*.json"))
    vectors = [(path.stem, json.loads(path.read_text(encoding="utf-8"))) for path in paths]
    return [_condensed(name, vector) for name, vector in vectors if vector["shares"] == 2]


def digest(parts: Iterable[str]) -> str:
    """Return the SHA-256 of messages in hex, one a line, in hex."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _condensed(name: str, vector: dict[str, Any]) -> dict[str, Any]:
    variant, _, rest = name.partition("_")
    kept = {"name": name, "variant": variant, "context": vector["ctx"], "verify_key": vector["verify_key"]}
    kept["parameters"] = {key: vector[key] for key in PARAMETERS if key in vector}
    if rest.startswith("bad_"):
        (report,) = vector["reports"]
        last = vector["operations"][-1]
        if last["operation"] == "verify_next":
            kept["message"] = report["verifier_messages"][0]
        return kept | {
            "nonce": report["nonce"],
            "public_share": report["public_share"],
            "input_shares": report["input_shares"],
            "refused_by": last["operation"],
        }
    kept["result"] = vector["agg_result"]
    kept["aggregate_shares"] = digest(vector["agg_shares"])
    kept["reports"] = [_report(report) for report in vector["reports"]]
    return kept


def _report(report: dict[str, Any]) -> dict[str, Any]:
    kept = {key: report[key] for key in ("measurement", "nonce", "rand")}
    sharded = [report["public_share"], *report["input_shares"]]
    verified = [*report["verifier_shares"][0], *report["verifier_messages"]]
    return kept | {"messages": digest([*sharded, *verified, *report["out_shares"]])}


def bad_sum_vecs() -> Iterable[dict[str, Any]]:
    """Yield reports of Prio3SumVec that must be refused, with who refuses them."""
    vdaf = prio3_sum_vec(CONTEXT, length=3, max_measurement=1000, chunk_length=5)
    rand = bytes(number % 256 for number in range(vdaf.rand_size))
    good = vdaf.shard([0, 7, 1000], NONCE, rand)
    at_message = "verifier_shares_to_message"
    for name, entry in (("two", 2), ("minus_one", -1), ("million_millions", 10**12)):
        encoded = vdaf.circuit.encode(vdaf.field, [0, 7, 1000])
        encoded[:, 0] = vdaf.field.from_ints([entry])[:, 0]
        yield _bad(f"entry_{name}", vdaf.shard_encoded(encoded, NONCE, rand), at_message)
    size, bits = vdaf.field.encoded_size, vdaf.circuit.measurement_length
    gadget = bits + vdaf.circuit.gadget.arity
    for name, at in (("meas_share", 0), ("wire_seed", bits), ("gadget_poly", gadget)):
        leader = _raised(vdaf, good.leader, at)
        yield _bad(name, Sharded(good.public, leader, good.helper), at_message)
    yield _bad("helper_seed", Sharded(good.public, good.leader, _flipped(good.helper, 0)), at_message)
    yield _bad("helper_jr_blind", Sharded(good.public, good.leader, _flipped(good.helper, 32)), at_message)
    yield _bad("leader_jr_blind", Sharded(good.public, _flipped(good.leader, -1), good.helper), at_message)
    yield _bad("public_share", Sharded(_flipped(good.public, 0), good.leader, good.helper), at_message)
    yield _bad("nonce", good, at_message) | {"nonce": bytes(reversed(NONCE)).hex()}
    yield _bad("verifier_message", good, "verify_next") | {"message": bytes(32).hex()}
    above = Sharded(good.public, b"\xff" * size + good.leader[size:], good.helper)
    yield _bad("element_above_modulus", above, "verify_init")
    yield _bad("short_leader_share", Sharded(good.public, good.leader[:-1], good.helper), "verify_init")
    yield _bad("short_public_share", Sharded(good.public[:-1], good.leader, good.helper), "verify_init")


def _bad(name: str, sharded: Sharded, refused_by: str) -> dict[str, Any]:
    return {
        "name": f"Prio3SumVec_bad_{name}",
        "variant": "Prio3SumVec",
        "parameters": {"length": 3, "max_measurement": 1000, "chunk_length": 5},
        "context": CONTEXT.hex(),
        "verify_key": KEY.hex(),
        "nonce": NONCE.hex(),
        "public_share": sharded.public.hex(),
        "input_shares": [sharded.leader.hex(), sharded.helper.hex()],
        "refused_by": refused_by,
    }


def _raised(vdaf: Prio3, leader: bytes, at: int) -> bytes:
    """Return the leader's share with one element one higher."""
    body = len(leader) - 32
    elements = vdaf.field.decode(leader[:body])
    one = np.zeros_like(elements)
    one[0, at] = 1
    return vdaf.field.encode(vdaf.field.add(elements, one)) + leader[body:]


def _flipped(message: bytes, at: int) -> bytes:
    changed = bytearray(message)
    changed[at] ^= 1
    return bytes(changed)


if __name__ == "__main__":
    main()
