from datetime import date

from aggregator.consoles.charts import style
from aggregator.insights.estimate import Estimate
from aggregator.insights.period import Period
from aggregator.insights.ratio import Ratio


def test_number_inside_its_noise_is_marked() -> None:
    number, interval = style.cells(Estimate(3, 14, 50), "")

    assert (number.kind, interval.kind) == ("noise", "noise")


def test_withheld_is_told_from_a_gap() -> None:
    assert style.cells(None, "fewer than 5 sites")[0].kind == "suppressed"
    assert style.cells(None, "no report")[0].kind == "gap"


def test_missing_number_shows_its_reason() -> None:
    assert style.cells(None, "no report")[0].text == "no report"


def test_names_read_from_the_top() -> None:
    assert style.names_axis(["a", "b"])["categoryarray"] == ["b", "a"]


def test_day_axis_names_at_most_seven_days() -> None:
    axis = style.days_axis(Period("custom", date(2026, 10, 27), date(2026, 11, 23)))

    assert 28 * 86_400_000 / axis["dtick"] <= 7


def test_hour_axis_names_hours() -> None:
    assert style.hours_axis()["tickformat"] == "%H:%M"


def test_height_grows_with_the_names() -> None:
    assert style.height_of(1) == 140
    assert style.height_of(60) > 1500


def test_ramp_gets_lighter_step_by_step() -> None:
    def lightness(colour: str) -> float:
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    found = [lightness(colour) for _, colour in style.CIVIDIS]

    assert found == sorted(found)


def test_ratio_in_per_cent_is_cut_nowhere() -> None:
    value, ends = style.percents(Ratio(1.2, -0.01, 1.25), "")

    assert (value.text, value.kind) == ("120.0\u202f%", "noise")
    assert ends.text == "−1.0 to 125.0\u202f%"


def test_missing_ratio_shows_its_reason() -> None:
    assert [cell.text for cell in style.percents(None, "too few")] == ["too few", "–"]
    assert style.percents(None, "–")[0].kind == "text"


def test_whiskers_are_as_long_as_the_half_width() -> None:
    assert style.whiskers([1.26, 14.0])["array"] == [1.3, 14.0]
