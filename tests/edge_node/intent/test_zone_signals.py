"""A zone is spoken of in coarse words, of three people or more, and of nobody who is unlike all."""

from dataclasses import replace

import numpy as np
import pytest

from edge_node.federated.simulation.shops import Shop, examples_from
from edge_node.intent.home_head import HomeHead
from edge_node.intent.levels import LEVELS
from edge_node.intent.predict import Predictor
from edge_node.intent.trained import SHIPPED, read
from edge_node.intent.zone_signals import LEAST_PEOPLE, InView, Onlooker
from edge_node.observations import Track
from tests.support.learning_site import AISLE, QUEUE, SITE, STREET, track

PREDICTOR = Predictor(read(SHIPPED))
ONLOOKER = Onlooker(SITE)
LEVELS_EACH = examples_from(Shop(8), 8, np.random.default_rng(3)).windows[:, 0, : len(LEVELS)]


def usual(place: tuple[float, float] = AISLE, seconds: int = 8) -> Track:
    """Return somebody who stands there and moves as many do, in view until the moment 1,000 + seconds - 1."""
    return replace(track([place] * seconds), movement=LEVELS_EACH[:seconds])


def seen(*tracks: Track, at_s: float = 1_007.0, head: HomeHead | None = None) -> InView:
    return ONLOOKER.look(tracks, at_s, PREDICTOR, head)


def test_of_two_people_nothing_is_said_and_of_three_a_word_for_every_action() -> None:
    said = [ONLOOKER.signals(seen(*[usual()] * count))[1] for count in (LEAST_PEOPLE - 1, LEAST_PEOPLE)]

    assert [one.zone for one in said] == ["aisle", "aisle"]
    assert not said[0].about_to
    assert list(said[1].about_to) == ["pass_by", "browse", "reach", "queue", "leave"]


def test_chances_of_a_zones_people_add_up() -> None:
    found = seen(usual(), usual(), usual(QUEUE), usual(STREET))

    assert found.people == {"aisle": 2, "line": 1}
    assert found.expected["aisle"].sum() == pytest.approx(2)


def test_more_people_about_to_do_it_is_a_larger_word() -> None:
    certain = HomeHead(np.zeros(5), np.array([0.0, 0.0, 9.0, 0.0, 0.0]))

    said = ONLOOKER.signals(seen(*[usual()] * 3, head=certain))[1].about_to

    assert said["reach"] == "many"
    assert {said["pass_by"], said["leave"]} == {"hardly anybody"}


@pytest.mark.parametrize(
    "person",
    [
        pytest.param(replace(usual(), badge="staff"), id="staff"),
        pytest.param(replace(usual(), badge="optout"), id="opted out"),
        pytest.param(replace(usual(), movement=None), id="no body"),
        pytest.param(usual(seconds=3), id="too short"),
        pytest.param(replace(usual(), movement=np.full((8, len(LEVELS)), -1, np.int8)), id="hardly read"),
        pytest.param(replace(usual(), t_s=usual().t_s - 10), id="gone"),
    ],
)
def test_about_these_nobody_is_asked(person: Track) -> None:
    assert not seen(person).people


def test_cameras_that_overlap_count_nobody_twice() -> None:
    both = InView.together([seen(usual(), usual()), seen(usual()), seen(usual(QUEUE))])

    assert both.people == {"aisle": 2, "line": 1}
    assert both.expected["aisle"].sum() == pytest.approx(2)


def test_with_no_camera_every_zone_is_silent() -> None:
    said = ONLOOKER.signals(InView.together([]))

    assert [(one.zone, dict(one.about_to)) for one in said] == [("foyer", {}), ("aisle", {}), ("line", {})]
