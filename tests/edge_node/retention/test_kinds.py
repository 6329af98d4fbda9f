"""Every kind has its rule, and its items live exactly as long as that."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import inf
from pathlib import Path

import pytest

from edge_node.consent.standing import Standing
from edge_node.release.schedule import WINDOW
from edge_node.retention.keeping import Keeping
from edge_node.retention.kinds import ENDED, Place, audit_life, keepings, life_of, vault
from policies.retention import YEAR
from privacy.receipts import Deletion
from tests.support.edge_world import BUNDLE
from tests.support.kept_home import fill, keep_record, place
from tests.support.learning_policy import GROUND

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
HOUR_ENDS = datetime(2026, 6, 15, 13, tzinfo=UTC)
ENDS = {
    "tracks": NOON + timedelta(hours=1),
    "windows": NOON + timedelta(hours=72),
    "open sums": HOUR_ENDS + WINDOW,
    "contributions": HOUR_ENDS + WINDOW,
    "outbox": HOUR_ENDS + timedelta(days=30),
    "outcomes": NOON + WINDOW,
}
"""When what is of noon has to go, worked out by hand from the shipped documents."""


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Place]:
    with place(tmp_path) as found:
        fill(found.journal, NOON)
        yield found


def by_kind(found: Place) -> dict[str, Keeping]:
    return {keeping.rule.kind: keeping for keeping in keepings(found)}


@pytest.mark.parametrize("kind", ENDS)
def test_each_kind_ends_when_its_rule_says(filled: Place, kind: str) -> None:
    (item,) = by_kind(filled)[kind].items()

    assert item.expires_at == ENDS[kind]
    assert item.data_from <= NOON <= item.data_until


@pytest.mark.parametrize("kind", ENDS)
def test_what_is_forgotten_is_gone_and_named(filled: Place, kind: str) -> None:
    keeping = by_kind(filled)[kind]
    (item,) = keeping.items()

    with keeping.unit():
        gone = item.forget(NOON)

    assert len(gone) == 1
    assert keeping.items() == []


def test_a_receipt_lives_as_long_as_the_audit(filled: Place) -> None:
    tracks, receipts = by_kind(filled)["tracks"], by_kind(filled)["receipts"]
    with tracks.unit():
        gone = tracks.items()[0].forget(NOON)
        filled.journal.receipts.append(Deletion("tracks", 1, NOON, NOON, "a rule", NOON), list(gone))

    (item,) = receipts.items()
    with receipts.unit():
        item.forget(NOON)

    assert item.expires_at == NOON + 6 * YEAR
    assert receipts.items() == []


def test_an_erased_interval_is_remembered_while_something_of_it_may_come(filled: Place) -> None:
    keeping = by_kind(filled)["erased intervals"]
    with keeping.unit():
        filled.journal.erasures.append(0.0, 1.0, NOON.timestamp())

    (item,) = keeping.items()
    with keeping.unit():
        item.forget(NOON)

    assert item.expires_at == NOON + WINDOW
    assert keeping.items() == []


def test_a_tighter_policy_holds_for_what_is_there_already(filled: Place) -> None:
    documents = tuple(
        d.model_copy(
            update={"retention": d.retention.model_copy(update={"window_hours": 1, "outbox_days": 2})}
        )
        for d in BUNDLE.documents
    )
    tighter = Place(filled.journal, BUNDLE.model_copy(update={"documents": documents}), filled.zone)

    ends = {kind: keeping.items()[0].expires_at for kind, keeping in by_kind(tighter).items() if kind in ENDS}

    assert ends["windows"] == NOON + timedelta(hours=1)
    assert ends["outbox"] == HOUR_ENDS + timedelta(days=2)


def test_a_looser_policy_lengthens_no_life(tmp_path: Path) -> None:
    with place(tmp_path) as found:
        keep_record(found.journal, "windows", NOON, timedelta(hours=1))

        (item,) = by_kind(found)["windows"].items()

    assert item.expires_at == NOON + timedelta(hours=1)


@pytest.mark.parametrize(
    ("grounds", "ended"),
    [((GROUND,), []), (("legitimate_interests:flow",), [True]), ((), [True])],
    ids=["its purpose stands", "its purpose has ended", "kept before windows had one"],
)
def test_windows_whose_ground_is_gone_go_at_the_next_sweep(
    tmp_path: Path, grounds: tuple[str, ...], ended: list[bool]
) -> None:
    with place(tmp_path) as found:
        keep_record(found.journal, "windows", NOON, timedelta(hours=72), grounds=grounds)
        kinds = by_kind(replace(found, standing=Standing({GROUND: -inf})))

        gone, held = kinds[ENDED].items(), kinds["windows"].items()

    assert [item.expires_at <= NOON for item in gone] == ended
    assert len(gone) + len(held) == 1


def test_an_erasure_takes_windows_without_a_ground_too(tmp_path: Path) -> None:
    with place(tmp_path) as found:
        keep_record(found.journal, "windows", NOON, timedelta(hours=72), grounds=())

        assert len(vault(replace(found, standing=Standing()), "windows").items()) == 1


def test_without_a_policy_what_is_there_dies_by_its_own_rule(filled: Place) -> None:
    without = by_kind(Place(filled.journal, None, filled.zone))

    assert {kind: without[kind].items()[0].expires_at for kind in ("tracks", "windows", "open sums")} == {
        kind: ENDS[kind] for kind in ("tracks", "windows", "open sums")
    }
    assert without["outbox"].items()[0].expires_at == HOUR_ENDS + WINDOW
    assert audit_life(None).keep_for == 6 * YEAR


def test_without_a_policy_nothing_new_is_kept() -> None:
    assert life_of("tracks", None).keep_for == life_of("windows", None).keep_for == timedelta(0)
    assert life_of("tracks", BUNDLE).keep_for == timedelta(hours=1)
    assert life_of("windows", BUNDLE).keep_for == timedelta(hours=72)


def test_a_receipt_of_the_vault_names_keys_and_no_people(tmp_path: Path) -> None:
    with place(tmp_path) as found:
        for _ in range(5):
            keep_record(found.journal, "windows", NOON, timedelta(hours=72))
        keeping = by_kind(found)["windows"]
        (item,) = keeping.items()

        with keeping.unit():
            gone = item.forget(NOON)

    assert item.count == 5
    assert len(gone) == 1
