"""Sentences of a page in one language: a catalogue by section and name, with gaps that are filled in."""

import re

from shared.config import Config


class Sentences(Config):
    """The base of every catalogue: each field is a section, a mapping from name to sentence."""

    def words(self, key: str, **filled: object) -> str:
        """Return the sentence ``section.name`` with its gaps filled in."""
        section, _, name = key.partition(".")
        text: str = getattr(self, section)[name]
        return re.sub(r"\{(\w+)\}", lambda gap: str(filled[gap.group(1)]), text)
