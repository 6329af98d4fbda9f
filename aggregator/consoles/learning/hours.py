"""When stores may train, in words: by the policy in force, and whether by the document that ships."""

from policies.hours import EVERY_MINUTE, minutes_of, spans_of
from policies.loader import SHIPPED
from policies.rules import terms_of_purposes
from policies.schema import PolicyBundle, PolicyDocument
from shared.config import load_toml


def hours_in_words(bundle: PolicyBundle | None) -> str:
    """Return the sentence; empty where the policy has no terms for learning."""
    if bundle is None or bundle.chain.learning is None:
        return ""
    purpose = bundle.chain.learning.purpose
    terms = next((one for one in terms_of_purposes(bundle) if one.document.purpose == purpose), None)
    if terms is None:
        return ""
    shipped = _shipped(purpose)
    if shipped is None or terms.training == shipped:
        return f"Stores train {_words(terms.training)}, on their own clocks."
    return (
        f"This chain has hours of its own: stores train {_words(terms.training)}, "
        f"where the document that ships says {_words(shipped)}."
    )


def _shipped(purpose: str) -> int | None:
    path = SHIPPED / "optional" / f"{purpose}.toml"
    return minutes_of(load_toml(path, PolicyDocument).training_hours) if path.exists() else None


def _words(minutes: int) -> str:
    if minutes == EVERY_MINUTE:
        return "at any hour"
    return ", ".join(str(span) for span in spans_of(minutes)) or "at no hour"
