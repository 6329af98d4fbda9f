"""A real small disk: a tmpfs of a few pages, mounted for one test."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PAGE = 4096


class SmallDisk:
    """A mounted disk that can be filled to the last page, and freed page by page."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._ballast = path / "ballast"

    def fill(self) -> None:
        """Leave not one free page."""
        with self._ballast.open("ab") as file:
            os.posix_fallocate(file.fileno(), 0, self._ballast.stat().st_size + self.free())

    def free_pages(self, count: int) -> None:
        """Give back so many pages, or all that the ballast holds."""
        held = self._ballast.stat().st_size
        os.truncate(self._ballast, max(held - count * PAGE, 0))

    def empty(self) -> None:
        """Remove the ballast."""
        self._ballast.unlink(missing_ok=True)

    def free(self) -> int:
        """Return the free bytes."""
        facts = os.statvfs(self.path)
        return facts.f_bavail * facts.f_frsize


@contextmanager
def small_disk(path: Path, pages: int) -> Iterator[SmallDisk]:
    """Mount a disk of so many pages of 4 KiB at the path; skip where this user may not mount."""
    path.mkdir()
    size = f"size={pages * PAGE}"
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(path)], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        pytest.skip(f"NOT TESTED, a full disk: mounting a tmpfs needs root ({done.stderr.strip()})")
    try:
        yield SmallDisk(path)
    finally:
        subprocess.run(["umount", "--lazy", str(path)], check=True)
