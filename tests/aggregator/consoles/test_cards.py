from aggregator.consoles.cards import cards
from aggregator.consoles.model import Card
from aggregator.insights.index import Index
from aggregator.insights.summary import summary
from tests.support.hq_world import index_of, index_with, question
from tests.support.hq_world import made as release
from tests.support.releases import NOW, Chain


def made(index: Index, **parameters: str) -> dict[str, Card]:
    asked = question(index, **parameters)
    found = summary(index, asked.sites, asked.period, asked.against, NOW)
    return {card.key: card for card in cards(index, asked, found)}


def test_five_cards_stand_in_their_order() -> None:
    assert list(made(index_of())) == ["entries", "inside", "dwell", "busiest", "coverage"]


def test_every_card_has_an_interval_or_says_that_it_is_exact() -> None:
    assert all(card.interval for card in made(index_of()).values())


def test_card_without_a_number_says_why() -> None:
    found = made(index_with())

    assert all(card.missing and card.value == "–" and card.detail for card in found.values())


def test_simulated_stands_on_every_card() -> None:
    assert all(card.simulated for card in made(index_of()).values())
    assert not any(card.simulated for card in made(index_of(Chain(simulated=False))).values())


def test_change_within_the_noise_says_so() -> None:
    inside = made(index_of())["inside"]

    assert inside.change_inside_noise
    assert inside.change.endswith("within the noise")


def test_nothing_to_compare_is_said() -> None:
    assert made(index_of(), period="28d")["entries"].change.startswith("no complete day to compare")


def test_busiest_store_of_a_running_day_is_so_so_far() -> None:
    busiest = made(index_of(), period="day")["busiest"]

    assert (busiest.detail.endswith("so far"), busiest.provisional) == (True, True)


def test_comparison_switched_off_says_nothing() -> None:
    assert made(index_of(), compare="off")["entries"].change == ""


def test_plotted_card_is_marked() -> None:
    found = made(index_of(), plot="occupancy")

    assert found["inside"].plotted
    assert not found["entries"].plotted
    assert "plot=entries" in found["entries"].plot


def test_missing_store_days_are_counted() -> None:
    assert made(index_of())["entries"].detail == "41 of 42 store-days measured"


def test_single_store_is_not_called_busiest() -> None:
    assert made(index_of(), site="s01")["busiest"].title == "This store"


def test_number_inside_its_noise_is_grey() -> None:
    few = made(index_with(release("footfall.day.site", 20_774, (5, 4))))

    assert few["entries"].noise
    assert not made(index_of())["entries"].noise
