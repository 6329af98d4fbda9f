"""A compliance office whose people sign in tests: named, with keys that follow from their names."""

from aggregator.adoption.signers import Candidate, put_on_list
from aggregator.compliance.drafts import Held, one_draft, propose, sign
from aggregator.database import reading
from aggregator.hub import Hub
from policies.amend import amend
from policies.approval import speak
from policies.draft import Intent
from policies.schema import PolicyBundle
from policies.signing import public_half
from tests.support.policy_world import AUTHOR, DPIA, DRAFTER, SECOND, THIRD, secret

LONGER = {"documents.zones.retention.track_minutes": "120"}
SHORTER = {"documents.zones.retention.release_months": "12"}


def name_people(hub: Hub) -> None:
    """Put everybody on the office's list of signers."""
    for name in (AUTHOR, SECOND, THIRD, DRAFTER):
        key = public_half(secret(name)).hex()
        put_on_list(hub, Candidate(name=name, public_key=key, days=300, may_approve=name != DRAFTER))


def in_force(hub: Hub) -> PolicyBundle:
    """Return the newest version adopted here."""
    with reading(hub.engine) as session:
        return max(hub.policies.refresh(session).values(), key=lambda adopted: adopted.version).bundle


def proposed(hub: Hub, edits: dict[str, str], *, dpia: str = DPIA) -> int:
    """Propose the version in force with these fields changed; return the draft's number."""
    bundle = amend(in_force(hub), edits)
    return propose(hub, bundle, Intent(AUTHOR, "stays are longer than we thought", dpia), by="anna")


def held(hub: Hub, draft_id: int) -> Held:
    """Return the draft as it stands."""
    with reading(hub.engine) as session:
        return one_draft(session, draft_id)


def signed_by(hub: Hub, draft_id: int, *names: str) -> None:
    """Let these people sign, in this order."""
    for name in names:
        draft = held(hub, draft_id)
        given = speak(draft.voice, draft.bundle.hash, signer=name, secret=secret(name), at=hub.clock.now())
        sign(hub, draft_id, given, by=name)
