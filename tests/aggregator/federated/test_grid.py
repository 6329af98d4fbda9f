"""Flower's grid carries opaque bytes, and what else comes back counts for nothing."""

from collections.abc import Iterable

import httpx
import pytest
from flwr.app import ConfigRecord, Error, Message, RecordDict
from flwr.supercore.task_identity import TaskIdentity

from aggregator.federated.grid import ENVELOPE, FIELD, GridNodes


class FakeGrid:
    """A grid whose nodes answer as told."""

    def __init__(self, content: dict[int, RecordDict | Error | None]) -> None:
        self.content = content
        self.sent: dict[str, Message] = {}
        self.is_away = False

    def get_node_ids(self) -> Iterable[int]:
        if self.is_away:
            raise httpx.ConnectError("away")
        return list(self.content)

    def push_messages(self, messages: Iterable[Message]) -> Iterable[str]:
        if self.is_away:
            raise httpx.ConnectError("away")
        for message in messages:
            message.metadata.__dict__["_message_id"] = f"m{message.metadata.dst_node_id}"
            self.sent[message.metadata.message_id] = message
        return list(self.sent)

    def pull_messages(self, message_ids: Iterable[str]) -> Iterable[Message]:
        if self.is_away:
            raise httpx.ConnectError("away")
        for one in sorted(message_ids):
            message = self.sent[one]
            content = self.content[message.metadata.dst_node_id]
            if content is not None:
                yield Message(content, reply_to=message)


def record(**fields: bytes | int) -> RecordDict:
    return RecordDict({FIELD: ConfigRecord(dict(fields))})


@pytest.fixture
def grid(monkeypatch: pytest.MonkeyPatch) -> FakeGrid:
    for name in ("_run_id", "_node_id", "_task_id"):
        monkeypatch.setattr(TaskIdentity, name, 1)
    return FakeGrid(
        {
            1: record(**{ENVELOPE: b"sealed"}),
            2: Error(code=0, reason="training_hours"),
            3: record(**{ENVELOPE: 7}),
            4: RecordDict(),
            5: None,
        }
    )


def test_good_replies_come_through_and_others_are_silence(grid: FakeGrid) -> None:
    nodes = GridNodes(grid)  # type: ignore[arg-type]
    nodes.send({"weights": b"w"}, nodes.available())

    heard = nodes.hear()

    assert list(heard.envelopes) == [b"sealed"]
    assert heard.outstanding == 1


def test_instruction_is_bytes_in_one_record(grid: FakeGrid) -> None:
    GridNodes(grid).send({"weights": b"w", "policy": b"p"}, [1])  # type: ignore[arg-type]

    (message,) = grid.sent.values()
    assert dict(message.content[FIELD]) == {"weights": b"w", "policy": b"p"}  # type: ignore[call-overload]


def test_superlink_that_is_away_is_silence(grid: FakeGrid) -> None:
    nodes = GridNodes(grid)  # type: ignore[arg-type]
    nodes.send({"weights": b"w"}, [1, 5])
    grid.is_away = True

    assert list(nodes.available()) == []
    assert nodes.hear().outstanding == 2


def test_superlink_that_goes_away_as_it_is_told_takes_nothing_and_ends_nothing(grid: FakeGrid) -> None:
    nodes = GridNodes(grid)  # type: ignore[arg-type]
    nodes.send({"weights": b"w"}, [1, 5])
    grid.is_away = True

    nodes.send({"weights": b"w"}, [1, 5])

    assert nodes.hear().outstanding == 0


def test_nothing_is_waited_for_before_anything_was_sent(grid: FakeGrid) -> None:
    assert GridNodes(grid).hear().outstanding == 0  # type: ignore[arg-type]
