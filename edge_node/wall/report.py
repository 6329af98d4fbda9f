"""WallReport: what the confined child did and what the kernel refused it."""

from dataclasses import dataclass, field

from edge_node.drops import Drops, no_drops


@dataclass(frozen=True, slots=True)
class WallReport:
    """Counts over every child of one camera since it was opened; never a person."""

    confined: bool = False
    """True when the system-call filter and Landlock both hold."""
    landlock_abi: int = 0
    """The kernel's Landlock version; 0: none."""
    counted: bool = False
    """True when the kernel hands every refusal to the parent, so that denied is complete."""
    denied: dict[str, int] = field(default_factory=dict)
    """Refused system calls by name, counted from the kernel's notifications."""
    frames: int = 0
    """Frames the camera gave to the line, dropped ones included."""
    skipped: int = 0
    """Frames that nobody looked at, because nothing had changed since the last look."""
    dropped: Drops = field(default_factory=no_drops)
    """Frames thrown away before pose, by reason."""
    withheld: Drops = field(default_factory=no_drops)
    """Previews that were wanted and not made, by reason."""
    replaced: int = 0
    """Live frames that were replaced by a newer one before the line was free."""
    heads_filled: int = 0
    """Heads filled solid, summed over the frames that were looked at."""
    restarts: int = 0
    """Fresh children started after the first."""
    stage_ms: dict[str, float] = field(default_factory=dict)
    """Mean milliseconds per frame: capture, gate, people, blur, badges, pose, preview, wall."""
    processor_ms: float = 0.0
    """Mean milliseconds of processor time per frame behind the wall, loading left out."""
