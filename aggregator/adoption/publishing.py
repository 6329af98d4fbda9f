"""The office puts a version in force: signs it with its list of signers, checks it as all will, adopts it."""

from collections.abc import Sequence

from aggregator.adopted import adopt, newest, newest_document
from aggregator.adoption.signers import read_signers
from aggregator.database import reading, writing
from aggregator.errors import HomeError
from aggregator.hub import Hub
from policies.draft import Draft, to_publication
from policies.errors import RefusedError
from policies.schema import PolicyBundle
from policies.signed_bundle import Publication, sign_bundle


def adopt_draft(hub: Hub, draft: Draft) -> bytes:
    """Sign the draft as the compliance office and put it in force; return the bundle's hash.

    Raises: HomeError at the leader; policies.errors.RefusedError, with nothing changed, when it may not
    follow the version in force.
    """
    now = hub.clock.now()
    return _publish(hub, to_publication(draft, read_signers(hub.home.signers_file), now))


def adopt_bundle(hub: Hub, bundle: PolicyBundle) -> bytes:
    """Sign a bundle that nobody drafted: a first version, or one that permits no more. Return its hash.

    Raises: as adopt_draft.
    """
    with reading(hub.engine) as session:
        held = newest(session)
    if held is not None:
        chain = bundle.chain.model_copy(update={"previous": held.bundle.hash.hex()})
        bundle = bundle.model_copy(update={"chain": chain})
    signers = read_signers(hub.home.signers_file)
    return _publish(hub, Publication(bundle=bundle, signers=signers, published_at=hub.clock.now()))


def keep(hub: Hub, documents: Sequence[str]) -> int:
    """Adopt signed bundles, each the successor of the one before; return how many were new here.

    Raises: policies.errors.RefusedError when one may not follow, with those before it kept; HomeError.
    """
    with writing(hub.engine) as session:
        walked = adopt(session, documents, hub.policy_key, hub.clock.now())
        newest_text = newest_document(session)
    if newest_text is not None and newest_text != hub.home.policy():
        hub.home.keep_policy(newest_text)  # after a kill between the two, the next call writes it
    if walked.refusal is not None:
        raise RefusedError(f"policy not adopted: {walked.refusal.reason} ({walked.refusal.rule})")
    return len(walked.steps)


def _publish(hub: Hub, publication: Publication) -> bytes:
    if hub.role != "helper":
        raise HomeError("the policy is signed by the helper; the leader takes it from there")
    keep(hub, [sign_bundle(publication, hub.root.to_bytes()).text])
    return publication.bundle.hash
