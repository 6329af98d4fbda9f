"""Occupancy is time, in units."""

from edge_node.features.occupancy import contribution
from edge_node.observations import Visit
from edge_node.vector_plan import plan
from policies.tasks import tasks
from shared.ids import TaskId
from tests.support.edge_world import BUNDLE, journey, site

PLAN = plan(tasks(BUNDLE)[TaskId("occupancy.hour.site")], site(), BUNDLE.chain.layout)


def test_ten_minutes_are_ten_person_minutes() -> None:
    assert contribution(journey(1_781_000_007.0, 600), PLAN).tolist() == [10]


def test_a_moment_between_two_round_minutes_is_none() -> None:
    assert contribution(journey(1_780_999_981.0, 20), PLAN).tolist() == [0]


def test_everybody_together_is_their_time_together() -> None:
    lengths_s = [7 + 13 * at % 200 for at in range(400)]
    people = [journey(1_781_000_000 + 17.3 * at, length) for at, length in enumerate(lengths_s)]
    total = sum(int(contribution(person, PLAN)[0]) for person in people)

    assert abs(total - sum(lengths_s) / 60) < 0.05 * sum(lengths_s) / 60


def test_time_in_front_of_the_entrance_is_not_time_in_the_shop() -> None:
    start_s = 1_781_000_007.0
    came_in = journey(start_s, 600, visits=[Visit("z8", start_s, 120.0), Visit("z1", start_s + 130, 60.0)])

    assert contribution(came_in, PLAN).tolist() == [8]


def test_who_never_came_in_adds_nothing() -> None:
    passed_by = journey(1_781_000_007.0, 600, visits=[Visit("z8", 1_781_000_007.0, 600.0)])

    assert contribution(passed_by, PLAN).tolist() == [0]
