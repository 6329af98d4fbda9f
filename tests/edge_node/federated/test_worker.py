"""A worker runs its own code, never the bundle's, and tells no more of a failure than its name."""

from collections.abc import Mapping

import pytest
from flwr.app import ConfigRecord, Message, RecordDict
from flwr.supercore.task_identity import TaskIdentity

from edge_node.federated.bundle import bundle
from edge_node.federated.errors import RefusedLearningError
from edge_node.federated.worker import FIELD, replied


@pytest.fixture
def message(monkeypatch: pytest.MonkeyPatch) -> Message:
    for name in ("_run_id", "_node_id", "_task_id"):
        monkeypatch.setattr(TaskIdentity, name, 1)
    made = Message(RecordDict({FIELD: ConfigRecord({"weights": b"w", "round": 1})}), 7, "train")
    made.metadata.__dict__["_message_id"] = "m1"
    return made


def test_answer_is_opaque_bytes(message: Message) -> None:
    reply = replied(message, bundle(), lambda told: {"envelope": told["weights"]})

    assert dict(reply.content[FIELD]) == {"envelope": b"w"}  # type: ignore[call-overload]


def test_only_bytes_reach_the_store(message: Message) -> None:
    seen: list[Mapping[str, bytes]] = []

    replied(message, bundle(), lambda told: seen.append(told) or {})  # type: ignore[func-returns-value]

    assert seen == [{"weights": b"w"}]


def test_another_bundle_is_refused_unread(message: Message) -> None:
    seen: list[object] = []

    reply = replied(message, b"code of somebody", lambda told: seen.append(told) or {})  # type: ignore[func-returns-value]

    assert reply.has_error()
    assert seen == []


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (RefusedLearningError("training_hours", "at 14:00"), "training_hours"),
        (ValueError("a window of 3 people at the door"), "ValueError"),
    ],
    ids=["a refusal", "a failure"],
)
def test_a_failure_is_told_by_its_name(message: Message, error: Exception, reason: str) -> None:
    def fails(_: Mapping[str, bytes]) -> dict[str, bytes]:
        raise error

    assert replied(message, bundle(), fails).error.reason == reason
