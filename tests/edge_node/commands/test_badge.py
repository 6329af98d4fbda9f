"""`shoal edge badge` prints what a camera can read, and refuses to promise what it cannot."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from edge_node.badges.size import most_module_mm, range_m_of
from edge_node.cli import edge
from edge_node.commands.badge import of_camera, of_lens, print_badge
from edge_node.errors import BadgeError
from edge_node.simulation.difficulty import EVERYDAY
from edge_node.simulation.site_toml import site_toml
from edge_node.simulation.views import VIEWS, camera_of, placed

VIEW = VIEWS["boutique-door"]
CAMERA = camera_of(VIEW, EVERYDAY)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return the site file of a camera of which people stand up to 8 m away."""
    path = tmp_path / "site.toml"
    path.write_text(site_toml(VIEW.shop, "Test", "UTC", cameras=(placed(CAMERA, "rendered:x"),)))
    return path


def test_a_camera_that_sees_farther_than_paper_reaches_gets_the_largest_badge(
    tmp_path: Path, site: Path
) -> None:
    optics = of_camera(site, CAMERA.name, "en")

    printed = print_badge("optout", optics, tmp_path / "a.pdf", distance_m=None, language="en", paper="A4")

    assert printed.module_mm == most_module_mm("A4")
    assert printed.range_m == pytest.approx(range_m_of(printed.module_mm, optics.focal_px))
    assert printed.farthest_m is not None
    assert printed.farthest_m > printed.range_m


def test_a_badge_for_a_short_distance_is_small(tmp_path: Path) -> None:
    optics = of_lens(1920, 60.0, "en")

    printed = print_badge("staff", optics, tmp_path / "a.pdf", distance_m=3.0, language="en", paper="A4")

    assert (printed.module_mm, printed.side_mm, printed.range_m) == (7.5, 52.5, 3.1)
    assert printed.farthest_m is None


def test_a_distance_beyond_the_paper_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    out = tmp_path / "a.pdf"

    with pytest.raises(BadgeError, match=r"read up to 4\.6 m from this camera, asked for 12 m"):
        print_badge("staff", of_lens(1280, 70.0, "en"), out, distance_m=12.0, language="en", paper="A4")

    assert not out.exists()


def test_a_folder_that_is_not_there_is_one_clear_error(tmp_path: Path) -> None:
    out = tmp_path / "none" / "a.pdf"

    with pytest.raises(BadgeError, match="Check that the folder exists"):
        print_badge("staff", of_lens(1280, 70.0, "en"), out, distance_m=4.0, language="en", paper="A4")


def test_the_command_writes_a_pdf_for_a_camera_of_the_site(tmp_path: Path, site: Path) -> None:
    out = tmp_path / "badge.pdf"
    asked = ["--kind", "optout", "--camera", CAMERA.name, "--site", str(site), "--language", "de"]

    done = CliRunner().invoke(edge, ["badge", *asked, "--out", str(out), "--json"])

    assert json.loads(done.stdout)["range_m"] == pytest.approx(2.8)
    assert out.read_bytes().startswith(b"%PDF")
    assert b"Bitte nicht erfassen" in out.read_bytes()


def test_the_command_needs_a_camera_or_a_distance(tmp_path: Path) -> None:
    done = CliRunner().invoke(edge, ["badge", "--kind", "staff", "--out", str(tmp_path / "a.pdf")])

    assert done.exit_code == 2
    assert "expected --camera NAME or --distance-m" in done.output
