from aggregator.consoles.model import Card
from aggregator.consoles.visit_cards import visit_cards
from aggregator.insights.index import Index
from aggregator.insights.visits import visits
from tests.support.hq_world import index_of, index_with, made, question
from tests.support.releases import Chain

DAY = 20_774


def shown(index: Index, **parameters: str) -> dict[str, Card]:
    asked = question(index, **parameters)
    return {card.key: card for card in visit_cards(asked, visits(index, asked.scope, asked.against))}


def test_five_cards_stand_in_their_order() -> None:
    assert list(shown(index_of())) == ["come-in", "reach-in", "queue", "waits", "groups"]


def test_every_card_has_an_interval() -> None:
    assert all(" to " in card.interval for card in shown(index_of()).values())


def test_card_without_a_number_says_why() -> None:
    found = shown(index_with())

    assert all(card.missing and card.value == "–" for card in found.values())
    assert {card.detail for card in found.values()} == {"no report"}


def test_simulated_stands_on_every_card() -> None:
    assert all(card.simulated for card in shown(index_of()).values())
    assert not any(card.simulated for card in shown(index_of(Chain(simulated=False))).values())


def test_step_of_another_view_is_called_a_ratio() -> None:
    release = made("funnel.day.site", DAY, (700, 300, 200, 150, 90))
    cells = ("door:pass_by", "shop:enter", "hall:browse", "hall:engage", "tills:checkout")

    found = shown(index_with(release.model_copy(update={"cells": cells})))

    assert found["come-in"].detail == "ratio to those who pass by, not a share"
    assert found["reach-in"].detail == "of those who browse"


def test_step_that_no_camera_tells_says_so() -> None:
    release = made("funnel.day.site", DAY, (700, 300, 200, 150, 90))
    kept = {"cells": release.cells[2:], "values": release.values[2:], "half_widths": release.half_widths[2:]}

    assert shown(index_with(release.model_copy(update=kept)))["come-in"].detail == "told by no camera"


def test_counts_inside_their_noise_are_too_few_to_tell() -> None:
    found = shown(
        index_with(
            made("funnel.day.site", DAY, (3, 1, 2, 1, 1)),
            made("queue_wait.day.site", DAY, (3,) * 7),
            made("groups.week.site", 20_773, (3,) * 4),
        )
    )

    assert {found[key].detail for key in ("come-in", "waits", "groups")} == {"too few to tell"}


def test_queue_can_be_plotted_and_is_compared() -> None:
    found = shown(index_of(), plot="queue")["queue"]

    assert found.plotted
    assert "plot=queue" in found.plot
    assert "against" in found.change
