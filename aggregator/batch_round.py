"""One cohort batch from frozen to published, each step durable before the next begins.

Freezing is noted in the audit log, and the helper must have witnessed that log before noise is drawn here: a
database restored from a backup lacks what was witnessed, so it never draws a second time for one number.
Source: shared/wire/PROTOCOL.md §15 and §20.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session

from aggregator.aggregate import closing, proving
from aggregator.aggregate.batch import BatchName, Terms, terms_of, wish_for
from aggregator.aggregate.helper_client import HelperClient
from aggregator.aggregate.noise_secret import noise_secret
from aggregator.aggregate.rows import batch_of
from aggregator.audit.entry import Detail
from aggregator.audit.log import note
from aggregator.audit.witnessing import seek_cosignature
from aggregator.database import reading, writing
from aggregator.errors import PeerError
from aggregator.hub import Hub
from aggregator.release.gate import Gate
from aggregator.release.making import Circumstances, make_release, make_suppressed
from aggregator.release.published import publish
from aggregator.tables import BatchRow
from aggregator.windows import LONGEST_EPOCH_S
from policies.engine import Deny
from privacy.errors import ShareError
from privacy.shares import combine
from shared.schemas.task import Task
from shared.wire.problems import Problem

ELSEWHERE: Final = "elsewhere"
"""Another process took the batch to its end meanwhile: the server and the command line may run at once."""


@dataclass(frozen=True, slots=True)
class BatchRound:
    """Carries one batch as far as it will go."""

    hub: Hub
    gate: Gate
    helper: HelperClient | None
    name: BatchName

    def run(self) -> str:
        """Return ``released``, ``suppressed``, ``scrubbed``, ``elsewhere``, or the helper's problem.

        Raises: PeerError when the helper cannot be asked, or remembers another log than this one; the batch
        then waits, frozen as it is.
        """
        report_ids = self._freeze()
        if isinstance(report_ids, str):
            return report_ids
        report_ids = self._agree(report_ids)
        if isinstance(report_ids, str):
            return report_ids
        self._have_witnessed()
        share = self._helper.collect(self.name, report_ids)
        if not isinstance(share, Problem):
            return self._release(share)
        if share.name in ("below_minimum_batch", "over_budget", "lost_tail"):
            return self._give_up(share)
        return share.name

    @property
    def _helper(self) -> HelperClient:
        if self.helper is None:
            raise PeerError("no helper is known, so no cohort sum can be made; set it with: shoal hub peer")
        return self.helper

    def _freeze(self) -> list[bytes] | str:
        with writing(self.hub.engine) as session:
            batch, terms = batch_of(session, self.name), self._terms(session)
            if batch is None:
                batch = closing.freeze(session, self.name, terms, self.hub.clock.now())
                self._note(session, "frozen", batch.report_count)
            if batch.state != "frozen":  # a latecomer whose cohort was not known when the batch went out
                closing.scrub_rest(session, self.name, self.hub.clock.now())
                return "scrubbed"
            return self._enough(session, batch, terms)

    def _have_witnessed(self) -> None:
        """Have the helper compare this log with the one it remembers, now and not from what is kept here."""
        if not seek_cosignature(self.hub, self._helper):
            with writing(self.hub.engine) as session:
                self._note(session, "resumed", _existing(session, self.name).report_count)
            seek_cosignature(self.hub, self._helper)

    def _note(self, session: Session, happened: str, sites: int) -> None:
        said: Detail = {
            "event": happened,
            "epoch": self.name.epoch,
            "scope": self.name.cohort_id,
            "sites": sites,
        }
        note(session, "release", self.name.task_id, said, at=self.hub.clock.now())

    def _agree(self, report_ids: list[bytes]) -> list[bytes] | str:
        with reading(self.hub.engine) as session:
            if _existing(session, self.name).digest:
                return report_ids
        held = self._helper.held(self.name, report_ids)
        held, unproved = self._verified(held)
        with writing(self.hub.engine) as session:
            batch = _existing(session, self.name)
            if batch.state != "frozen":
                return ELSEWHERE
            forgotten = [one for one in closing.members(session, batch) if one.report_id in unproved]
            proving.forget_unproved(session, self.name, forgotten, self.hub.clock.now())
            closing.agree(session, batch, held)
            return self._enough(session, batch, self._terms(session))

    def _verified(self, held: set[bytes]) -> tuple[set[bytes], set[bytes]]:
        """Return the ids whose proofs hold, and those whose do not (§20); without proofs all hold."""
        with reading(self.hub.engine) as session:
            terms = self._terms(session)
            if terms.proved is None:
                return held, set()
            key = proving.verification_key(self.hub.root, self.name, terms)
            members = closing.members(session, _existing(session, self.name))
            reports = [report for report in members if report.report_id in held]
            mine = proving.begun("leader", reports, terms.proved, key)
        shares = {one: own.share for one, own in mine.items() if own is not None}
        return proving.held_to(mine, self._helper.verify(self.name, key, shares))

    def _enough(self, session: Session, batch: BatchRow, terms: Terms) -> list[bytes] | str:
        """Return the batch's report ids, or suppress it when they are too few."""
        report_ids = [report.report_id for report in closing.members(session, batch)]
        if len(report_ids) >= terms.task.minimum_batch:
            return report_ids
        self._suppress(session, batch, terms, f"fewer than {terms.task.minimum_batch} sites")
        return "suppressed"

    def _release(self, helper_share: NDArray[np.uint64]) -> str:
        now = self.hub.clock.now()
        with writing(self.hub.engine) as session:
            batch, terms = _existing(session, self.name), self._terms(session)
            if batch.state != "frozen":
                return ELSEWHERE
            _check_length(helper_share, terms)
            wish = wish_for(self.name, terms, batch.report_count)
            admitted = self.gate.admit(session, wish, terms.adopted, now)
            if not isinstance(admitted, Task):
                self._suppress(session, batch, terms, _words(admitted))
                return "suppressed"
            vector = self._opened(session, batch, terms, helper_share).tolist()
            if not 0 <= vector[-1] <= batch.report_count * LONGEST_EPOCH_S[admitted.level]:
                self._suppress(session, batch, terms, "the sum is impossible: a site sent a wrong share")
                return "suppressed"
            about = self._about(session, batch)
            release = make_release(admitted, terms.adopted, terms.adopted.bundle.chain.layout, about, vector)
            publish(session, release, epoch_start=terms.data_from, now=now)
            closing.settle(session, batch, self.name, collected=True, now=now)
        return "released"

    def _opened(
        self, session: Session, batch: BatchRow, terms: Terms, helper_share: NDArray[np.uint64]
    ) -> NDArray[np.int64]:
        """Return the sum behind both shares, this party's noise in it too: int64 (n,)."""
        members = closing.members(session, batch)
        secret = noise_secret(self.hub.root, self.name, members)
        if terms.proved is None:
            own = closing.share_sum(session, batch, terms.length)
            return combine(self.gate.add_noise(own, terms.task, secret), helper_share)
        nothing = np.zeros(terms.length, dtype=np.uint64)
        noise = self.gate.add_noise(nothing, terms.task, secret).view(np.int64)
        total = proving.summed("leader", members, terms.proved)
        noisy = terms.proved.noisy(total, noise[:-1])
        try:
            return terms.proved.opened(noisy, helper_share.astype(">u8").tobytes())
        except ShareError as error:
            raise PeerError(f"the helper's sum is none: {error}") from error

    def _give_up(self, problem: Problem) -> str:
        with writing(self.hub.engine) as session:
            batch, terms = _existing(session, self.name), self._terms(session)
            if batch.state != "frozen":
                return ELSEWHERE
            minimum = terms.task.minimum_batch
            is_small = problem.name == "below_minimum_batch"
            words = f"fewer than {minimum} sites" if is_small else problem.title
            self._suppress(session, batch, terms, words)
        return "suppressed"

    def _suppress(self, session: Session, batch: BatchRow, terms: Terms, why: str) -> None:
        now = self.hub.clock.now()
        layout = terms.adopted.bundle.chain.layout
        about = self._about(session, batch)
        release = make_suppressed(terms.task, terms.adopted, layout, about, why)
        publish(session, release, epoch_start=terms.data_from, now=now)
        closing.settle(session, batch, self.name, collected=False, now=now)

    def _about(self, session: Session, batch: BatchRow) -> Circumstances:
        return Circumstances(
            scope=self.name.cohort_id,
            epoch=self.name.epoch,
            sites=batch.report_count,
            is_simulated=closing.is_simulated(session, batch),
            is_provisional=batch.is_provisional,
        )

    def _terms(self, session: Session) -> Terms:
        terms = terms_of(self.name, self.hub.policies.refresh(session).values())
        if terms is None:
            raise PeerError(f"no policy in force then has the cohort task {self.name.task_id}")
        return terms


def _existing(session: Session, name: BatchName) -> BatchRow:
    batch = batch_of(session, name)
    if batch is None:
        raise ValueError("expected a batch that was frozen before")
    return batch


def _check_length(helper_share: NDArray[np.uint64], terms: Terms) -> None:
    expected = terms.proved.sum_bytes // 8 if terms.proved else terms.length
    if len(helper_share) != expected:
        raise PeerError(f"expected a sum of {expected} entries, got {len(helper_share)}")


def _words(refusal: Deny | Problem) -> str:
    return refusal.reason if isinstance(refusal, Deny) else refusal.title
