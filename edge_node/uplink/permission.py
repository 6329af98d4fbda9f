"""Whether an envelope may still go out: asked before every attempt, of the policy it was sealed under."""

from collections.abc import Callable, Iterable
from zoneinfo import ZoneInfo

from edge_node.storage.outbox import Sealed
from policies.engine import Deny, Request, decide, deny
from policies.schema import PolicyBundle
from policies.tasks import tasks
from shared.clock import Clock
from shared.epoch import bounds
from shared.wire.codec import decode_envelope, decode_header
from shared.wire.errors import WireError

_UTC = ZoneInfo("UTC")


def sending_rule(bundles: Iterable[PolicyBundle], clock: Clock) -> Callable[[Sealed], Deny | None]:
    """Return what tells, of an envelope, why it may not go out now; None when it may.

    The bundles are those held, former ones included: an envelope under none of them stays here.
    """
    held = {bundle.hash: bundle for bundle in bundles}

    def objection(sealed: Sealed) -> Deny | None:
        bundle = held.get(_policy_hash(sealed))
        task = None if bundle is None else tasks(bundle).get(sealed.task_id)
        if task is None:
            return deny(
                "no_policy", f"the policy that {sealed.task_id} was sealed under is not held any more"
            )
        begun = bounds(sealed.epoch, task.level, _UTC)[0]
        answer = decide(Request("send", sealed.task_id, begun), bundle, clock.now())
        return answer if isinstance(answer, Deny) else None

    return objection


def _policy_hash(sealed: Sealed) -> bytes:
    try:
        return decode_header(decode_envelope(sealed.envelope).header).policy_hash
    except WireError:
        return b""
