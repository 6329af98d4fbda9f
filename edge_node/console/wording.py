"""The console's sentences: one catalogue a language, ``languages/xx.toml``, with the keys of English."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from edge_node.sentences import Sentences
from shared.config import load_toml

FOLDER = Path(__file__).parent / "languages"

FIRST = "en"
"""Spoken where nobody asks for a language that there is."""


class Catalogue(Sentences):
    """Every sentence in one language, by section and name."""

    page: Mapping[str, str]
    running: Mapping[str, str]
    pause: Mapping[str, str]
    signs: Mapping[str, str]
    learning: Mapping[str, str]
    sent: Mapping[str, str]
    kept: Mapping[str, str]
    kinds: Mapping[str, str]
    never: Mapping[str, str]
    labels: Mapping[str, str]
    now: Mapping[str, str]
    chances: Mapping[str, str]
    rules: Mapping[str, str]

    def rule(self, name: str) -> str:
        """Return what a rule means here; one that has no words of its own has the general ones."""
        return self.rules.get(name, self.rules["other"])


def languages() -> tuple[str, ...]:
    """Return every language the console speaks, English first."""
    found = sorted(path.stem for path in FOLDER.glob("??.toml"))
    return (FIRST, *(language for language in found if language != FIRST))


@lru_cache
def catalogue(language: str) -> Catalogue:
    """Return the words of the language.  Raises: ConfigError when there is none, or a section is missing."""
    return load_toml(FOLDER / f"{language}.toml", Catalogue)


def preferred(accepted: str) -> str:
    """Return the first language of an Accept-Language header that the console speaks."""
    asked = (part.partition(";")[0].strip().lower()[:2] for part in accepted.split(","))
    return next((language for language in asked if language in languages()), FIRST)
