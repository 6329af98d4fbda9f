"""The error tree of the shop side.

EdgeError
├── SiteError        a site file that contradicts itself or its floor
├── CaptureError     a camera or a video that cannot be read
├── ModelError       model weights that cannot be found or do not match their pin
├── WallError        the confined child could not be confined, or died
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


class ModelError(EdgeError):
    """Model weights that cannot be found or do not match their pin."""


class WallError(EdgeError):
    """The confined child could not be confined, or died."""


class StorageError(EdgeError):
    """The journal or a key file cannot be used."""


class PairingError(EdgeError):
    """Enrolment was refused."""


class UplinkError(EdgeError):
    """An aggregator cannot be reached or answers nonsense."""
