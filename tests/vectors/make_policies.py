"""Writes ``policy_good.json`` and ``policy_bad_.json``: what may follow a version of the policy.

Run: python -m tests.vectors.make_policies
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from policies.schema import PolicyBundle
from policies.signed_bundle import SignedBundle
from tests.support.policy_world import (
    AUTHOR,
    BUNDLE,
    DRAFTER,
    GONE,
    NOW,
    OFFICE,
    ROOT,
    SECOND,
    SIGNERS,
    STRANGER,
    THIRD,
    after,
    secret,
    signer,
)
from tests.vectors.files import write

Vector = dict[str, Any]

SMALL = PolicyBundle(
    chain=BUNDLE.chain,
    documents=tuple(document for document in BUNDLE.documents if document.purpose == "footfall"),
)
"""One purpose is enough to change one."""
TIGHTER, LOOSER = after(SMALL, minimum_batch=6), after(SMALL, cohort_closes_days=14)
PLAIN, APPROVED = OFFICE.published(TIGHTER, author=None), OFFICE.published(LOOSER, [SECOND, THIRD])


def vector(
    name: str,
    words: str,
    offered: SignedBundle | Vector,
    expect: str,
    *,
    held: PolicyBundle | None = SMALL,
    now: datetime = NOW,
) -> Vector:
    """Return one step: ``held`` is a bundle or null, ``offered`` what came."""
    return {
        "name": name,
        "words": words,
        "root_public_key": ROOT.hex(),
        "now": now.isoformat(),
        "held": None if held is None else held.model_dump(mode="json"),
        "offered": offered.model_dump(mode="json") if isinstance(offered, SignedBundle) else offered,
        "expect": expect,
    }


def good() -> Iterator[Vector]:
    """Yield what everybody adopts."""
    yield vector("tightening", "the office's signature alone", PLAIN, "adopt")
    one = OFFICE.published(TIGHTER, [SECOND])
    yield vector("tightening_approved", "one approval does no harm", one, "adopt")
    yield vector("loosening", "two approve, a third wrote it, there is a DPIA", APPROVED, "adopt")
    larger = replace(OFFICE, signers=(*SIGNERS, signer("hana")))
    three = larger.published(LOOSER, [SECOND, THIRD, "hana"])
    yield vector("loosening_by_three", "three approve", three, "adopt")
    by_drafter = after(SMALL, cohort_closes_days=14, author=DRAFTER)
    drafted = OFFICE.published(by_drafter, [AUTHOR, SECOND], author=DRAFTER)
    yield vector("loosening_of_a_drafter", "whoever may only draft wrote it", drafted, "adopt")
    first = OFFICE.published(SMALL, author=None)
    yield vector("first", "nothing is held", first, "adopt", held=None)
    later = OFFICE.published(after(SMALL, version=7), author=None)
    yield vector("first_of_a_late_comer", "nothing is held, version 7 comes", later, "adopt", held=None)
    yield vector("number_left_out", "version 7 follows version 1", later, "adopt")
    yield vector("same_again", "the version held already", first, "adopt")
    end = TIGHTER.chain.not_after
    yield vector("last_moment", "the very moment it ends", PLAIN, "adopt", now=end)


def not_the_offices() -> Iterator[Vector]:
    """Yield what no office signed as it is."""
    body = APPROVED.model_dump(mode="json")
    unsigned = {name: value for name, value in body.items() if name != "signature"}
    yield vector("unsigned", "the signature is missing", unsigned, "unsigned")
    yield vector("unsigned_first", "nothing is held and nobody signed", unsigned, "unsigned", held=None)
    foreign = replace(OFFICE, root=secret("another office")).published(LOOSER, [SECOND, THIRD])
    yield vector("foreign_root", "another office signed it", foreign, "wrong_key")
    yield vector("foreign_root_first", "the same with nothing held", foreign, "wrong_key", held=None)
    changed = deepcopy(body)
    changed["bundle"]["chain"]["minimum_batch"] = 7
    yield vector("changed_after_signing", "one number is another", changed, "wrong_key")
    fewer = body | {"approvals": body["approvals"][:1]}
    yield vector("approval_taken_out", "an approval was taken out", fewer, "wrong_key")
    listed = deepcopy(body)
    listed["signers"][3]["may_approve"] = True
    yield vector("list_changed", "the list of signers was changed", listed, "wrong_key")
    yield vector("nothing", "an empty object", {}, "unsigned")
    yield vector("field_unknown", "a field nobody knows", body | {"sigma": 0.1}, "malformed")
    twice = PolicyBundle(chain=SMALL.chain, documents=SMALL.documents * 2)
    contradiction = OFFICE.published(twice, author=None)
    words = "a metric stands in two documents"
    yield vector("contradiction", words, contradiction, "inconsistent", held=None)


def out_of_order() -> Iterator[Vector]:
    """Yield what follows something else."""
    old = OFFICE.published(SMALL, author=None)
    yield vector("rolled_back", "version 1 while version 2 is held", old, "rolled_back", held=TIGHTER)
    yield vector("forked", "another version 2", APPROVED, "forked", held=TIGHTER)
    third = OFFICE.published(after(TIGHTER, minimum_batch=7), author=None)
    yield vector("forked_chain", "version 3 of the other branch", third, "broken_chain", held=LOOSER)
    yield vector("step_left_out", "version 3 without version 2", third, "broken_chain")
    unchained = OFFICE.published(after(SMALL, minimum_batch=6, previous=""), author=None)
    yield vector("no_previous", "it names no version before it", unchained, "broken_chain")
    late = TIGHTER.chain.not_after + timedelta(seconds=1)
    yield vector("expired", "a second after it ended", PLAIN, "expired", now=late)
    yield vector("expired_first", "the same with nothing held", PLAIN, "expired", held=None, now=late)


def too_few() -> Iterator[Vector]:
    """Yield loosenings that too little stands behind."""
    alone = OFFICE.published(LOOSER)
    yield vector("no_approval", "the office alone loosens", alone, "too_few_approvals")
    one = OFFICE.published(LOOSER, [SECOND])
    yield vector("one_approver", "one approval", one, "too_few_approvals")
    undocumented = after(SMALL, cohort_closes_days=14, dpia_reference="")
    no_dpia = OFFICE.published(undocumented, [SECOND, THIRD])
    yield vector("no_dpia", "no assessment is named", no_dpia, "no_dpia")
    no_author = OFFICE.published(LOOSER, [SECOND, THIRD], author=None)
    yield vector("no_author", "nobody signed the draft", no_author, "no_author")


def false_statements() -> Iterator[Vector]:
    """Yield what somebody signed who may not, or nobody did; two good approvals stand beside some."""
    for name, words, approvers in (
        ("author_approves", "the author approves himself", [AUTHOR, SECOND]),
        ("author_approves_too", "two others do, and the author", [SECOND, THIRD, AUTHOR]),
        ("one_approves_twice", "the same person twice", [SECOND, SECOND]),
        ("approver_expired", "an approver's key has run out", [SECOND, GONE]),
        ("approver_unknown", "an approver is on no list", [SECOND, STRANGER]),
        ("approver_may_not", "an approver may only draft", [SECOND, DRAFTER]),
    ):
        yield vector(name, words, OFFICE.published(LOOSER, approvers), "bad_approval")
    for name, words, false in (
        ("approval_tampered", "one byte of an approval is another", _tampered()),
        (
            "approval_borrowed",
            "an approval of another version",
            OFFICE.said("shoal/1 approval", TIGHTER, THIRD),
        ),
        (
            "approval_by_another",
            "somebody signs for another",
            OFFICE.said("shoal/1 approval", LOOSER, THIRD, AUTHOR),
        ),
        ("draft_as_approval", "a signature under a draft", OFFICE.said("shoal/1 draft", LOOSER, THIRD)),
    ):
        with_false = OFFICE.published(LOOSER, approvals=(APPROVED.approvals[0], false))
        yield vector(name, words, with_false, "bad_approval")
    needless = OFFICE.published(TIGHTER, approvals=(_tampered(),))
    yield vector("needless_and_false", "a tightening needs none, and none false", needless, "bad_approval")
    other = OFFICE.published(LOOSER, [SECOND, THIRD], author=DRAFTER)
    yield vector("another_author", "another signed the draft than it names", other, "bad_approval")
    stranger = OFFICE.said("shoal/1 draft", LOOSER, AUTHOR, STRANGER)
    forged = OFFICE.published(LOOSER, [SECOND, THIRD], authorship=stranger)
    yield vector("author_forged", "the author's signature is a stranger's", forged, "bad_approval")


def _tampered() -> Any:
    good = APPROVED.approvals[1]
    return good.model_copy(update={"signature": f"{int(good.signature[:2], 16) ^ 1:02x}{good.signature[2:]}"})


def main() -> None:
    """Write both files."""
    write("policy_good.json", list(good()))
    write("policy_bad_.json", [*not_the_offices(), *out_of_order(), *too_few(), *false_statements()])


if __name__ == "__main__":
    main()
