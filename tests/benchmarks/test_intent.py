"""A model of some recorded people is asked about others."""

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.benchmarks.intent import OTHER_SEEDS, across, left_out, main
from tests.benchmarks.keypoint_file import KeypointFileError
from tests.benchmarks.public_hands import BODY
from tests.benchmarks.public_windows import merl

ARMS = {"reach": 1.6, "wait": 0.4}


def recorded(
    path: Path, people: tuple[str, ...], seed: int, labels: tuple[str, str] = ("reach", "wait")
) -> Path:
    """Write bodies whose arms are long or short by the label, in the form of the MERL file."""
    rng = np.random.default_rng(seed)
    names = [f"{name}_{axis}" for name in BODY for axis in "xy"]
    with path.open("w", newline="") as file:
        table = csv.DictWriter(file, ["clip", "subject", "class", "frame", *names])
        table.writeheader()
        for clip in range(24):
            label = labels[clip % 2]
            for frame in range(30):
                at = {"shoulder": 0.2, "elbow": 0.3, "wrist": 0.2, "hip": 0.5, "knee": 0.7, "ankle": 0.9}
                joints = {}
                for name in BODY:
                    side, part = name.split("_")
                    out = {"wrist": ARMS[label], "elbow": ARMS[label] / 2}.get(part, 0.2) * 0.3
                    joints[f"{name}_x"] = 0.5 + (out if side == "l" else -out) + rng.normal(0, 0.005)
                    joints[f"{name}_y"] = at[part] + rng.normal(0, 0.005)
                row = {"clip": str(clip), "subject": people[clip % len(people)], "class": label}
                table.writerow({**row, "frame": frame, **joints})
    return path


def test_what_some_show_is_told_of_others(tmp_path: Path) -> None:
    train = recorded(tmp_path / "train.csv", ("ann", "bob", "cem"), 1)
    test = recorded(tmp_path / "test.csv", ("dan",), 2)

    answer = across(train, test)

    assert answer["accuracy"] == 1.0
    assert (answer["sites"], answer["people_in_both"]) == (3, 0)
    assert set(answer["f1"]) == {"reach", "wait"}  # type: ignore[call-overload]  # a dict
    assert 0.0 <= float(str(answer["refused"])) <= 1.0
    assert 0.0 <= float(str(answer["calibration_error"])) < 0.2


def test_what_is_learnt_together_is_told_as_the_mean_over_its_seeds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.benchmarks.intent.ROUNDS", 0)  # as they begin: each seed guesses otherwise
    known = merl(recorded(tmp_path / "all.csv", ("ann", "bob", "cem"), 1))

    answer: Any = left_out(known)

    by_seed = [one["macro_f1"] for one in answer["federated_by_seed"]]
    assert len(by_seed) == 1 + len(OTHER_SEEDS)
    assert len(set(by_seed)) > 1
    assert answer["each_way"]["federated"]["macro_f1"] == round(sum(by_seed) / len(by_seed), 4)


def test_one_label_alone_teaches_nothing(tmp_path: Path) -> None:
    train = recorded(tmp_path / "train.csv", ("ann", "bob"), 1, ("wait", "wait"))

    with pytest.raises(KeypointFileError, match=r"two labels or more in .*, got wait alone"):
        across(train, train)


def test_a_bad_file_ends_with_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = str(tmp_path / "gone.csv")
    monkeypatch.setattr("sys.argv", ["intent", "--train", gone, "--test", gone])

    with pytest.raises(SystemExit) as ended:
        main()

    assert str(ended.value).startswith("Error: cannot read ")
