"""Words of the public page: one catalogue a language, and the purposes of the policy in that language.

A language is two files: ``languages/xx.toml`` with the keys of English, ``languages/purposes-xx.toml`` with
titles and statements of documents, each found by the hash of the English it translates. What has changed
since is shown as it is signed, in English, and marked: no translation may say what nobody signed.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from edge_node.sentences import Sentences
from policies.schema import PolicyDocument
from shared.config import Config, load_toml

FOLDER = Path(__file__).parent / "languages"
"""One catalogue a language."""

SIGNED = "en"
"""The language that policy documents are written and signed in."""


class Catalogue(Sentences):
    """Every sentence in one language, by section and name."""

    page: Mapping[str, str]
    now: Mapping[str, str]
    what: Mapping[str, str]
    levels: Mapping[str, str]
    lanes: Mapping[str, str]
    basis: Mapping[str, str]
    learning: Mapping[str, str]
    metrics: Mapping[str, str]
    kept: Mapping[str, str]
    never: Mapping[str, str]
    objecting: Mapping[str, str]
    who: Mapping[str, str]
    signs: Mapping[str, str]
    rules: Mapping[str, str]
    sign: Mapping[str, str]


class PurposeText(Config):
    """One purpose in another language than the one it is signed in."""

    purpose: str
    of: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    """Hash of the English that this translates."""
    title: str
    statement: str


class PurposeTexts(Config):
    """Every purpose in one language."""

    texts: Annotated[tuple[PurposeText, ...], Field(strict=False)]


@dataclass(frozen=True, slots=True)
class Told:
    """A purpose as it is told in one language."""

    title: str
    statement: str
    language: str
    """The one it is really in."""


def languages() -> tuple[str, ...]:
    """Return every language the page can be written in."""
    return tuple(sorted(path.stem for path in FOLDER.glob("??.toml")))


@lru_cache
def catalogue(language: str) -> Catalogue:
    """Return the words of the language.  Raises: ConfigError when there is none, or a section is missing."""
    return load_toml(FOLDER / f"{language}.toml", Catalogue)


def told(document: PolicyDocument, language: str) -> Told:
    """Return the purpose in the language, or as it was signed where nobody translated what it says now."""
    text = _purposes(language).get(hash_of(document))
    if text is None:
        return Told(document.title, document.statement, SIGNED)
    return Told(text.title, text.statement, language)


def hash_of(document: PolicyDocument) -> str:
    """Return SHA-256 over title and statement, in hex: what a translation belongs to."""
    return hashlib.sha256(f"{document.title}\n{document.statement}".encode()).hexdigest()


@lru_cache
def _purposes(language: str) -> Mapping[str, PurposeText]:
    path = FOLDER / f"purposes-{language}.toml"
    if not path.exists():
        return {}
    return {text.of: text for text in load_toml(path, PurposeTexts).texts}
