"""The weights a command needs, fetched with a progress bar where somebody watches."""

import sys

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn

from edge_node.pose.fetch import Fetcher
from edge_node.pose.models import Models, find_models, model_folders


def models_shown() -> Models:
    """Return verified weights, from the cache, from ``SHOAL_MODELS``, or fetched now.

    Raises: ModelError if one without which there is no pose cannot be had.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty()) as progress:
        bars: dict[str, TaskID] = {}

        def on_bytes(name: str, done: int, total: int) -> None:
            if name not in bars:
                bars[name] = progress.add_task(name, total=total or None)
            progress.update(bars[name], completed=done)

        return find_models(*model_folders(), Fetcher(on_bytes))
