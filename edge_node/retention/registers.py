"""What a store's people did, each register one more kind: signs looked at, pauses, objections, consents.

Names of staff may stand in them. A line lives for the audit's years after it has done its work: a sign after
its last day, a pause (of measuring, or of learning alone) after its end, a consent after it was taken back or
ran out.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from edge_node.consent.attestations import Attestation, Attestations
from edge_node.consent.objections import Objection, Objections
from edge_node.consent.pauses import Pause, Pauses
from edge_node.consent.receipts import Receipt, Receipts
from edge_node.retention.keeping import Item, Keeping
from edge_node.storage.documents import load
from edge_node.storage.home import Home
from edge_node.storage.journal import Journal
from edge_node.storage.register import change
from policies.retention import Limit, Rule

Span = tuple[datetime, datetime | None]
"""First moment of an entry, and when it has done its work; None while it has not, as a pause that runs."""


def registers(home: Home, journal: Journal, limit: Limit) -> list[Keeping]:
    """Return the five registers under the audit's rule."""
    kinds: list[tuple[str, Path, BaseModel, Callable[[Any], Span]]] = [
        ("attestations", home.attestations, Attestations(), _of_attestation),
        ("pauses", home.pauses, Pauses(), _of_pause),
        ("learning stops", home.learning_stops, Pauses(), _of_pause),
        ("objections", home.objections, Objections(), _of_objection),
        ("consents", home.receipts, Receipts(), _of_consent),
    ]
    return [_Register(name, path, empty, span, journal).keeping(limit) for name, path, empty, span in kinds]


@dataclass(slots=True)
class _Register:
    """One document of entries, and which of them a unit of work forgets."""

    name: str
    path: Path
    empty: BaseModel
    span: Callable[[Any], Span]
    journal: Journal
    gone: list[BaseModel] = field(default_factory=list)

    def keeping(self, limit: Limit) -> Keeping:
        where = f"consent/{self.path.name}"
        rule = Rule(self.name, where, limit.keep_for, f"{limit.because}, after it has done its work")
        return Keeping(rule, lambda: list(self._items(limit)), self._unit)

    def _items(self, limit: Limit) -> Iterator[Item]:
        for entry in self._entries():
            since, done = self.span(entry)
            if done is not None:
                yield Item("", 1, since, done, done + limit.keep_for, partial(self._forget, entry))

    def _forget(self, entry: BaseModel, _at: datetime) -> list[bytes]:
        self.gone.append(entry)
        return [entry.model_dump_json().encode()]

    @contextmanager
    def _unit(self) -> Iterator[None]:
        """The receipt first, then the entries: killed in between, the next sweep does both again."""
        self.gone.clear()
        with self.journal.unit():
            yield
        if self.gone:
            change(self.path, self.empty, self._without)

    def _without(self, held: BaseModel) -> BaseModel:
        return type(held)(entries=tuple(one for one in _entries_of(held) if one not in self.gone))

    def _entries(self) -> Sequence[BaseModel]:
        return _entries_of(load(self.path, type(self.empty)) or self.empty)


def _entries_of(held: BaseModel) -> Sequence[BaseModel]:
    entries: Sequence[BaseModel] = getattr(held, "entries", ())
    return entries


def _of_attestation(entry: Attestation) -> Span:
    return entry.made.at, _day_after(entry.until) if entry.withdrawn is None else entry.withdrawn.at


def _of_pause(entry: Pause) -> Span:
    ended = entry.until if entry.resumed is None else entry.resumed.at
    return entry.pressed.at, ended


def _of_objection(entry: Objection) -> Span:
    return entry.taken.at, entry.taken.at


def _of_consent(entry: Receipt) -> Span:
    first, last = entry.record.events[0], entry.record.events[-1]
    if last.event_state == "withdrawn":
        return first.event_time, last.event_time
    return first.event_time, _day_after(date.fromisoformat(last.validity_duration.lstrip("/")))


def _day_after(last: date) -> datetime:
    """The end of a local day, counted late: by its end in UTC and a day more."""
    return datetime(last.year, last.month, last.day, tzinfo=UTC) + timedelta(days=2)
