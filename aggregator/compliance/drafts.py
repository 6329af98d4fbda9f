"""Drafts on their way through the office: proposed, signed, approved, published, or withdrawn.

A person's key is never here: what comes in is a signature, and it is checked against the list of signers
before it is kept. What may follow what is policies.history, asked again when the draft is published.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter, ValidationError
from sqlmodel import Session, col, select

from aggregator.adopted import newest
from aggregator.adoption.publishing import adopt_draft
from aggregator.adoption.signers import read_signers
from aggregator.audit.log import note
from aggregator.compliance.errors import DraftError
from aggregator.compliance.tables import DraftRow, State
from aggregator.database import reading, writing
from aggregator.hub import Hub
from aggregator.tables import PolicyRow
from policies.approval import Approval, Voice, by_name, fault
from policies.draft import Draft, Intent, next_version, with_approval
from policies.errors import PolicyError
from policies.schema import PolicyBundle
from policies.signed_bundle import SignedBundle
from shared.config import describe

_APPROVALS = TypeAdapter(tuple[Approval, ...])


@dataclass(frozen=True, slots=True)
class Held:
    """A draft as it stands."""

    draft_id: int
    state: State
    bundle: PolicyBundle
    follows: PolicyBundle | None
    """The version in force that it would replace; None for a first one."""
    authorship: Approval | None
    approvals: tuple[Approval, ...]
    made_at: datetime

    @property
    def voice(self) -> Voice:
        """As what the next signature is given: the author's, then an approver's."""
        return "shoal/1 draft" if self.authorship is None else "shoal/1 approval"

    @property
    def signed(self) -> Draft | None:
        """The draft with its author's signature; None until it has one."""
        if self.authorship is None:
            return None
        return Draft(
            bundle=self.bundle, follows=self.follows, authorship=self.authorship, approvals=self.approvals
        )


def propose(hub: Hub, bundle: PolicyBundle, intent: Intent, *, by: str) -> int:
    """Keep the bundle as the next version on its way; return the draft's number.

    Raises: DraftError saying what was expected: at the leader, for a loosening without an assessment, for an
    author who is not on the list.
    """
    if hub.role != "helper":
        raise DraftError("policies are drafted at the compliance office; expected the helper, got the leader")
    with reading(hub.engine) as session:
        held = newest(session)
    names = [signer.name for signer in read_signers(hub.home.signers_file)]
    if intent.author not in names:
        raise DraftError(
            f"expected an author on the list of signers ({_listed(names)}), got {intent.author!r}"
        )
    try:
        final = next_version(bundle, None if held is None else held.bundle, intent)
    except ValidationError as error:
        raise DraftError(describe(error)) from error
    except PolicyError as error:
        raise DraftError(str(error)) from error
    now = hub.clock.now()
    with writing(hub.engine) as session:
        row = DraftRow(bundle=final.model_dump_json(), state="proposed", made_at=now)
        session.add(row)
        session.flush()
        _note(session, row, "proposed", by, now)
    return _number(row)


def sign(hub: Hub, draft_id: int, given: Approval, *, by: str) -> None:
    """Keep the author's signature, or an approval once there is one.

    Raises: DraftError when the signature does not stand, or the draft no longer takes any.
    """
    now = hub.clock.now()
    signers = by_name(read_signers(hub.home.signers_file))
    with writing(hub.engine) as session:
        row, held = _open(session, draft_id)
        wrong = fault(given, held.voice, held.bundle.hash, signers, now)
        if wrong:
            raise DraftError(f"the signature is not taken: {wrong}")
        if held.signed is None:
            _keep_authorship(row, held, given)
        else:
            _keep_approval(row, held.signed, given)
        _note(session, row, f"signed by {given.signer}", by, now)


def publish(hub: Hub, draft_id: int, *, by: str) -> bytes:
    """Put the draft in force under the office's own signature; return the bundle's hash.

    Raises: DraftError, with nothing changed, when it may not follow the version in force.
    """
    with reading(hub.engine) as session:
        _, held = _open(session, draft_id)
    if held.signed is None:
        raise DraftError(f"expected the signature of its author, {held.bundle.chain.author}, first")
    try:
        policy_hash = adopt_draft(hub, held.signed)
    except PolicyError as error:
        raise DraftError(str(error)) from error
    _settle(hub, draft_id, "published", by)
    return policy_hash


def withdraw(hub: Hub, draft_id: int, *, by: str) -> None:
    """Give the draft up; it stays readable. Raises: DraftError when it is settled already."""
    _settle(hub, draft_id, "withdrawn", by)


def all_drafts(session: Session) -> Sequence[Held]:
    """Return every draft ever made here, newest first."""
    rows = session.exec(select(DraftRow).order_by(col(DraftRow.draft_id).desc())).all()
    return [_held(session, row) for row in rows]


def one_draft(session: Session, draft_id: int) -> Held:
    """Return the draft. Raises: DraftError when there is none of that number."""
    return _held(session, _row(session, draft_id))


def _keep_authorship(row: DraftRow, held: Held, given: Approval) -> None:
    author = held.bundle.chain.author
    if given.signer != author:
        raise DraftError(f"expected the signature of the author, {author}, first; got one by {given.signer}")
    row.authorship = given.model_dump_json()
    row.state = "open"


def _keep_approval(row: DraftRow, signed: Draft, given: Approval) -> None:
    try:
        approvals = with_approval(signed, given).approvals
    except PolicyError as error:
        raise DraftError(str(error)) from error
    row.approvals = _APPROVALS.dump_json(approvals).decode()


def _settle(hub: Hub, draft_id: int, state: State, by: str) -> None:
    now = hub.clock.now()
    with writing(hub.engine) as session:
        row, _ = _open(session, draft_id)
        row.state, row.settled_at = state, now
        _note(session, row, state, by, now)


def _open(session: Session, draft_id: int) -> tuple[DraftRow, Held]:
    row = _row(session, draft_id)
    if row.settled_at is not None:
        raise DraftError(f"draft {draft_id} is {row.state}; expected one that is still on its way")
    return row, _held(session, row)


def _row(session: Session, draft_id: int) -> DraftRow:
    row = session.get(DraftRow, draft_id)
    if row is None:
        raise DraftError(f"expected the number of a draft, got {draft_id}")
    return row


def _held(session: Session, row: DraftRow) -> Held:
    bundle = PolicyBundle.model_validate_json(row.bundle)
    return Held(
        draft_id=_number(row),
        state=_state(row.state),
        bundle=bundle,
        follows=_version(session, bundle.chain.previous),
        authorship=Approval.model_validate_json(row.authorship) if row.authorship else None,
        approvals=_APPROVALS.validate_json(row.approvals),
        made_at=row.made_at,
    )


def _version(session: Session, policy_hash: str) -> PolicyBundle | None:
    row = session.get(PolicyRow, bytes.fromhex(policy_hash)) if policy_hash else None
    return None if row is None else SignedBundle.model_validate_json(row.document).bundle


def _state(text: str) -> State:
    return TypeAdapter(State).validate_python(text)


def _number(row: DraftRow) -> int:
    if row.draft_id is None:
        raise ValueError("expected a row that was written, got a new one")
    return row.draft_id


def _note(session: Session, row: DraftRow, step: str, by: str, at: datetime) -> None:
    version = PolicyBundle.model_validate_json(row.bundle).chain.version
    note(session, "policy_step", f"draft {row.draft_id}", {"step": step, "version": version, "by": by}, at=at)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) or "nobody yet"
