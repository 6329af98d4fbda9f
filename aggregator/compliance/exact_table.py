"""How exact numbers would be, as lines of a terminal: quiet, asked and busy stores side by side."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from aggregator.compliance.exact_words import amount, promised, said_briefly
from aggregator.compliance.typical_store import TypicalStore
from aggregator.compliance.utility import Number

Tables = Mapping[TypicalStore, Sequence[Number]]
"""Every number of each store."""

_Key = tuple[str, str]


def table(tables: Tables, asked: TypicalStore, *, has_held: bool) -> list[str]:
    """Return aligned lines: one a number, the draft in every store, what is in force in the asked one.

    A number that a store does not have (no hour of so many entries) is a dash there.
    """
    rows = [_header(tables, has_held=has_held)]
    rows += [list(_row(key, tables, asked, has_held=has_held)) for key in _keys(tables)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(f"{text:<{width}}" for text, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _header(tables: Tables, *, has_held: bool) -> list[str]:
    drafted = [f"draft, {amount(store.visitors_a_day)} a day" for store in tables]
    return ["number", "", *(["in force"] if has_held else []), *drafted, "unit", "target"]


def _row(key: _Key, tables: Tables, asked: TypicalStore, *, has_held: bool) -> Iterator[str]:
    found = {store: _find(key, numbers) for store, numbers in tables.items()}
    usual = found[asked]
    yield from key
    if has_held:
        yield said_briefly(usual.held) if usual else "–"
    yield from (said_briefly(number.draft) if number else "–" for number in found.values())
    yield next(number.unit for number in found.values() if number)
    yield promised(usual.draft) if usual else ""


def _keys(tables: Tables) -> Sequence[_Key]:
    """Return every number once; the busiest store has those that a quiet one lacks."""
    busiest_first = sorted(tables, key=lambda store: -store.visitors_a_day)
    numbers = chain.from_iterable(tables[store] for store in busiest_first)
    return tuple(dict.fromkeys(_key(number) for number in numbers))


def _find(key: _Key, numbers: Sequence[Number]) -> Number | None:
    return next((number for number in numbers if _key(number) == key), None)


def _key(number: Number) -> _Key:
    return f"{number.metric}.{number.level}", number.words
