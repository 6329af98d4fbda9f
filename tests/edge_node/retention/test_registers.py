"""What staff did is forgotten the audit's years after it has done its work, entry by entry."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import BaseModel

from edge_node.consent.attestations import Act, Attestation, Attestations
from edge_node.consent.objections import Objection, Objections
from edge_node.consent.panel import withdrawn
from edge_node.consent.pauses import Pause, Pauses
from edge_node.consent.receipts import Receipts
from edge_node.retention.keeping import Keeping
from edge_node.retention.registers import registers
from edge_node.retention.sweep import sweep
from edge_node.storage.documents import load, save
from edge_node.storage.home import Home
from edge_node.storage.journal import Journal
from policies.retention import YEAR, Limit
from tests.edge_node.consent.test_panel import given
from tests.support.machine import FakeMachine

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
ACT = Act(by="store manager", at=NOON)
LATER = Act(by="store manager", at=NOON + timedelta(days=1))
LIMIT = Limit(6 * YEAR, "every purpose: audit_years = 6")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.fixture
def journal(home: Home) -> Iterator[Journal]:
    with closing(Journal(home.journal)) as opened:
        yield opened


def sign(*, withdrawn: Act | None = None) -> Attestation:
    return Attestation(
        camera="door",
        made=ACT,
        text="notice-en-1",
        text_hash="0" * 64,
        until=date(2026, 12, 31),
        withdrawn=withdrawn,
    )


def keeping(name: str, home: Home, journal: Journal) -> Keeping:
    return {one.rule.kind: one for one in registers(home, journal, LIMIT)}[name]


def ends(name: str, home: Home, journal: Journal, held: BaseModel) -> list[datetime]:
    paths = dict(zip(("attestations", "pauses", "objections", "consents"), _paths(home), strict=True))
    save(paths[name], held)
    return [item.expires_at - 6 * YEAR for item in keeping(name, home, journal).items()]


def _paths(home: Home) -> tuple[Path, ...]:
    return home.attestations, home.pauses, home.objections, home.receipts


def test_a_home_without_registers_holds_none(home: Home, journal: Journal) -> None:
    assert [list(one.items()) for one in registers(home, journal, LIMIT)] == [[], [], [], [], []]


def test_a_sign_has_done_its_work_after_its_last_day_or_when_it_is_withdrawn(
    home: Home, journal: Journal
) -> None:
    held = Attestations(entries=(sign(), sign(withdrawn=LATER)))

    assert ends("attestations", home, journal, held) == [datetime(2027, 1, 2, tzinfo=UTC), LATER.at]


def test_a_pause_has_done_its_work_when_it_ends_and_not_while_it_runs(home: Home, journal: Journal) -> None:
    held = Pauses(
        entries=(
            Pause(pressed=ACT),
            Pause(pressed=ACT, until=NOON + timedelta(hours=1)),
            Pause(pressed=ACT, until=NOON + timedelta(days=9), resumed=LATER),
        )
    )

    assert ends("pauses", home, journal, held) == [NOON + timedelta(hours=1), LATER.at]


def test_an_objection_has_done_its_work_when_it_is_taken(home: Home, journal: Journal) -> None:
    held = Objections(entries=(Objection(taken=ACT, channel="phone", done=("explained",)),))

    assert ends("objections", home, journal, held) == [NOON]


def test_a_consent_has_done_its_work_after_its_last_day_or_when_it_is_taken_back(
    home: Home, journal: Journal
) -> None:
    standing = Receipts(entries=(given(),))
    number = given().receipt_id
    last_day = date.fromisoformat(given().record.events[-1].validity_duration.lstrip("/"))

    after_its_day = datetime(last_day.year, last_day.month, last_day.day, tzinfo=UTC) + timedelta(days=2)
    assert ends("consents", home, journal, standing) == [after_its_day]
    assert ends("consents", home, journal, withdrawn(standing, number, ACT)) == [ACT.at]


def test_only_entries_that_are_over_go_and_each_leaves_a_receipt(home: Home, journal: Journal) -> None:
    fresh = Objection(taken=LATER, channel="web", done=("paused",))
    save(
        home.objections,
        Objections(entries=(Objection(taken=ACT, channel="phone", done=("explained",)), fresh)),
    )
    machine = FakeMachine(NOON + 6 * YEAR + timedelta(hours=1))

    done = sweep(journal, registers(home, journal, LIMIT), now=machine.now(), uptime=machine.read())

    assert [(r.deletion.kind, r.deletion.count) for r in done.receipts] == [("objections", 1)]
    assert load(home.objections, Objections) == Objections(entries=(fresh,))


def test_nothing_over_leaves_the_register_alone(home: Home, journal: Journal) -> None:
    save(home.pauses, Pauses(entries=(Pause(pressed=ACT),)))
    one = keeping("pauses", home, journal)

    with one.unit():
        pass

    assert load(home.pauses, Pauses) == Pauses(entries=(Pause(pressed=ACT),))
