"""Lists that nobody may believe, and months of keys: overlapping, destroyed in time, and the log says so."""

from datetime import timedelta
from itertools import pairwise
from pathlib import Path

from aggregator.database import writing
from aggregator.keyring import RENEW_WITHIN, VALID_FOR
from privacy.key_list import GRACE
from tests.adversary.key_lists import months_of_traffic, rows
from tests.adversary.row import fallen
from tests.support.audited import noted
from tests.support.clock import FakeClock
from tests.support.hub_world import make_template, open_copy
from tests.support.vector_world import NOW, fixed_random, make_world


def test_no_false_list_is_believed_and_no_old_share_opened() -> None:
    found = rows(scale="small", seed=3)

    assert [row.measured for row in found] == [0, 0]
    assert fallen(found) == []


def test_keys_change_monthly_overlap_and_end_in_the_log(tmp_path: Path) -> None:
    clock = FakeClock(NOW)
    hub = open_copy(make_template(tmp_path / "template", "helper"), tmp_path / "helper", clock)

    traffic, ever = months_of_traffic(hub, clock, 150)

    hub.engine.dispose()

    begun = {share.key_id: share.at for share in reversed(traffic)}
    moments = sorted(begun.values())
    said = [(entry.subject, entry.detail["event"]) for entry in noted(hub, "key_event")]
    destroyed = {subject for subject, event in said if event == "sealing key destroyed"}
    on_disk = {path.stem.removeprefix("hpke-") for path in (hub.home.path / "keys").glob("hpke-*")}
    assert {later - earlier for earlier, later in pairwise(moments)} == {VALID_FOR - RENEW_WITHIN}
    assert {subject for subject, event in said if event == "sealing key made"} == set(begun)
    assert destroyed == set(ever) - on_disk
    assert len(destroyed) == 4  # their last days are 8, 38, 68 and 98; 35 days on is before day 150


def test_old_and_new_key_are_both_taken_while_they_overlap_and_35_days_on(tmp_path: Path) -> None:
    hub = open_copy(make_template(tmp_path / "template", "helper"), tmp_path / "helper", FakeClock(NOW))
    world = make_world()
    old = world.hpke["helper"].public_key.key_id
    with writing(hub.engine) as session:
        new = hub.keyring.rotate(session, NOW, fixed_random("new key"))
        moments = [NOW, world.not_after, world.not_after + GRACE, world.not_after + GRACE + timedelta(days=1)]

        taken = [
            [hub.keyring.private(session, key_id, at) is not None for key_id in (old, new)] for at in moments
        ]
    hub.engine.dispose()

    assert taken == [[True, True], [True, True], [True, True], [False, True]]
