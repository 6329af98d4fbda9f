"""The wall tried from inside: a child behind it tries to get out, and the kernel's refusals are counted."""

from collections import Counter
from dataclasses import dataclass
from itertools import cycle

from edge_node.capture.source import SourceConfig
from edge_node.pose.models import Models
from edge_node.wall.child import Child
from edge_node.wall.messages import Attempt, Job

WENT_THROUGH = "went through"
"""What the child says of a forbidden deed that worked."""


@dataclass(frozen=True, slots=True)
class Try:
    """One attempt and the kernel's answer to it."""

    name: str
    outcome: str
    """What the program saw."""
    denied: dict[str, int]
    """System calls the kernel refused meanwhile, by name; empty where it gives no counts."""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Whether the wall holds on this machine."""

    confined: bool
    """True when the system-call filter and Landlock both hold."""
    landlock_abi: int
    counted: bool
    """True when denied comes from the kernel."""
    tries: tuple[Try, ...]

    @property
    def denied(self) -> dict[str, int]:
        """Refused system calls by name, over all tries."""
        return dict(sum((Counter(attempt.denied) for attempt in self.tries), Counter[str]()))

    @property
    def holds(self) -> bool:
        """True when nothing forbidden went through."""
        return self.confined and all(attempt.outcome != WENT_THROUGH for attempt in self.tries)

    def lines(self) -> tuple[str, ...]:
        """Return one line per fact, for people."""
        kernel = f"Landlock version {self.landlock_abi}" if self.landlock_abi else "no Landlock"
        counts = "refusals counted by the kernel" if self.counted else "refusals not counted on this kernel"
        verdict = "the wall holds" if self.holds else "the wall does NOT hold"
        rows = (
            f"  {attempt.name:<24} {attempt.outcome:<44} {_shown(attempt.denied)}" for attempt in self.tries
        )
        return (f"system-call filter, {kernel}, {counts}", *rows, verdict)


def check(models: Models, *, may_lack_landlock: bool = False) -> CheckReport:
    """Return what a confined child could and could not do on this machine.

    Raises: WallError if it cannot be confined at all; ModelError without the pose models.
    """
    job = Job(
        kind="check",
        source=SourceConfig("none", name="check"),
        models={name: str(path) for name, path in models.paths.items()},
        may_lack_landlock=may_lack_landlock,
    )
    child = Child(job)
    tries, before = [], Counter[str]()
    attempts = (crossing for crossing in child.crossings() if isinstance(crossing, Attempt))
    try:
        for attempt, turn in zip(attempts, cycle((True, False)), strict=False):
            now = child.denied()
            tries.append(Try(attempt.name, attempt.outcome, dict(now - before)))
            before = now
            child.want_previews(wanted=turn)  # the child's sign to go on
    finally:
        child.close()
    abi = child.ready.landlock_abi
    return CheckReport(abi > 0, abi, child.ready.is_counted, tuple(tries))


def _shown(denied: dict[str, int]) -> str:
    return ", ".join(f"{name} ×{count}" for name, count in sorted(denied.items()))
