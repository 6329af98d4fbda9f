"""Writes ``wire.json``, ``wire_bad_.json`` and ``crypto.json``. Run: python -m tests.vectors.make_golden

Where a value can be computed without our code (hashes, SHAKE128, struct), it is: the vector then checks us.
"""

import base64
import hashlib
import struct
from typing import Any, get_args

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from privacy.keys import HpkePrivateKey
from privacy.sealing import seal
from shared.wire.codec import Role
from tests.support.vector_world import fixed_random
from tests.vectors.files import write

Vector = dict[str, Any]

ROLES: tuple[Role, ...] = get_args(Role)
FIELDS: dict[str, Any] = {
    "task_id": "footfall.hour.site",
    "report_id": bytes(range(16)),
    "epoch": 495_000,
    "edge_id": "abcdefghijklmnopqrstuvwxyz",
    "layout_hash": bytes([0x11]) * 32,
    "policy_hash": bytes([0x22]) * 32,
}


def short(value: bytes) -> bytes:
    return struct.pack(">H", len(value)) + value


def long(value: bytes) -> bytes:
    return struct.pack(">I", len(value)) + value


def header_bytes(fields: dict[str, Any], version: bytes = b"1") -> bytes:
    return (
        short(version)
        + short(fields["task_id"].encode())
        + short(fields["report_id"])
        + short(struct.pack(">q", fields["epoch"]))
        + short(fields["edge_id"].encode())
        + short(fields["layout_hash"])
        + short(fields["policy_hash"])
    )


def headers() -> list[Vector]:
    cases = {
        "plain": FIELDS,
        "negative_epoch": FIELDS | {"epoch": -1},
        "least_epoch": FIELDS | {"epoch": -(1 << 63)},
        "longest_task_id": FIELDS | {"task_id": "x" * 64},
    }
    return [
        {"name": name, "fields": plain(fields), "hex": header_bytes(fields).hex()}
        for name, fields in cases.items()
    ]


def envelopes() -> list[Vector]:
    header = header_bytes(FIELDS)
    return [
        envelope("site_lane", header, "leader", b""),
        envelope("cohort_leader", header, "leader", bytes([3]) * 32),
        envelope("cohort_helper", header, "helper", bytes([4]) * 32),
    ]


def envelope(name: str, header: bytes, role: str, other: bytes) -> Vector:
    key_id, ciphertext, signature = "0123456789abcdef", bytes(range(40)), bytes([5]) * 64
    part = short(role.encode()) + short(key_id.encode()) + long(ciphertext)
    digest = hashlib.sha256(part).digest()
    leader, helper = (other, digest) if role == "helper" else (digest, other)
    return {
        "name": name,
        "header": header.hex(),
        "role": role,
        "key_id": key_id,
        "ciphertext": ciphertext.hex(),
        "other": other.hex(),
        "signature": signature.hex(),
        "hex": (long(header) + part + short(other) + short(signature)).hex(),
        "part_digest": digest.hex(),
        "message": (long(header) + long(leader) + long(helper)).hex(),
    }


def bad() -> list[Vector]:
    header = header_bytes(FIELDS)
    good = bytes.fromhex(envelopes()[0]["hex"])
    part = short(b"leader") + short(b"k" * 16) + long(b"c" * 40)
    tail = short(b"") + short(bytes(64))
    cases: list[tuple[str, str, bytes, str]] = [
        ("header_empty", "header", b"", "malformed"),
        ("header_trailing_byte", "header", header + b"\0", "malformed"),
        ("header_truncated", "header", header[:-1], "malformed"),
        ("header_version_2", "header", header_bytes(FIELDS, b"2"), "unsupported_version"),
        ("header_version_11", "header", header_bytes(FIELDS, b"11"), "unsupported_version"),
        ("header_version_empty", "header", header_bytes(FIELDS, b""), "malformed"),
        ("header_version_not_text", "header", header_bytes(FIELDS, b"\xff"), "malformed"),
        ("header_task_empty", "header", header_bytes(FIELDS | {"task_id": ""}), "malformed"),
        ("header_task_65", "header", header_bytes(FIELDS | {"task_id": "x" * 65}), "malformed"),
        ("header_report_id_15", "header", header_bytes(FIELDS | {"report_id": bytes(15)}), "malformed"),
        ("header_report_id_17", "header", header_bytes(FIELDS | {"report_id": bytes(17)}), "malformed"),
        ("header_edge_id_25", "header", header_bytes(FIELDS | {"edge_id": "a" * 25}), "malformed"),
        ("header_edge_id_digit_1", "header", header_bytes(FIELDS | {"edge_id": "1" * 26}), "malformed"),
        ("header_layout_31", "header", header_bytes(FIELDS | {"layout_hash": bytes(31)}), "malformed"),
        ("header_policy_33", "header", header_bytes(FIELDS | {"policy_hash": bytes(33)}), "malformed"),
        ("envelope_empty", "envelope", b"", "malformed"),
        ("envelope_trailing_byte", "envelope", good + b"\0", "malformed"),
        ("envelope_truncated", "envelope", good[:-1], "malformed"),
        ("envelope_length_lies", "envelope", b"\xff" * 4 + good[4:], "malformed"),
        ("envelope_header_513", "envelope", long(bytes(513)) + part + tail, "malformed"),
        ("envelope_header_empty", "envelope", long(b"") + part + tail, "malformed"),
        ("envelope_role_not_text", "envelope", long(header) + short(b"\xff") + part, "malformed"),
        ("envelope_ciphertext_empty", "envelope", long(header) + part[:-44] + long(b"") + tail, "malformed"),
        (
            "envelope_other_31",
            "envelope",
            long(header) + part + short(bytes(31)) + short(bytes(64)),
            "malformed",
        ),
        (
            "envelope_other_33",
            "envelope",
            long(header) + part + short(bytes(33)) + short(bytes(64)),
            "malformed",
        ),
        (
            "envelope_signature_63",
            "envelope",
            long(header) + part + short(b"") + short(bytes(63)),
            "malformed",
        ),
    ]
    return [
        {"name": name, "kind": kind, "hex": data.hex(), "expect": expect}
        for name, kind, data, expect in cases
    ]


def crypto() -> dict[str, Any]:
    key = HpkePrivateKey.generate(fixed_random("golden hpke"))
    public = key.public_key
    header = header_bytes(FIELDS)
    return {
        "hpke_key": {
            "secret": key.to_bytes().hex(),
            "mlkem": public.mlkem.hex(),
            "x25519": public.x25519.hex(),
            "key_id": hashlib.sha256(public.mlkem + public.x25519).hexdigest()[:16],
        },
        "signing": signing(),
        "shares": [shares(header, 1), shares(header, 7), shares(b"another header", 3)],
        "sealed": [
            {
                "role": role,
                "header": header.hex(),
                "payload": b"a payload".hex(),
                "ciphertext": seal(b"a payload", public, header=header, role=role).hex(),
            }
            for role in ROLES
        ],
    }


def signing() -> Vector:
    secret = fixed_random("golden ed25519")(32)
    key = Ed25519PrivateKey.from_private_bytes(secret)
    public = key.public_key().public_bytes_raw()
    name = base64.b32encode(hashlib.sha256(public).digest()).decode().lower()[:26]
    return {
        "secret": secret.hex(),
        "public_key": public.hex(),
        "fingerprint": name,
        "context": "shoal/1 report",
        "message": b"a message".hex(),
        "signature": key.sign(b"shoal/1 report\x00a message").hex(),
    }


def shares(header: bytes, length: int) -> Vector:
    seed = fixed_random(f"golden seed {length}")(32)
    vector = [(-1) ** entry * 10 ** (entry * 3) for entry in range(length)]
    stream = hashlib.shake_128(b"shoal/1 expand" + long(header) + seed).digest(8 * length)
    expansion = struct.unpack(f"<{length}Q", stream)
    leader = [(value - mask) % 2**64 for value, mask in zip(vector, expansion, strict=True)]
    return {
        "header": header.hex(),
        "seed": seed.hex(),
        "vector": vector,
        "expansion": [str(value) for value in expansion],
        "leader": [str(value) for value in leader],
        "site_payload": (b"\x01" + struct.pack(f">I{length}q", length, *vector)).hex(),
        "helper_payload": (b"\x02" + seed).hex(),
        "leader_payload": (b"\x03" + struct.pack(f">I{length}Q", length, *leader)).hex(),
    }


def plain(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value.hex() if isinstance(value, bytes) else value for name, value in fields.items()}


if __name__ == "__main__":
    write("wire.json", {"headers": headers(), "envelopes": envelopes()})
    write("wire_bad_.json", bad())
    write("crypto.json", crypto())
