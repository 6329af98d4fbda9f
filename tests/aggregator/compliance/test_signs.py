"""Signs that are missing or end soon come first, on their page and on the overview."""

from datetime import date, timedelta

from aggregator.compliance.signs import attention, signs, unheard
from aggregator.signage.signs import SOON, StoreSign
from aggregator.signage.unheard import Unheard
from tests.support.vector_world import NOW

TODAY = NOW.date()


def sign(camera: str, until: date | None, store: str = "altona") -> StoreSign:
    return StoreSign("edge-1", store, camera, until, NOW - timedelta(hours=3))


GOOD = sign("door", TODAY + timedelta(days=200))
ENDING = sign("till", TODAY + timedelta(days=5))
MISSING = sign("hall", None)
OVER = sign("yard", TODAY - timedelta(days=1))


def test_the_pressing_ones_come_first() -> None:
    (sheet,) = signs([GOOD, ENDING, MISSING, OVER], NOW).sheets

    assert [row[1].text for row in sheet.rows] == ["hall", "yard", "till", "door"]
    assert [row[2].kind for row in sheet.rows] == ["alarm", "alarm", "alarm", "text"]
    assert sheet.rows[0][2].text == "not attested"


def test_missing_and_ending_ones_are_counted_apart() -> None:
    missing, ending = signs([GOOD, ENDING, MISSING, OVER], NOW).facts

    assert (missing.value, missing.needs_person) == ("2", True)
    assert (ending.value, ending.needs_person) == ("1", True)
    assert str(SOON.days) in ending.title


def test_where_all_is_well_nobody_is_needed() -> None:
    assert not any(fact.needs_person for fact in signs([GOOD], NOW).facts)
    assert attention([GOOD], NOW) == []
    assert signs([], NOW).sheets[0].rows == ()


def test_the_overview_has_a_line_a_store() -> None:
    lines = attention([ENDING, sign("hall", None, "harbour"), sign("gate", TODAY, "mill"), OVER], NOW)

    assert [(line.what, line.until == "") for line in lines] == [
        ("Signs of harbour", True),
        ("Signs of altona", True),
        ("Signs of mill", False),
    ]
    assert lines[1].why == "yard: no sign attested, nothing measured"
    assert lines[2].why == "gate: to be looked at again"


def test_stores_stand_in_the_order_of_their_days() -> None:
    days = {"altona": 9, "barmbek": 25, "celle": 5}
    known = [sign("door", TODAY + timedelta(days=count), store) for store, count in days.items()]

    assert [line.what for line in attention(known, NOW)] == [
        "Signs of celle",
        "Signs of altona",
        "Signs of barmbek",
    ]


def test_at_the_helper_a_store_is_its_node() -> None:
    (sheet,) = signs([sign("door", None, store="")], NOW).sheets

    assert sheet.rows[0][0].text == "edge-1"


def test_the_overview_says_who_fell_silent_and_who_never_spoke() -> None:
    lines = unheard(
        [
            Unheard("edge-1", "altona", NOW - timedelta(days=4), has_spoken=True),
            Unheard("edge-2", "", NOW - timedelta(days=3), has_spoken=False),
        ]
    )

    assert [line.what for line in lines] == ["Silence of altona", "Silence of edge-2"]
    assert lines[0].why.startswith("not heard since 2026-")
    assert "never heard: nobody knows whether its signs hang" in lines[1].why
