"""Occupancy is time, in units."""

from edge_node.features.occupancy import contribution
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
