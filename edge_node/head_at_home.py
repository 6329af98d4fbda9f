"""When a store's own head is fitted, and when it is forgotten: in memory alone, no longer than its windows.

It is fitted in the policy's training hours, while no switch, pause or missing sign forbids training, on
windows that have at least half of their life before them and were kept for a purpose that permits it now. It
is forgotten with the first of those windows, however that one went, and whenever learning is switched off or
no longer permitted.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from edge_node.consent.grounds import grounds_of
from edge_node.consent.kept import Kept, read_kept
from edge_node.consent.pauses import running
from edge_node.errors import StorageError
from edge_node.intent.home_head import HomeHead, fit
from edge_node.intent.kept import examples_in
from edge_node.intent.predict import Predictor
from edge_node.intent.window import stacked
from edge_node.node import Node
from edge_node.retention.kinds import life_of
from edge_node.site import Site
from edge_node.storage.journal import Journal
from edge_node.storage.period_keys import Period
from policies.circumstances import Circumstances
from policies.training import ground_of, learning_purposes, training_objection

LEAST_WINDOWS: Final = 30
"""Of fewer people nothing is fitted: one of them would be most of it."""

AGAIN_AFTER: Final = timedelta(hours=1)
"""In training hours a head is fitted anew so often."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Fitted:
    head: HomeHead
    at: datetime
    until: datetime
    """When the first of its windows dies."""
    keys: frozenset[bytes]
    """Of the periods of its windows: one of them gone, it goes."""


class HeadAtHome:
    """One store's head, in the memory of one process; belongs to the journal's thread."""

    def __init__(self, node: Node, site: Site, journal: Journal) -> None:
        self._node = node
        self._site = site
        self._journal = journal
        self._fitted: _Fitted | None = None

    def follow(self, node: Node) -> None:
        """Ask the policy that the node holds from now on."""
        self._node = node

    def tend(self, predictor: Predictor) -> None:
        """Forget the head if it must go, and fit one if it is time to; predictor: the shared model's."""
        now = self._node.clock.now()
        if self.head(now) is not None and self._fitted and now < self._fitted.at + AGAIN_AFTER:
            return
        may_learn = self._fitting(now)
        if may_learn is not None:
            self._fitted = self._fit(predictor, may_learn, now) or self._fitted

    def head(self, now: datetime) -> HomeHead | None:
        """Return the head that may be asked now; None where there is none, and it is forgotten with that."""
        if self._fitted is not None and self._must_go(self._fitted, now):
            self.forget()
        return None if self._fitted is None else self._fitted.head

    def forget(self) -> None:
        """Let go of the head: another shared model has come, or its windows are no longer there."""
        self._fitted = None

    def _must_go(self, fitted: _Fitted, now: datetime) -> bool:
        bundle, kept = self._node.in_force(now), self._kept()
        if bundle is None or kept is None or not learning_purposes(bundle):
            return True
        is_off = running(kept.learning_stops, now) is not None
        return is_off or now >= fitted.until or not fitted.keys <= self._keys()

    def _fitting(self, now: datetime) -> Callable[[Period], bool] | None:
        """Return which windows a head may be fitted on now; what rests on consent is not for everybody's."""
        bundle, kept = self._node.in_force(now), self._kept()
        if bundle is None or kept is None:
            return None
        there = Circumstances(
            is_paused=running((*kept.pauses, *kept.learning_stops), now) is not None,
            local_time=now.astimezone(self._site.zone_info).time(),
        )
        grounds = grounds_of(self._node.home, self._site, bundle, now)
        trained = {
            ground_of(terms.document)
            for terms in learning_purposes(bundle)
            if grounds.permit(terms, began_s=now.timestamp(), in_panel=False)
            and training_objection(terms.document.purpose, bundle, now, there) is None
        }
        return partial(grounds.standing.may_learn, trained) if trained else None

    def _fit(
        self, predictor: Predictor, may_learn: Callable[[Period], bool], now: datetime
    ) -> _Fitted | None:
        keep_s = int(life_of("windows", self._node.in_force(now)).keep_for.total_seconds())
        least_s = now.timestamp() + keep_s / 2

        def is_young(period: Period) -> bool:
            return period.expires_s(keep_s) >= least_s and may_learn(period)

        vault = self._journal.vault
        young = [held for held in vault.held() if held.period.kind == "windows" and is_young(held.period)]
        examples = examples_in(vault, is_young).examples
        if len(examples) < LEAST_WINDOWS:
            return None
        until_s = min(one.period.expires_s(keep_s) for one in young)
        _log.info("head at home fitted", extra={"count": len(examples)})
        return _Fitted(
            head=fit(predictor, *stacked(examples)),
            at=now,
            until=datetime.fromtimestamp(until_s, now.tzinfo),
            keys=frozenset(held.key_id for held in young),
        )

    def _keys(self) -> frozenset[bytes]:
        return frozenset(held.key_id for held in self._journal.vault.held())

    def _kept(self) -> Kept | None:
        """Return the store's signs and switches; registers that cannot be read forbid all."""
        try:
            return read_kept(self._node.home)
        except StorageError as error:
            _log.warning("no head at home: %s", error)
            return None
