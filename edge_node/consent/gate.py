"""Whether a camera may look now. Everything that is not clearly allowed is not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from edge_node.consent.attestations import Unattested, in_force
from edge_node.consent.kept import Kept
from edge_node.consent.notice import MISSING, Sign, signs_of
from edge_node.consent.pauses import Pause, running
from edge_node.site import Site
from policies.circumstances import Circumstances
from policies.engine import Deny, Permit, Request, decide, deny
from policies.errors import DocumentError
from policies.hours import contains
from policies.rules import apply
from policies.schema import PolicyBundle, PolicyDocument
from policies.tasks import tasks
from shared.ids import TaskId

RESTING = frozenset({"paused", "quiet_hours"})
"""Rules by which the store itself wants rest: nothing has to be mended."""


@dataclass(frozen=True, slots=True)
class Gate:
    """One site under one policy."""

    site: Site
    bundle: PolicyBundle | None
    signs: Mapping[str, Sign]
    """The store's texts by id; none where the site file names nobody who is responsible."""

    def refusal(self, camera: str, kept: Kept, now: datetime) -> Deny | None:
        """Return why the camera may not look, None when it may.

        A camera without its sign looks for no purpose at all as soon as one of them needs a sign.
        """
        pause = running(kept.pauses, now)
        if pause is not None:
            return deny("paused", _paused(pause))
        local = now.astimezone(self.site.zone_info).time()
        if contains(self.site.quiet_minutes, local):
            return deny("quiet_hours", f"the store rests at this hour, got {local:%H:%M}")
        if self.bundle is None:
            answer = decide(Request("record", TaskId(""), now), None, now)
            return answer if isinstance(answer, Deny) else None
        try:
            return self._by_purpose(camera, kept, now, self.bundle)
        except DocumentError as error:
            return deny("inconsistent", f"{error}; expected documents that agree")

    def _by_purpose(self, camera: str, kept: Kept, now: datetime, bundle: PolicyBundle) -> Deny | None:
        refusals, may_look = [], False
        local = now.astimezone(self.site.zone_info).time()
        for task_id, document in _purposes(bundle):
            missing = self.missing_sign(camera, document, kept, now)
            circumstances = Circumstances(
                is_attested=missing is None, local_time=local, zone_types=self._zone_types
            )
            answer = decide(Request("record", task_id, now), bundle, now, circumstances)
            if isinstance(answer, Permit):
                may_look = True
            elif answer.rule == "not_attested" and missing is not None:
                return deny("not_attested", missing.reason)
            else:
                refusals.append(answer)
        if may_look:
            return None
        return (
            refusals[0] if refusals else deny("no_such_task", "no document permits anything to be measured")
        )

    @property
    def _zone_types(self) -> frozenset[str]:
        return frozenset(zone.zone_type for zone in self.site.zones)

    def missing_sign(
        self, camera: str, document: PolicyDocument, kept: Kept, now: datetime
    ) -> Unattested | None:
        """Return why nobody attests that the camera's sign for the purpose hangs, or None."""
        if self.site.notice is None:
            return Unattested(MISSING.format(name=self.site.name))
        signs = {name: sign for name, sign in self.signs.items() if _fits(sign, document)}
        found = in_force(kept.attestations, camera, signs, now=now, zone=self.site.zone_info)
        return found if isinstance(found, Unattested) else None


def gate_of(site: Site, bundle: PolicyBundle | None) -> Gate:
    """Return the gate of the site under the policy."""
    return Gate(site, bundle, {} if site.notice is None else signs_of(site))


def _purposes(bundle: PolicyBundle) -> Iterator[tuple[TaskId, PolicyDocument]]:
    """Yield one task for each purpose that has any.

    Raises: DocumentError for documents that contradict each other.
    """
    seen, terms = set(), apply(bundle).purposes
    for task_id, task in tasks(bundle).items():
        document = terms[task.metric].document
        if document.purpose not in seen:
            seen.add(document.purpose)
            yield task_id, document


def _fits(sign: Sign, document: PolicyDocument) -> bool:
    """True when the purpose leaves the text open, or names this one, with or without its language."""
    return document.notice_reference in {"", sign.id, sign.id.replace(f"-{sign.language}-", "-")}


def _paused(pause: Pause) -> str:
    """Return the reason without a name: it is written to logs and shown to visitors."""
    end = "until somebody resumes" if pause.until is None else f"until {pause.until:%Y-%m-%d %H:%M} UTC"
    return f"the store is paused {end}; `shoal edge pause list` says who pressed it"
