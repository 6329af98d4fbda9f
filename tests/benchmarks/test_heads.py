"""The measure of the fills is checked on boxes whose answer is known, and on pictures of many faces."""

from pathlib import Path

import numpy as np
import pytest

from edge_node.blur.faces import FaceFinder
from edge_node.pose.models import FACES, PEOPLE
from edge_node.pose.people import PersonFinder
from tests.benchmarks.head_truth import Head, judge, mirrored, pictures
from tests.benchmarks.heads import leak_bound, measure
from tests.support.weights import all_models, bytes_of

FACE = Head((20, 10, 60, 60), "face")


def _kept(*filled: tuple[int, int, int, int]) -> np.ndarray:
    kept = np.ones((100, 100), np.bool_)
    for left, top, right, bottom in filled:
        kept[top:bottom, left:right] = False
    return kept


@pytest.mark.parametrize(
    ("filled", "view", "is_covered"),
    [
        ((20, 10, 60, 60), "face", True),
        ((20, 10, 60, 54), "face", True),
        ((20, 10, 60, 50), "face", False),
        ((20, 18, 60, 60), "face", False),
        ((20, 14, 60, 60), "behind", True),
        ((60, 10, 99, 60), "behind", False),
    ],
    ids=["all", "without a chin", "without a jaw", "without the eyes", "without a crown", "beside it"],
)
def test_a_head_is_covered_when_its_oval_and_its_eyes_are(
    filled: tuple[int, int, int, int], view: str, is_covered: bool
) -> None:
    assert judge(_kept(filled), Head(FACE.box_px, view))[1] is is_covered


def test_the_share_is_that_of_the_box() -> None:
    share, _ = judge(_kept((20, 10, 40, 60)), FACE)

    assert share == pytest.approx(0.5)


def test_the_bound_is_the_rule_of_three_for_no_leak() -> None:
    assert leak_bound(0, 100) == pytest.approx(1 - 0.05 ** (1 / 100))


@pytest.mark.parametrize(("bare", "heads", "bound"), [(1, 20, 0.2161), (5, 5, 1.0)], ids=["some", "all"])
def test_the_bound_is_clopper_and_pearsons(bare: int, heads: int, bound: float) -> None:
    assert leak_bound(bare, heads) == pytest.approx(bound, abs=1e-4)


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_mirror_shows_a_head_where_it_says(side: str) -> None:
    pixels = np.zeros((100, 200, 3), np.uint8)
    heads = (
        Head((20, 10, 60, 60), "face"),
        Head((120, 10, 160, 60), "face"),
        Head((90, 10, 110, 60), "face"),
    )
    for head in heads[:2]:
        left, top, right, bottom = head.box_px
        pixels[top:bottom, left:right] = 200

    shown, found = mirrored(pixels, heads, side=side)

    assert len(found) == 2
    assert all((shown[h.box_px[1] : h.box_px[3], h.box_px[0] : h.box_px[2]] >= 160).all() for h in found)
    assert (shown > 0).any(axis=2).sum() == 2 * 40 * 50


@pytest.mark.media
def test_every_head_marked_is_read(data_folder: Path) -> None:
    found = [head for picture in pictures(data_folder) for head in picture.heads]

    assert len(found) == 137 + 18


@pytest.mark.media
def test_neither_fill_leaves_a_face_of_the_pictures_bare(data_folder: Path) -> None:
    still = [picture for picture in pictures(data_folder) if picture.file.endswith(".jpg")]
    models = all_models()
    finders = (
        PersonFinder(bytes_of(models, PEOPLE), threads=2),
        FaceFinder(bytes_of(models, FACES), threads=2),
    )

    counts = measure(data_folder, still, finders).by_kind

    assert counts["wide", "all"].heads == 19 + 29 + 18
    assert counts["wide", "all"].bare == []
    assert counts["tight", "all"].bare == []
