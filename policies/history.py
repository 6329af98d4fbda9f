"""From one version of the policy to the next: what may follow what, as everybody checks for themselves.

Source: shared/wire/PROTOCOL.md §11.4–§11.6.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pydantic import ValidationError

from policies.approval import by_name, fault
from policies.difference import Change, difference, loosens
from policies.errors import DocumentError
from policies.schema import PolicyBundle
from policies.signed_bundle import SignedBundle, is_signed
from policies.tasks import tasks
from shared.config import describe

APPROVALS_TO_LOOSEN = 2
"""People other than the author who must approve what permits more."""

Rule = Literal[
    "malformed",
    "unsigned",
    "wrong_key",
    "inconsistent",
    "bad_approval",
    "rolled_back",
    "forked",
    "broken_chain",
    "expired",
    "no_dpia",
    "no_author",
    "too_few_approvals",
]
"""Why a version is not adopted, in the order of the checks."""


@dataclass(frozen=True, slots=True)
class Adopt:
    """The version may be adopted."""

    signed: SignedBundle
    changes: tuple[Change, ...]
    """Against the version held; empty for a first one."""
    is_new: bool
    """False when it is the version held already."""

    @property
    def bundle(self) -> PolicyBundle:
        """The bundle itself."""
        return self.signed.bundle


@dataclass(frozen=True, slots=True)
class Refuse:
    """The version may not be adopted; what is held stays in force."""

    rule: Rule
    reason: str
    """What was expected and what came."""


Verdict = Adopt | Refuse


@dataclass(frozen=True, slots=True)
class Walk:
    """How far one may go along several versions, each offered as the one before's successor."""

    steps: tuple[Adopt, ...]
    """Those that may be adopted, in order."""
    refusal: Refuse | None
    """Why not the next one; None at the end."""


def verify_step(
    held: PolicyBundle | None, offered: bytes | str, root_public_key: bytes, now: datetime
) -> Verdict:
    """Return whether the offered version may follow the one held.

    With nothing held there is nothing to go back from: the office's signature alone decides.
    """
    walked = walk(held, (offered,), root_public_key, now)
    return walked.refusal or walked.steps[0]


def walk(
    held: PolicyBundle | None, offered: Sequence[bytes | str], root_public_key: bytes, now: datetime
) -> Walk:
    """Return which of the offered versions may be adopted one after the other.

    Each is held to every rule against the one before it. One that has expired may be passed through, for what
    comes after it, and not stopped at.
    """
    steps: list[Adopt] = []
    refusal: Refuse | None = None
    for text in offered:
        verdict = _link(held, text, root_public_key)
        if isinstance(verdict, Refuse):
            refusal = verdict
            break
        steps.append(verdict)
        held = verdict.bundle
    while steps and steps[-1].is_new and now > steps[-1].bundle.chain.not_after:
        until = steps.pop().bundle.chain.not_after
        refusal = Refuse("expired", f"expected a policy in force at {now}, got one that ended at {until}")
    return Walk(tuple(steps), refusal)


def _link(held: PolicyBundle | None, offered: bytes | str, root_public_key: bytes) -> Verdict:
    signed = _opened(offered, root_public_key)
    if isinstance(signed, Refuse):
        return signed
    if held is None:
        return Adopt(signed, (), is_new=True)
    if signed.bundle == held:
        return Adopt(signed, (), is_new=False)
    return _not_a_successor(held, signed.bundle) or _judged(difference(held, signed.bundle), signed)


def _opened(offered: bytes | str, root_public_key: bytes) -> SignedBundle | Refuse:
    """Return the publication once it is the office's and every statement in it is true."""
    try:
        signed = SignedBundle.model_validate_json(offered)
    except ValidationError as error:
        is_unsigned = any(item["loc"] == ("signature",) for item in error.errors())
        rule: Rule = "unsigned" if is_unsigned else "malformed"
        return Refuse(rule, f"expected a signed policy bundle: {describe(error)}")
    if not is_signed(signed, root_public_key):
        return Refuse("wrong_key", "the policy bundle is not signed by the pinned compliance key")
    try:
        tasks(signed.bundle)
    except DocumentError as error:
        return Refuse("inconsistent", str(error))
    wrong = next(_false_statements(signed), "")
    return Refuse("bad_approval", wrong) if wrong else signed


def _false_statements(signed: SignedBundle) -> Iterator[str]:
    """Yield what is wrong with the author's and the approvers' signatures, in words."""
    signers, author = by_name(signed.signers), signed.bundle.chain.author
    own = signed.authorship
    if own is not None and own.signer != author:
        yield f"the author is {author or 'nobody'}, the draft is signed by {own.signer}"
    spoken = (
        [] if own is None else [fault(own, "shoal/1 draft", signed.bundle.hash, signers, signed.published_at)]
    )
    for approval in signed.approvals:
        if approval.signer == author:
            yield f"{author} drafted the policy and cannot approve it"
        spoken.append(fault(approval, "shoal/1 approval", signed.bundle.hash, signers, signed.published_at))
    yield from filter(None, spoken)
    names = [approval.signer for approval in signed.approvals]
    yield from (f"{name} approves it twice" for name in names if names.count(name) > 1)


def _not_a_successor(held: PolicyBundle, offered: PolicyBundle) -> Refuse | None:
    ours, theirs = held.chain.version, offered.chain.version
    if theirs < ours:
        return Refuse("rolled_back", f"expected a policy of a version above {ours}, got version {theirs}")
    if theirs == ours:
        return Refuse("forked", f"another policy of version {ours} is held: {held.hash.hex()[:12]}")
    if offered.chain.previous != held.hash.hex():
        came = offered.chain.previous[:12] or "none"
        return Refuse(
            "broken_chain", f"expected the successor of {held.hash.hex()[:12]}, got the successor of {came}"
        )
    return None


def _judged(changes: tuple[Change, ...], signed: SignedBundle) -> Verdict:
    """A change that permits more needs a DPIA, an author who signed, and two others who approve."""
    if not loosens(changes):
        return Adopt(signed, changes, is_new=True)
    chain = signed.bundle.chain
    first = next(change for change in changes if change.effect == "loosens")
    what = f"the change loosens {first.path} ({first.why})"
    if not chain.dpia_reference:
        return Refuse("no_dpia", f"{what}; expected a DPIA reference, got none")
    if signed.authorship is None:
        return Refuse("no_author", f"{what}; expected the author's signature under the draft, got none")
    came = len(signed.approvals)
    if came < APPROVALS_TO_LOOSEN:
        wanted = f"expected {APPROVALS_TO_LOOSEN} approvals by others than {chain.author}"
        return Refuse("too_few_approvals", f"{what}; {wanted}, got {came}")
    return Adopt(signed, changes, is_new=True)
