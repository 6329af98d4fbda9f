"""The seams of the server side, in the order the data meets them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session

from aggregator.adopted import Adopted
from aggregator.wish import Wish
from policies.engine import Deny
from shared.ids import SiteId
from shared.schemas.layout import SiteLayout
from shared.schemas.learning import Instruction, RoundSumAnswer
from shared.schemas.peer import WitnessAnswer
from shared.schemas.release import Release
from shared.schemas.task import MetricName, Task
from shared.wire.problems import Problem


class Door(Protocol):
    """The one way out: what `aggregate` may ask of `release`, within one transaction."""

    def admit(
        self, session: Session, wish: Wish, adopted: Adopted | None, now: datetime
    ) -> Task | Deny | Problem:
        """Write the ledger entry and return the task, or say why nothing may leave."""
        ...

    def add_noise(self, total: NDArray[np.uint64], task: Task, secret: bytes) -> NDArray[np.uint64]:
        """Return the share sum, uint64 (n,), with the full noise of the batch's secret but in coverage."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """What the leader asks the witness."""

    at: datetime
    """When the checkpoint was signed: later checkpoints are of later moments."""
    old_size: int
    """What it believes was witnessed last."""
    proof: Sequence[bytes]
    checkpoint: str
    """The signed note."""


class Witness(Protocol):
    """The helper, as far as the audit log is concerned."""

    def witness(self, asked: Asked) -> WitnessAnswer | Problem:
        """Return the cosignature or the refusal.  Raises: PeerError when there is no answer."""
        ...


class Published(Protocol):
    """Everything that has left the gate; all that insights and consoles may read."""

    def releases(self, metric: MetricName | None = None) -> Sequence[Release]:
        """Return releases of the metric (or of all), suppressed ones included, oldest epoch first."""
        ...

    def layouts(self) -> dict[SiteId, SiteLayout]:
        """Return the newest registered layout of each enrolled site."""
        ...


@dataclass(frozen=True, slots=True)
class Heard:
    """What came back from the nodes since the last look."""

    envelopes: Sequence[bytes]
    """Replies: each one sealed leader's share."""
    outstanding: int
    """Nodes that may still reply."""


class Nodes(Protocol):
    """The stores that take part in a round, as far as the transport goes."""

    def available(self) -> Sequence[int]:
        """Return the nodes that can be reached now."""
        ...

    def send(self, instruction: Mapping[str, bytes], nodes: Sequence[int]) -> None:
        """Give every node the same instruction; an unreachable transport gives it to none."""
        ...

    def hear(self) -> Heard:
        """Return what has come back since the last look; an unreachable transport is silence."""
        ...


class Sums(Protocol):
    """The helper, as far as a round of learning is concerned."""

    def held(self, told: Instruction, report_ids: Collection[bytes]) -> set[bytes]:
        """Return which of the reports the helper holds too.  Raises: PeerError when there is no answer."""
        ...

    def sums(self, told: Instruction, report_ids: Collection[bytes]) -> RoundSumAnswer | Problem:
        """Return the helper's sums over exactly these reports, or its refusal.  Raises: PeerError."""
        ...
