"""The sign in the shop: the product's texts, filled in for one store, each with the hash that is attested."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from edge_node.errors import SiteError
from edge_node.site import Site
from shared.config import Config, load_toml

SHIPPED = Path(__file__).parent / "signs"
"""The folder of the texts; a published text is never changed, its successor has the next number."""

MISSING = (
    "site {name!r} does not say who is responsible and how to reach them, which every sign must. "
    'Add [notice] with responsible = "…" and contact = "…" to site.toml.'
)
"""Said where a sign is asked for and the site file has no one to name on it."""

_ADDRESS = "{page}"


class SignText(Config):
    """One text in one language, as the product brings it."""

    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")]
    """ISO 639-1."""
    about: Annotated[tuple[str, ...], Field(strict=False)] = ()
    """Purposes without which this text would say too much; empty: it fits any store."""
    title: Annotated[str, Field(min_length=5, max_length=80)]
    """The one line that is read in passing."""
    paragraphs: Annotated[tuple[str, ...], Field(min_length=2, strict=False)]
    """What stands below it; ``{store}``, ``{responsible}``, ``{contact}`` and ``{page}`` are filled in."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One text as it hangs in one store."""

    id: str
    """The text's name and number, such as ``notice-en-1``."""
    language: str
    title: str
    paragraphs: tuple[str, ...]
    about: tuple[str, ...] = ()
    """Purposes of which one must be in force for the text to be true; empty: none in particular."""

    @property
    def hash(self) -> str:
        """SHA-256 over the words that hang, in hex: one changed letter is another sign."""
        return hashlib.sha256("\n\n".join((self.title, *self.paragraphs)).encode()).hexdigest()


def signs_of(site: Site) -> dict[str, Sign]:
    """Return every text in the store's languages, its first language first, filled in, by its id.

    Raises: SiteError when the site file does not say who is responsible and how to reach them.
    """
    if site.notice is None:
        raise SiteError(MISSING.format(name=site.name))
    texts = {path.stem: load_toml(path, SignText) for path in sorted(SHIPPED.glob("*.toml"))}
    return {
        name: _filled(name, text, site)
        for language in site.notice.languages
        for name, text in texts.items()
        if text.language == language
    }


def sign_languages() -> frozenset[str]:
    """Return the languages that the product has a sign in."""
    return frozenset(load_toml(path, SignText).language for path in SHIPPED.glob("*.toml"))


def _filled(name: str, text: SignText, site: Site) -> Sign:
    notice = site.notice
    if notice is None:
        raise SiteError(MISSING.format(name=site.name))
    words = {"{store}": site.name, "{responsible}": notice.responsible, "{contact}": notice.contact}
    told = [p for p in text.paragraphs if notice.page or _ADDRESS not in p]
    paragraphs = tuple(_put(p, words | {_ADDRESS: notice.page}) for p in told)
    return Sign(name, text.language, _put(text.title, words), paragraphs, text.about)


def _put(text: str, words: dict[str, str]) -> str:
    return re.sub(r"\{\w+\}", lambda gap: words.get(gap.group(), gap.group()), text)
