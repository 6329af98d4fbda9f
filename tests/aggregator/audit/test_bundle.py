"""A bundle's lines have one spelling, and its frame covers the log without a gap."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from aggregator.audit.bundle import PAGE, End, Header, Line, frame, pages

BOUNDS = st.tuples(*[st.integers(0, 3_000)] * 3).map(sorted)


@given(bounds=BOUNDS)
def test_frame_covers_the_whole_log_once(bounds: list[int]) -> None:
    first, end, size = bounds

    found = frame(first, end, size)

    assert [0, *(one.end for one in found)] == [*(one.start for one in found), size]


@given(bounds=BOUNDS)
def test_pages_are_the_part_of_the_frame_among_the_entries(bounds: list[int]) -> None:
    first, end, size = bounds

    inside = [one for one in frame(first, end, size) if first <= one.start < end]

    assert inside == list(pages(first, end))
    assert all(one.leaves <= PAGE and one.start // PAGE == (one.end - 1) // PAGE for one in inside)


def test_line_is_written_in_its_one_spelling() -> None:
    assert Header(role="leader", first=0, end=5).text == (
        '{"end":5,"first":0,"role":"leader","shoal_audit":1}\n'
    )


@pytest.mark.parametrize(
    "text",
    [
        '{"end":5,"first":0,"role":"leader","shoal_audit":2}',
        '{"end":5,"first":0,"role":"edge","shoal_audit":1}',
        '{"end":5,"first":-1,"role":"leader","shoal_audit":1}',
        '{"end":"5","first":0,"role":"leader","shoal_audit":1}',
        '{"end":5,"first":0,"more":1,"role":"leader","shoal_audit":1}',
    ],
    ids=["a later format", "no role", "negative", "text for a number", "one more field"],
)
def test_any_other_header_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        Header.model_validate_json(text)


def test_hashes_are_64_lower_case_digits() -> None:
    with pytest.raises(ValidationError):
        End(entries=0, sha256="A" * 64)
    with pytest.raises(ValidationError):
        Line(index=0, at="", kind="", commitment="0" * 64, salt="0" * 31, payload="")
