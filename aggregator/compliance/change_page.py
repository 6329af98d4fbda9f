"""The form a change is drafted in: what is in force now, field by field, ready to be typed over."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from aggregator.compliance.model import Desk, Entry, Group
from aggregator.compliance.words import moment, spoken
from policies.amend import Field, fields
from policies.schema import PolicyBundle

KEY: Final = "change"
CHAIN: Final = "chain"
_KEPT: Final = "retention."
_METRIC: Final = "metrics."
_LONG: Final = 80
"""Characters from which on a field is a box."""


def change_page(bundle: PolicyBundle, part: str, authors: Sequence[str], now: datetime) -> Desk | None:
    """Return the form for one purpose, or for what holds for the whole chain; None for any other part."""
    named = {document.purpose: document.title for document in bundle.documents} | {CHAIN: "The whole chain"}
    if part not in named:
        return None
    prefix = f"{CHAIN}." if part == CHAIN else f"documents.{part}."
    found = [field for field in fields(bundle) if field.path.startswith(prefix)]
    return Desk(
        key=f"{KEY}/{part}",
        above="policies",
        title=f"Draft a change: {named[part]}",
        lead="Nothing changes by sending this. The next page shows what it would do, before anybody signs.",
        at=moment(now),
        form=(_why(authors), *_groups(found, prefix)),
    )


def edits(bundle: PolicyBundle, sent: Mapping[str, str]) -> dict[str, str]:
    """Return those of the sent fields that differ from what is in force."""
    held = {field.path: field.text for field in fields(bundle)}
    return {path: text for path, text in sent.items() if path in held and text.strip() != held[path]}


def _why(authors: Sequence[str]) -> Group:
    return Group(
        title="Why",
        entries=(
            Entry(name="author", label="Author, on the list of signers", text="", choices=tuple(authors)),
            Entry(name="reason", label="Reason, in a sentence", text="", is_long=True),
            Entry(name="dpia", label="Impact assessment (needed to permit more)", text=""),
        ),
    )


def _groups(found: Sequence[Field], prefix: str) -> tuple[Group, ...]:
    words = {"In words": _plain, "What is counted": _counted, "How long it is kept": _kept}
    groups = []
    for title, belongs in words.items():
        inside = [field for field in found if belongs(field.path.removeprefix(prefix))]
        if inside:
            groups.append(Group(title=title, entries=tuple(_entry(field, prefix) for field in inside)))
    return tuple(groups)


def _plain(path: str) -> bool:
    return not _counted(path) and not _kept(path)


def _counted(path: str) -> bool:
    return path.startswith(_METRIC)


def _kept(path: str) -> bool:
    return path.startswith(_KEPT)


def _entry(field: Field, prefix: str) -> Entry:
    label = field.path.removeprefix(prefix).removeprefix(_METRIC).removeprefix(_KEPT)
    return Entry(
        name=field.path,
        label=spoken(label).replace(".", ", "),
        text=field.text,
        choices=field.choices,
        is_long=len(field.text) > _LONG,
    )
