"""The judged clips of the accuracy goals, and how others are named."""

import pytest

from tests.benchmarks.accuracy import CLIPS, SHELF_CLIPS, clip_named, clips_at


def test_clips_differ() -> None:
    assert len(set(CLIPS)) == len(CLIPS)
    assert sum(clip.seconds for clip in CLIPS if clip.view.endswith("door")) == 1200.0


def test_hands_are_judged_by_as_many_seeds_at_either_level() -> None:
    views = {level: sorted((clip.view, clip.seed) for clip in clips) for level, clips in SHELF_CLIPS.items()}

    assert views["everyday"] == views["calm"]
    assert len(set(views["calm"])) == 12


def test_a_calm_shop_is_judged_by_twice_the_clips_of_which_none_is_the_same() -> None:
    calm = clips_at("calm")

    assert len({(clip.view, clip.seed) for clip in calm}) == len(calm) == 2 * len(CLIPS)


def test_a_clip_is_named_by_view_seed_and_seconds() -> None:
    clip = clip_named("boutique-aisle:11:60")

    assert (clip.view, clip.seed, clip.seconds) == ("boutique-aisle", 11, 60.0)


@pytest.mark.parametrize("text", ["boutique-aisle", "cellar:11:60"], ids=["too short", "no such view"])
def test_what_names_no_clip_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        clip_named(text)
