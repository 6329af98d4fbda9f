"""What holds where and when a question is asked, beyond the task and the age of the data."""

from dataclasses import dataclass
from datetime import time
from typing import Literal

Worn = Literal["no_badge", "optout", "staff", "panel"]
"""What somebody wears: nothing, or a badge that says, measure nothing of me; I work here; I consented."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """How things stand at the site; the defaults forbid nothing, so whoever knows better must say so."""

    is_attested: bool = True
    """A valid attestation says that the sign hangs wherever this is measured."""
    is_paused: bool = False
    """Somebody at the site has paused measuring."""
    local_time: time | None = None
    """Time of day at the site when the thing happened; None where no hour matters."""
    zone_types: frozenset[str] = frozenset()
    """Chain-wide words of the zones that the site measures."""
    worn: Worn | None = None
    """By whoever would be counted; None where the question is about nobody in particular."""


USUAL = Circumstances()
"""Attested, not paused, at no hour in particular, in no zone in particular."""
