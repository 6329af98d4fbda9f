"""The page that keeps what the campaign found: a table under what made it, and rows of it made anew."""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tests.adversary.row import Row, Scale

COLUMNS = ("promise", "attack", "measured", "bound", "holds", "defence off", "falls then", "detail")
SAMPLES: dict[Scale, str] = {
    "full": "full samples, `make campaign`",
    "small": "small samples; `make campaign` takes full ones",
}
AGAIN = "Run again since: "
"""Begins the line that tells of rows made anew."""


@dataclass(frozen=True, slots=True)
class Made:
    """What made rows."""

    words: tuple[str, ...]
    """Of the command line."""
    scale: Scale
    at: datetime

    @property
    def command(self) -> str:
        """The command as it is typed."""
        return shlex.join(["python", "-m", "tests.adversary.campaign", *self.words])


def table(rows: Sequence[Row]) -> str:
    """Return the campaign as a table in Markdown."""
    return _table([_cells(row) for row in rows])


def document(rows: Sequence[Row], made: Made) -> str:
    """Return the table under what made it."""
    return (
        "# Campaign\n\n"
        f"What attackers reached on {made.at:%Y-%m-%d}, by `{made.command}`\n"
        f"({SAMPLES[made.scale]}). The seed fixes worlds and attackers; noise, shares and keys come from\n"
        "the system as in the product, so a run differs a little from the next. *Defence off* is the same\n"
        "attack on the same code with the defence switched off: it must succeed.\n\n"
        f"{table(rows)}\n"
    )


def refreshed(page: str, rows: Sequence[Row], made: Made) -> str:
    """Return the page with rows in the place of those of the same promise and attack; new ones at its end.

    Raises: ValueError for a page that has no table of ours.
    """
    head, found, body = page.partition(_line(COLUMNS))
    if not found:
        raise ValueError("expected a page with the campaign's table, got none")
    fresh = {cells[:2]: cells for cells in map(_cells, rows)}
    kept = [_cells_of(line) for line in body.strip().splitlines()[1:]]
    merged = [fresh.pop(cells[:2], cells) for cells in kept] + list(fresh.values())
    told = f"{AGAIN}{len(rows)} of the rows on {made.at:%Y-%m-%d}, by `{made.command}`."
    lines = "\n".join(line for line in head.splitlines() if line != told).strip().splitlines()
    apart = [] if lines[-1].startswith(AGAIN) else [""]
    return "\n".join([*lines, *apart, told, "", _table(merged), ""])


def _table(rows: Sequence[tuple[str, ...]]) -> str:
    return "\n".join(_line(cells) for cells in (COLUMNS, ("---",) * len(COLUMNS), *rows))


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cells_of(line: str) -> tuple[str, ...]:
    return tuple(line.removeprefix("| ").removesuffix(" |").split(" | "))


def _cells(row: Row) -> tuple[str, ...]:
    control = "" if row.control is None else f"{row.control:.4g}"
    falls = "" if row.control_fails is None else _yes(is_so=row.control_fails)
    holds = _yes(is_so=row.holds)
    return (
        row.promise,
        row.attack,
        f"{row.measured:.4g}",
        f"{row.bound:.4g}",
        holds,
        control,
        falls,
        row.detail,
    )


def _yes(*, is_so: bool) -> str:
    return "yes" if is_so else "**no**"
