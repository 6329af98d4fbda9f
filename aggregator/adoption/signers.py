"""Whom the compliance office lets draft and approve: one list, kept at the helper, signed with every version.

Source: shared/wire/PROTOCOL.md §11.2.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from aggregator.audit.log import note
from aggregator.database import writing
from aggregator.errors import HomeError
from aggregator.hub import Hub
from policies.approval import Signer
from policies.signed_bundle import MOST_SIGNERS
from policies.writing import PRIVATE_MODE, write_whole
from shared.config import describe

_LIST = TypeAdapter(tuple[Signer, ...])


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody to put on the list."""

    name: str
    """As policies will name them."""
    public_key: str
    """64 hex characters."""
    days: int
    """How long the key is good from now."""
    may_approve: bool = True


def read_signers(path: Path) -> tuple[Signer, ...]:
    """Return the list in the file, empty while there is none. Raises: HomeError when it is damaged."""
    try:
        return _LIST.validate_json(path.read_bytes())
    except FileNotFoundError:
        return ()
    except (OSError, ValidationError) as error:
        words = describe(error) if isinstance(error, ValidationError) else error.strerror
        raise HomeError(f"expected the list of signers in {path}: {words}") from error


def put_on_list(hub: Hub, candidate: Candidate) -> None:
    """Name a person who may sign from now on.

    Raises: HomeError for a name or key that is none or is on the list already, and for a full list.
    """
    now = hub.clock.now()
    try:
        new = Signer(
            name=candidate.name,
            public_key=candidate.public_key,
            may_approve=candidate.may_approve,
            not_before=now,
            not_after=now + timedelta(days=candidate.days),
        )
    except ValidationError as error:
        raise HomeError(f"expected a name and a key of 64 hex characters: {describe(error)}") from error
    known = _own_list(hub)
    _check_is_new(known, new)
    _keep(hub, (*known, new), "named", new.name)


def strike_off(hub: Hub, name: str) -> None:
    """Strike a person off; what they signed counts for nothing that is not yet published.

    Raises: HomeError when nobody of that name is on the list.
    """
    known = _own_list(hub)
    left = tuple(signer for signer in known if signer.name != name)
    if len(left) == len(known):
        names = ", ".join(signer.name for signer in known) or "nobody"
        raise HomeError(f"expected one of the list ({names}), got {name!r}")
    _keep(hub, left, "struck off", name)


def listed(hub: Hub) -> list[dict[str, str]]:
    """Return everybody on the list as a table's rows."""
    return [
        {
            "name": signer.name,
            "may": "draft and approve" if signer.may_approve else "draft",
            "not_before": signer.not_before.isoformat(timespec="seconds"),
            "not_after": signer.not_after.isoformat(timespec="seconds"),
            "public_key": signer.public_key,
        }
        for signer in _own_list(hub)
    ]


def _own_list(hub: Hub) -> tuple[Signer, ...]:
    if hub.role != "helper":
        raise HomeError(
            "signers are named by the compliance office; expected the helper's home, got the leader's"
        )
    return read_signers(hub.home.signers_file)


def _check_is_new(known: Sequence[Signer], new: Signer) -> None:
    for other in known:
        if other.name == new.name:
            raise HomeError(f"{new.name} is on the list already; strike the entry off first (--remove)")
        if other.public_key == new.public_key:
            raise HomeError(f"that key is {other.name}'s; expected one of {new.name}'s own")
    if len(known) >= MOST_SIGNERS:
        raise HomeError(f"expected at most {MOST_SIGNERS} signers; strike one off first (--remove)")


def _keep(hub: Hub, signers: tuple[Signer, ...], step: str, name: str) -> None:
    """Note the change, then write the list: a change that cannot be noted is not made."""
    with writing(hub.engine) as session:
        note(session, "key_event", "signers", {"step": step, "signer": name}, at=hub.clock.now())
        try:
            write_whole(hub.home.signers_file, _LIST.dump_json(signers, indent=1), mode=PRIVATE_MODE)
        except OSError as error:
            raise HomeError(f"cannot write {hub.home.signers_file}: {error.strerror}") from error
