"""The demo's progress on stderr: a bar on a terminal, a line per step elsewhere, nothing when quiet."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from edge_node.demo.story import Progress


@contextmanager
def shown(*, quiet: bool) -> Iterator[Progress]:
    """Yield a callback that draws one bar per step."""
    console = Console(stderr=True, quiet=quiet)
    columns = (TextColumn("{task.description:24}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, console=console) as bars:
        known: dict[str, TaskID] = {}

        def report(what: str, done: int, whole: int) -> None:
            if what not in known:
                known[what] = bars.add_task(what, total=whole)
            bars.update(known[what], completed=done)

        yield report
