"""When a node speaks: at the beats of a rhythm that nothing it sees can move."""

from datetime import datetime, timedelta


def beat_after(beat: datetime, now: datetime, every: timedelta) -> datetime:
    """Return the first beat after now: whole intervals after the one given, however long its work took.

    Under a clock that was set back by more than an interval the rhythm begins anew.
    """
    if now < beat - every:
        return now + every
    return beat + every * max((now - beat) // every + 1, 0)
