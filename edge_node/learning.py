"""What a store keeps to learn from: one coarse window of each track, where the policy permits it.

The policy is asked before a window is drawn and again before it is written. Between the two it is held in
memory, for as long as a node lets pass between two sendings. Written, all that is known of its time is the
vault's period: records have no order, and no number of their track. It lies under the purposes that permitted
it both times, and is learnt from for no other.
"""

import logging
import secrets
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import inf

from edge_node.consent.grounds import Grounds, grounds_of
from edge_node.consent.kept import learning_stops_of
from edge_node.consent.pauses import running
from edge_node.consent.quiet import touches
from edge_node.coverage import Stretch
from edge_node.erased import ErasedTime
from edge_node.errors import StorageError
from edge_node.intent.nearness import Nearness
from edge_node.intent.window import to_bytes
from edge_node.intent.windows import example_of
from edge_node.node import Node
from edge_node.observations import Journey, Track
from edge_node.retention.kinds import life_of
from edge_node.site import Site
from edge_node.storage.journal import Journal
from edge_node.storage.vault import Record
from policies.circumstances import Circumstances
from policies.engine import Deny
from policies.schema import PolicyBundle
from policies.training import ground_of, keeping_objection, learning_purposes, rests_on_consent
from privacy.randomness import Random

Refusals = Callable[[datetime], Mapping[str, Deny | None]]
"""By camera why it may not look at that moment; edge_node.consent.watch.Watch.refusals is one."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, repr=False)
class _Held:
    """An example on its way to the vault."""

    record: Record
    grounds: Set[str]
    """Under which it was taken."""
    confirmed_at_s: float
    """Unix seconds: says which period it is written under, and nothing else of it is."""
    stretch: Stretch
    """When its track began and ended, until it is written: what is erased or quiet meanwhile must be told."""


class Learning:
    """Takes ended tracks of one site and keeps an example of each."""

    def __init__(
        self,
        node: Node,
        site: Site,
        journal: Journal,
        refusals: Refusals,
        *,
        random: Random = secrets.token_bytes,
    ) -> None:
        self._site = site
        self._journal = journal
        self._random = random
        self._nearness = Nearness(site)
        self._erased = ErasedTime(journal)
        self._held: list[_Held] = []
        self.follow(node, refusals)

    def follow(self, node: Node, refusals: Refusals) -> None:
        """Ask the policy that the node holds, and the store's signs and pauses, from now on."""
        self._node = node
        self._refusals = refusals
        self._grounds = self._look()

    @property
    def learns(self) -> bool:
        """True when some purpose in force lets models be trained on movement windows."""
        bundle = self._node.in_force(self._node.clock.now())
        return bundle is not None and bool(learning_purposes(bundle))

    @property
    def oldest_s(self) -> float:
        """Unix seconds before which no window would be kept now; infinity where nothing is learnt."""
        return self._kept_from_s() if self.learns else inf

    def seat(self, view: str) -> Callable[[Journey], None]:
        """Return what takes the tracks of one view."""
        return lambda journey: self._take(journey.track, view)

    def flush(self) -> int:
        """Write what is held and may still be kept; return how many windows were written."""
        held, self._held = self._held, []
        now = self._node.clock.now()
        bundle = self._node.in_force(now)
        if not held or bundle is None:
            return 0
        keep_for = life_of("windows", bundle).keep_for
        self._grounds = self._look()
        with self._journal.vault.unit():
            self._erased.learn()
            ids = [self._write(one, now, keep_for) for one in held]
        written = sum(record_id is not None for record_id in ids)
        _log.info("windows kept", extra={"count": written})
        return written

    def _take(self, track: Track, view: str) -> None:
        if track.badge is not None or len(track.t_s) == 0 or self._has_lapsed(track):
            return
        stretch = (float(track.t_s[0]), float(track.t_s[-1]))
        grounds = self._grounds_for(stretch, in_panel=track.in_panel)
        if not grounds:
            return
        example = example_of(track, self._site, self._nearness, self._random)
        if example is not None:
            record = Record(view, to_bytes(example))
            self._held.append(_Held(record, grounds, track.confirmed_at_s, stretch))

    def _has_lapsed(self, track: Track) -> bool:
        """Return whether a window of the track would be over before it is written, as in a replayed week."""
        return track.confirmed_at_s <= self._kept_from_s()

    def _kept_from_s(self) -> float:
        now = self._node.clock.now()
        return now.timestamp() - life_of("windows", self._node.in_force(now)).keep_for.total_seconds()

    def _write(self, held: _Held, now: datetime, keep_for: timedelta) -> bytes | None:
        """Keep it on the grounds that permitted it when it was taken and do now; without one drop it.

        A consent that has ended meanwhile takes it, whatever else permits it: so it goes in the vault too.
        """
        at_s = held.confirmed_at_s
        grounds = held.grounds & self._grounds_for(held.stretch, in_panel=True)  # was asked when it was taken
        has_lost_consent = any(rests_on_consent(ground) for ground in held.grounds - grounds)
        if not grounds or has_lost_consent or at_s + keep_for.total_seconds() <= now.timestamp():
            return None
        return self._journal.vault.keep("windows", held.record, at_s=at_s, keep_for=keep_for, grounds=grounds)

    def _look(self) -> Grounds:
        """Return what signs and consents permit now; registers that cannot be read permit nothing."""
        now = self._node.clock.now()
        bundle = self._node.in_force(now)
        if bundle is None:
            return Grounds()
        try:
            return grounds_of(self._node.home, self._site, bundle, now)
        except StorageError as error:
            _log.warning("nothing is kept to learn from: %s", error)
            return Grounds()

    def _grounds_for(self, stretch: Stretch, *, in_panel: bool) -> Set[str]:
        """Return the grounds on which it may be kept; none while no camera may look."""
        now = self._node.clock.now()
        bundle = self._node.in_force(now)
        if bundle is None or all(refusal is not None for refusal in self._refusals(now).values()):
            return frozenset()
        if self._is_switched_off(now) or self._erased.touches(*stretch):
            return frozenset()
        return self._permitting(stretch, bundle, now, in_panel=in_panel)

    def _is_switched_off(self, now: datetime) -> bool:
        """Return whether the store does not want to learn; a register that cannot be read says so too."""
        try:
            return running(learning_stops_of(self._node.home), now) is not None
        except StorageError as error:
            _log.warning("nothing is kept to learn from: %s", error)
            return True

    def _permitting(
        self, stretch: Stretch, bundle: PolicyBundle, now: datetime, *, in_panel: bool
    ) -> Set[str]:
        """A purpose that rests on consent permits the windows of its panel alone."""
        zone, data_from = self._site.zone_info, datetime.fromtimestamp(stretch[0], UTC)
        there = Circumstances(zone_types=frozenset(zone.zone_type for zone in self._site.zones))
        return {
            ground_of(terms.document)
            for terms in learning_purposes(bundle)
            if self._grounds.permit(terms, began_s=stretch[0], in_panel=in_panel)
            and not touches(terms.quiet | self._site.quiet_minutes, stretch, zone)
            and keeping_objection(terms, bundle, data_from, now, there) is None
        }
