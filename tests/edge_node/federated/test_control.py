"""The SuperLink is told of EC keys only, and asked about runs that it knows. (Live: test_learning_chain.)"""

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519

from edge_node.federated.control import control, register, start_run, state_of
from edge_node.federated.engine_keys import make_engine_keys, make_node_key
from edge_node.federated.errors import EngineError


class FakeLink:
    """Answers as told and keeps what it was asked."""

    def __init__(self, **answers: Any) -> None:
        self.answers = answers
        self.asked: list[Any] = []

    def __getattr__(self, name: str) -> Any:
        return lambda request: self.asked.append(request) or self.answers[name]  # type: ignore[func-returns-value]


def test_a_nodes_key_becomes_a_node(tmp_path: Path) -> None:
    link: Any = FakeLink(RegisterNode=SimpleNamespace(node_id=7))

    assert register(link, make_node_key(tmp_path / "node.key")) == 7


def test_another_kind_of_key_is_refused() -> None:
    public = ed25519.Ed25519PrivateKey.generate().public_key()
    line = public.public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH)
    link: Any = FakeLink()

    with pytest.raises(EngineError, match="P-384"):
        register(link, line.decode())


def test_a_run_that_does_not_start_is_an_error() -> None:
    link: Any = FakeLink(StartRun=SimpleNamespace(HasField=lambda _: False))

    with pytest.raises(EngineError, match="did not start"):
        start_run(link, {"rounds": 1})


def test_state_of_a_run_is_told() -> None:
    status = SimpleNamespace(status="finished", sub_status="failed", details="why")
    link: Any = FakeLink(ListRuns=SimpleNamespace(run_dict={7: SimpleNamespace(status=status)}))

    found = state_of(link, 7)

    assert (found.run_id, found.status, found.outcome, found.details) == (7, "finished", "failed", "why")


def test_a_run_that_nobody_knows_is_an_error() -> None:
    link: Any = FakeLink(ListRuns=SimpleNamespace(run_dict={}))

    with pytest.raises(EngineError, match="knows no run 7"):
        state_of(link, 7)


def test_a_superlink_that_does_not_answer_is_told(tmp_path: Path) -> None:
    keys = make_engine_keys(tmp_path, datetime.now(UTC))

    with pytest.raises(EngineError, match="did not take the request"), control("[::1]:1", keys.authority):
        raise httpx.ConnectError("refused")
