"""``shoal bench intent``: people recorded elsewhere, each a site, teach a model that is asked about others.

``--train`` and ``--test`` are files in the form of merl_shopping_keypoints.csv.gz. Without them: MERL
Shopping and UTKinect from SHOAL_DATA (../shared/data by default), every person left out once, beside a
logistic regression on the same windows, one on the joints themselves, and the nearest neighbour.
"""

import argparse
import json
import os
import sys
from dataclasses import replace
from pathlib import Path
from statistics import mean

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

from edge_node.federated.simulation.pooled import trained_plainly
from edge_node.federated.simulation.scores import Score, score_of
from edge_node.federated.simulation.seeded import no_noise
from edge_node.federated.training import Examples, train_and_quantise
from edge_node.federated.vectorising import Judge
from edge_node.intent.calibrating import calibration_error, temperature_for
from edge_node.intent.form import VERSION, Form, centred
from edge_node.intent.known import Known
from edge_node.intent.model import fresh
from edge_node.intent.predict import Predictor
from edge_node.intent.trained import Trained
from privacy.server_step import begun, moved
from privacy.updates import read_sum
from shared.schemas.training_plan import TrainingPlan
from tests.benchmarks.keypoint_file import KeypointFileError
from tests.benchmarks.public_windows import Recorded, merl, utkinect

DATA = Path(os.environ.get("SHOAL_DATA", "../shared/data"))
ROUNDS = 15
SEED = 1
OTHER_SEEDS = (2, 3, 4, 5)
"""What few people learn together differs by points with first weights and with the machine's arithmetic:
its figures are means over five seeds. Refusals and sureness are the first one's."""

Labels = NDArray[np.int64]
Floats = NDArray[np.float64]


def main() -> None:
    """Print one JSON object."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.intent")
    parser.add_argument("--train", type=Path)
    parser.add_argument("--test", type=Path)
    parser.add_argument(
        "--set", choices=("merl", "utkinect"), help="of the two without files, this one alone"
    )
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if (asked.train is None) != (asked.test is None):
        parser.error("expected --train and --test, both or neither")
    torch.set_num_threads(1)
    if asked.train:
        try:
            answer = across(asked.train, asked.test)
        except KeypointFileError as error:
            sys.exit(f"Error: {error}")
    else:
        folder = DATA / "intent"
        read = {
            "merl": lambda: merl(folder / "merl_shopping_keypoints.csv.gz"),
            "utkinect": lambda: utkinect(folder),
        }
        answer = {name: left_out(read[name]()) for name in read if asked.set in (None, name)}
    print(json.dumps(answer, indent=None if asked.json else 2))


def across(train: Path, test: Path) -> dict[str, object]:
    """Return how right a model of the one file is on the other, and how much of it is unlike all it saw.

    Raises: KeypointFileError for a file of another form, or one label alone to learn.
    """
    known = merl(train)
    if len(known.names) < 2:
        raise KeypointFileError(
            f"expected clips of two labels or more in {train}, got {known.names[0]} alone"
        )
    other = merl(test, known.names)
    predictor = Predictor(calibrated(known))
    windows = other.examples.windows
    chances = predictor.chances(windows)
    score = score_of(other.examples.labels, chances.argmax(axis=1), known.names)
    return {
        "trained_on": len(known.examples),
        "sites": len(set(known.people.tolist())),
        "people_in_both": len(set(known.people.tolist()) & set(other.people.tolist())),
        "noise": "none",
        "tested_on": len(other.examples),
        "accuracy": round(score.accuracy, 4),
        "macro_f1": round(score.macro_f1, 4),
        "f1": {name: round(value, 3) for name, value in score.f1.items()},
        "calibration_error": round(calibration_error(chances, other.examples.labels), 4),
        "refused": round(float(predictor.is_unlike(windows).mean()), 4),
    }


def left_out(clips: Recorded) -> dict[str, object]:
    """Return how right each way of learning is about somebody it never saw."""
    truth = clips.examples.labels
    guesses: dict[str, Labels] = {}
    refused = np.zeros(len(truth), dtype=np.bool_)
    chances = np.zeros((len(truth), len(clips.names)))
    by_seed = {seed: np.zeros_like(truth) for seed in OTHER_SEEDS}
    for person in np.unique(clips.people):
        mine = clips.people == person
        others, asked = clips.of(~mine), clips.of(mine)
        together = Predictor(calibrated(others))
        chances[mine] = together.chances(asked.examples.windows)
        refused[mine] = together.is_unlike(asked.examples.windows)
        for name, answer in _answers(others, asked).items():
            guesses.setdefault(name, np.zeros_like(truth))[mine] = answer
        for seed in OTHER_SEEDS:
            again = Predictor(learnt_together(others, seed))
            by_seed[seed][mine] = again.scores(asked.examples.windows).argmax(axis=1)
    said = {name: _said(score_of(truth, guess, clips.names)) for name, guess in guesses.items()}
    every = (chances.argmax(axis=1), *by_seed.values())
    learnt = [_said(score_of(truth, guess, clips.names)) for guess in every]
    return {
        "clips": len(truth),
        "people": len(set(clips.people.tolist())),
        "refused": round(float(refused.mean()), 4),
        "calibration_error": round(calibration_error(chances, truth), 4),
        "each_way": said | {"federated": _mean_of(learnt)},
        "federated_by_seed": learnt,
    }


def calibrated(clips: Recorded) -> Trained:
    """Return what all learn together, as sure as it may be about people that it has not seen.

    The temperature is of a model that every third person is kept from, asked about these; with fewer than
    three people it stays 1.
    """
    model, people = learnt_together(clips), np.unique(clips.people)
    if len(people) < 3:
        return model
    is_kept_out = np.isin(clips.people, people[::3])
    asked = clips.of(is_kept_out).examples
    scores = Predictor(learnt_together(clips.of(~is_kept_out))).scores(asked.windows)
    return replace(model, temperature=temperature_for(scores, asked.labels))


def learnt_together(clips: Recorded, seed: int = SEED) -> Trained:
    """Return what the people's sites learn together, without noise, over the functions that stores run."""
    form = Form(classes=len(clips.names))
    plan = TrainingPlan(
        model_version=VERSION,
        parameters=form.parameters,
        steps=5,
        batch_size=1,
        clip_norm=30.0,
        learning_rate=0.3,
        max_weight=1_024,
    )
    sites = [clips.of(clips.people == person).examples for person in np.unique(clips.people)]
    state, judge, rng = begun(fresh(form, seed)), Judge(form), np.random.default_rng(seed)
    for _ in range(ROUNDS):
        parts = [
            train_and_quantise(plan, state.weights, one, noise=no_noise, random=rng.bytes, judge=judge)
            for one in sites
        ]
        total = np.stack([part.vector for part in parts]).sum(axis=0)
        state = moved(plan, state, read_sum(plan, total, len(parts)).update)
    return Trained(form, state.weights, 1.0, Known.of(clips.examples.windows))


def _answers(others: Recorded, asked: Recorded) -> dict[str, Labels]:
    form, labels = Form(classes=len(others.names)), others.examples.labels
    pooled = Trained(
        form, trained_plainly(others.examples, form, seed=SEED), 1.0, Known.of(others.examples.windows)
    )
    levels, asked_levels = _flat(others.examples), _flat(asked.examples)
    scaler = StandardScaler().fit(others.raw)
    raw, asked_raw = scaler.transform(others.raw), scaler.transform(asked.raw)
    logistic = LogisticRegression(max_iter=2_000).fit(levels, labels)
    return {
        "centralised": Predictor(pooled).scores(asked.examples.windows).argmax(axis=1),
        "logistic_on_windows": logistic.predict(asked_levels),
        "logistic_on_joints": LogisticRegression(max_iter=2_000).fit(raw, labels).predict(asked_raw),
        "nearest_on_joints": KNeighborsClassifier(1).fit(others.raw, labels).predict(asked.raw),
        "majority": np.full(len(asked.examples), np.bincount(labels).argmax()),
    }


def _flat(examples: Examples) -> Floats:
    return centred(examples.windows).reshape(len(examples), -1).astype(np.float64)


def _mean_of(figures: list[dict[str, float]]) -> dict[str, float]:
    return {name: round(mean(one[name] for one in figures), 4) for name in figures[0]}


def _said(score: Score) -> dict[str, float]:
    return {"accuracy": round(score.accuracy, 4), "macro_f1": round(score.macro_f1, 4)}


if __name__ == "__main__":
    main()
