"""A finding judged by eye excuses that very finding and no other."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from tests.benchmarks.not_faces import NotAFace, judged_at, not_faces

BAG = NotAFace("shop.mp4", 44, (100, 200, 140, 240), "a paper bag", date(2026, 11, 27))


def at(clip: str, frame: int, *box_px: float) -> NotAFace | None:
    return judged_at([BAG], clip, frame, np.array(box_px, np.float64))


def test_the_finding_itself_is_excused() -> None:
    assert at("shop.mp4", 44, 100, 200, 140, 240) is BAG


def test_so_it_is_where_another_machine_puts_it_a_few_px_off() -> None:
    assert at("shop.mp4", 44, 104, 203, 144, 243) is BAG


@pytest.mark.parametrize(
    ("clip", "frame", "box_px"),
    [
        ("shop.mp4", 45, (100, 200, 140, 240)),
        ("mall.mp4", 44, (100, 200, 140, 240)),
        ("shop.mp4", 44, (130, 200, 170, 240)),
        ("shop.mp4", 44, (110, 210, 130, 230)),
        ("shop.mp4", 44, (0, 0, 1280, 720)),
    ],
    ids=["in the next frame", "in another clip", "beside it", "a face within the box", "around everything"],
)
def test_no_other_finding_is(clip: str, frame: int, box_px: tuple[float, ...]) -> None:
    assert at(clip, frame, *box_px) is None


def test_every_entry_says_what_it_is_and_when_it_was_judged() -> None:
    judged = not_faces()

    assert judged
    assert all(len(one.box_px) == 4 and one.what and one.judged_on >= date(2026, 11, 27) for one in judged)


def test_no_two_entries_speak_of_one_finding() -> None:
    judged = not_faces()

    for one in judged:
        assert judged_at(judged, one.clip, one.frame, np.array(one.box_px, np.float64)) is one


def test_an_empty_list_excuses_nothing(tmp_path: Path) -> None:
    (tmp_path / "none.toml").write_text("findings = []\n")

    assert not_faces(tmp_path / "none.toml") == ()
