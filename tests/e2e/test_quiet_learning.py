"""A round of training sends nothing but to the parties that take part, with every packet seen.

What Flower would send, left alone, is the control.
"""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.netns import Namespace, asked_names, leaving, namespace

pytestmark = pytest.mark.live
REPORTS_HOME = "from flwr.supercore.telemetry import EventType, event; event(EventType.PING).result()"


@pytest.fixture(scope="module")
def apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Namespace]:
    with namespace(tmp_path_factory.mktemp("quiet-learning")) as made:
        yield made


def test_no_packet_leaves_while_a_round_is_trained(apart: Namespace) -> None:
    answer = apart.folder / "answer.json"
    script = f'exec "{sys.executable}" -m shared.cli learn run --rounds 1 --json > "{answer}"'

    packets = apart.run(["sh", "-c", script], timeout_s=400, environment=environment(apart.folder))

    assert json.loads(answer.read_text(encoding="utf-8"))["participants"] == [5]
    assert len(packets) > 500
    assert leaving(packets) == []


def test_flower_left_alone_asks_for_its_vendor(apart: Namespace) -> None:
    command = [sys.executable, "-c", REPORTS_HOME]

    packets = apart.run(command, timeout_s=60, environment=environment(apart.folder))

    assert any("flower.ai" in name for name in asked_names(leaving(packets)))


def environment(home: Path) -> dict[str, str]:
    """Return a newcomer's environment: no switch that silences a vendor."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "PYTHONPATH") if name in os.environ}
    return kept | {"HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"}
