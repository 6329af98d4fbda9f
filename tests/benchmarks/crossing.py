"""What crossing the wall costs, and would in shared memory: ``python -m tests.benchmarks.crossing``."""

import json
import mmap
import socket
import struct
import time
from collections.abc import Callable
from datetime import UTC, datetime

import numpy as np

from edge_node.observations import FrameObservation, Pose
from edge_node.pose.keypoints import unmeasured
from edge_node.wall.channel import Channel, decode, encode

ROUNDS = 3000
ENVELOPE_BYTES = 5
FRAME = 1
LENGTH = struct.Struct("=Q")


def main() -> None:
    """Time observations of nobody, one person and six, in microseconds of processor time."""
    for people in (0, 1, 6):
        pose = Pose(unmeasured(), np.ones(4, np.float32), 0.9)
        frame = FrameObservation(1, datetime(2026, 6, 15, tzinfo=UTC), 1280, 720, (pose,) * people, 2, None)
        figures = {
            "people": people,
            "socket_us": spent_us(through_socket(frame)),
            "packing_us": spent_us(lambda f=frame: decode(FRAME, encode(f)[ENVELOPE_BYTES:])),
            "shared_memory_us": spent_us(through_memory(frame)),
        }
        print(json.dumps(figures))


def spent_us(work: Callable[[], object]) -> int:
    """Return the processor time of one round."""
    begun_s = time.process_time()
    for _ in range(ROUNDS):
        work()
    return round((time.process_time() - begun_s) / ROUNDS * 1e6)


def through_socket(frame: FrameObservation) -> Callable[[], object]:
    """Return a crossing as it is."""
    ours, theirs = (Channel(end) for end in socket.socketpair())

    def cross() -> object:
        ours.send(frame)
        return theirs.receive(30)

    return cross


def through_memory(frame: FrameObservation) -> Callable[[], object]:
    """Return the same crossing through memory that both sides would share, waking nobody."""
    memory = mmap.mmap(-1, 1 << 20)

    def cross() -> object:
        data = encode(frame)
        memory[: LENGTH.size + len(data)] = LENGTH.pack(len(data)) + data
        (length,) = LENGTH.unpack(memory[: LENGTH.size])
        return decode(FRAME, memory[LENGTH.size + ENVELOPE_BYTES : LENGTH.size + length])

    return cross


if __name__ == "__main__":
    main()
