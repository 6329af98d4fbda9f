"""The summary says what happened, and nothing that nobody knows."""

from pathlib import Path

from edge_node.demo.floor import Floor
from edge_node.demo.story import Learnt, Told
from edge_node.demo.summary import lines, summarise

URLS = {"leader": "http://127.0.0.1:1", "helper": "http://127.0.0.1:2"}


def told(true_entries: int | None = 9) -> Told:
    """Return a story of two stores, the first one filmed."""
    shoppers = {"frames": 0, "tracks": 100, "entries": 40}
    door = {"frames": 720, "tracks": 12, "entries": 8}
    rest = {"accepted": 50, "refused": 0, "seconds": {}}
    return Told(
        floors={
            "a": Floor(Path("a"), ("door", "shoppers"), "door", true_entries),
            "b": Floor(Path("b"), ("shoppers",)),
        },
        passes={
            "a": {
                "cameras": {"door": door, "shoppers": shoppers},
                "wall": {"confined": True, "denied": 3},
                **rest,
            },
            "b": {"cameras": {"shoppers": shoppers}, "wall": {"confined": None, "denied": 0}, **rest},
        },
        released={"published": 80, "suppressed": 2},
        seconds={"pair": 1.5},
    )


def test_counts_are_summed_over_stores() -> None:
    summary = summarise(told(), URLS)

    assert (summary["sites"], summary["frames"], summary["tracks"]) == (2, 720, 212)
    assert (summary["reports_accepted"], summary["releases"]) == (100, 80)


def test_truth_is_the_filmed_cameras_alone() -> None:
    assert summarise(told(), URLS)["truth"] == {"entries": 9, "measured_entries": 8}


def test_a_strangers_clip_has_no_truth() -> None:
    summary = summarise(told(true_entries=None), URLS)

    assert summary["truth"]["entries"] is None
    assert not any(line.startswith("truth") for line in lines(summary))


def test_missing_detectors_are_said_with_their_cost() -> None:
    poor = told()
    poor.passes["a"]["has_detectors"] = False

    assert any("MediaPipe alone" in line for line in lines(summarise(poor, URLS)))


def test_the_wall_is_that_of_the_filmed_store() -> None:
    assert summarise(told(), URLS)["wall"] == {"confined": True, "denied": 3}


def test_who_attested_the_signs_is_said() -> None:
    summary = summarise(told(), URLS)

    assert summary["signs"] == 3
    assert "signs     3 cameras attested by the demo itself: nobody has looked, no sign hangs" in lines(
        summary
    )


def test_rounds_of_learning_are_told_with_their_seconds() -> None:
    taught = told()
    taught.learnt = Learnt(2, 0, (6, 6), (2.5, 1.9), 0.61)
    summary = summarise(taught, URLS)

    assert summary["learning"] is not None
    assert "learning  2 rounds (2.5 s, 1.9 s) over 6, 6 invented stores, 0 refused, ε 0.61" in lines(summary)


def test_learning_that_was_left_out_is_said() -> None:
    summary = summarise(told(), URLS)

    assert summary["learning"] is None
    assert "learning  left out: no SuperLink was started, no model trained" in lines(summary)


def test_a_run_in_which_no_round_ended_well_is_said() -> None:
    taught = told()
    taught.learnt = Learnt(0, 2, (), (), 0.0)

    assert any(
        "0 rounds (none) over none invented stores, 2 refused" in line
        for line in lines(summarise(taught, URLS))
    )
