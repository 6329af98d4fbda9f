from aggregator.consoles.filters import filters
from tests.support.hq_world import index_of, question
from tests.support.releases import Chain


def test_every_choice_is_an_address_that_makes_it() -> None:
    index = index_of()

    found = filters(index, question(index, site="s02"))

    assert [one.value for one in found.sites if one.chosen] == ["s02"]
    assert all("site=s02" in one.address for one in found.periods)


def test_letters_choose_periods() -> None:
    index = index_of()

    assert "".join(one.key for one in filters(index, question(index)).periods) == "dewfmy"


def test_digits_choose_the_first_nine_stores() -> None:
    index = index_of(Chain(sites=11, days=1))

    assert "".join(one.key for one in filters(index, question(index)).sites) == "0123456789"


def test_arrows_move_by_the_length_of_the_period() -> None:
    index = index_of()

    found = filters(index, question(index))

    assert "from=2026-11-10&to=2026-11-16" in found.earlier
    assert "from=2026-11-24&to=2026-11-30" in found.later


def test_toggles_turn_round() -> None:
    index = index_of()

    assert "compare=off" in filters(index, question(index)).toggle_compare
    assert "compare=previous" in filters(index, question(index, compare="off")).toggle_compare
    assert "level=hour" in filters(index, question(index)).toggle_step
    assert "level=day" in filters(index, question(index, level="hour")).toggle_step


def test_days_compared_with_are_named() -> None:
    index = index_of()

    assert filters(index, question(index)).against == "10–16 Nov 2026"
    assert filters(index, question(index, compare="off")).against == ""
