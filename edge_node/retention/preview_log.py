"""The list of previews that somebody asked for: one line each, kept as long as the audit log."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from edge_node.errors import StorageError
from edge_node.retention.keeping import Item, Keeping
from edge_node.storage.files import read_file, write_private
from edge_node.storage.home import Home
from edge_node.storage.journal import Journal
from policies.retention import Limit, Rule


class PreviewLog:
    """The file ``audit.jsonl`` as a kind of data with an end."""

    def __init__(self, home: Home, journal: Journal) -> None:
        self._path = home.preview_log
        self._journal = journal
        self._gone: set[bytes] = set()

    def keeping(self, limit: Limit) -> Keeping:
        """Return it under the rule of the audit log."""
        rule = Rule("previews", "audit.jsonl: who asked for a preview", limit.keep_for, limit.because)
        return Keeping(rule, lambda: [self._item(line, limit.keep_for) for line in self._lines()], self._unit)

    def _item(self, line: bytes, keep_for: timedelta) -> Item:
        at = _moment_of(line)

        def forget(_at: datetime) -> list[bytes]:
            self._gone.add(line)
            return [line]

        return Item("", 1, at, at, at + keep_for, forget)

    @contextmanager
    def _unit(self) -> Iterator[None]:
        """The receipt first, then the lines: killed in between, the next sweep does both again."""
        self._gone.clear()
        with self._journal.unit():
            yield
        if self._gone:
            write_private(self._path, b"".join(line for line in self._lines() if line not in self._gone))
            self._gone.clear()

    def _lines(self) -> list[bytes]:
        return (read_file(self._path) or b"").splitlines(keepends=True)


def _moment_of(line: bytes) -> datetime:
    try:
        return datetime.fromisoformat(json.loads(line)["at"])
    except (ValueError, KeyError, TypeError) as error:
        raise StorageError(f"expected a line of the preview log with its moment, got: {error}") from error
