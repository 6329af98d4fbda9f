from dataclasses import replace

from aggregator.compliance.papers.data_map import data_map
from aggregator.compliance.papers.facts import Facts
from policies.loader import load_bundle
from policies.tasks import tasks
from tests.support.learning_policy import learning
from tests.support.learning_world import with_terms
from tests.support.papers import BUNDLE, FACTS


def rows(number: int, facts: Facts = FACTS) -> list[tuple[str, ...]]:
    table = data_map(facts).sections[number].table
    assert table is not None
    return list(table.rows)


def test_what_is_read_of_frames_has_no_rule_because_there_is_no_field() -> None:
    assert rows(0)[0][3:5] == ("until looked at", "no field exists")
    assert rows(0)[1][2:5] == ("memory of one closed process", "a minute", "no field exists")


def test_tracks_live_as_long_as_the_strictest_says() -> None:
    assert rows(0)[3][3] == "60 minutes"


def test_what_nobody_keeps_is_not_claimed() -> None:
    assert [row[2] for row in rows(0)[3:5]] == [
        "memory; nothing keeps them in the vault today",
        "nowhere: no purpose learns",
    ]
    assert "change of the shared model" not in {row[0] for row in rows(1)}


def test_what_is_kept_to_learn_from_stands_with_its_hours() -> None:
    learns = replace(FACTS, bundle=learning(load_bundle(), keep_hours=30))

    assert rows(0, learns)[4][2:4] == ("vault, encrypted", "30 hours")


def test_a_change_of_the_model_leaves_where_there_are_terms_for_it() -> None:
    learns = replace(FACTS, bundle=with_terms(learning(load_bundle())))

    last = rows(1, learns)[-1]
    assert last[:3] == ("change of the shared model", "round", "two shares that say nothing alone")
    assert "sums over 5 stores or more" in last[3]


def test_every_number_that_leaves_names_who_can_read_it() -> None:
    assert len(rows(1)) == len(tasks(BUNDLE))
    assert any(row[3] == "nobody; sums over 5 stores or more by HQ" for row in rows(1))


def test_what_the_aggregator_keeps_is_its_retention_table() -> None:
    assert rows(2) == [("nonces", "table nonces", "24 hours", "PROTOCOL §16")]
