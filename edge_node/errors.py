"""The error tree of the shop side.

EdgeError
├── SiteError        a site file that contradicts itself or its floor
├── CaptureError     a camera or a video that cannot be read
│   └── CutOffError  one that ended too early; what came before is counted
│       └── FrozenError  one that shows a single picture for ever
├── BadgeError       a badge that cannot be printed as asked
├── ClockError       the clock of this machine cannot be right
├── ModelError       model weights that cannot be found or do not match their pin
├── WallError        the confined child could not be confined
│   └── LostChildError  it was, and then died, fell silent or broke the channel's rules
├── ConsentError     a sign, pause, objection or receipt that cannot be as it was asked
├── WindowError      a movement window of another version, or with a level out of range
├── StorageError     the journal or a key file cannot be used
├── PairingError     enrolment was refused
└── UplinkError      an aggregator cannot be reached or answers nonsense
"""

from shared.errors import ShoalError


class EdgeError(ShoalError):
    """Anything the edge node raises on purpose."""


class SiteError(EdgeError):
    """A site file that contradicts itself or its floor."""


class CaptureError(EdgeError):
    """A camera or a video that cannot be read."""


class CutOffError(CaptureError):
    """A camera or a video that ended too early; what came before is counted."""


class FrozenError(CutOffError):
    """A camera or a video that shows a single picture for ever; what came before is counted."""


class BadgeError(EdgeError):
    """A badge that cannot be printed as asked."""


class ClockError(EdgeError):
    """The clock of this machine cannot be right."""


class ModelError(EdgeError):
    """Model weights that cannot be found or do not match their pin."""


class WallError(EdgeError):
    """The confined child could not be confined."""


class LostChildError(WallError):
    """A confined child that died, fell silent or said what may not cross; a fresh one can take its place."""


class ConsentError(EdgeError):
    """A sign, a pause, an objection or a receipt that cannot be as it was asked."""


class WindowError(EdgeError):
    """A movement window of another version, or with a level out of range."""


class StorageError(EdgeError):
    """The journal or a key file cannot be used."""


class PairingError(EdgeError):
    """Enrolment was refused."""


class UplinkError(EdgeError):
    """An aggregator cannot be reached or answers nonsense."""
