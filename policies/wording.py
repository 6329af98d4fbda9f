"""Words for what nothing here measures, and what nothing may therefore be called."""

import re

FORBIDDEN = re.compile(r"\b(emotion(s|al)?|moods?|affect(ive)?|feelings?|sentiments?)\b", re.IGNORECASE)
"""Source: EU AI Act Art. 3(39), 5(1)(f), 50(3)."""


def forbidden_words(text: str) -> tuple[str, ...]:
    """Return each such word of a text or label once, as it is written there; - and _ part words."""
    parted = text.replace("_", " ").replace("-", " ")
    return tuple(dict.fromkeys(found.group() for found in FORBIDDEN.finditer(parted)))
