from aggregator.consoles.charts import style
from aggregator.consoles.charts.bars import Bar, figure, is_drawn
from aggregator.insights.estimate import Estimate

SURE = Bar("bread", Estimate(120.0, 14.0, 50.0))
NOISE = Bar("milk", Estimate(-3.0, 14.0, 50.0))
WITHHELD = Bar("promo", None, "fewer than 5 sites")
MISSING = Bar("tills", None, "no report")


def test_bar_has_its_whisker() -> None:
    solid = figure([SURE], "visits")["data"][0]

    assert (solid["x"], solid["error_x"]["array"]) == ([120.0], [14.0])


def test_bar_inside_its_noise_is_grey_and_not_cut_at_zero() -> None:
    solid = figure([SURE, NOISE], "visits")["data"][0]

    assert solid["marker"]["color"] == [style.SERIES, style.NOISE]
    assert solid["x"][1] == -3.0


def test_withheld_bar_is_hatched_with_its_reason() -> None:
    made = figure([SURE, WITHHELD], "visits")

    assert made["data"][1]["marker"]["pattern"]["shape"] == "/"
    assert made["layout"]["annotations"][0]["text"] == "fewer than 5 sites"


def test_missing_bar_is_a_grey_word_and_no_bar() -> None:
    made = figure([SURE, MISSING], "visits")

    assert "tills" not in [*made["data"][0]["y"], *made["data"][1]["y"]]
    assert [(one["text"], one["bgcolor"]) for one in made["layout"]["annotations"]] == [
        ("no report", style.GAP)
    ]


def test_nothing_is_drawn_of_missing_bars_alone() -> None:
    assert not is_drawn([MISSING])
    assert is_drawn([MISSING, WITHHELD])
    assert is_drawn([NOISE])
