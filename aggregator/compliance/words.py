"""How the console says things: days, moments, names of the machine in a person's words."""

from datetime import date, datetime


def day(when: date) -> str:
    """Return ``3 Mar 2026``."""
    return f"{when.day} {when:%b %Y}"


def moment(when: datetime) -> str:
    """Return ``2026-03-03 14:05 UTC``."""
    return f"{when:%Y-%m-%d %H:%M} UTC"


def spoken(name: str) -> str:
    """Return a name of the machine without its underscores: ``legitimate interests``."""
    return name.replace("_", " ")


def of_months(months: int) -> str:
    """Return ``1 month`` or ``25 months``."""
    return f"{months} month{'' if months == 1 else 's'}"


def short(policy_hash: str) -> str:
    """Return the first twelve digits of a hash: enough to tell versions apart."""
    return policy_hash[:12]


def count_of(number: int, thing: str) -> str:
    """Return ``1 draft`` or ``3 drafts``."""
    return f"{number} {thing}{'' if number == 1 else 's'}"
