"""Words for what nothing here measures, and what nothing may therefore be called."""

import re

_WORDS = (
    r"emotion(s|al|en)?|emotive|moods?|affect(ive)?|feelings?|sentiments?|arousal|valence",
    r"happiness|sadness|anger|angry|joy|stress(ed)?|frustrat(ed|ion)|excite(d|ment)",
    r"stimmung(en)?|gef(ü|ue)hle?|laune",
)

FORBIDDEN = re.compile(rf"\b({'|'.join(_WORDS)})\b", re.IGNORECASE)
"""In the languages of the shipped texts. Source: EU AI Act Art. 3(39), 5(1)(f), 50(3)."""


def forbidden_words(text: str) -> tuple[str, ...]:
    """Return each such word of a text or label once, as it is written there; - and _ part words."""
    parted = text.replace("_", " ").replace("-", " ")
    return tuple(dict.fromkeys(found.group() for found in FORBIDDEN.finditer(parted)))
