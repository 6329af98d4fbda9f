"""One round of the leader: learn what the helper says, publish site-lane reports, close cohort batches.

`aggregate` and `release` do not know each other; this is where a batch is carried from the one to the other.
Every step is its own transaction, so a round can be killed anywhere and run again.
"""

import logging
from collections import Counter
from dataclasses import dataclass, field

import httpx

from aggregator.adopted import newest
from aggregator.adoption.publishing import keep
from aggregator.aggregate.batch import BatchName
from aggregator.aggregate.closing import due, is_waited_for, learn_cohorts
from aggregator.aggregate.helper_client import TIMEOUT_S, HelperClient
from aggregator.batch_round import BatchRound
from aggregator.database import reading, writing
from aggregator.errors import HomeError, PeerError
from aggregator.hub import Hub
from aggregator.release.gate import Gate
from aggregator.release.site_lane import SiteLane
from policies.errors import PolicyError

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class RoundReport:
    """What one round did."""

    site: Counter[str] = field(default_factory=Counter)
    """Site-lane reports by outcome: ``released``, a policy rule or a problem."""
    cohort: Counter[str] = field(default_factory=Counter)
    """Cohort batches by outcome: ``released``, ``suppressed`` or the helper's problem."""
    troubles: list[str] = field(default_factory=list)
    """What has to wait for the next round, in words."""

    @property
    def releases(self) -> int:
        """Releases with numbers that this round published."""
        return self.site["released"] + self.cohort["released"]


def run_round(hub: Hub, gate: Gate, helper: HelperClient | None, *, close_all: bool = False) -> RoundReport:
    """Run one round; a helper that does not answer is trouble only to cohort reports.

    ``close_all`` closes every batch now, whatever its epoch; such releases are marked provisional when their
    epoch was not over.
    """
    report = RoundReport()
    if helper is not None:
        _learn(hub, helper, report)
    _publish_site_lane(hub, gate, report)
    with reading(hub.engine) as session:
        known = hub.policies.refresh(session)
        names = due(session, known.values(), hub.clock.now(), close_all=close_all)
    for name in names:
        _close(BatchRound(hub, gate, helper, name), name, report)
    return report


def connect(hub: Hub) -> HelperClient | None:
    """Return a client of the configured helper, or None while no address is set."""
    if not hub.config.peer_url:
        return None
    return HelperClient(
        client=httpx.Client(
            base_url=hub.config.peer_url,
            timeout=TIMEOUT_S,
            follow_redirects=False,
            trust_env=hub.config.peer_url.startswith("https:"),
        ),
        root=hub.root,
        helper_key=hub.peer_key,
        clock=hub.clock,
        random=hub.random,
    )


def fetch_policy(hub: Hub, helper: HelperClient) -> bool:
    """Adopt the versions of the policy that the helper has had since; True when there are any.

    Raises: PeerError, policies.errors.PolicyError, HomeError.
    """
    with reading(hub.engine) as session:
        held = newest(session)
    after = "" if held is None else held.bundle.hash.hex()
    return keep(hub, helper.policies(after)) > 0


def _learn(hub: Hub, helper: HelperClient, report: RoundReport) -> None:
    try:
        fetch_policy(hub, helper)
        cohorts = helper.cohorts()
    except PeerError as error:
        _log.warning("%s", error)
        with reading(hub.engine) as session:
            if is_waited_for(session):
                report.troubles.append(str(error))
        return
    except (PolicyError, HomeError) as error:
        _trouble(report, str(error))
        return
    with writing(hub.engine) as session:
        learn_cohorts(session, cohorts)


def _publish_site_lane(hub: Hub, gate: Gate, report: RoundReport) -> None:
    with reading(hub.engine) as session:
        known = hub.policies.refresh(session)
    lane = SiteLane(gate, known, hub.clock.now())
    last: bytes | None = b""
    while last is not None:
        with writing(hub.engine) as session:
            last, outcomes = lane.publish_next(session, last)
        report.site.update(outcomes)


def _close(batch: BatchRound, name: BatchName, report: RoundReport) -> None:
    try:
        report.cohort[batch.run()] += 1
    except PeerError as error:
        _trouble(report, f"{name.task_id} of {name.cohort_id}, epoch {name.epoch}: {error}")


def _trouble(report: RoundReport, words: str) -> None:
    report.troubles.append(words)
    _log.warning("%s", words)
