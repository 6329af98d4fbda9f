"""The check, really run: nothing gets out, and MediaPipe's own try is among what the kernel refused."""

import pytest

from edge_node.wall.check import WENT_THROUGH, CheckReport, Try, check
from tests.support.weights import all_models


@pytest.fixture(scope="module")
def report() -> CheckReport:
    return check(all_models())


@pytest.mark.vision
def test_the_wall_holds_here(report: CheckReport) -> None:
    assert report.confined
    assert report.counted
    assert report.holds


@pytest.mark.vision
@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("connect to a host", "socket"),
        ("look up a host", "socket"),
        ("write a file", "openat"),
        ("make a folder", "mkdir"),
        ("run a program", "execve"),
        ("start a process", "clone"),
    ],
)
def test_each_staged_attempt_is_counted_by_the_kernel(report: CheckReport, name: str, call: str) -> None:
    (tried,) = [attempt for attempt in report.tries if attempt.name == name]

    assert tried.denied[call] >= 1


@pytest.mark.vision
def test_mediapipe_runs_and_its_own_call_home_is_refused(report: CheckReport) -> None:
    (tried,) = [attempt for attempt in report.tries if attempt.name == "pose by MediaPipe Tasks"]

    assert tried.outcome.startswith("ran")
    assert tried.denied["socket"] >= 1


@pytest.mark.vision
def test_people_get_a_line_for_each_try_and_a_verdict(report: CheckReport) -> None:
    lines = report.lines()

    assert len(lines) == len(report.tries) + 2
    assert lines[-1] == "the wall holds"


def test_one_deed_that_went_through_is_enough() -> None:
    leaking = CheckReport(True, 7, True, (Try("connect to a host", WENT_THROUGH, {}),))

    assert not leaking.holds
    assert leaking.lines()[-1] == "the wall does NOT hold"


def test_denials_add_up() -> None:
    tries = (Try("a", "x", {"socket": 1}), Try("b", "x", {"socket": 2, "mkdir": 1}))

    assert CheckReport(True, 7, True, tries).denied == {"socket": 3, "mkdir": 1}
