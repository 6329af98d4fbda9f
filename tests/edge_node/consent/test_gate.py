"""A camera looks only while its sign is attested, nobody paused, no hour is quiet and the policy permits."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from edge_node.consent.attestations import Act, Attestations, attest
from edge_node.consent.gate import RESTING, Gate, gate_of
from edge_node.consent.kept import Kept
from edge_node.consent.notice import signs_of
from edge_node.consent.pauses import Pause
from edge_node.site import bare_site
from edge_node.zones.polygon import Zone
from policies.hours import DailyHours, minutes_of
from policies.pack import Pack
from policies.schema import PolicyBundle
from tests.support.consent_world import with_notice
from tests.support.edge_world import BUNDLE

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
SITE = replace(with_notice(bare_site("Altona", is_in_metres=True)), timezone="Europe/Berlin")
CITED = {"article": "GDPR Art. 25(1)", "reason": "nobody needs to be counted at night"}
NIGHT = DailyHours(begins_at=time(22), ends_at=time(6))


def kept(text: str = "notice-en-1", *, until: datetime | None = None, is_paused: bool = False) -> Kept:
    made = Act(by="floor lead", at=NOW - timedelta(days=1))
    held = attest(Attestations(), "door", signs_of(SITE)[text], made, until=date(2026, 12, 31), zone=BERLIN)
    pauses = (Pause(pressed=Act(by="Anna at till 2", at=NOW), until=until),) if is_paused else ()
    return Kept(held.entries, pauses)


def with_documents(**change: object) -> PolicyBundle:
    documents = tuple(document.model_copy(update=change) for document in BUNDLE.documents)
    return BUNDLE.model_copy(update={"documents": documents})


def rule(gate: Gate, held: Kept, at: datetime = NOW) -> str:
    refusal = gate.refusal("door", held, at)
    return "" if refusal is None else refusal.rule


def test_with_its_sign_a_camera_may_look() -> None:
    assert gate_of(SITE, BUNDLE).refusal("door", kept(), NOW) is None


def test_without_a_sign_it_may_not_and_says_what_to_do() -> None:
    refusal = gate_of(SITE, BUNDLE).refusal("till", kept(), NOW)

    assert refusal is not None
    assert (refusal.rule, refusal.article) == ("not_attested", "GDPR Art. 13(1)")
    assert "shoal edge attest --camera till" in refusal.reason


def test_a_store_that_names_nobody_may_not_look() -> None:
    refusal = gate_of(bare_site("Altona", is_in_metres=True), BUNDLE).refusal("door", kept(), NOW)

    assert refusal is not None
    assert refusal.rule == "not_attested"
    assert "Add [notice]" in refusal.reason


def test_where_no_purpose_needs_a_sign_none_is_asked_for() -> None:
    assert rule(gate_of(SITE, with_documents(notice_required=False)), Kept()) == ""


def test_a_zone_that_no_camera_may_see_closes_all_of_them() -> None:
    corners = np.array([[0, 0], [2, 0], [2, 2], [0, 2]], dtype=np.float64)
    fitting = Zone(name="fitting", polygon_xy=corners, zone_type="fitting_room")

    assert rule(gate_of(replace(SITE, zones=(fitting,)), BUNDLE), kept()) == "masked_place"


def test_one_purpose_that_needs_a_sign_closes_the_camera_for_all() -> None:
    first, *others = with_documents(notice_required=False).documents
    mixed = BUNDLE.model_copy(
        update={"documents": (*others, first.model_copy(update={"notice_required": True}))}
    )

    assert rule(gate_of(SITE, mixed), Kept()) == "not_attested"


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("", ""),
        ("notice-en-1", ""),
        ("notice-1", ""),
        ("notice-de-1", "not_attested"),
        ("notice-2", "not_attested"),
    ],
)
def test_the_text_is_the_one_the_purpose_names(reference: str, expected: str) -> None:
    assert rule(gate_of(SITE, with_documents(notice_reference=reference)), kept()) == expected


def test_while_paused_nothing_looks_and_no_name_is_said() -> None:
    refusal = gate_of(SITE, BUNDLE).refusal("door", kept(is_paused=True), NOW)

    assert refusal is not None
    assert refusal.rule == "paused"
    assert "Anna" not in refusal.reason
    assert "until somebody resumes" in refusal.reason


def test_a_pause_ends_by_itself() -> None:
    held = kept(is_paused=True, until=NOW + timedelta(minutes=30))

    assert rule(gate_of(SITE, BUNDLE), held) == "paused"
    assert rule(gate_of(SITE, BUNDLE), held, NOW + timedelta(minutes=30)) == ""


@pytest.mark.parametrize(
    ("hour_utc", "expected"), [(20, "quiet_hours"), (3, "quiet_hours"), (4, ""), (19, "")]
)
def test_quiet_hours_are_read_on_the_stores_clocks(hour_utc: int, expected: str) -> None:
    at = NOW.replace(hour=hour_utc) + timedelta(days=1)
    by_store = gate_of(replace(SITE, quiet_minutes=minutes_of([NIGHT])), BUNDLE)
    by_policy = gate_of(SITE, with_documents(quiet_hours=(NIGHT,)))

    assert (rule(by_store, kept(), at), rule(by_policy, kept(), at)) == (expected, expected)


def test_a_camera_looks_while_any_purpose_is_awake() -> None:
    first, *others = BUNDLE.documents
    asleep = first.model_copy(update={"quiet_hours": (NIGHT,)})
    mixed = BUNDLE.model_copy(update={"documents": (asleep, *others)})

    assert rule(gate_of(SITE, mixed), kept(), NOW.replace(hour=21)) == ""


def test_without_a_policy_nothing_looks() -> None:
    assert rule(gate_of(SITE, None), kept()) == "no_policy"


def test_without_a_purpose_nothing_looks() -> None:
    assert rule(gate_of(SITE, BUNDLE.model_copy(update={"documents": ()})), kept()) == "no_such_task"


def test_documents_that_contradict_each_other_close_every_camera() -> None:
    twice = BUNDLE.model_copy(update={"documents": (*BUNDLE.documents, BUNDLE.documents[0])})

    assert rule(gate_of(SITE, twice), kept()) == "inconsistent"


def test_a_packs_sign_and_hours_count_like_a_documents() -> None:
    unasked = with_documents(notice_required=False)
    pack = Pack.model_validate(
        {
            "name": "night",
            "title": "Rest at night",
            "reason": "works council: nobody is measured at night",
            "rules": [
                {"effect": "quiet_hours", "hours": [NIGHT], **CITED},
                {"effect": "needs_notice", **CITED},
            ],
        }
    )
    packed = gate_of(SITE, unasked.model_copy(update={"packs": (pack,)}))

    assert rule(packed, Kept()) == "not_attested"
    assert rule(packed, kept(), NOW.replace(hour=21)) == "quiet_hours"


def test_out_of_force_nothing_looks() -> None:
    assert rule(gate_of(SITE, BUNDLE), kept(), BUNDLE.chain.not_after + timedelta(days=1)) != ""


def test_rest_is_told_from_what_must_be_mended() -> None:
    assert {"paused", "quiet_hours"} == RESTING
