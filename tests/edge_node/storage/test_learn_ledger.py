"""A round is paid for before it is trained, once, and its answer is the same ever after."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from edge_node.storage.journal import Journal
from edge_node.storage.learn_ledger import Answer, PaidRound
from privacy.accountant import Charged, Refused
from shared.ids import TaskId

TASK = TaskId("learn.intent")
SHARE = Fraction(3, 100)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    made = Journal(tmp_path / "journal.sqlite3")
    yield made
    made.close()


def pay(
    journal: Journal, number: int, rho: str = "1/100", at_s: float = 1_000.0, since_s: float = 0.0
) -> object:
    with journal.unit():
        asked = PaidRound(TASK, number, b"told", Fraction(rho), at_s)
        return journal.rounds.charge(asked, share=SHARE, since_s=since_s)


def test_rounds_add_up_to_the_share_and_no_further(journal: Journal) -> None:
    outcomes = [pay(journal, number) for number in range(1, 5)]

    assert [type(one) for one in outcomes] == [Charged, Charged, Charged, Refused]
    assert len(journal.rounds.all()) == 3


def test_rounds_before_every_living_window_count_no_more(journal: Journal) -> None:
    for number in range(1, 4):
        pay(journal, number)

    assert isinstance(pay(journal, 4, at_s=9_000.0, since_s=5_000.0), Charged)


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
