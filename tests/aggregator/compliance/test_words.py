from datetime import UTC, date, datetime

from aggregator.compliance.words import count_of, day, moment, of_months, short, spoken


def test_days_and_moments_read_like_a_letter() -> None:
    assert day(date(2026, 3, 3)) == "3 Mar 2026"
    assert moment(datetime(2026, 3, 3, 14, 5, tzinfo=UTC)) == "2026-03-03 14:05 UTC"


def test_one_thing_has_no_plural() -> None:
    assert (of_months(1), of_months(25)) == ("1 month", "25 months")
    assert (count_of(1, "draft"), count_of(0, "draft")) == ("1 draft", "0 drafts")


def test_names_lose_their_underscores_and_hashes_their_tail() -> None:
    assert spoken("legitimate_interests") == "legitimate interests"
    assert short("ab" * 32) == "abababababab"
