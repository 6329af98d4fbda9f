"""A progress bar for fetched model files, on standard error, with rate and time left."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn
from rich.progress import TransferSpeedColumn as Rate

from edge_node.pose.fetch import Progress as Report


@contextmanager
def progress_bar(console: Console | None = None) -> Iterator[Report]:
    """Yield a callback for `Fetcher` that draws one bar per file."""
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), Rate(), TimeRemainingColumn())
    shown = console or Console(stderr=True)
    with Progress(*columns, console=shown, transient=True, disable=not shown.is_terminal) as bars:
        tasks = {}

        def report(name: str, done: int, whole: int) -> None:
            if name not in tasks:
                tasks[name] = bars.add_task(name)
            bars.update(tasks[name], completed=done, total=whole or None)

        yield report
