"""Windows are held and learnt from on the grounds they were kept on, and no longer than those stand."""

from datetime import UTC, date, datetime, timedelta
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_node.consent.attestations import Act
from edge_node.consent.panel import withdrawn
from edge_node.consent.receipts import Receipts
from edge_node.consent.standing import Standing, standing
from edge_node.storage.period_keys import Period
from tests.support.consent_world import agreed
from tests.support.edge_world import BUNDLE
from tests.support.learning_policy import GROUND, learning

GIVEN = datetime(2026, 6, 14, 12, tzinfo=UTC)
BACK = GIVEN + timedelta(hours=20)
TODAY = date(2026, 6, 15)
PANEL = "consent:flow"
BOTH = learning(learning(), purpose="flow", lawful_basis="consent")
CONSENTS = Receipts(entries=(agreed("flow", BOTH, GIVEN, "1" * 16), agreed("flow", BOTH, GIVEN, "2" * 16)))
COUNTED = agreed("flow", learning(purpose="flow", lawful_basis="consent", training_hours=()), GIVEN, "3" * 16)
"""Of who joined when the panel was counted and nothing learnt."""
ONE_BACK = withdrawn(CONSENTS, "1" * 16, Act(by="till 2", at=BACK))

GROUNDS = ("legitimate_interests:a", "legitimate_interests:b", "consent:c", "consent:d")
grounds = st.frozensets(st.sampled_from(GROUNDS))
stands = st.fixed_dictionaries(dict.fromkeys(GROUNDS, st.sampled_from([-inf, 0.0, 3_600.0, inf])))
starts = st.sampled_from([-10, 0, 3_599, 3_600])


def of(*on: str, start_s: float = GIVEN.timestamp()) -> Period:
    return Period("windows", int(start_s), 72 * 3_600, on)


def test_as_it_is_made_nothing_stands() -> None:
    assert not Standing().may_hold(of(GROUND))


def test_a_purpose_that_may_train_stands_from_always() -> None:
    assert standing(learning(), Receipts(), TODAY).since_s == {GROUND: -inf}


def test_a_purpose_that_trains_nothing_does_not_stand() -> None:
    assert standing(BUNDLE, CONSENTS, TODAY).since_s == {}


@pytest.mark.parametrize(
    ("held", "today", "since_s"),
    [
        (Receipts(), TODAY, {}),
        (CONSENTS, TODAY, {PANEL: -inf}),
        (ONE_BACK, TODAY, {PANEL: BACK.timestamp()}),
        (CONSENTS, TODAY + timedelta(days=900), {}),
        (Receipts(entries=(*CONSENTS.entries, COUNTED)), TODAY, {}),
        (Receipts(entries=(*CONSENTS.entries, COUNTED)), TODAY + timedelta(days=900), {}),
        (
            withdrawn(Receipts(entries=(*CONSENTS.entries, COUNTED)), "3" * 16, Act(by="till 2", at=BACK)),
            TODAY,
            {PANEL: BACK.timestamp()},
        ),
    ],
    ids=[
        "nobody agreed",
        "two did",
        "one of two took it back",
        "past their last day",
        "one agreed to being counted alone",
        "all of them past their last day",
        "that one took it back",
    ],
)
def test_a_panel_stands_by_its_consents(held: Receipts, today: date, since_s: dict[str, float]) -> None:
    found = standing(BOTH, held, today).since_s

    assert {ground: since for ground, since in found.items() if ground != GROUND} == since_s


@pytest.mark.parametrize(
    ("on", "start_s", "expected"),
    [
        ((), BACK.timestamp(), False),
        ((GROUND,), 0.0, True),
        (("legitimate_interests:flow",), BACK.timestamp(), False),
        ((PANEL,), BACK.timestamp(), True),
        ((PANEL,), BACK.timestamp() - 1, False),
        ((PANEL, GROUND), BACK.timestamp() - 1, False),
        (("legitimate_interests:gone", GROUND), 0.0, True),
    ],
    ids=[
        "kept for nothing",
        "its purpose stands",
        "its purpose is on another basis now",
        "since it was taken back",
        "before it was taken back",
        "before, and for another purpose too",
        "one of two purposes ended",
    ],
)
def test_what_may_still_be_there(*, on: tuple[str, ...], start_s: float, expected: bool) -> None:
    assert standing(BOTH, ONE_BACK, TODAY).may_hold(of(*on, start_s=start_s)) is expected


@pytest.mark.parametrize(
    ("asked", "on", "expected"),
    [
        (GROUND, (GROUND,), True),
        (GROUND, (PANEL,), False),
        (GROUND, (PANEL, GROUND), True),
        (PANEL, (GROUND,), False),
        ("legitimate_interests:gone", ("legitimate_interests:gone", GROUND), False),
        ("consent:zones", (GROUND,), False),
    ],
    ids=[
        "its own purpose",
        "another purpose that stands",
        "one of its two",
        "a panel it was not of",
        "a purpose that ended, beside one that stands",
        "the same purpose on another basis",
    ],
)
def test_what_may_be_learnt_from(*, asked: str, on: tuple[str, ...], expected: bool) -> None:
    found = standing(BOTH, CONSENTS, TODAY)

    assert found.may_learn(frozenset({asked}), of(*on)) is expected


@given(asked=grounds, kept=grounds, since_s=stands, start_s=starts)
def test_nothing_is_learnt_from_on_grounds_it_was_not_kept_on(
    asked: frozenset[str], kept: frozenset[str], since_s: dict[str, float], start_s: int
) -> None:
    found = Standing(since_s)
    period = of(*sorted(kept), start_s=start_s)

    learns = found.may_learn(asked, period)

    standing_now = {one for one, since in since_s.items() if since <= start_s}
    assert learns <= bool(asked & kept & standing_now)
    assert learns <= found.may_hold(period)
    assert learns <= all(one in standing_now for one in kept if one.startswith("consent"))


@given(kept=grounds, since_s=stands, start_s=starts, gone=st.sampled_from(GROUNDS))
def test_a_ground_less_never_permits_more(
    kept: frozenset[str], since_s: dict[str, float], start_s: int, gone: str
) -> None:
    period = of(*sorted(kept), start_s=start_s)
    fewer = Standing({one: since for one, since in since_s.items() if one != gone})

    assert fewer.may_hold(period) <= Standing(since_s).may_hold(period)
