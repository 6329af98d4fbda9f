"""A backup that lacks a report: is a track summed a second time, in a smaller batch?

Five stores have reported when both aggregators are copied; the sixth reports after, the batch of six goes
out, HQ reads it. Then both are brought back from the copies. They hold five reports and know of no release.
Five reports are another batch, with noise of its own: whoever has both numbers has seen the five stores'
tracks twice. Stores remember how far they saw the helper's log grow. The leader asks at once, and again after
each word of a store; which of them speak, and in which order, is drawn. The control is a helper that looks at
nothing.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest

from aggregator.aggregate import collect
from shared.wire.codec import Role
from tests.adversary.row import Row, Scale
from tests.adversary.second_draws import Vectors, vectors
from tests.support.hub_world import make_template
from tests.support.log_sightings import look, nobody_has_spoken
from tests.support.two_hubs import ROLES, TwoHubs, two_hubs
from tests.support.vector_world import COHORT_TASK

LIVES: dict[Scale, int] = {"small": 3, "full": 30}
ENOUGH = 5
"""Stores that report before the backup: as few as may be summed."""
HOUR_S = 3_600


def rows(*, scale: Scale, seed: int) -> list[Row]:
    """Return the row of whoever brings a backup back."""
    rng = np.random.default_rng(seed)
    with TemporaryDirectory() as folder:
        templates = {role: make_template(Path(folder) / "template" / role, role) for role in ROLES}
        most = max(_life(templates, Path(folder) / f"{at}", rng) for at in range(LIVES[scale]))
        with _looking_at_nothing():
            undefended = _life(templates, Path(folder) / "undefended", rng)
    return [
        Row(
            promise="a track is summed once",
            attack="a backup of both, older than a report, brought back after the batch with it was read",
            measured=most,
            bound=1,
            holds=most == 1,
            control=undefended,
            control_fails=undefended > 1,
            detail=f"sums read over the same stores' tracks; {LIVES[scale]} backups; defence off: the helper "
            "does not ask its stores how far they saw its log grow",
        )
    ]


def _life(templates: dict[Role, Path], folder: Path, rng: np.random.Generator) -> int:
    """Return how many sums over tracks of the same five stores can be read in one life."""
    order = rng.permutation(ENOUGH + 1)
    read, held = _before(templates, folder, order, rng)
    backup: dict[Role, Path] = {role: folder / "backup" / role for role in ROLES}
    with two_hubs(backup, folder / "after", None) as pair:
        pair.round(close_all=True)
        read = read | vectors(pair.releases())
        pair.clock.advance(HOUR_S)
        for at in rng.permutation(len(held))[:ENOUGH]:
            look(pair, pair.world.edges[at], held[at])
            pair.round(close_all=True)
        read = read | vectors(pair.releases())
    shutil.rmtree(folder)
    return len(read)


def _before(
    templates: dict[Role, Path], folder: Path, order: np.ndarray, rng: np.random.Generator
) -> tuple[Vectors, list[str]]:
    """Live until HQ has read the number; return it, and what every store has seen of the log."""
    with two_hubs(templates, folder / "whole", None) as pair:
        nobody_has_spoken(pair)
        for at in order[:ENOUGH]:
            _report(pair, int(at), rng)
        for role in ROLES:
            shutil.copytree(folder / "whole" / role, folder / "backup" / role)
        pair.clock.advance(HOUR_S)
        _report(pair, int(order[ENOUGH]), rng)
        held = [look(pair, edge) for edge in pair.world.edges]
        pair.round(close_all=True)
        pair.clock.advance(HOUR_S)
        return vectors(pair.releases()), [
            look(pair, edge, seen) for edge, seen in zip(pair.world.edges, held, strict=True)
        ]


def _report(pair: TwoHubs, at: int, rng: np.random.Generator) -> None:
    vector = rng.poisson(20, pair.world.length(COHORT_TASK)).astype(np.int64)
    vector[-1] = 36_000
    pair.report(pair.world.edges[at], vector)


@contextmanager
def _looking_at_nothing() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(collect, "why_not_yet", lambda *_, **__: None)
        yield
