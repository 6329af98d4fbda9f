"""Kill -9 and restored backups at an aggregator: is a number ever drawn twice, or published unpaid?

Five stores have reported; leader and helper do a turn: the round that sums them, and the witness's look at
the log. Before statements of either database both homes are copied: that is what a power cut leaves there, or
what a backup taken just then holds. From a copy both are started again (a power cut), or the leader alone,
while the helper is as it is at the end (a backup brought back), or both after HQ has read the number (both
brought back together). Every vector that HQ could read on the way is counted. The witness is tried with noise
that is drawn afresh each time, so that it has to hold alone; both together with the noise of the product.
"""

import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from sqlalchemy import event

from aggregator import batch_round
from aggregator.audit.witnessing import seek_cosignature
from aggregator.release import gate
from aggregator.tables import LedgerRow
from privacy.noise import discrete_gaussian
from privacy.randomness import Noise
from shared.schemas.release import Release
from shared.wire.codec import Role
from tests.adversary.row import Row, Scale
from tests.support.hub_world import make_template
from tests.support.two_hubs import ROLES, TwoHubs, two_hubs
from tests.support.vector_world import COHORT_TASK

EVERY: dict[Scale, int] = {"small": 25, "full": 1}
"""Statements from one moment that is tried to the next."""
STORES = 5
A_WHILE_S = 120
"""Between a power cut and the next start: questions are signed later than those before."""

Vectors = set[tuple[int, ...]]

_NUMBERS = count()
"""Of lives, so that each has a folder of its own."""


@dataclass
class Found:
    """What could be read over all the lives of a home."""

    most_vectors: int = 0
    """Different vectors for one number."""
    unpaid: int = 0
    """Vectors that a party has no ledger entry for."""
    lives: int = 0


@dataclass
class Lives:
    """The homes as they were before each statement, and at the end."""

    folder: Path
    images: list[dict[Role, Path]] = field(default_factory=list)
    last: dict[Role, Path] = field(default_factory=dict)
    read: Vectors = field(default_factory=set)
    """What HQ could read at the end."""

    @property
    def between(self) -> dict[Role, Path]:
        """The homes half way: the helper has been asked, nothing is published yet."""
        return self.images[len(self.images) * 2 // 3]


def rows(*, scale: Scale, seed: int) -> list[Row]:
    """Return two rows for draws and one for unpaid releases."""
    with TemporaryDirectory() as folder:
        lives = lived(Path(folder), seed, EVERY[scale])
        defended = relived(lives, lives.images)
        with _without_witness():
            unseen = relived(lives, [lives.between])
        with _without_ledger():
            unpaid = relived(lives, [lives.between])
        together = relived_together(lives, lives.images, noise=None)
        afresh = relived_together(lives, [lives.between], noise=discrete_gaussian)
    said = f"{defended.lives} lives: both parties after kill -9, the leader from a backup"
    return [
        Row(
            promise="one number is drawn once",
            attack="kill -9 before any statement of a round; a backup of the leader brought back",
            measured=defended.most_vectors,
            bound=1,
            holds=defended.most_vectors == 1,
            control=unseen.most_vectors,
            control_fails=unseen.most_vectors > 1,
            detail=f"different vectors read for one number; {said}; defence off: nobody asks the witness",
        ),
        Row(
            promise="one number is drawn once",
            attack="a backup of leader and helper brought back together, after HQ has read the number",
            measured=together.most_vectors,
            bound=1,
            holds=together.most_vectors == 1,
            control=afresh.most_vectors,
            control_fails=afresh.most_vectors > 1,
            detail=f"different vectors read for one number; {together.lives} lives of two restored "
            "databases; defence off: noise drawn afresh instead of from the batch's secret",
        ),
        Row(
            promise="no release without its ledger entry",
            attack="kill -9 before any statement of a round; a backup of the leader brought back",
            measured=defended.unpaid,
            bound=0,
            holds=defended.unpaid == 0,
            control=unpaid.unpaid,
            control_fails=unpaid.unpaid > 0,
            detail=f"releases not entered by leader or helper; {said}; defence off: doors that enter nothing",
        ),
    ]


def lived(folder: Path, seed: int, every: int) -> Lives:
    """Run one round on fresh homes, copying both before every so many statements of either."""
    lives = Lives(folder)
    templates = {role: make_template(folder / "template" / role, role) for role in ROLES}
    with _hubs(templates, folder / "whole", None) as pair:
        _report(pair, seed)
        homes: dict[Role, Path] = {role: folder / "whole" / role for role in ROLES}
        statements = count()

        def before(*_: object) -> None:
            if next(statements) % every == 0:
                lives.images.append(_copied(homes, folder / f"image{len(lives.images)}"))

        for party in (pair.leader, pair.helper):
            event.listen(party.hub.engine, "before_cursor_execute", before)
        pair.round(close_all=True)
        pair.clock.advance(1)
        seek_cosignature(pair.leader.hub, pair.client)
        for party in (pair.leader, pair.helper):
            event.remove(party.hub.engine, "before_cursor_execute", before)
        lives.last = _copied(homes, folder / "last")
        lives.read = vectors(pair.releases())
    return lives


def relived(lives: Lives, images: Sequence[dict[Role, Path]]) -> Found:
    """Start from each of the copies, both ways, and count."""
    found = Found()
    for image in images:
        _live(image, lives, set(), found)
        _live({**lives.last, "leader": image["leader"]}, lives, lives.read, found)
    return found


def relived_together(lives: Lives, images: Sequence[dict[Role, Path]], *, noise: Noise | None) -> Found:
    """Start both from each of the copies, after HQ has read what was published at the end, and count."""
    found = Found()
    for image in images:
        _live(image, lives, lives.read, found, noise=noise)
    return found


def vectors(releases: Iterable[Release]) -> Vectors:
    """Return the vectors of the number that all of this is about."""
    return {one.values for one in releases if one.task_id == COHORT_TASK and one.values}


def _live(
    homes: dict[Role, Path],
    lives: Lives,
    read_before: Vectors,
    found: Found,
    *,
    noise: Noise | None = discrete_gaussian,
) -> None:
    found.lives += 1
    folder = lives.folder / f"life{next(_NUMBERS)}"
    with _hubs(homes, folder, noise) as pair:
        read = read_before | vectors(pair.releases())
        pair.clock.advance(A_WHILE_S)
        pair.round(close_all=True)
        published = vectors(pair.releases())
        entries = [len(party.rows(LedgerRow)) for party in (pair.leader, pair.helper)]
    found.most_vectors = max(found.most_vectors, len(read | published))
    found.unpaid += sum(max(len(published) - entered, 0) for entered in entries)
    shutil.rmtree(folder)


@contextmanager
def _hubs(homes: dict[Role, Path], folder: Path, noise: Noise | None) -> Iterator[TwoHubs]:
    """Serve both with the system's own randomness: each life asks under nonces of its own."""
    with two_hubs(homes, folder, noise) as pair:
        pair.leader.hub = replace(pair.leader.hub, random=secrets.token_bytes)
        yield pair


def _report(pair: TwoHubs, seed: int) -> None:
    rng = np.random.default_rng(seed)
    for edge in pair.world.edges[:STORES]:
        vector = rng.poisson(20, pair.world.length(COHORT_TASK)).astype(np.int64)
        vector[-1] = 36_000
        pair.report(edge, vector)


def _copied(homes: dict[Role, Path], to: Path) -> dict[Role, Path]:
    for role, home in homes.items():
        shutil.copytree(home, to / role)
    return {role: to / role for role in homes}


@contextmanager
def _without_witness() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch_round, "seek_cosignature", lambda *_: True)
        yield


@contextmanager
def _without_ledger() -> Iterator[None]:
    nothing: Callable[..., None] = lambda *_, **__: None  # noqa: E731  # a door that looks nothing up
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gate, "spend", nothing)
        yield
