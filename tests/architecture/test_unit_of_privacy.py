"""Wherever an ε is worked out to be shown, the unit of privacy is said beside it: one track, M·ρ to M²·ρ."""

import re
from pathlib import Path

import pytest

from privacy.budget import UNIT

REPOSITORY = Path(__file__).resolve().parents[2]
PROGRAMS = ("aggregator", "edge_node")
DOCUMENTS = ("README.md", "privacy/README.md", "privacy/PROMISES.md", "privacy/UTILITY.md")
SHOWS = re.compile(r"^from privacy\.budget import .*\b(?:epsilon|person_cost)\b", re.MULTILINE)
SAYS = re.compile(r"^from privacy\.budget import .*\bUNIT\b", re.MULTILINE)


def showing() -> list[Path]:
    """Return every module of the two programs that turns ρ into ε."""
    found = [path for program in PROGRAMS for path in (REPOSITORY / program).rglob("*.py")]
    return sorted(path for path in found if SHOWS.search(path.read_text(encoding="utf-8")))


def test_some_module_shows_an_epsilon() -> None:
    assert len(showing()) >= 5


@pytest.mark.parametrize("path", showing(), ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_who_shows_an_epsilon_says_the_unit(path: Path) -> None:
    """Import UNIT of privacy.budget and show it beside the figure."""
    text = path.read_text(encoding="utf-8")

    assert SAYS.search(text)
    assert len(re.findall(r"\bUNIT\b", text)) >= 2


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_that_state_an_epsilon_say_the_unit(name: str) -> None:
    text = (REPOSITORY / name).read_text(encoding="utf-8")

    assert "ε" not in text or "M²·ρ" in text


def test_the_unit_is_one_track_and_a_person_costs_more() -> None:
    assert "one camera-local track" in UNIT
    assert "M·ρ and M²·ρ" in UNIT
