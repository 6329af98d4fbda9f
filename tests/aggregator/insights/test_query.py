from datetime import date

import pytest

from aggregator.insights.query import Asked, UnknownSiteError
from tests.support.hq_world import index_of, index_with, question


def test_nothing_asked_is_the_last_seven_days_of_all_stores() -> None:
    found = question(index_of())

    assert found.sites == index_of().sites
    assert (found.period.first, found.period.last) == (date(2026, 11, 17), date(2026, 11, 23))
    assert found.step == "day"


def test_days_given_make_a_custom_period() -> None:
    found = question(index_of(), from_="2026-11-01", to="2026-11-02")

    assert found.period.key == "custom"
    assert found.step == "hour"


def test_empty_form_fields_mean_nothing_asked() -> None:
    assert question(index_of(), from_="", to="", site="", period="", level="").period.key == "7d"


def test_unknown_site_is_refused_by_name() -> None:
    with pytest.raises(UnknownSiteError, match="got 's99'"):
        question(index_of(), site="s99")


def test_unknown_site_says_when_there_are_none() -> None:
    with pytest.raises(UnknownSiteError, match=r"\(none\)"):
        question(index_with(sites=0), site="s01")


def test_address_keeps_what_was_asked() -> None:
    index = index_of()
    found = question(index, site="s02", period="28d", compare="year", plot="occupancy", level="hour")

    again = Asked.model_validate(dict(pair.split("=") for pair in found.address()[1:].split("&")))

    assert again == found.asked


def test_address_of_a_custom_period_names_its_days() -> None:
    found = question(index_of(), from_="2026-11-01", to="2026-11-05")

    assert "from=2026-11-01&to=2026-11-05" in found.address()


def test_address_changes_what_it_is_told() -> None:
    assert "site=s03" in question(index_of()).address(site="s03")
