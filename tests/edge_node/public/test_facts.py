"""The page's facts follow from what runs: the policy with its packs, the signs, a pause, the hour."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from edge_node.consent.attestations import Act, Attestations, attest
from edge_node.consent.gate import gate_of
from edge_node.consent.kept import Kept
from edge_node.consent.notice import signs_of
from edge_node.consent.pauses import Pause
from edge_node.public.facts import Facts, facts_of
from edge_node.site import CameraPlace, Site, bare_site
from edge_node.vector_plan import plans
from policies.hours import EVERY_MINUTE, DailyHours, minutes_of
from policies.schema import PolicyBundle
from policies.tasks import tasks
from tests.support.consent_world import NOTICE, with_notice
from tests.support.edge_world import BUNDLE
from tests.support.edge_world import site as floor

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
NIGHT = DailyHours(begins_at=time(22), ends_at=time(6))
CAMERAS = tuple(CameraPlace(name, "clip.mp4", None, None, 0.0) for name in ("door", "till"))
SITE = replace(with_notice(bare_site("Altona", is_in_metres=True)), timezone="Europe/Berlin", cameras=CAMERAS)


def kept(*pauses: Pause) -> Kept:
    """Return a home in which the door's sign is attested, and whatever was paused."""
    made = Act(by="Anna at till 2", at=NOW - timedelta(days=1))
    zone = ZoneInfo("Europe/Berlin")
    sign = signs_of(SITE)["notice-en-1"]
    return Kept(
        attest(Attestations(), "door", sign, made, until=date(2026, 12, 31), zone=zone).entries, pauses
    )


def facts(held: Kept, site: Site = SITE, bundle: PolicyBundle | None = BUNDLE, at: datetime = NOW) -> Facts:
    chain = BUNDLE if bundle is None else bundle
    counted = plans(tasks(chain).values(), floor(), chain.chain.layout, ("door",))
    return facts_of(gate_of(site, bundle), held, counted, at)


def pause(until: datetime | None) -> Pause:
    return Pause(pressed=Act(by="Anna at till 2", at=NOW), until=until)


def test_each_camera_says_whether_its_sign_hangs_and_whether_it_looks() -> None:
    door, till = facts(kept()).cameras

    assert (door.text, door.seen, door.until, door.refusal) == (
        "notice-en-1",
        date(2026, 6, 14),
        date(2026, 12, 31),
        "",
    )
    assert (till.text, till.refusal) == ("", "not_attested")
    assert facts(kept()).looking == 1


@pytest.mark.parametrize("until", [None, NOW + timedelta(minutes=30)], ids=["open", "half an hour"])
def test_a_pause_is_told_with_its_end_on_the_stores_clocks(until: datetime | None) -> None:
    told = facts(kept(pause(until)))

    assert told.is_paused
    assert told.looking == 0
    assert told.paused_until == until
    assert until is None or f"{told.paused_until:%H:%M}" == "14:30"


def test_quiet_hours_are_rest() -> None:
    asleep = facts(kept(), replace(SITE, quiet_minutes=EVERY_MINUTE))

    assert asleep.is_resting
    assert not facts(kept()).is_resting
    assert not facts(kept(), replace(SITE, cameras=())).is_resting
    assert {purpose.quiet for purpose in asleep.purposes} == {"00:00–24:00"}


def test_hours_of_store_and_purpose_are_told_together() -> None:
    noon = DailyHours(begins_at=time(12), ends_at=time(13))
    documents = tuple(d.model_copy(update={"quiet_hours": (noon,)}) for d in BUNDLE.documents)
    bundle = BUNDLE.model_copy(update={"documents": documents})

    told = facts(kept(), replace(SITE, quiet_minutes=minutes_of([NIGHT])), bundle)

    assert {purpose.quiet for purpose in told.purposes} == {"12:00–13:00, 22:00–06:00"}


def test_every_metric_is_told_once_under_its_purpose() -> None:
    told = facts(kept())

    names = [metric.name for purpose in told.purposes for metric in purpose.metrics]
    assert sorted(names) == sorted({task.metric for task in tasks(BUNDLE).values()})
    footfall = next(p for p in told.purposes if p.document.purpose == "footfall")
    assert (footfall.metrics[0].lane, footfall.metrics[0].levels) == ("site", ("hour", "day"))


def test_nobody_of_the_store_is_named() -> None:
    assert "Anna" not in repr(facts(kept(pause(None))))


def test_without_a_policy_or_a_notice_the_page_still_has_its_facts() -> None:
    bare = facts(Kept(), bare_site("Altona", is_in_metres=True), None)

    assert (bare.version, bare.policy_hash, bare.purposes, bare.packs) == (None, "", (), ())
    assert (bare.responsible, bare.contact, bare.languages) == ("", "", ("en",))


def test_the_rest_is_what_the_site_file_and_the_policy_say() -> None:
    told = facts(kept())

    assert (told.store, told.responsible, told.languages) == ("Altona", NOTICE.responsible, ("en", "de"))
    assert told.policy_hash == BUNDLE.hash.hex()
    assert told.packs == (BUNDLE.packs[0].title,)
    assert told.at.isoformat() == "2026-06-15T14:00:00+02:00"


def test_the_off_switch_of_learning_is_told() -> None:
    off = replace(kept(), learning_stops=(pause(None),))

    assert (facts(kept()).learns, facts(off).learns) == (True, False)
