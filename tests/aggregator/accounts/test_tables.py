"""What the rows about people can hold."""

import pytest
from sqlmodel import SQLModel

from aggregator.accounts import tables

TABLES = [one for one in vars(tables).values() if isinstance(one, type) and issubclass(one, SQLModel)]


@pytest.mark.parametrize("word", ["token", "address", "ip", "code", "secret"], ids=lambda word: f"no {word}")
def test_no_row_has_a_column_for_what_could_be_used(word: str) -> None:
    names = [name for table in TABLES for name in getattr(table, "model_fields", {})]

    assert len(names) > 20
    assert word not in names
