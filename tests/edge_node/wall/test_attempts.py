"""An attempt that is not refused says so: outside the wall the harmless ones go through."""

from edge_node.capture.source import SourceConfig
from edge_node.wall.attempts import Attempts, _outcome, build
from edge_node.wall.messages import Job

JOB = Job(kind="check", source=SourceConfig("none"), models={})


def test_a_deed_that_worked_is_told() -> None:
    assert _outcome(lambda: None) == "went through"


def test_a_deed_that_reports_is_quoted() -> None:
    assert _outcome(lambda: "ran") == "ran"


def test_a_refusal_is_told_by_its_kind() -> None:
    def refused() -> None:
        raise PermissionError(1, "Operation not permitted")

    assert _outcome(refused) == "PermissionError: Operation not permitted"


def test_it_stands_where_the_line_would() -> None:
    attempts = build(None, JOB)

    assert isinstance(attempts, Attempts)
    assert attempts.tally().frames == 0
    assert next(iter(attempts.run(lambda: False))).name == "load the libraries"
