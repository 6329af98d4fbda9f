"""The one opening in the wall: typed, bounded messages over a Unix socket; no pickle, no free-form bytes.

A message is kind (u8), length (u32) and payload, big-endian. Frames are fixed arrays (edge_node.wall.
frame_record); the rest is JSON.
"""

import select
import socket
import struct
from enum import IntEnum

from pydantic import ValidationError

from edge_node.errors import WallError
from edge_node.observations import FrameObservation
from edge_node.wall.frame_record import microseconds, packed, time_of, unpacked
from edge_node.wall.messages import Alive, Attempt, Failure, Job, Ready, Switch, Tally
from edge_node.wall.preview import LARGEST_BYTES, Preview

_ENVELOPE = struct.Struct(">BI")
_STAMP = struct.Struct(">Qq")
"""Index, captured_at in µs since 1970."""
_MOST_BYTES = LARGEST_BYTES + 1024

Crossing = FrameObservation | Preview | Job | Switch | Ready | Tally | Failure | Attempt | Alive
"""Everything that may cross, in either direction."""


class _Kind(IntEnum):
    FRAME = 1
    PREVIEW = 2
    JOB = 3
    SWITCH = 4
    READY = 5
    TALLY = 6
    FAILURE = 7
    ATTEMPT = 8
    ALIVE = 9


_DOCUMENTS: dict[_Kind, type[Job | Switch | Ready | Tally | Failure | Attempt | Alive]] = {
    _Kind.JOB: Job,
    _Kind.SWITCH: Switch,
    _Kind.READY: Ready,
    _Kind.TALLY: Tally,
    _Kind.FAILURE: Failure,
    _Kind.ATTEMPT: Attempt,
    _Kind.ALIVE: Alive,
}


class Channel:
    """One end of the opening."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end

    def fileno(self) -> int:
        """Return the descriptor, for a filter or a poll."""
        return self._end.fileno()

    def send(self, crossing: Crossing, descriptor: int | None = None) -> None:
        """Write one message, with an open descriptor beside it where one is to be handed over.

        Raises: WallError if the other side is gone.
        """
        data = encode(crossing)
        try:
            if descriptor is not None:
                sent = socket.send_fds(self._end, [data], [descriptor])
                data = data[sent:]
            self._end.sendall(data)
        except OSError as error:
            raise WallError(f"expected the other side of the wall, got {error.strerror}") from error

    def receive(self, timeout_s: float | None) -> tuple[Crossing, int | None] | None:
        """Return the next message and the descriptor beside it, or None when the other side has closed.

        Raises: WallError on silence, or on anything that is not a message within its bounds.
        """
        self._end.settimeout(timeout_s)
        try:
            head, descriptors, _, _ = socket.recv_fds(self._end, _ENVELOPE.size, 1)
            if not head:
                return None
            head += self._exactly(_ENVELOPE.size - len(head))
            kind, length = _ENVELOPE.unpack(head)
            if length > _MOST_BYTES:
                raise WallError(f"expected at most {_MOST_BYTES} bytes through the wall, got {length}")
            return decode(kind, self._exactly(length)), (descriptors[0] if descriptors else None)
        except TimeoutError as error:
            raise WallError(f"expected a message within {timeout_s} s, got silence") from error
        except ConnectionResetError:
            return None
        except OSError as error:
            raise WallError(f"expected the other side of the wall, got {error.strerror}") from error
        finally:
            self._end.settimeout(None)

    def has_waiting(self) -> bool:
        """Return whether the other side has written something, without waiting."""
        return bool(select.select([self._end], [], [], 0)[0])

    def close(self) -> None:
        """Close this end; the other side sees the end."""
        self._end.close()

    def _exactly(self, length: int) -> bytes:
        parts = bytearray()
        while len(parts) < length:
            part = self._end.recv(length - len(parts))
            if not part:
                raise WallError(f"expected {length} bytes through the wall, got {len(parts)}")
            parts += part
        return bytes(parts)


def encode(crossing: Crossing) -> bytes:
    """Return the message as it is written."""
    if isinstance(crossing, FrameObservation):
        kind, payload = _Kind.FRAME, packed(crossing)
    elif isinstance(crossing, Preview):
        stamp = _STAMP.pack(crossing.index, microseconds(crossing.captured_at))
        kind, payload = _Kind.PREVIEW, stamp + crossing.jpeg
    else:
        kind = next(kind for kind, model in _DOCUMENTS.items() if type(crossing) is model)
        payload = crossing.model_dump_json().encode()
    return _ENVELOPE.pack(kind, len(payload)) + payload


def decode(kind: int, payload: bytes) -> Crossing:
    """Return the payload as its type.

    Raises: WallError if it is not exactly that.
    """
    try:
        known = _Kind(kind)
        if known is _Kind.FRAME:
            return unpacked(payload)
        if known is _Kind.PREVIEW:
            index, captured_us = _STAMP.unpack_from(payload)
            return Preview(payload[_STAMP.size :], index, time_of(captured_us))
        return _DOCUMENTS[known].model_validate_json(payload)
    except (ValueError, ValidationError, struct.error, OverflowError, IndexError) as error:
        raise WallError(f"expected a known message through the wall, got kind {kind}") from error
