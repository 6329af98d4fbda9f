"""Bodies: bounded, strict, and with the bytes a signature covers."""

import json

from aggregator.bodies import Signed, canonical, parse
from shared.schemas.enrolment import SignedEnrolmentRequest
from shared.schemas.peer import SignedCohorts
from shared.wire.problems import Problem

REQUEST = {"issued_at": "2026-06-15T14:00:00+02:00", "nonce": "0" * 32, "call": "cohorts"}


def test_signed_bytes_are_those_of_the_sender() -> None:
    body = json.dumps({"request": REQUEST, "signature": "0" * 128}).encode()

    found = parse(body, SignedCohorts, signed_member="request")

    assert isinstance(found, Signed)
    assert found.message == canonical(REQUEST)  # with the offset the sender wrote, which we would not


def test_without_a_member_everything_but_the_signature_is_signed() -> None:
    asked = {"secret": "K7QX2M9A", "public_key": "0" * 64, "requested_at": "2026-06-15T12:00:00Z"}

    found = parse(json.dumps(asked | {"signature": "0" * 128}).encode(), SignedEnrolmentRequest)

    assert isinstance(found, Signed)
    assert found.message == canonical(asked)


def test_anything_else_is_malformed() -> None:
    extra = json.dumps({"request": REQUEST, "signature": "0" * 128, "sigma": 1}).encode()
    for body in (b"", b"{", b"[]", b"null", b"\xff", b"[" * 100_000, extra):
        found = parse(body, SignedCohorts, signed_member="request")

        assert isinstance(found, Problem)
        assert found.name == "malformed"
