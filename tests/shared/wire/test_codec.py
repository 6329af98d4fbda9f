"""Headers and envelopes have exactly one form, the one of the golden vectors."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.ids import EdgeId, KeyId, ReportId, TaskId
from shared.wire.codec import (
    MAX_ENVELOPE_BYTES,
    Envelope,
    Header,
    decode_envelope,
    decode_header,
    encode_envelope,
    encode_header,
    part_digest,
    report_message,
    signed_message,
)
from shared.wire.errors import MalformedError, WireError
from tests.vectors.files import read

WIRE = read("wire.json")
BAD = read("wire_bad_.json")

headers = st.builds(
    Header,
    task_id=st.text("abc._", min_size=1, max_size=64).map(TaskId),
    report_id=st.binary(min_size=16, max_size=16).map(ReportId),
    epoch=st.integers(-(1 << 63), (1 << 63) - 1),
    edge_id=st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=26, max_size=26).map(EdgeId),
    layout_hash=st.binary(min_size=32, max_size=32),
    policy_hash=st.binary(min_size=32, max_size=32),
)
envelopes = st.builds(
    Envelope,
    header=st.binary(min_size=1, max_size=512),
    role=st.sampled_from(["leader", "helper"]),
    key_id=st.text("0123456789abcdef", min_size=16, max_size=16).map(KeyId),
    ciphertext=st.binary(min_size=1, max_size=100),
    other=st.sampled_from([b"", bytes(32)]),
    signature=st.binary(min_size=64, max_size=64),
)


def _header(fields: dict[str, Any]) -> Header:
    unhexed = {k: bytes.fromhex(fields[k]) for k in ("report_id", "layout_hash", "policy_hash")}
    return Header(**(fields | unhexed))


@pytest.mark.parametrize("vector", WIRE["headers"], ids=lambda v: v["name"])
def test_header_is_as_in_the_vector(vector: dict[str, Any]) -> None:
    header = _header(vector["fields"])

    assert encode_header(header).hex() == vector["hex"]
    assert decode_header(bytes.fromhex(vector["hex"])) == header


@pytest.mark.parametrize("vector", WIRE["envelopes"], ids=lambda v: v["name"])
def test_envelope_is_as_in_the_vector(vector: dict[str, Any]) -> None:
    envelope = decode_envelope(bytes.fromhex(vector["hex"]))

    assert encode_envelope(envelope).hex() == vector["hex"]
    assert envelope.message.hex() == vector["message"]
    digest = part_digest(vector["role"], vector["key_id"], bytes.fromhex(vector["ciphertext"]))
    assert digest.hex() == vector["part_digest"]


@pytest.mark.parametrize("vector", BAD, ids=lambda v: v["name"])
def test_bad_vector_is_refused(vector: dict[str, str]) -> None:
    decode = decode_header if vector["kind"] == "header" else decode_envelope

    with pytest.raises(WireError) as refusal:
        decode(bytes.fromhex(vector["hex"]))

    assert refusal.value.problem == vector["expect"]


@given(headers)
def test_header_comes_back(header: Header) -> None:
    assert decode_header(encode_header(header)) == header


@given(envelopes)
def test_envelope_comes_back(envelope: Envelope) -> None:
    assert decode_envelope(encode_envelope(envelope)) == envelope


@given(st.binary(max_size=400))
def test_any_bytes_are_refused_or_have_one_form(data: bytes) -> None:
    try:
        envelope = decode_envelope(data)
    except MalformedError:
        return

    assert encode_envelope(envelope) == data


@given(headers, st.data())
def test_no_header_has_a_second_form(header: Header, data: st.DataObject) -> None:
    encoded = bytearray(encode_header(header))
    at = data.draw(st.integers(0, len(encoded) - 1))
    encoded[at] ^= data.draw(st.integers(1, 255))

    try:
        other = decode_header(bytes(encoded))
    except WireError:
        return

    assert other != header


@given(envelopes)
def test_both_parties_check_the_same_message(envelope: Envelope) -> None:
    leader = replace(envelope, role="leader", other=bytes(32))
    own = part_digest(leader.role, leader.key_id, leader.ciphertext)
    helper = replace(envelope, role="helper", ciphertext=b"another", other=own)
    theirs = part_digest(helper.role, helper.key_id, helper.ciphertext)

    assert replace(leader, other=theirs).message == helper.message


def test_message_keeps_its_three_parts_apart() -> None:
    assert report_message(b"ab", b"c", b"") != report_message(b"a", b"bc", b"")


def test_context_stands_before_the_message() -> None:
    assert signed_message("shoal/1 peer", b"x") == b"shoal/1 peer\x00x"


@pytest.mark.parametrize(
    "change",
    [
        {"task_id": ""},
        {"task_id": "x" * 65},
        {"report_id": bytes(15)},
        {"epoch": 1 << 63},
        {"edge_id": "A" * 26},
        {"layout_hash": b""},
        {"policy_hash": bytes(31)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_header_that_cannot_be_is_not_made(change: dict[str, Any]) -> None:
    good = _header(WIRE["headers"][0]["fields"])

    with pytest.raises(ValueError, match="expected"):
        replace(good, **change)


def test_envelope_too_large_is_neither_written_nor_read() -> None:
    good = decode_envelope(bytes.fromhex(WIRE["envelopes"][0]["hex"]))

    with pytest.raises(ValueError, match="at most 2097152 bytes"):
        encode_envelope(replace(good, ciphertext=bytes(MAX_ENVELOPE_BYTES)))
    with pytest.raises(MalformedError, match="at most 2097152 bytes"):
        decode_envelope(bytes(MAX_ENVELOPE_BYTES + 1))


def test_envelope_prints_no_share() -> None:
    envelope = decode_envelope(bytes.fromhex(WIRE["envelopes"][0]["hex"]))

    assert repr(envelope) == "Envelope(to leader, 40 bytes sealed)"
