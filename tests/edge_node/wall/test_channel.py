"""Whatever may cross arrives as it was; whatever may not is refused."""

import os
import socket
import struct
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_node.capture.source import SourceConfig
from edge_node.errors import WallError
from edge_node.wall.channel import Channel, Crossing, decode, encode
from edge_node.wall.messages import Attempt, Failure, Job, Ready, Switch, Tally
from edge_node.wall.preview import Preview
from tests.support.clips import STARTED_AT

DOCUMENTS: list[Crossing] = [
    Job(source=SourceConfig("rtsp://u:p@c/1", masks_px=(((0, 0), (1, 0), (1, 1)),)), models={"a": "/m/a"}),
    Job(source=SourceConfig("a.mp4", started_at=STARTED_AT), models={}, preview=True, pose="mediapipe"),
    Switch(preview=True),
    Ready(landlock_abi=7, is_counted=True),
    Tally(frames=2, dropped={"late": 1}, replaced=0, stage_s={"blur": 0.5}),
    Failure(problem="capture", message="expected video, got none"),
    Attempt(name="connect", outcome="PermissionError"),
    Preview(b"\xff\xd8jpeg", 7, STARTED_AT),
]


@pytest.fixture
def ends() -> Iterator[tuple[Channel, Channel]]:
    first, second = socket.socketpair()
    with first, second:
        yield Channel(first), Channel(second)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: type(d).__name__)
def test_a_document_arrives_as_it_was(ends: tuple[Channel, Channel], document: Crossing) -> None:
    ends[0].send(document)

    received = ends[1].receive(1)

    assert received is not None
    if isinstance(document, Preview):
        assert isinstance(received[0], Preview)
        assert received[0].jpeg == document.jpeg
    else:
        assert received[0] == document


def test_a_descriptor_is_handed_over_open(ends: tuple[Channel, Channel]) -> None:
    reading, writing = os.pipe()
    ends[0].send(Ready(landlock_abi=1, is_counted=True), writing)

    received = ends[1].receive(1)

    assert received is not None
    assert received[1] is not None
    os.write(received[1], b"x")
    assert os.read(reading, 1) == b"x"
    for descriptor in (reading, writing, received[1]):
        os.close(descriptor)


def test_waiting_is_seen_without_taking(ends: tuple[Channel, Channel]) -> None:
    before = ends[1].has_waiting()
    ends[0].send(Switch(preview=False))

    assert (before, ends[1].has_waiting()) == (False, True)


def test_the_end_is_no_message(ends: tuple[Channel, Channel]) -> None:
    ends[0].close()

    assert ends[1].receive(1) is None


def test_silence_is_refused(ends: tuple[Channel, Channel]) -> None:
    with pytest.raises(WallError, match="silence"):
        ends[1].receive(0.01)


def test_sending_to_nobody_is_refused(ends: tuple[Channel, Channel]) -> None:
    ends[1].close()

    with pytest.raises(WallError, match="other side"):
        ends[0].send(Preview(b"\xff\xd8" + bytes(10**6), 0, STARTED_AT))


def test_a_message_cut_off_is_refused() -> None:
    ours, theirs = socket.socketpair()
    with theirs:
        with ours:
            ours.sendall(encode(Switch(preview=True))[:-3])

        with pytest.raises(WallError, match="expected 16 bytes"):
            Channel(theirs).receive(1)


def test_a_message_beyond_the_bound_is_refused_unread() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(struct.pack(">BI", 2, 2**31))

        with pytest.raises(WallError, match="at most"):
            Channel(theirs).receive(1)


@given(st.binary(max_size=400), st.integers(0, 255))
def test_noise_is_refused_or_is_a_message(noise: bytes, kind: int) -> None:
    try:
        decode(kind, noise)
    except WallError:
        return
    assert kind in range(1, 9)


def test_a_picture_that_is_no_jpeg_does_not_cross() -> None:
    with pytest.raises(WallError, match="known message"):
        decode(2, bytes(16) + b"raw pixels")
