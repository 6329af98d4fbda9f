"""A leaf says when and which kind for ever, and the payload only as long as its salt is there."""

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.audit.entry import KINDS, Entry, canonical, commit, moment, payload_of

AT = datetime(2026, 6, 15, 12, 0, 0, 5, tzinfo=UTC)
SALT = bytes(range(16))


def test_leaf_is_the_hash_of_what_stays() -> None:
    entry = Entry(AT, "release", b"\x01" * 32)

    said = '{"at":"2026-06-15T12:00:00.000005+00:00","commitment":"' + "01" * 32 + '","kind":"release"}'
    assert entry.leaf == hashlib.sha256(b"\x00" + said.encode()).digest()


def test_commitment_is_the_hash_of_salt_and_payload() -> None:
    payload = payload_of("a.jansen", {"tries": 2, "from": "hq"})

    assert payload == '{"detail":{"from":"hq","tries":2},"subject":"a.jansen"}'
    assert commit(SALT, payload) == hashlib.sha256(SALT + payload.encode()).digest()


@pytest.mark.parametrize(
    "other",
    [
        Entry(AT + timedelta(microseconds=1), "release", b"\x01" * 32),
        Entry(AT, "refusal", b"\x01" * 32),
        Entry(AT, "release", b"\x02" * 32),
    ],
    ids=["moment", "kind", "commitment"],
)
def test_everything_that_stays_is_in_the_leaf(other: Entry) -> None:
    assert other.leaf != Entry(AT, "release", b"\x01" * 32).leaf


def test_the_same_moment_elsewhere_is_the_same_leaf() -> None:
    local = AT.astimezone(timezone(timedelta(hours=2)))

    assert Entry(local, "read", b"\x01" * 32).leaf == Entry(AT, "read", b"\x01" * 32).leaf
    assert moment(local) == moment(AT)


@pytest.mark.parametrize("length", [0, 15, 17])
def test_salt_has_one_length(length: int) -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        commit(bytes(length), "{}")


@given(subject=st.text(), detail=st.dictionaries(st.text(), st.text() | st.integers()))
def test_payload_has_one_spelling(subject: str, detail: dict[str, str | int]) -> None:
    payload = payload_of(subject, detail)

    assert json.loads(payload) == {"subject": subject, "detail": detail}
    assert canonical(json.loads(payload)) == payload


def test_kinds_are_those_that_were_agreed() -> None:
    agreed = (
        "read export release refusal policy_step key_event login deletion signage objection pause account"
    )

    assert list(KINDS)[:12] == agreed.split()
    assert len(set(KINDS)) == len(KINDS)
