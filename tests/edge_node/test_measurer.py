"""Journeys are counted into open epochs, under the policy, each once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from edge_node.measurer import FLUSH_EVERY, Measurer
from edge_node.observations import Crossing, Journey, Track, Visit
from edge_node.storage.journal import Journal
from edge_node.storage.ledger import LedgerEntry
from edge_node.vector_plan import plans
from policies.engine import Decision, Deny, Request, decide
from policies.tasks import tasks
from shared.epoch import epoch_of
from shared.ids import TaskId
from tests.support.edge_world import BUNDLE, journey, site

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
AT_S = NOW.timestamp()
FOOTFALL = TaskId("footfall.hour.site")
HOUR = epoch_of(NOW, "hour", site().zone_info)


Decider = Callable[[Request], Decision]


def permit(request: Request) -> Decision:
    return decide(request, BUNDLE, NOW)


def deny(_: Request) -> Decision:
    return Deny("no_policy", "nothing may be measured")


def visitor(at_s: float = AT_S) -> Journey:
    crossing = Crossing("door", at_s + 1, "in")
    return journey(at_s, 300, visits=[Visit("z1", at_s, 20)], crossings=[crossing])


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal.sqlite3")


def measurer(journal: Journal, decider: Decider = permit, policy_hash: bytes = BUNDLE.hash) -> Measurer:
    return Measurer(
        plans=plans(tasks(BUNDLE).values(), site(), BUNDLE.chain.layout, ["door"]),
        policy_hash=policy_hash,
        decide=decider,
        journey_of=lambda track: Journey(track, (), (Crossing("door", track.t_s[0], "in"),)),
        journal=journal,
    )


def test_a_journey_is_added_to_every_task_it_touches(journal: Journal) -> None:
    touched = measurer(journal).add(visitor())

    assert {task_id.split(".")[0] for task_id in touched} == {
        "footfall",
        "occupancy",
        "zone_visits",
        "dwell",
        "heatmap",
    }


def test_a_track_is_counted_through_its_journey(journal: Journal) -> None:
    assert FOOTFALL in measurer(journal).count(visitor().track)


def test_two_people_are_two(journal: Journal) -> None:
    measurer(journal).add_all([visitor(), visitor()])

    held = journal.sums.get(FOOTFALL, HOUR)
    assert held is not None
    assert held.vector.tolist() == [2, 0, 0, 0]


def test_sums_grow_over_several_flushes(journal: Journal) -> None:
    counting = measurer(journal)

    counting.add_all([visitor()])
    counting.add_all([visitor()])

    held = journal.sums.get(FOOTFALL, HOUR)
    assert held is not None
    assert held.vector[0] == 2


def test_a_track_belongs_to_the_epoch_it_was_confirmed_in(journal: Journal) -> None:
    measurer(journal).add_all([visitor(AT_S - 1)])

    assert journal.sums.get(FOOTFALL, HOUR) is None
    assert journal.sums.get(FOOTFALL, HOUR - 1) is not None


def test_without_a_permit_nothing_is_counted(journal: Journal) -> None:
    counting = measurer(journal, deny)

    assert counting.add(visitor()) == ()
    counting.record_coverage(AT_S, AT_S + 60)
    counting.flush()
    assert journal.sums.epochs() == []


def test_a_permit_for_other_terms_counts_nothing(journal: Journal) -> None:
    def other(request: Request) -> Decision:
        answer = permit(request)
        assert not isinstance(answer, Deny)
        return type(answer)(answer.task.model_copy(update={"unit_size": 7}))

    assert measurer(journal, other).add(visitor()) == ()


def test_data_from_before_the_policy_is_not_counted(journal: Journal) -> None:
    before_s = (BUNDLE.chain.not_before - timedelta(days=2)).timestamp()

    assert measurer(journal).add(visitor(before_s)) == ()


def test_coverage_is_recorded_in_every_epoch_it_spans(journal: Journal) -> None:
    counting = measurer(journal)

    counting.record_coverage(AT_S - 600, AT_S + 1200)
    counting.flush()

    covered = [journal.sums.get(FOOTFALL, epoch) for epoch in (HOUR - 1, HOUR)]
    assert [each.coverage_s for each in covered if each] == [600, 1200]


def test_coverage_and_people_meet_in_one_sum(journal: Journal) -> None:
    counting = measurer(journal)

    counting.record_coverage(AT_S, AT_S + 60)
    counting.add_all([visitor()])

    held = journal.sums.get(FOOTFALL, HOUR)
    assert held is not None
    assert (held.vector[0], held.coverage_s) == (1, 60)


def test_what_comes_after_its_epoch_was_closed_is_dropped(journal: Journal) -> None:
    entry = LedgerEntry(FOOTFALL, HOUR, "site", BUNDLE_RHO, int(AT_S), int(AT_S) + 3600)
    with journal.unit():
        journal.ledger.append(entry, AT_S)
    counting = measurer(journal)
    counting.add(visitor())

    assert counting.flush() == 1
    assert journal.sums.get(FOOTFALL, HOUR) is None


def test_an_epoch_begun_under_another_policy_takes_nothing_more(journal: Journal) -> None:
    measurer(journal).add_all([visitor()])
    later = measurer(journal, policy_hash=bytes(32))
    later.add(visitor())

    assert later.flush() == len(tasks(BUNDLE))
    held = journal.sums.get(FOOTFALL, HOUR)
    assert held is not None
    assert held.vector[0] == 1


def test_memory_is_written_down_after_enough_tracks(journal: Journal) -> None:
    counting = measurer(journal)
    brief = Track(visitor().track.track_id, AT_S, np.array([AT_S]), np.zeros((1, 2), dtype=np.float32))
    person = Journey(brief, (), (Crossing("door", AT_S, "in"),))

    for _ in range(FLUSH_EVERY):
        counting.add(person)

    held = journal.sums.get(FOOTFALL, HOUR)
    assert held is not None
    assert held.vector[0] == FLUSH_EVERY


BUNDLE_RHO = tasks(BUNDLE)[FOOTFALL].exact_rho
