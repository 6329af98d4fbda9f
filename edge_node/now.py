"""What a node at work says of the people in view, if its policy lets it count what they do next.

The policy, the store's pauses and quiet minutes are asked each time; a purpose that rests on consent permits
nothing, for no camera tells who has given it. Nothing is measured, added up or written for it.
"""

import json
import logging
from collections.abc import Mapping
from datetime import datetime

from edge_node.consent.kept import read_kept
from edge_node.consent.pauses import running
from edge_node.errors import StorageError
from edge_node.head_at_home import HeadAtHome
from edge_node.intent.zone_signals import LEAST_PEOPLE, InView, Onlooker
from edge_node.measurer import INTENT
from edge_node.node import Node
from edge_node.pipeline import Pipeline
from edge_node.shared_model import SharedModel
from edge_node.site import Site
from edge_node.storage.journal import Journal
from policies.circumstances import Circumstances
from policies.engine import Deny, Request, decide, deny, purpose_of
from policies.hours import contains

NOTE = (
    f"guesses from coarse movement, in coarse words, of {LEAST_PEOPLE} or more people in a zone; "
    "no number, no person, nothing kept"
)
"""Said with every answer."""

STALE_S = 5.0
"""A camera whose newest frame is older sees nobody now."""

_log = logging.getLogger(__name__)


class Now:
    """The live zone signals of one site; belongs to the journal's thread."""

    def __init__(self, node: Node, site: Site, journal: Journal) -> None:
        self._site = site
        self._node = node
        self._head = HeadAtHome(node, site, journal)
        self._model = SharedModel(node)
        self._predictor = self._model.predictor()
        self._onlooker = Onlooker(site)

    def follow(self, node: Node) -> None:
        """Ask the policy that the node holds from now on."""
        self._node = node
        self._head.follow(node)
        self._model.follow(node)

    def tend(self) -> None:
        """Ask the shared model in use now; fit the head at home when it is time, or forget it."""
        predictor = self._model.predictor()
        if predictor is not self._predictor:
            self._predictor = predictor
            self._head.forget()
        try:
            self._head.tend(self._predictor)
        except StorageError as error:
            _log.warning("no head at home: %s", error)
            self._head.forget()

    def said(self, pipelines: Mapping[str, Pipeline]) -> bytes:
        """Return one JSON object: every zone with what its people are about to do, or why nothing is said.

        Which cameras have given a frame just now is said whatever is refused: it is health, and nobody.
        """
        now = self._node.clock.now()
        refusal = self._refusal(now)
        sees = {name: now.timestamp() - line.seen_until_s <= STALE_S for name, line in pipelines.items()}
        answer: dict[str, object] = {"at": f"{now:%Y-%m-%dT%H:%MZ}", "note": NOTE, "cameras": sees}
        if refusal is not None:
            return _json(answer | {"refused": refusal.rule, "reason": refusal.reason, "zones": {}})
        head = self._head.head(now)
        views = [
            self._onlooker.look(line.in_view(), line.seen_until_s, self._predictor, head)
            for name, line in pipelines.items()
            if sees[name]
        ]
        zones = {one.zone: dict(one.about_to) for one in self._onlooker.signals(InView.together(views))}
        return _json(answer | {"has_own_head": head is not None, "zones": zones})

    def _refusal(self, now: datetime) -> Deny | None:
        """Return why nothing may be said now, None when some task of guesses may be recorded."""
        bundle = self._node.in_force(now)
        if bundle is None:
            return deny("no_policy", "no signed policy is held here, so nothing is said")
        try:
            is_paused = running(read_kept(self._node.home).pauses, now) is not None
        except StorageError as error:
            return deny("paused", f"the store's pauses cannot be read: {error}")
        local = now.astimezone(self._site.zone_info).time()
        if contains(self._site.quiet_minutes, local):
            return deny("quiet_hours", f"the store rests at this hour, got {local:%H:%M}")
        there = Circumstances(
            is_paused=is_paused,
            local_time=local,
            zone_types=frozenset(zone.zone_type for zone in self._site.zones),
        )
        refusal: Deny | None = deny("no_such_task", "the policy lets no guess of what comes next be counted")
        for task_id, task in self._node.at_present().tasks.items():
            if task.metric != INTENT:
                continue
            if purpose_of(task, bundle).lawful_basis == "consent":
                refusal = deny("not_consented", "guesses rest on consent, and no camera tells whose")
                continue
            answer = decide(Request("record", task_id, now), bundle, now, there)
            if not isinstance(answer, Deny):
                return None
            refusal = answer
        return refusal


def _json(answer: Mapping[str, object]) -> bytes:
    return json.dumps(answer).encode()
