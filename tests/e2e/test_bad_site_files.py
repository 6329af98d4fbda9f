"""Site files that cannot be: the real command says what is wrong, by how much, and what to do; exit 1."""

from pathlib import Path

import pytest

from edge_node.storage.home import Home
from shared.clock import SystemClock
from tests.support.command_line import Shoal
from tests.support.edge_world import paired_node

CAMERA = '[[cameras]]\nname = "door"\nframe_px = [640, 360]\n'
FLOOR = "floor = [[0, 0], [12, 0], [12, 6], [0, 6]]\n"
IN_PIXELS = 'units = "px"\n' + CAMERA
ZONE = "[[1, 1], [2, 1], [2, 2]]"


def landmarks(*pairs: str) -> str:
    usual = ["px=[0,350],m=[0,0]", "px=[600,350],m=[12,0]", "px=[600,9],m=[12,6]", "px=[0,9],m=[0,6]"]
    kept = list(pairs) + usual[len(pairs) :]
    return "landmarks = [" + ", ".join(f"{{{pair}}}" for pair in kept) + "]\n"


def zone(polygon: str, name: str = "chilled", kind: str = "grocery") -> str:
    return f'[[zones]]\nname = "{name}"\ntype = "{kind}"\npolygon = {polygon}\n'


def line(start: str, end: str) -> str:
    return f'[[lines]]\nname = "door"\nfrom_xy = {start}\nto_xy = {end}\n'


def shelf(front: str) -> str:
    return f'[[shelves]]\nname = "board"\nzone = "chilled"\nfront = {front}\n'


CASES = {
    "a zone outside the floor": (
        FLOOR + zone("[[1, 1], [13.4, 1], [3, 3]]"),
        'zone "chilled" lies 1.4 m outside the floor (x ≤ 12.0 m, got 13.4 m). '
        "Move the point or enlarge floor in site.toml.",
    ),
    "a zone south of the floor": (
        FLOOR + zone("[[1, 1], [3, -0.5], [3, 3]]"),
        "lies 0.5 m outside the floor (y ≥ 0.0 m, got -0.5 m)",
    ),
    "a zone across a notch of the floor": (
        "floor = [[0,0], [10,0], [10,10], [6,10], [6,4], [4,4], [4,10], [0,10]]\n"
        + zone("[[1, 5], [9, 5], [9, 9], [1, 9]]"),
        'zone "chilled" lies 1.0 m outside the floor (got x 5.0 m, y 5.0 m, past one of its inner edges)',
    ),
    "a line outside the floor": (
        FLOOR + line("[1, 1]", "[13.4, 1]"),
        'line "door" lies 1.4 m outside the floor (x ≤ 12.0 m, got 13.4 m)',
    ),
    "a shelf outside the floor": (
        FLOOR + zone(ZONE) + shelf("[[1, 2], [1, 7]]"),
        'shelf "board" lies 1.0 m outside the floor (y ≤ 6.0 m, got 7.0 m)',
    ),
    "a heatmap outside the floor": (
        FLOOR + "[grid]\norigin_m = [100, 0]\ncell_m = 1\ncolumns = 2\nrows = 2\n",
        "the grid lies outside the floor (expected a cell of it on the floor, got x 100–102 m, y 0–2 m)",
    ),
    "landmarks in a row": (
        CAMERA + landmarks(*(f"px=[{100 * k},{90 * k}],m=[{k},{k}]" for k in range(4))),
        'camera "door": landmarks 2, 3, 4 lie in one row in the image',
    ),
    "one landmark given twice": (
        CAMERA + landmarks("px=[0,350],m=[0,0]", "px=[0,350],m=[0,0]"),
        'camera "door": landmarks 1, 2, 4 lie in one row in the image',
    ),
    "two landmarks changed over": (
        CAMERA + landmarks("px=[0,350],m=[0,0]", "px=[600,350],m=[12,6]", "px=[600,9],m=[12,0]"),
        'the landmarks of camera "door" are mixed up (expected the same order round the floor as in the',
    ),
    "a fifth landmark that does not fit": (
        CAMERA + landmarks().replace("]\n", ", {px=[300,180],m=[6,5]}]\n"),
        "(expected at most 50 cm), landmark 5 by the most. Measure it again.",
    ),
    "a landmark beside the picture": (
        CAMERA + landmarks("px=[0,350],m=[0,0]", "px=[1600,350],m=[12,0]"),
        'landmark 2 of camera "door" lies 960 px outside the picture of 640×360 px (x ≤ 640 px, got 1600 px)',
    ),
    "a landmark that is no number": (
        CAMERA + landmarks("px=[nan,350],m=[0,0]"),
        "cameras.\"door\".landmarks.0.px.0: input should be a finite number (got 'nan')",
    ),
    "two zones of one name": (zone(ZONE) * 2, 'two zones are named "chilled". Give each its own name.'),
    "two lines of one name": (line("[0, 0]", "[1, 0]") * 2, 'two lines are named "door"'),
    "two cameras of one name": (CAMERA * 2, 'two cameras are named "door"'),
    "two shelves of one name": (
        zone(ZONE) + shelf("[[1, 2], [2, 2]]") * 2,
        'two shelves are named "board"',
    ),
    "an unknown key": ("colour = 1\n", "colour: unknown key (got '1'). Remove it or correct its spelling."),
    "an unknown key of a zone": (
        zone(ZONE) + "dwell = 3\n",
        "zones.\"chilled\".dwell: unknown key (got '3')",
    ),
    "a corner that is no number": (
        zone("[[1, 1], [nan, 1], [2, 2]]"),
        'zones."chilled".polygon.1.0: input should be a finite number',
    ),
    "a corner endlessly far away": (zone("[[1, 1], [inf, 1], [2, 2]]"), "input should be a finite number"),
    "a corner farther than any shop": (zone("[[1, 1], [1e9, 1], [2, 2]]"), "less than or equal to 100000"),
    "a line that is no number": (line("[nan, 1]", "[1, 1]"), 'lines."door".from_xy.0: input should be a'),
    "a scale that is endless": (CAMERA + "px_per_m = inf\n", "px_per_m: input should be a finite number"),
    "a bow-tie zone": (
        zone("[[1, 1], [4, 3], [3, 1], [1, 3]]"),
        'zone "chilled" crosses itself (its edges from corner 1 and from corner 3 meet). '
        "List the corners in order, once round.",
    ),
    "a bow-tie floor": ("floor = [[0, 0], [9, 9], [9, 0], [0, 8]]\n", "the floor crosses itself"),
    "a zone in one row": (zone("[[1, 1], [2, 2], [3, 3]]"), 'zone "chilled" has no area (expected at least'),
    "a floor of two corners": ("floor = [[0, 0], [9, 9]]\n", "the floor has no area"),
    "a line of one point": (line("[1, 1]", "[1, 1]"), 'line "door" needs two different ends (expected at'),
    "a mask outside the picture": (
        CAMERA + "masks_px = [[[600, 10], [800, 10], [800, 90]]]\n",
        'mask 1 of camera "door" lies 160 px outside the picture of 640×360 px (x ≤ 640 px, got 800 px). '
        "Draw it again on a picture of this camera.",
    ),
    "a bow-tie mask": (
        CAMERA + "masks_px = [[[0, 0], [100, 100], [100, 0], [0, 80]]]\n",
        'mask 1 of camera "door" crosses itself',
    ),
    "a picture without width": (CAMERA.replace("640", "0"), "frame_px.0: input should be greater than or"),
    "a zone outside the picture": (
        IN_PIXELS + zone("[[1, 1], [700, 1], [3, 300]]"),
        'zone "chilled" lies 60 px outside the picture of 640×360 px (x ≤ 640 px, got 700 px)',
    ),
    "a line above the horizon": (
        IN_PIXELS
        + landmarks(
            "px=[200,350],m=[0,0]", "px=[440,350],m=[4,0]", "px=[360,200],m=[4,8]", "px=[280,200],m=[0,8]"
        )
        + line("[100, 60]", "[500, 60]"),
        'line "door" reaches above the horizon (expected floor, got (',
    ),
    "no TOML at all": ("name = = 1\n", "is not TOML"),
}


@pytest.fixture
def shoal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shoal:
    return Shoal(monkeypatch, capsys)


@pytest.fixture
def tracks(tmp_path: Path) -> Path:
    """Return a table of one person: a replay of it needs no video and no model."""
    path = tmp_path / "tracks.csv"
    path.write_text("t_s,person_id,x_m,y_m\n0,a,1,-1\n1,a,1,1\n")
    return path


def site(folder: Path, text: str) -> Path:
    path = folder / "site.toml"
    path.write_text(f'name = "Shop"\n{text}', encoding="utf-8")
    return path


@pytest.mark.parametrize(("text", "message"), CASES.values(), ids=CASES)
def test_the_command_says_what_is_wrong_and_ends_with_1(
    shoal: Shoal, tracks: Path, tmp_path: Path, text: str, message: str
) -> None:
    done = shoal("edge", "replay", "--tracks", tracks, "--site", site(tmp_path, text))

    assert (done.status, done.answer) == (1, "")
    assert message in done.message
    assert done.message.startswith("shoal: ")
    assert done.message.count("\n") == 1


def test_a_strip_outside_the_entrance_need_not_lie_on_the_floor(
    shoal: Shoal, tracks: Path, tmp_path: Path
) -> None:
    strip = zone("[[0, -3], [12, -3], [12, -1]]", name="street", kind="outside")

    assert shoal("edge", "replay", "--tracks", tracks, "--site", site(tmp_path, FLOOR + strip)).status == 0


def test_a_node_at_work_and_a_preview_hold_their_site_file_to_the_same(shoal: Shoal, tmp_path: Path) -> None:
    home = tmp_path / "home"
    paired_node(home, SystemClock())
    bad = site(home, FLOOR + zone("[[1, 1], [13.4, 1], [3, 3]]"))

    ended = [
        shoal("edge", "run", "--once", "--home", home),
        shoal("edge", "preview", "a.mp4", "--site", bad, "--save", tmp_path / "out", "--home", home),
    ]

    assert [done.status for done in ended] == [1, 1]
    assert all('zone "chilled" lies 1.4 m outside the floor' in done.message for done in ended)
    assert not Home(home).journal.exists()


def test_a_site_file_that_is_not_there_is_named(shoal: Shoal, tracks: Path, tmp_path: Path) -> None:
    done = shoal("edge", "replay", "--tracks", tracks, "--site", tmp_path / "none.toml")

    assert done.status == 1
    assert "none.toml: no such file or directory" in done.message.lower()


@pytest.mark.parametrize("option", ["--zone=bay=1,1,4,3,3,1,1,3", "--zone=bay=1,1,1e999,3,3,1"])
def test_places_of_the_command_line_are_held_to_the_same(shoal: Shoal, tracks: Path, option: str) -> None:
    done = shoal("edge", "replay", "--tracks", tracks, option)

    assert done.status == 1
    assert "bay" in done.message
