"""The engine's processes are quiet, named, and ended by pid. (Live: test_learning_chain.)"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from edge_node.federated.engine import QUIET, Engine, ending, free_port
from edge_node.federated.engine_keys import make_engine_keys
from edge_node.federated.errors import EngineError

FOR_EVER = [sys.executable, "-c", "import signal; signal.pause()"]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    keys = make_engine_keys(tmp_path / "keys", datetime.now(UTC))
    with ending(Engine(tmp_path, keys, {"OURS": "1"})) as made:
        yield made


def test_both_reports_to_the_vendor_are_off(engine: Engine) -> None:
    engine.start("told", [sys.executable, "-c", "import os; print(sorted(os.environ.items()))"])
    engine.running["told"].wait()

    said = engine.log("told").read_text()
    assert all(f"'{name}', '{value}'" in said for name, value in QUIET.items())
    assert "('OURS', '1')" in said


def test_a_process_that_ended_is_told_with_its_last_words(engine: Engine) -> None:
    engine.start("broken", [sys.executable, "-c", "raise SystemExit('no certificate')"])
    engine.running["broken"].wait()

    with pytest.raises(EngineError, match="broken ended with 1: no certificate"):
        engine.expect_running()


def test_only_the_processes_asked_for_are_looked_at(engine: Engine) -> None:
    engine.start("broken", [sys.executable, "-c", "raise SystemExit(1)"])
    engine.start("well", FOR_EVER)
    engine.running["broken"].wait()

    engine.expect_running("well")
    with pytest.raises(EngineError, match="broken ended"):
        engine.expect_running("well", "broken")


def test_programs_of_this_environment_are_found_first_by_bare_name(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    engine.start("told", [sys.executable, "-c", "import shutil; print(shutil.which('flwr-serverapp'))"])
    engine.running["told"].wait()

    assert engine.log("told").read_text().strip() == str(Path(sys.executable).parent / "flwr-serverapp")


def test_ending_leaves_no_process(engine: Engine) -> None:
    for name in ("one", "two"):
        engine.start(name, FOR_EVER)
    children = list(engine.running.values())

    engine.end()

    assert all(child.poll() is not None for child in children)
    assert engine.running == {}


def test_secrets_are_made_once(engine: Engine) -> None:
    first = engine.secret("altona").read_bytes()

    assert engine.secret("altona").read_bytes() == first
    assert engine.secret("mitte").read_bytes() != first


@pytest.mark.live
def test_a_superlink_that_does_not_start_is_told(engine: Engine) -> None:
    engine.keys.certificate.write_text("none")

    with pytest.raises(EngineError, match="superlink ended"):
        engine.start_link()


def test_free_ports_differ_from_those_in_use() -> None:
    assert 1_024 < free_port() < 65_536
