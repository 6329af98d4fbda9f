"""Length-prefixed fields: the writer's two forms, and a reader that takes nothing on trust.

Source: shared/wire/PROTOCOL.md §2.1.
"""

from shared.wire.errors import MalformedError


def bytes16(value: bytes) -> bytes:
    """Return a 2-byte big-endian length and the value. Raises: ValueError from 65,536 bytes on."""
    if len(value) >= 1 << 16:
        raise ValueError(f"expected fewer than 65536 bytes, got {len(value)}")
    return len(value).to_bytes(2, "big") + value


def bytes32(value: bytes) -> bytes:
    """Return a 4-byte big-endian length and the value. Raises: ValueError from 2**32 bytes on."""
    if len(value) >= 1 << 32:
        raise ValueError(f"expected fewer than 2**32 bytes, got {len(value)}")
    return len(value).to_bytes(4, "big") + value


class Reader:
    """Reads one message from front to back; every length is checked before its bytes are touched."""

    def __init__(self, message: bytes) -> None:
        self._message = message
        self._at = 0

    def take(self, length: int, name: str) -> bytes:
        """Return the next ``length`` bytes. Raises: MalformedError when fewer are left."""
        left = len(self._message) - self._at
        if length > left:
            raise MalformedError(f"expected {length} bytes of {name}, got {left}")
        start, self._at = self._at, self._at + length
        return self._message[start : self._at]

    def bytes16(self, name: str, *, most: int, least: int = 0) -> bytes:
        """Return a field with a 2-byte length within [least, most] bytes. Raises: MalformedError."""
        return self._prefixed(2, name, least, most)

    def bytes32(self, name: str, *, most: int, least: int = 0) -> bytes:
        """Return a field with a 4-byte length within [least, most] bytes. Raises: MalformedError."""
        return self._prefixed(4, name, least, most)

    def text16(self, name: str, *, most: int) -> str:
        """Return a non-empty UTF-8 field with a 2-byte length. Raises: MalformedError."""
        try:
            return self.bytes16(name, least=1, most=most).decode()
        except UnicodeDecodeError as error:
            raise MalformedError(f"expected {name} in UTF-8, got bytes that are not") from error

    def finish(self) -> None:
        """Check that nothing is left. Raises: MalformedError."""
        left = len(self._message) - self._at
        if left:
            raise MalformedError(f"expected the end of the message, got {left} more bytes")

    def _prefixed(self, width: int, name: str, least: int, most: int) -> bytes:
        length = int.from_bytes(self.take(width, f"the length of {name}"), "big")
        if not least <= length <= most:
            raise MalformedError(f"expected {least} to {most} bytes of {name}, got a length of {length}")
        return self.take(length, name)
