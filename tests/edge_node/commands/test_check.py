import json

import pytest

from edge_node.commands.check import answer_of, run, show
from edge_node.errors import WallError
from edge_node.wall.check import WENT_THROUGH, CheckReport, Try
from tests.support.weights import all_models

REFUSED = Try("write a file", "PermissionError: Operation not permitted", {"openat": 1})
HOLDS = CheckReport(confined=True, landlock_abi=7, counted=True, tries=(REFUSED,))
LEAKS = CheckReport(confined=True, landlock_abi=7, counted=True, tries=(Try("write", WENT_THROUGH, {}),))


def test_a_wall_that_holds_is_said_to_hold(capsys: pytest.CaptureFixture[str]) -> None:
    show(HOLDS, as_json=False)

    assert "the wall holds" in capsys.readouterr().out


def test_the_kernels_answers_are_in_the_json(capsys: pytest.CaptureFixture[str]) -> None:
    show(HOLDS, as_json=True)

    answer = json.loads(capsys.readouterr().out)
    assert answer == answer_of(HOLDS)
    assert answer["tries"][0]["denied"] == {"openat": 1}


@pytest.mark.parametrize("as_json", [True, False])
def test_a_wall_that_leaks_is_shown_and_then_an_error(
    capsys: pytest.CaptureFixture[str], as_json: bool
) -> None:
    with pytest.raises(WallError, match="expected a wall that holds"):
        show(LEAKS, as_json=as_json)
    assert WENT_THROUGH in capsys.readouterr().out


@pytest.mark.vision
def test_the_wall_of_this_machine_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOAL_MODELS", str(next(iter(all_models().paths.values())).parent))

    assert run().holds
