from datetime import timedelta

from aggregator.compliance.signer_page import signer_page
from tests.support.policy_world import DRAFTER, GONE, NOW, SECOND, signer


def test_everybody_on_the_list_is_shown_with_what_they_may_do() -> None:
    rows = signer_page([signer(SECOND), signer(DRAFTER)], NOW).sheets[0].rows

    assert [[cell.text for cell in row[:2]] for row in rows] == [
        ["omid", "draft and approve"],
        ["timo", "draft"],
    ]


def test_a_key_whose_time_is_over_needs_a_person() -> None:
    assert signer_page([signer(GONE)], NOW).sheets[0].rows[0][3].kind == "alarm"
    assert signer_page([signer(GONE)], NOW - timedelta(days=9)).sheets[0].rows[0][3].kind == "text"


def test_an_empty_list_says_what_that_means() -> None:
    assert "nothing can be loosened" in signer_page([], NOW).sheets[0].empty
