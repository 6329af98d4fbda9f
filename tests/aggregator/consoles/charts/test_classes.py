from aggregator.consoles.charts import style
from aggregator.consoles.charts.classes import Axes, figure
from aggregator.insights.estimate import Estimate

PARTS = tuple(Estimate(float(value), 14.0, 50.0) for value in (120, 80, 5, 60))
NAMES = ("5–30 s", "30–60 s", "1–2 min", "2+ min")
AXES = Axes("length", "waits")


def test_every_class_has_its_whisker() -> None:
    bars = figure(NAMES, PARTS, AXES)["data"][0]

    assert len(bars["y"]) == len(bars["error_y"]["array"]) == 4


def test_class_inside_its_noise_is_grey() -> None:
    colours = figure(NAMES, PARTS, AXES, split=3)["data"][0]["marker"]["color"]

    assert colours == [style.SERIES, style.SERIES, style.NOISE, style.BEFORE]


def test_split_is_a_dashed_line_between_classes() -> None:
    made = figure(NAMES, PARTS, AXES, split=3)

    assert [(shape["x0"], shape["line"]["dash"]) for shape in made["layout"]["shapes"]] == [(2.5, "dash")]
    assert figure(NAMES, PARTS, AXES)["layout"]["shapes"] == []


def test_axes_say_what_they_are() -> None:
    layout = figure(NAMES, PARTS, AXES)["layout"]

    assert (layout["xaxis"]["title"]["text"], layout["yaxis"]["title"]["text"]) == ("length", "waits")
