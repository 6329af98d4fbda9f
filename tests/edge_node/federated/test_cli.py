"""``shoal learn``: every verb has its help; what is the leader's is asked of the leader's own command."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from edge_node.demo import children
from edge_node.errors import EdgeError
from edge_node.federated.cli import learn


@pytest.mark.parametrize("verb", ["run", "status", "rollback", "work", "admit", "submit", "simulate"])
def test_each_verb_has_its_help(verb: str) -> None:
    assert CliRunner().invoke(learn, [verb, "--help"]).exit_code == 0


def test_a_folder_with_files_is_no_home_for_a_run(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    done = CliRunner().invoke(learn, ["run", "--home", str(tmp_path)])

    assert isinstance(done.exception, EdgeError)


def test_fewer_than_five_stores_are_misuse() -> None:
    assert CliRunner().invoke(learn, ["run", "--sites", "4"]).exit_code == 2


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        (["status", "--json"], ["hub", "model", "status", "--home", "H", "--json"]),
        (["rollback", "--to", "3"], ["hub", "model", "rollback", "--to", "3", "--home", "H"]),
    ],
    ids=["status", "rollback"],
)
def test_the_leader_is_asked_by_its_command_line(
    words: list[str], asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[str]] = []
    monkeypatch.setattr(children, "said", lambda arguments: seen.append(list(arguments)) or "an answer\n")

    done = CliRunner().invoke(learn, [*words, "--home", "H"], catch_exceptions=False)

    assert done.output == "an answer\n"
    assert seen == [asked]


@pytest.mark.parametrize(
    ("words", "pace_s"), [([], 30.0), (["--pace-s", "0"], 0.0)], ids=["usual", "at once"]
)
def test_a_store_answers_at_the_pace_it_is_told(
    words: list[str], pace_s: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secret").write_bytes(b"key")
    trained: list[object] = []
    monkeypatch.setattr("edge_node.federated.pacing.paced", lambda _train, pace: f"at {pace}")
    monkeypatch.setattr("edge_node.federated.worker.work_until", lambda *work: trained.append(work[-1]))
    monkeypatch.setattr("signal.signal", lambda *_: None)
    told = ["--supernode", "127.0.0.1:9", "--secret", str(tmp_path / "secret"), "--home", str(tmp_path)]

    CliRunner().invoke(learn, ["work", *told, *words], catch_exceptions=False)

    assert trained == [f"at {pace_s}"]
