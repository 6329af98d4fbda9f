"""At work, nothing outlives its rule by more than a quarter of an hour: two days in steps of the sweeper."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from edge_node.retention.home import opened, sweep_home
from edge_node.retention.sweep import SWEEP_EVERY
from edge_node.storage.journal import Journal
from policies.retention import LATE
from tests.support.kept_home import keep_record, paired
from tests.support.machine import FakeMachine

LIFE = timedelta(hours=1)


@pytest.mark.parametrize("late_s", [0, 299], ids=["on time", "nearly a turn late"])
def test_no_track_is_readable_a_quarter_of_an_hour_after_its_hour(tmp_path: Path, late_s: int) -> None:
    machine = FakeMachine()
    home = paired(tmp_path, machine)
    kept, longest = {}, timedelta(0)

    for turn in range(int(timedelta(hours=8) / SWEEP_EVERY)):
        with closing(Journal(home.journal)) as journal:
            at = machine.now()
            kept[keep_record(journal, "tracks", at, LIFE, camera=f"camera {turn // 40}")] = at
        machine.run(SWEEP_EVERY + timedelta(seconds=late_s))
        sweep_home(tmp_path, machine, machine)
        with opened(tmp_path, machine) as there:
            assert there is not None
            readable = {stored.record_id for stored in there.place.journal.vault.records("tracks")}
        longest = max(
            [longest, *(machine.now() - at for record_id, at in kept.items() if record_id in readable)]
        )

    assert LIFE * 3 / 4 < longest <= LIFE + LATE
    assert len(readable) < len(kept)
