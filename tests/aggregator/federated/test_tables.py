"""The rows of learning keep no weights of one node and no share for ever."""

from sqlmodel import SQLModel

from aggregator.federated import tables


def test_share_may_be_forgotten() -> None:
    assert tables.RoundShareRow.__table__.c.share.nullable  # type: ignore[attr-defined]


def test_every_table_is_known_to_the_migrations() -> None:
    names = {"round_shares", "round_sums", "node_groups", "rounds", "models"}

    assert names <= set(SQLModel.metadata.tables)
