"""What a keeping says of itself follows from its items."""

from collections.abc import Sequence
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta

from edge_node.retention.keeping import Item, Keeping, deletion, held
from policies.retention import Held, Rule

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
RULE = Rule("windows", "vault", 3 * HOUR, "every purpose: window_hours = 3")


def item(from_h: int, until_h: int, *, count: int = 2) -> Item:
    since, until = NOON + from_h * HOUR, NOON + until_h * HOUR
    return Item("windows", count, since, until, until + 3 * HOUR, lambda _at: [b"id"])


def keeping(rule: Rule, items: Sequence[Item], *, is_readable: bool = True) -> Keeping:
    return Keeping(rule, lambda: items, nullcontext, lambda: is_readable)


def test_nothing_is_held_where_nothing_is() -> None:
    assert held(keeping(RULE, [])) == Held()


def test_the_first_life_to_end_is_the_oldest() -> None:
    assert held(keeping(RULE, [item(2, 3), item(0, 1)])) == Held(4, NOON + HOUR, oldest_at=NOON)


def test_what_has_no_end_is_as_old_as_its_first_moment() -> None:
    endless = Rule("ledger", "journal", None, "until the store is given up")

    assert held(keeping(endless, [item(2, 3), item(0, 1)])) == Held(4, NOON, oldest_at=NOON)


def test_what_cannot_be_read_says_so() -> None:
    assert not held(keeping(RULE, [item(0, 1)], is_readable=False)).is_readable


def test_a_deletion_spans_all_its_items() -> None:
    said = deletion([item(2, 3), item(0, 1)], RULE, count=4, at=NOON)

    assert (said.data_from, said.data_until) == (NOON, NOON + 3 * HOUR)
    assert (said.kind, said.count, said.rule, said.at) == ("windows", 4, RULE.because, NOON)


def test_an_item_touches_what_shares_a_moment_with_it() -> None:
    one = item(1, 2)

    touched = [one.touches(NOON + a * HOUR, NOON + b * HOUR) for a, b in ((0, 1), (0, 2), (1, 2), (2, 3))]

    assert touched == [False, True, True, False]
