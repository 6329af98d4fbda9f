"""The error tree of privacy.

PrivacyError
├── ShareError       vectors or shares that do not belong together, or are out of range
├── SealError        a sealed share that does not open, or opens to something else
├── LengthError      a share that opens to a vector of another length
├── KeyFormatError   key bytes that are no key
├── KeyListError     a key list that is not signed by whom it must be, or has no key for the moment
├── NoiseError       noise that could not be drawn; nothing may be released
├── RangeError       a sum that honest stores cannot have reached
├── ProofError       a share whose proof does not hold, or a message of its verification that is none
└── NoteError        text that is no signed note, or not in its one spelling
"""

from typing import ClassVar

from shared.errors import ShoalError
from shared.wire.problems import ProblemName


class PrivacyError(ShoalError):
    """Anything privacy raises on purpose."""


class ShareError(PrivacyError):
    """Vectors or shares that do not belong together, or are out of range."""


class SealError(PrivacyError):
    """A sealed share that does not open, or opens to something else."""

    problem: ClassVar[ProblemName] = "cannot_open"
    """Source: shared/wire/PROTOCOL.md §14.12."""


class LengthError(PrivacyError):
    """A share that opens to a vector of another length."""

    problem: ClassVar[ProblemName] = "wrong_length"
    """Source: shared/wire/PROTOCOL.md §14.12."""


class KeyFormatError(PrivacyError):
    """Key bytes that are no key."""


class KeyListError(PrivacyError):
    """A key list that is not signed by whom it must be, or has no key for the moment."""


class NoiseError(PrivacyError):
    """Noise that could not be drawn; nothing may be released."""


class RangeError(PrivacyError):
    """A sum that honest stores cannot have reached; the model stays as it is."""


class ProofError(PrivacyError):
    """A share whose proof does not hold, or a message of its verification that is none."""


class NoteError(PrivacyError):
    """Text that is no signed note, or not in its one spelling."""
