"""Can two windows of one person be told to be of one person? ``python -m tests.adversary.reidentification``.

The attacker knows one window of every person in every action, from one recording, and is asked whose a window
of the other recording is, of an action that he has seen nobody do. He takes whichever of his classifiers does
best, so his figure flatters him. ``--full`` tries all of them and writes the table to
edge_node/intent/REIDENTIFICATION.md; otherwise the strongest alone is asked.
Ten people can show a failure; they cannot prove a pass.
"""

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta

from edge_node.intent.levels import LEVELS
from edge_node.intent.window import PLACES
from tests.adversary.linkers import LINKERS, QUICK
from tests.adversary.public_windows import Clips, Lay, laid, merl, utkinect, worst
from tests.adversary.row import Row, Scale
from tests.benchmarks.leave_one_out import Clips as Labelled
from tests.benchmarks.leave_one_out import guesses, macro_f1
from tests.support.development_data import development_data

Floats = NDArray[np.float64]

OVER_CHANCE, UPPER = 0.05, 0.20
"""What the gate allows: rank-1 over chance, and its one-sided 95 % bound."""
RAW_AT_LEAST = 0.30
"""Raw joints must be linked at least so often, or the attacker is too weak; 0.36 was measured first."""
ELSEWHERE = ((0.5,), (2.0, 5.0), (1.0,))
"""Other edges, which were tried; metres: shelf, entrance, queue."""
FINER = ((0.5, 1.0, 2.0), (2.0, 5.0), (1.0, 3.0))
"""Places as in the first version of the window, which told too much; metres: shelf, entrance, queue."""
SHOPS = tuple(range(1, 9))
"""Seeds of the shops that the gate is the mean over, in every campaign."""
OTHER_SHOPS = tuple(range(9, 17))
"""Seeds of shops that were asked once, after levels had been chosen in the others."""
POOLED, POOLINGS = 5, 5
"""Windows pooled, and how often the actions are parted anew."""
HEADS = ("attacker sees", "rank-1, other action", "upper 95 %", "same action", "five pooled", "action F1")
"""Of the table's columns."""
TABLE = Path(__file__).parents[2] / "edge_node" / "intent" / "REIDENTIFICATION.md"


@dataclass(frozen=True, slots=True)
class Linked:
    """How often windows were linked to whom they are of."""

    by: str
    """The classifier that did best."""
    rank1: float
    upper: float
    """One-sided 95 % Clopper–Pearson bound over clips."""


def rows(*, scale: Scale, seed: int) -> list[Row]:
    """Return the gate as one row; none where the recordings are not at hand."""
    data = development_data()
    if data is None:
        return []
    names = QUICK if scale == "small" else tuple(LINKERS)
    clips = utkinect(data)
    kept = mean_over_shops(clips, names, SHOPS)
    by = "the strongest classifier" if len(names) == 1 else f"best of {len(names) + 1}"
    raw = linked(clips, [clips.joints], names)
    bound = chance(clips) + OVER_CHANCE
    return [
        Row(
            f"a kept window does not tell whose it is, over {len(SHOPS)} invented shops",
            f"link to ten known people, other recording, other action; {by}",
            kept.rank1,
            bound,
            holds=holds(kept, clips),
            control=raw.rank1,
            control_fails=raw.rank1 >= RAW_AT_LEAST,
            detail=f"UTKinect, {len(clips.people)} clips, upper 95 % {kept.upper:.3f} (≤ {UPPER}); "
            "control: raw joints; ten people can show a failure, not prove a pass",
        )
    ]


def holds(found: Linked, clips: Clips) -> bool:
    """Return whether the gate lets it pass."""
    return found.rank1 <= chance(clips) + OVER_CHANCE and found.upper <= UPPER


def chance(clips: Clips) -> float:
    """Return how often a guess is right."""
    return 1 / len(np.unique(clips.people))


def mean_over_shops(
    clips: Clips, names: Sequence[str], seeds: Iterable[int], edges: Sequence[Sequence[float]] | None = None
) -> Linked:
    """Return the gate's figure for the whole stored vector, over shops that the recording is laid into."""
    return linked(clips, [stored(clips, laid(seed), edges) for seed in seeds], names)


def stored(clips: Clips, lay: Lay | None, edges: Sequence[Sequence[float]] | None = None) -> Floats:
    """Return what the vault holds of each window, one column a level: float64 (N, W, D), moment by moment.

    lay: None leaves the places out; edges: other ones than the product's.
    """
    columns = [clips.movement]
    counts = [len(level.edges) + 2 for level in LEVELS]
    if lay is not None and clips.places_m is not None:
        cuts = edges or [place.edges for place in PLACES]
        distances = lay(clips.places_m)
        columns.append(np.stack([np.digitize(distances[..., k], cut) for k, cut in enumerate(cuts)], axis=-1))
        counts += [len(cut) + 2 for cut in cuts]
    levels = np.concatenate(columns, axis=-1)
    hot = [np.eye(count)[levels[..., k] + 1] for k, count in enumerate(counts)]
    return np.concatenate(hot, axis=-1).reshape(*levels.shape[:2], -1)


def linked(
    clips: Clips, looks: Sequence[Floats], names: Sequence[str], *, same_action: bool = False
) -> Linked:
    """Return what the best classifier reaches, on average over the looks, and so all of them together."""
    hits = np.mean([_hits(clips, look, names, same_action=same_action) for look in looks], axis=0)
    weights = 1 / np.bincount(clips.people)[clips.people]
    rates = (hits * weights).sum(axis=1) / weights.sum()
    best = int(rates.argmax())
    count, right = len(clips.people), float(rates[best] * len(clips.people))
    upper = float(beta.ppf(0.95, right + 1, max(count - right, 1e-9)))
    return Linked((*names, "all together")[best], float(rates[best]), upper)


def pooled(clips: Clips, looks: Sequence[Floats], names: Sequence[str]) -> float:
    """Return the best rank-1 of POOLED windows known to be of one person: the product never keeps as much."""
    return float(np.mean([_pooled(clips, look, names) for look in looks], axis=0).max())


def _pooled(clips: Clips, look: Floats, names: Sequence[str]) -> Floats:
    rng, right = np.random.default_rng(1), []
    middle = look.shape[1] // 2
    for _ in range(POOLINGS):
        asked_for = rng.permutation(int(clips.actions.max()) + 1)[:POOLED]
        is_asked = np.isin(clips.actions, asked_for)
        for session in (0, 1):
            known, asked = ~is_asked & (clips.sessions == session), is_asked & (clips.sessions != session)
            shares = _shares(clips, look, names, known, asked)[:, :, middle]
            for person in np.unique(clips.people):
                mine = clips.people[asked] == person
                right.append(shares[:, mine].sum(axis=1).argmax(axis=-1) == person)
    return np.asarray(np.mean(right, axis=0), dtype=np.float64)


def utility(clips: Clips, look: Floats) -> float:
    """Return macro-F1 of which action it is, every person left out once, of the middle window."""
    middle = look[:, look.shape[1] // 2]
    return macro_f1(clips.actions, guesses(Labelled(middle, clips.actions, clips.people.astype(np.str_))))


def permuted(clips: Clips) -> Clips:
    """Return the same clips of nobody in particular."""
    return replace(clips, people=np.random.default_rng(1).permutation(clips.people))


def _hits(clips: Clips, look: Floats, names: Sequence[str], *, same_action: bool) -> Floats:
    """Return the share of each clip's windows that were linked, (C, N): by classifier, then all together."""
    hits = np.zeros((len(names) + 1, len(clips.people)))
    for session in (0, 1):
        for action in (None,) if same_action else np.unique(clips.actions):
            mine = np.ones(len(clips.people), np.bool_) if action is None else clips.actions == action
            known = (clips.sessions == session) & (mine if action is None else ~mine)
            asked = mine & (clips.sessions != session)
            if asked.any():
                guess = _shares(clips, look, names, known, asked).argmax(axis=-1)
                hits[:, asked] = (guess == clips.people[asked][:, None]).mean(axis=-1)
    return hits


def _shares(
    clips: Clips,
    look: Floats,
    names: Sequence[str],
    known: NDArray[np.bool_],
    asked: NDArray[np.bool_],
) -> Floats:
    """Return how likely each person is, (C, clips, W, people), all classifiers together last."""
    windows = look.shape[1]
    features, others = (look[part].reshape(-1, look.shape[-1]) for part in (known, asked))
    people = np.repeat(clips.people[known], windows)
    each = [LINKERS[name](features, people, others) for name in names]
    every = np.stack([*each, np.mean(each, axis=0)])
    return every.reshape(len(names) + 1, -1, windows, every.shape[-1])


def _line(name: str, clips: Clips, looks: Sequence[Floats], names: Sequence[str]) -> str:
    other = linked(clips, looks, names)
    same = linked(clips, looks, names, same_action=True)
    several = pooled(clips, looks, names) if int(clips.actions.max()) >= 2 * POOLED - 1 else None
    cells = (
        name,
        f"{other.rank1:.3f} ({other.by})",
        f"{other.upper:.3f}",
        f"{same.rank1:.3f}",
        "" if several is None else f"{several:.2f}",
        f"{utility(clips, looks[0]):.2f}",
    )
    print(" · ".join(cells), file=sys.stderr, flush=True)
    return f"| {' | '.join(cells)} |"


def table(data: Path, scale: Scale) -> str:
    """Return every figure as a table in Markdown."""
    every = QUICK if scale == "small" else tuple(LINKERS)
    kinect, shelf = utkinect(data), merl(data)
    if kinect.places_m is None:
        raise ValueError("expected places in UTKinect")
    medians: list[tuple[float, ...]] = [
        (float(np.median(worst(kinect.places_m)(kinect.places_m)[..., k])),) for k in range(3)
    ]
    lay: Callable[[int], Lay] = laid
    kept = [stored(kinect, lay(seed)) for seed in SHOPS]
    lines = [
        _line("**UTKinect: what is kept, laid into shops (the gate)**", kinect, kept, every),
        _line("the same, in eight other shops", kinect,
              [stored(kinect, lay(seed)) for seed in OTHER_SHOPS], every),
        _line("places cut at 0.5, 2 and 5, 1 m", kinect,
              [stored(kinect, lay(seed), ELSEWHERE) for seed in SHOPS], every),
        _line("places as in version 1", kinect, [stored(kinect, lay(seed), FINER) for seed in SHOPS], QUICK),
        _line("two levels, edges right through the crowd", kinect,
              [stored(kinect, worst(kinect.places_m), medians)], every),
        _line("without places", kinect, [stored(kinect, None)], every),
        _line("what is kept, people permuted, in two of them", permuted(kinect), kept[:2], every),
        _line("raw joints", kinect, [kinect.joints], every),
        _line("MERL: what is kept, without places", shelf, [stored(shelf, None)], every),
        _line("MERL: raw joints", shelf, [shelf.joints], every),
    ]  # fmt: skip
    return "\n".join([f"| {' | '.join(HEADS)} |", "|---" * len(HEADS) + "|", *lines])


def main() -> None:
    """Print the table, and with ``--full`` write it."""
    parser = argparse.ArgumentParser(prog="python -m tests.adversary.reidentification")
    parser.add_argument("--full", action="store_true", help="every classifier; writes the table")
    data = development_data()
    scale: Scale = "full" if parser.parse_args().full else "small"
    if data is None:
        parser.error("expected the recordings in SHOAL_DATA, found none")
    found = table(data, scale)
    print(found)
    if scale == "full":
        text = TABLE.read_text(encoding="utf-8")
        before, after = text.split("<!-- table -->\n")[::2]
        TABLE.write_text(f"{before}<!-- table -->\n{found}\n<!-- table -->\n{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
