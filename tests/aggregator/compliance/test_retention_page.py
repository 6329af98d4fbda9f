from datetime import timedelta

from aggregator.compliance.retention_page import retention_page
from aggregator.retention.receipts import KeptReceipt
from policies.retention_table import Table
from privacy.receipts import Deletion, issue
from tests.support.papers import kept
from tests.support.vector_world import NOW


def receipt(number: int) -> KeptReceipt:
    said = Deletion("nonces", 2, NOW - timedelta(days=2), NOW - timedelta(days=1), "PROTOCOL §16", NOW)
    return KeptReceipt(number, *issue(said, [b"one", b"two"], bytes(32)))


def table(days_held: float, *, is_swept: bool = True) -> Table:
    line = kept(days_held)
    return Table(NOW, NOW if is_swept else None, (line,), line.findings)


def test_a_kind_within_its_life_needs_nobody() -> None:
    page = retention_page(table(0.5), [], NOW)

    assert not any(fact.needs_person for fact in page.facts)
    assert [cell.text for cell in page.sheets[1].rows[0][:4]] == [
        "nonces",
        "table nonces",
        "24 hours",
        "PROTOCOL §16",
    ]
    assert page.sheets[0].empty == "Nothing is wrong."


def test_what_outlives_its_rule_is_an_alarm_in_both_tables() -> None:
    page = retention_page(table(3), [], NOW)

    assert (page.facts[0].value, page.facts[0].needs_person) == ("1", True)
    assert page.sheets[0].rows[0][0].text == "outlives its rule"
    assert page.sheets[1].rows[0][5].kind == "alarm"


def test_a_home_that_was_never_swept_says_so() -> None:
    assert retention_page(table(0.5, is_swept=False), [], NOW).facts[1].value == "never"


def test_receipts_are_shown_newest_first_with_their_root() -> None:
    page = retention_page(table(0.5), [receipt(1), receipt(2)], NOW)

    assert [row[0].text for row in page.sheets[2].rows] == ["2", "1"]
    assert page.sheets[2].rows[0][2].text == "2 records"
    assert page.sheets[2].rows[0][-1].text == receipt(2).receipt.root.hex()[:16]
