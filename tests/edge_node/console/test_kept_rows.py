"""Each kind has its row in plain words, with how long it may be there."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from edge_node.commands.retention import table_of
from edge_node.console.keeping import Keeping, KeptKind
from edge_node.console.kept_rows import KINDS, kept_page
from edge_node.console.wording import catalogue, languages
from policies.retention import Finding
from tests.support.console_world import taught_store

AT = datetime(2026, 6, 15, 12, tzinfo=UTC)


def page(*kinds: KeptKind, language: str = "en", **says: object) -> str:
    return kept_page(Keeping(AT, kinds, **says), language)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("keep_for", "said"),
    [
        (None, "as the rule says"),
        (timedelta(0), "never kept"),
        (timedelta(minutes=30), "30 minutes"),
        (timedelta(hours=1), "60 minutes"),
        (timedelta(hours=72), "72 hours"),
        (timedelta(days=35), "35 days"),
        (timedelta(days=2191.5), "6 years"),
    ],
)
def test_how_long_is_said_in_the_unit_that_people_use(keep_for: timedelta | None, said: str) -> None:
    assert f">{said}</td>" in page(KeptKind("tracks", 3, AT, keep_for, "purpose dwell"))


def test_a_row_says_how_many_since_when_and_by_which_rule() -> None:
    text = page(KeptKind("windows", 1234, AT, timedelta(hours=72), "purpose <zones>"))

    assert ">pieces of movement to learn from</th>" in text
    assert ">1\N{NARROW NO-BREAK SPACE}234</td>" in text
    assert ">2026-06-15 12:00</td>" in text
    assert "purpose &lt;zones&gt;" in text


def test_of_what_there_is_none_no_number_is_shown() -> None:
    assert text_of_cells(page(KeptKind("frames", 0, None, timedelta(0), "never"))) == ["–", "–"]


def text_of_cells(text: str) -> list[str]:
    """Return what stands under "held" and "oldest"."""
    return [
        part.partition("<")[0]
        for part in text.partition("<tbody>")[2].split("<td")[1:3]
        for part in [part.partition(">")[2]]
    ]


def test_kinds_that_no_person_asks_about_are_left_to_the_twin() -> None:
    assert "shared model" not in page(KeptKind("shared model", 0, None, None, "until a newer one comes"))


def test_what_is_wrong_and_when_it_was_swept_is_said() -> None:
    alarm = Finding("outlives_its_rule", "tracks", "the oldest should have gone 2 h ago")

    text = page(alarms=(alarm,), swept_at=AT)

    assert "Something is not as it must be." in text
    assert "the oldest should have gone 2 h ago" in text
    assert "last destroyed at 2026-06-15 12:00" in text
    assert "has never been destroyed here" in page()


def test_what_cannot_be_read_is_said() -> None:
    assert "the disk is gone" in page(problem="the disk is gone")


@pytest.mark.parametrize("language", languages())
def test_every_kind_that_is_shown_is_one_that_is_kept_and_has_its_words(
    language: str, tmp_path: Path
) -> None:
    store = taught_store(tmp_path)

    kept = {line.rule.kind for line in table_of(store.root, sweep=False, clock=store.clock).lines}

    assert set(KINDS) <= kept
    assert set(KINDS.values()) == set(catalogue(language).kinds)
