from aggregator.compliance.papers.data_map import data_map
from policies.tasks import tasks
from tests.support.papers import BUNDLE, FACTS


def rows(number: int) -> list[tuple[str, ...]]:
    table = data_map(FACTS).sections[number].table
    assert table is not None
    return list(table.rows)


def test_frames_have_no_rule_because_they_have_no_field() -> None:
    assert rows(0)[0][3:5] == ("until looked at", "no field exists")


def test_tracks_live_as_long_as_the_strictest_says() -> None:
    assert rows(0)[2][3] == "60 minutes"


def test_what_nothing_makes_yet_is_not_claimed() -> None:
    assert [row[2] for row in rows(0)[2:4]] == [
        "memory; nothing keeps them in the vault today",
        "vault; nothing makes them yet",
    ]


def test_every_number_that_leaves_names_who_can_read_it() -> None:
    assert len(rows(1)) == len(tasks(BUNDLE))
    assert any(row[3] == "nobody; sums over 5 stores or more by HQ" for row in rows(1))


def test_what_the_aggregator_keeps_is_its_retention_table() -> None:
    assert rows(2) == [("nonces", "table nonces", "24 hours", "PROTOCOL §16")]
