"""What somebody leaves behind is parted, put together again and forgotten as a whole."""

from dataclasses import fields

import numpy as np
import pytest

from edge_node.observations import Pose
from edge_node.pose.keypoints import unmeasured
from edge_node.track.trail import Trail

FRAME_PX = (1280, 720)


def walked(*t_s: float) -> Trail:
    """Return the way of somebody who was seen at each of these moments, ten pixels apart."""
    trail = Trail(confirmed_at_s=0.0)
    for step, at_s in enumerate(t_s):
        box = np.array([100 + 10 * step, 200, 180 + 10 * step, 400], np.float32)
        trail.add(at_s, Pose(unmeasured(), box, 0.9), FRAME_PX, 400.0)
        trail.told.append(True)
    return trail


def lengths(trail: Trail) -> set[int]:
    """Return how long each of its lists is."""
    return {len(values) for each in fields(trail) if isinstance(values := getattr(trail, each.name), list)}


def test_every_moment_is_noted_in_every_list() -> None:
    assert lengths(walked(0.0, 0.1, 0.2)) == {3}


def test_what_is_parted_and_put_back_is_as_it_was() -> None:
    whole, trail = walked(0.0, 0.1, 0.2, 0.3), walked(0.0, 0.1, 0.2, 0.3)

    rest = trail.part(0.2, confirmed_at_s=9.0)
    assert (trail.t_s, rest.t_s, rest.confirmed_at_s) == ([0.0, 0.1], [0.2, 0.3], 9.0)
    assert (lengths(trail), lengths(rest)) == ({2}, {2})

    rest.go_on_before(trail, judged_s=0.2)
    assert (rest.t_s, rest.tops_px[0].tolist()) == (whole.t_s, whole.tops_px[0].tolist())
    assert (lengths(rest), rest.confirmed_at_s, rest.judged_s) == ({4}, 0.0, 0.2)


@pytest.mark.parametrize(("since_s", "left"), [(-1.0, 3), (0.1, 2), (0.15, 1), (1.0, 0)])
def test_what_came_after_a_moment_is_a_copy(since_s: float, left: int) -> None:
    trail = walked(0.0, 0.1, 0.2)

    recent = trail.recent(since_s)

    assert lengths(recent) == {left}
    recent.t_s.clear()
    assert lengths(trail) == {3}


def test_of_who_is_wiped_the_newest_moment_is_left() -> None:
    trail = walked(0.0, 0.1, 0.2)

    trail.wipe()

    assert (trail.t_s, lengths(trail), trail.is_wiped) == ([0.2], {1}, True)


def test_a_badge_holds_once_enough_moments_agree() -> None:
    trail = walked(*np.arange(0.0, 3.0, 0.1).tolist())

    trail.wear("staff")
    first = trail.badge
    for at_s in np.arange(3.0, 4.0, 0.1).tolist():
        box = np.array([100, 200, 180, 400], np.float32)
        trail.add(at_s, Pose(unmeasured(), box, 0.9), FRAME_PX, 400.0)
        trail.wear("staff")

    assert (first, trail.badge) == (None, "staff")
