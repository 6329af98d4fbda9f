"""Journeys are counted into open epochs, under the policy, each once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from edge_node.measurer import FLUSH_EVERY, LONGEST_TRACK_S, Measurer
from edge_node.observations import LEFT_OUT, Crossing, Journey, LeftOut, Track, Visit
from edge_node.storage.journal import Journal
from edge_node.storage.ledger import LedgerEntry
from edge_node.vector_plan import plans
from policies.engine import Decision, Deny, Request, decide
from policies.hours import DailyHours, minutes_of
from policies.schema import PolicyBundle
from policies.tasks import tasks
from privacy.sensitivity import obeys
from shared.epoch import bounds, epoch_of
from shared.ids import TaskId
from tests.support.edge_world import BUNDLE, journey, random_journey, site
from tests.support.packs import adopt

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
AT_S = NOW.timestamp()
FOOTFALL = TaskId("footfall.hour.site")
HOUR = epoch_of(NOW, "hour", site().zone_info)
GROUPS = TaskId("groups.week.site")
WEEK = epoch_of(NOW, "week", site().zone_info)


Decider = Callable[[Request], Decision]


def permit(request: Request) -> Decision:
    return decide(request, BUNDLE, NOW)


def deny(_: Request) -> Decision:
    return Deny("no_policy", "GDPR Art. 6(1)", "nothing may be measured")


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
        "funnel",
        "groups",
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


def test_what_may_not_be_kept_is_counted_and_dropped(
    journal: Journal, caplog: pytest.LogCaptureFixture
) -> None:
    counting = measurer(journal, lambda asked: deny(asked) if asked.action == "keep" else permit(asked))

    assert FOOTFALL in counting.add(visitor())
    counting.flush()
    assert journal.sums.epochs() == []
    assert "does not permit to keep" in caplog.text


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
    entry = LedgerEntry(FOOTFALL, HOUR, "site", BUNDLE_RHO, int(AT_S), int(AT_S) + 3600, BUNDLE_RHO)
    with journal.unit():
        journal.ledger.append(entry, AT_S)
    counting = measurer(journal)
    counting.add(replace(visitor(), next_action=None))

    assert counting.flush() == 1
    assert journal.sums.get(FOOTFALL, HOUR) is None


def test_an_epoch_begun_under_another_policy_takes_nothing_more(journal: Journal) -> None:
    measurer(journal).add_all([visitor()])
    later = measurer(journal, policy_hash=bytes(32))
    later.add(visitor())

    assert later.flush(at_end=True) == len(tasks(BUNDLE))
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


def groups_of(journal: Journal, epoch: int) -> list[int]:
    held = journal.sums.get(GROUPS, epoch)
    return [] if held is None else held.vector.tolist()


def arriving(*moments_s: float) -> list[Journey]:
    return [journey(at_s - 1, 300, crossings=[Crossing("door", at_s, "in")]) for at_s in moments_s]


def test_groups_are_counted_when_nobody_can_join_them(journal: Journal) -> None:
    counting = measurer(journal)
    for each in arriving(AT_S + 10, AT_S + 11, AT_S + 60):
        counting.add(each)

    counting.record_coverage(AT_S, AT_S + 30 + LONGEST_TRACK_S)
    counting.flush()
    assert groups_of(journal, WEEK) == [0, 1, 0, 0]
    counting.flush(at_end=True)
    assert groups_of(journal, WEEK) == [1, 1, 0, 0]


def test_without_coverage_groups_wait(journal: Journal) -> None:
    counting = measurer(journal)
    for each in arriving(AT_S + 10, AT_S + 11):
        counting.add(each)

    counting.flush()

    assert groups_of(journal, WEEK) == [0, 0, 0, 0]


def test_groups_of_a_week_that_is_over_are_counted_whole(journal: Journal) -> None:
    end_s = bounds(WEEK, "week", site().zone_info)[1].timestamp()
    counting = measurer(journal)
    late = Crossing("door", end_s + 60, "in")
    counting.add(journey(end_s - 1, 300, crossings=[late]))

    counting.record_coverage(end_s, end_s + LONGEST_TRACK_S)
    counting.flush()

    assert groups_of(journal, WEEK) == [1, 0, 0, 0]


@pytest.mark.parametrize("task_id", sorted(tasks(BUNDLE)))
def test_no_track_moves_what_is_written_by_more_than_the_bound(task_id: TaskId, tmp_path: Path) -> None:
    people = [random_journey(seed, AT_S) for seed in range(30)]
    covered = [AT_S + 1800, AT_S + 3600 + LONGEST_TRACK_S / 2, AT_S + 3600 + 2 * LONGEST_TRACK_S]

    def written(left_out: int) -> dict[int, NDArray[np.int64]]:
        journal = Journal(tmp_path / f"without-{left_out}.sqlite3")
        counting = measurer(journal)
        for at, each in enumerate(people):
            if at != left_out:
                counting.add(each)
            if at % 10 == 9:
                counting.record_coverage(AT_S, covered[at // 10])
                counting.flush()
        counting.flush(at_end=True)
        sums = (journal.sums.get(task_id, epoch) for held, epoch in journal.sums.epochs() if held == task_id)
        return {held.epoch: held.vector for held in sums if held is not None}

    whole = written(-1)
    for left_out in range(0, len(people), 3):
        without = written(left_out)
        moved = [epoch for epoch in whole if np.any(whole[epoch] != without[epoch])]
        assert len(moved) <= 1
        assert all(obeys(whole[epoch] - without[epoch], tasks(BUNDLE)[task_id].bound) for epoch in moved)


NOON = minutes_of([DailyHours(begins_at=time(12), ends_at=time(13))])


def resting(journal: Journal, minutes: int) -> Measurer:
    """Return a measurer whose footfall rests in the minutes; everything else counts."""
    planned = plans(tasks(BUNDLE).values(), site(), BUNDLE.chain.layout, ("door",))
    return Measurer(
        plans=[replace(p, quiet_minutes=minutes if p.task.metric == "footfall" else 0) for p in planned],
        policy_hash=BUNDLE.hash,
        decide=permit,
        journey_of=lambda _: visitor(),
        journal=journal,
    )


@pytest.mark.parametrize(
    ("starts", "counts"),
    [("11:59:20", True), ("11:59:50", False), ("12:30:00", False), ("12:59:59", False), ("13:00:00", True)],
)
def test_whoever_is_seen_in_quiet_hours_is_not_counted_for_that_purpose(
    journal: Journal, starts: str, counts: bool
) -> None:
    measured = resting(journal, NOON)
    at_s = datetime.fromisoformat(f"2026-06-16T{starts}").replace(tzinfo=site().zone_info).timestamp()

    touched = measured.add(journey(at_s, 20.0, crossings=[Crossing("door", at_s + 1, "in")]))

    assert (TaskId("footfall.hour.site") in touched) is counts
    assert TaskId("heatmap.week.site") in touched


def test_quiet_hours_are_not_covered(journal: Journal) -> None:
    measured = resting(journal, NOON)
    at = datetime(2026, 6, 16, 11, 30, tzinfo=site().zone_info)

    measured.record_coverage(at.timestamp(), (at + timedelta(hours=2)).timestamp())
    measured.flush(at_end=True)

    day = epoch_of(at, "day", site().zone_info)
    footfall, funnel = (journal.sums.get(TaskId(f"{name}.day.site"), day) for name in ("footfall", "funnel"))
    assert footfall is not None
    assert funnel is not None
    assert (footfall.coverage_s, funnel.coverage_s) == (3600, 7200)


def erase(journal: Journal, since_s: float, until_s: float) -> None:
    """Erase the interval as another process does, from the journal and for whoever is at work."""
    with journal.unit():
        for key in journal.sums.epochs():
            journal.sums.delete(*key)
        journal.erasures.append(since_s, until_s, until_s)


def test_what_is_held_of_an_erased_interval_is_never_written(journal: Journal) -> None:
    measuring = measurer(journal)
    measuring.add(visitor())
    measuring.record_coverage(AT_S, AT_S + 60)

    erase(journal, AT_S, AT_S + 600)
    measuring.flush(at_end=True)

    assert journal.sums.epochs() == []


def test_who_was_there_at_an_erased_moment_and_leaves_later_is_not_counted(journal: Journal) -> None:
    measuring = measurer(journal)
    erase(journal, AT_S, AT_S + 600)
    measuring.flush()

    assert measuring.add(visitor(AT_S + 590)) == ()
    assert FOOTFALL in measuring.add(visitor(AT_S + 700))


def test_other_epochs_are_written_as_ever(journal: Journal) -> None:
    measuring = measurer(journal)
    measuring.add(visitor(AT_S + 2 * 3_600))

    erase(journal, AT_S, AT_S + 600)
    measuring.flush()

    assert (FOOTFALL, HOUR + 2) in journal.sums.epochs()
    assert (FOOTFALL, HOUR) not in journal.sums.epochs()


READ = adopt("intent", bundle=adopt("posture"))
"""With the two metrics that read how bodies move."""


def reader(journal: Journal) -> Measurer:
    return Measurer(
        plans=plans(tasks(READ).values(), site(), READ.chain.layout),
        policy_hash=READ.hash,
        decide=lambda request: decide(request, READ, NOW),
        journey_of=lambda track: Journey(track, (), ()),
        journal=journal,
    )


def test_how_a_visitor_moved_is_counted(journal: Journal) -> None:
    seen = journey(AT_S, 300, visits=[Visit("z1", AT_S, 200)])

    assert {"posture.week.cohort", "intent.week.cohort"} <= set(reader(journal).add(seen))


@pytest.mark.parametrize("badge", LEFT_OUT)
def test_who_wears_a_badge_is_never_read(journal: Journal, badge: LeftOut) -> None:
    seen = journey(AT_S, 300, visits=[Visit("z1", AT_S, 200)], badge=badge)
    counting = reader(journal)

    touched = counting.add(seen)
    counting.flush(at_end=True)

    assert touched == ()
    assert journal.sums.epochs() == []


@pytest.mark.parametrize(("in_panel", "counted"), [(True, [2, 0, 0, 0]), (False, None)])
def test_a_purpose_that_rests_on_consent_counts_its_panel_alone(
    journal: Journal, in_panel: object, counted: list[int] | None
) -> None:
    counting = Measurer(
        plans=[
            replace(plan, panel_only=True)
            for plan in plans(tasks(BUNDLE).values(), site(), BUNDLE.chain.layout)
        ],
        policy_hash=BUNDLE.hash,
        decide=permit,
        journey_of=lambda track: Journey(track, (), ()),
        journal=journal,
    )
    seen = visitor()
    member = replace(seen, track=replace(seen.track, in_panel=bool(in_panel)))

    counting.add_all([member, member])

    held = journal.sums.get(FOOTFALL, HOUR)
    assert (None if held is None else held.vector.tolist()) == counted


@pytest.mark.parametrize(("bundle", "asked"), [(BUNDLE, 0), (adopt("intent"), 1)], ids=["none", "intent"])
def test_a_guess_is_made_only_where_the_policy_counts_guesses(
    journal: Journal, bundle: PolicyBundle, asked: int
) -> None:
    about: list[Track] = []

    def expect(track: Track) -> int:
        about.append(track)
        return 2

    counting = Measurer(
        plans=plans(tasks(bundle).values(), site(), bundle.chain.layout, ["door"]),
        policy_hash=bundle.hash,
        decide=lambda request: decide(request, bundle, NOW),
        journey_of=lambda track: Journey(track, (), ()),
        journal=journal,
    )
    counting.guess_with(expect)

    counting.add(replace(visitor(), next_action=None))

    assert len(about) == asked
