"""A round is paid for before it is trained, once, and its answer is the same ever after."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from edge_node.storage.journal import Journal
from edge_node.storage.learn_ledger import Answer, PaidRound
from edge_node.storage.ledger import LedgerEntry
from privacy.accountant import Charged, Refused, Span
from shared.ids import TaskId

TASK = TaskId("learn.intent")
SHARE, TOTAL = Fraction(3, 100), Fraction(1, 4)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    made = Journal(tmp_path / "journal.sqlite3")
    yield made
    made.close()


def pay(
    journal: Journal, number: int, rho: str = "1/100", at_s: float = 1_000.0, since_s: float = 0.0
) -> object:
    with journal.unit():
        asked = PaidRound(TASK, number, b"told", Fraction(rho), since_s, at_s, TOTAL)
        return journal.charge_round(asked, share=SHARE)


def test_rounds_add_up_to_the_share_and_no_further(journal: Journal) -> None:
    outcomes = [pay(journal, number) for number in range(1, 5)]

    assert [type(one) for one in outcomes] == [Charged, Charged, Charged, Refused]
    assert len(journal.rounds.all()) == 3


def test_rounds_before_every_living_window_count_no_more(journal: Journal) -> None:
    for number in range(1, 4):
        pay(journal, number)

    assert isinstance(pay(journal, 4, at_s=9_000.0, since_s=5_000.0), Charged)


@pytest.mark.parametrize(
    ("from_s", "expected"), [(900, Refused), (1_001, Charged)], ids=["its tracks", "later tracks"]
)
def test_what_a_lane_took_from_the_same_tracks_counts(
    journal: Journal, from_s: int, expected: type[object]
) -> None:
    rest = TOTAL - Fraction(1, 100) + Fraction(1, 10**9)
    left = LedgerEntry(TaskId("footfall.hour.site"), 1, "site", rest, from_s, from_s + 3_600, TOTAL)
    with journal.unit():
        journal.ledger.append(left, 0)

    assert isinstance(pay(journal, 1), expected)
    assert len(journal.rounds.all()) == (expected is Charged)


def test_a_round_says_whose_tracks_paid_what(journal: Journal) -> None:
    pay(journal, 1, at_s=1_000.5, since_s=500.5)

    assert journal.paid(1_000, 1_001) == [Span(500, 1_001, Fraction(1, 100), TOTAL)]
    assert journal.paid(1_001, 2_000) == []


def test_answer_is_found_until_the_next_round(journal: Journal) -> None:
    answer = Answer(b"to the leader", b"to the helper")
    pay(journal, 1)
    with journal.unit():
        journal.rounds.keep_answer(TASK, 1, answer)
    first = journal.rounds.find(TASK, 1)
    pay(journal, 2)
    later = journal.rounds.find(TASK, 1)

    assert first is not None
    assert first.answer == answer
    assert later is not None
    assert later.answer is None
    assert later.rho == Fraction(1, 100)


def test_a_round_that_was_never_paid_is_unknown(journal: Journal) -> None:
    assert journal.rounds.find(TASK, 1) is None


def test_what_was_paid_survives_closing(tmp_path: Path) -> None:
    first = Journal(tmp_path / "journal.sqlite3")
    pay(first, 1)
    first.close()

    again = Journal(tmp_path / "journal.sqlite3")
    assert [paid.number for paid in again.rounds.all()] == [1]
    again.close()
