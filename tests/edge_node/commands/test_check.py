import json
from pathlib import Path

import pytest

from edge_node.commands.check import answer_of, hands_of, run, show
from edge_node.errors import WallError
from edge_node.simulation.difficulty import EVERYDAY
from edge_node.simulation.fronts_in_view import fronts_in_view
from edge_node.simulation.site_toml import site_toml
from edge_node.simulation.views import VIEWS, camera_of, placed
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


@pytest.mark.parametrize(
    ("level", "said"), [("boutique-shelf", "measured"), ("boutique-aisle", "not measured here: ")]
)
def test_it_is_said_of_every_shelf_whether_hands_in_it_are_measured(
    level: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    view = VIEWS[level]
    camera = camera_of(view, EVERYDAY)
    fronts = fronts_in_view(view.shop, camera)
    text = site_toml(view.shop, "Test", "UTC", cameras=(placed(camera, "rendered:x"),))
    whole = "front = [[0.5, 4.0], [0.5, 11.0]]"
    assert whole in text
    drawn = f"front = {[list(point) for point in fronts['west-wall']]}"
    (tmp_path / "site.toml").write_text(text.replace(whole, drawn))

    hands = hands_of(tmp_path / "site.toml")
    show(HOLDS, hands, as_json=False)

    assert f'hands in shelf "west-wall": {said}' in capsys.readouterr().out
    assert (hands["west-wall"] == "") == (said == "measured")
    assert "fridge" in hands


def test_why_a_shelf_is_not_measured_is_in_the_json(capsys: pytest.CaptureFixture[str]) -> None:
    show(HOLDS, {"milk": "too far"}, as_json=True)

    assert json.loads(capsys.readouterr().out)["hands"] == {"milk": "too far"}


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
