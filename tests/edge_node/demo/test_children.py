"""Children answer with one object, or their last words are heard."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from edge_node.demo.children import ChildError, Children, last_words


@pytest.mark.live
def test_a_child_answers_with_an_object(tmp_path: Path) -> None:
    answer = Children().run(["policy", "list", "--json"], log=tmp_path / "log")

    assert "policy_hash" in answer


@pytest.mark.live
def test_a_failing_child_is_quoted(tmp_path: Path) -> None:
    with pytest.raises(ChildError, match=r"exited 2: .*No such command"):
        Children().run(["policy", "nonsense"], log=tmp_path / "log")


def test_a_silent_child_is_said_to_be_silent(tmp_path: Path) -> None:
    assert last_words(tmp_path / "nothing") == "it said nothing"


def test_after_the_ending_none_is_started(tmp_path: Path) -> None:
    children = Children()
    children.end_all()

    with pytest.raises(ChildError, match="is ending"):
        children.run(["--version"], log=tmp_path / "log")


@pytest.mark.live
def test_a_child_at_work_ends_with_the_others(tmp_path: Path) -> None:
    children = Children()
    home = str(tmp_path / "hub")
    children.run(["hub", "init", "--role", "helper", "--home", home, "--json"], log=tmp_path / "log")
    serve = ["hub", "serve", "--role", "helper", "--home", home, "--port", "0"]

    with children.serving(serve, log=tmp_path / "log"), ThreadPoolExecutor() as pool:
        waiting = pool.submit(children.run, [*serve[:-1], "0"], log=tmp_path / "second")
        while not ((tmp_path / "second").exists() or waiting.done()):
            pass
        children.end_all()

        with pytest.raises(ChildError):
            waiting.result(timeout=30)


@pytest.mark.live
def test_a_child_is_ended_when_what_it_depends_on_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("edge_node.demo.children.WATCH_EVERY_S", 0.01)
    children = Children()

    def watch() -> None:
        raise ChildError("the executor is gone")

    with pytest.raises(ChildError, match="the executor is gone"):
        children.run(["policy", "list", "--json"], log=tmp_path / "log", watch=watch)
