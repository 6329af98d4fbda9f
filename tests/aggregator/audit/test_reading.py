"""A line is read as it was written, or it is broken."""

import hashlib
from io import BytesIO

import pytest

from aggregator.audit.bundle import Header
from aggregator.audit.reading import BrokenError, Reader

LINE = Header(role="helper", first=1, end=2).text.encode()


def test_line_comes_back_and_is_hashed() -> None:
    reader = Reader(BytesIO(LINE))

    assert reader.take(Header, "the header") == Header(role="helper", first=1, end=2)
    assert reader.digest == hashlib.sha256(LINE).hexdigest()
    reader.expect_nothing()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        LINE[:-1],
        LINE.replace(b",", b", "),
        LINE.replace(b"1,", b"1.0,"),
        b" " + LINE,
        LINE.replace(b"helper", b"h\\u0065lper"),
        LINE.replace(b'"end":2,', b'"end":2,"end":2,'),
        LINE.replace(b"helper", b"helper\xff"),
        LINE.replace(b"helper", b"\\ud800"),
        b"\n" + LINE,
    ],
    ids=[
        "nothing",
        "no end",
        "a space",
        "a fraction",
        "a space before",
        "an escape",
        "a field twice",
        "no UTF-8",
        "half a character",
        "an empty line",
    ],
)
def test_any_other_spelling_is_broken(data: bytes) -> None:
    with pytest.raises(BrokenError, match=r"^the header: ") as caught:
        Reader(BytesIO(data)).take(Header, "the header", 7)

    assert caught.value.index == 7


def test_more_than_expected_is_broken() -> None:
    with pytest.raises(BrokenError, match="the end"):
        Reader(BytesIO(b"x")).expect_nothing()
