"""Length-prefixed fields are read exactly or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.wire.errors import MalformedError
from shared.wire.reader import Reader, bytes16, bytes32


@given(st.lists(st.binary(max_size=300), max_size=5))
def test_what_was_written_is_read(fields: list[bytes]) -> None:
    reader = Reader(b"".join(bytes16(field) + bytes32(field) for field in fields))

    read = [(reader.bytes16("short", most=300), reader.bytes32("long", most=300)) for _ in fields]
    reader.finish()

    assert read == [(field, field) for field in fields]


@given(st.binary(max_size=64))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    reader = Reader(data)

    try:
        field = reader.bytes32("field", most=64)
    except MalformedError:
        return

    assert bytes32(field) == data[: 4 + len(field)]


def test_text_must_be_utf_8() -> None:
    with pytest.raises(MalformedError, match="role in UTF-8"):
        Reader(bytes16(b"\xff\xfe")).text16("role", most=9)


def test_text_may_not_be_empty() -> None:
    with pytest.raises(MalformedError, match="1 to 9 bytes of role"):
        Reader(bytes16(b"")).text16("role", most=9)


def test_length_beyond_the_end_is_refused_before_reading() -> None:
    with pytest.raises(MalformedError, match="expected 9 bytes of field, got 1"):
        Reader(b"\x00\x09x").bytes16("field", most=10)


def test_length_over_the_bound_is_refused() -> None:
    with pytest.raises(MalformedError, match="got a length of 4294967295"):
        Reader(b"\xff" * 8).bytes32("field", most=100)


def test_bytes_left_over_are_refused() -> None:
    with pytest.raises(MalformedError, match="got 2 more bytes"):
        Reader(b"ab").finish()


def test_field_too_long_for_its_prefix_is_not_written() -> None:
    with pytest.raises(ValueError, match="65536"):
        bytes16(bytes(65_536))


def test_field_too_long_for_the_longer_prefix_is_not_written() -> None:
    class Huge(bytes):
        def __len__(self) -> int:
            return 1 << 32

    with pytest.raises(ValueError, match=r"2\*\*32"):
        bytes32(Huge())
