"""The digest of a set of reports."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from aggregator.aggregate.digest import batch_digest

IDS = st.lists(st.binary(min_size=16, max_size=16), max_size=8)


@given(IDS, st.randoms())
def test_order_does_not_matter(ids: list[bytes], random: object) -> None:
    shuffled = list(ids)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis's own

    assert batch_digest(shuffled) == batch_digest(ids)


@given(IDS, st.binary(min_size=16, max_size=16))
def test_one_more_report_is_another_digest(ids: list[bytes], extra: bytes) -> None:
    assert (batch_digest([*ids, extra]) == batch_digest(ids)) == (extra in ids)


def test_digest_is_sha256_over_the_sorted_ids() -> None:
    assert batch_digest([b"b" * 16, b"a" * 16]) == hashlib.sha256(b"a" * 16 + b"b" * 16).digest()
