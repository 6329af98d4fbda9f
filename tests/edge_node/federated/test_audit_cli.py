"""`shoal learn audit` counts labels and draws levels."""

import json
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from edge_node.errors import StorageError
from edge_node.federated.audit_cli import audit
from edge_node.intent.window import FEATURES, STEPS, Example, Label, Window, to_bytes
from edge_node.storage.home import Home
from edge_node.storage.journal import Journal
from tests.support.kept_home import keep_record

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path / "home")
    with closing(Journal(made.journal)) as journal:
        labels: tuple[Label, ...] = ("browse", "browse", "browse", "reach")
        for label in labels:
            example = Example(Window(np.ones((STEPS, len(FEATURES)), dtype=np.int8)), label)
            keep_record(journal, "windows", NOW, timedelta(hours=72), payload=to_bytes(example))
        keep_record(journal, "windows", NOW, timedelta(hours=72), payload=b"of another version")
    return made


def run(home: Home, *words: str) -> str:
    return CliRunner().invoke(audit, ["--home", str(home.root), *words], catch_exceptions=False).stdout


def test_a_person_sees_how_often_each_label_comes_and_one_window_of_each(home: Home) -> None:
    said = run(home)

    assert "browse        3   75.0%" in said
    assert "1 of another version" in said
    assert said.count("▃▃▃▃  lean, degrees") == 2


def test_a_program_gets_one_object(home: Home) -> None:
    answer = json.loads(run(home, "--json"))

    assert (answer["windows"], answer["unreadable"], answer["commonest_share"]) == (4, 1, 0.75)
    assert answer["labels"]["reach"] == 1
    assert answer["levels"]["lean, degrees"] == {"unread": 0, "by_level": [0, 16, 0]}
    assert set(answer["replays"]) == {"browse", "reach"}


def test_one_window_of_each_label_is_drawn(home: Home, tmp_path: Path) -> None:
    run(home, "--svg", str(tmp_path / "drawn"))

    assert sorted(path.name for path in (tmp_path / "drawn").iterdir()) == ["browse.svg", "reach.svg"]


def test_a_store_without_windows_has_no_shares(tmp_path: Path) -> None:
    with closing(Journal(Home(tmp_path).journal)):
        pass

    assert "–" in run(Home(tmp_path))


def test_a_home_that_kept_nothing_says_so(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="has kept nothing yet"):
        run(Home(tmp_path / "nowhere"))
