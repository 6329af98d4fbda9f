"""The lines of a bundle, read one at a time; a line that is not in its one spelling is broken."""

import hashlib
from io import SEEK_END
from typing import BinaryIO, Final, TypeVar

from pydantic import ValidationError

from aggregator.audit.bundle import Part
from shared.config import describe

LONGEST: Final = 64 << 20
"""Bytes of one line: the hashes above ten million entries take 3 MB."""

_Part = TypeVar("_Part", bound=Part)


class BrokenError(Exception):
    """The first thing that does not hold; verification ends here."""

    def __init__(self, words: str, index: int | None = None) -> None:
        super().__init__(words)
        self.index = index


class Reader:
    """Reads parts in the order in which a bundle has them."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._hash = hashlib.sha256()
        self.size = file.seek(0, SEEK_END)
        """Bytes of the whole file."""
        file.seek(0)

    @property
    def digest(self) -> str:
        """SHA-256 of every byte read so far, in hex."""
        return self._hash.hexdigest()

    def take(self, model: type[_Part], place: str, index: int | None = None) -> _Part:
        """Return the next line.  Raises: BrokenError naming the place, when it is anything else."""
        line = self._file.readline(LONGEST)
        if not line.endswith(b"\n"):
            came = "the end of the file" if not line else "a line without an end"
            raise BrokenError(f"{place}: expected one more line, got {came}", index)
        self._hash.update(line)
        try:
            part = model.model_validate_json(line)
        except ValidationError as error:
            raise BrokenError(f"{place}: {describe(error)}", index) from error
        if part.text.encode() != line:
            raise BrokenError(f"{place}: expected its one spelling, got another", index)
        return part

    def expect_nothing(self) -> None:
        """Check that the file ends here.  Raises: BrokenError."""
        if self._file.read(1):
            raise BrokenError("the end: expected nothing more, got more")
