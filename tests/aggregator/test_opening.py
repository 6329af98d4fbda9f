"""The folder a command is given may hold one aggregator or both."""

from pathlib import Path

import pytest

from aggregator.errors import DatabaseError, HomeError
from aggregator.opening import open_home, resolved
from shared.wire.codec import Role
from tests.support.hub_world import open_copy


@pytest.fixture
def both(templates: dict[Role, Path], tmp_path: Path) -> Path:
    """Return a folder that holds a leader and a helper, as a demo's does."""
    for role, template in templates.items():
        open_copy(template, tmp_path / role).engine.dispose()
    return tmp_path


@pytest.mark.parametrize(("role", "found"), [("leader", "leader"), ("helper", "helper"), (None, "leader")])
def test_a_folder_of_both_gives_the_role_that_is_asked_for(both: Path, role: str | None, found: str) -> None:
    assert resolved(both, role) == both / found


@pytest.mark.parametrize("role", ["leader", "helper", None])
def test_an_aggregators_own_home_is_itself(both: Path, role: str | None) -> None:
    assert resolved(both / "helper", role) == both / "helper"


def test_it_is_opened(both: Path) -> None:
    opened = open_home(both, "helper")

    assert opened.role == "helper"
    opened.engine.dispose()


def test_an_empty_folder_holds_none(tmp_path: Path) -> None:
    with pytest.raises(HomeError, match=str(tmp_path)):
        open_home(tmp_path, None)


def test_a_database_of_another_revision_is_opened_only_to_be_prepared(both: Path) -> None:
    opened = open_home(both, "leader")
    with opened.engine.begin() as connection:
        connection.exec_driver_sql("drop table alembic_version")
    opened.engine.dispose()

    with pytest.raises(DatabaseError, match="shoal hub migrate"):
        open_home(both, "leader")
    open_home(both, "leader", prepared=False).engine.dispose()
