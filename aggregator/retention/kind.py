"""One kind of data in an aggregator's database: its rule, what is there, and how it is forgotten."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, delete, func
from sqlalchemy.orm import Mapped
from sqlmodel import Session, SQLModel, col, select

from policies.retention import Held, Rule


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What one sweep deleted of a kind."""

    ids: Sequence[bytes]
    data_from: datetime
    data_until: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of data; both calls belong into a transaction."""

    rule: Rule
    held: Callable[[Session], Held]
    """What is there now."""
    forget: Callable[[Session, datetime], Forgotten | int]
    """Deletes what is over at the moment; returns it, or only how many where no receipt is due."""


@dataclass(frozen=True, slots=True)
class Aged:
    """Rows of a table whose life is counted from one of their columns."""

    table: type[SQLModel]
    since: str
    """The column's name."""
    only: tuple[ColumnElement[bool], ...] = ()
    """Which of the rows, where it is not all."""

    @property
    def _moment(self) -> Mapped[Any]:
        return col(getattr(self.table, self.since))

    def held(self, session: Session) -> Held:
        """Return how many there are and the earliest of their moments."""
        asked = select(func.count(), func.min(self._moment)).select_from(self.table).where(*self.only)
        count, first = session.exec(asked).one()
        return Held(count, first)

    def over(self, session: Session, before: datetime) -> Sequence[Any]:
        """Return the rows whose moment lies before."""
        return session.exec(select(self.table).where(*self.only, self._moment < before)).all()

    def delete(self, session: Session, before: datetime) -> int:
        """Delete them at once, without looking at them."""
        statement = delete(self.table).where(*self.only, self._moment < before)
        result = session.exec(statement)
        return result.rowcount if isinstance(result, CursorResult) else 0


def counted(rule: Rule, aged: Aged) -> Kind:
    """Return a kind of which nothing but a count is told: housekeeping that says nothing of a store."""
    keep_for = rule.keep_for or timedelta(0)
    return Kind(rule, aged.held, lambda session, at: aged.delete(session, at - keep_for))


def receipted(
    rule: Rule,
    aged: Aged,
    id_of: Callable[[Any], bytes],
    forget: Callable[[Session, Sequence[Any], datetime], None] | None = None,
) -> Kind:
    """Return a kind whose every deletion leaves a receipt; ``forget`` may do other than delete the rows."""
    keep_for = rule.keep_for or timedelta(0)

    def sweep(session: Session, at: datetime) -> Forgotten | int:
        rows = aged.over(session, at - keep_for)
        if not rows:
            return 0
        ids = [id_of(row) for row in rows]
        moments = [getattr(row, aged.since) for row in rows]
        (forget or _delete_rows)(session, rows, at)
        session.flush()
        return Forgotten(ids, min(moments), max(moments), at)

    return Kind(rule, aged.held, sweep)


def _delete_rows(session: Session, rows: Sequence[Any], _at: datetime) -> None:
    for row in rows:
        session.delete(row)
