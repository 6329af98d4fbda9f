"""Messages against the database: judged, and kept if they are good. A refused one changes nothing."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from aggregator.decisions import remember
from aggregator.hub import Hub
from aggregator.ingest.decision import Accepted, Denied, Verdict, judge
from aggregator.ingest.facts import FactReader, Facts, Layouts, Message
from aggregator.tables import ReportRow
from policies.decision_log import DecisionLine, line_of
from policies.engine import Permit, Request
from shared.wire.problems import Problem


@dataclass(frozen=True, slots=True)
class Reports:
    """The accepted reports of one aggregator."""

    hub: Hub
    layouts: Layouts = field(default_factory=Layouts)

    def accept(self, session: Session, messages: Sequence[Message | Problem]) -> list[Verdict]:
        """Judge the messages one after the other under the session's write lock; add a row for each new one.

        A Problem stands for bytes that could not be read and is handed back.
        """
        reader = FactReader.of(self.hub, session, self.layouts)
        verdicts = [one if isinstance(one, Problem) else _accept(session, one, reader) for one in messages]
        for line, times in Counter(_lines(messages, verdicts, reader.now)).items():
            remember(session, line, times)
        return verdicts


def _accept(session: Session, message: Message, reader: FactReader) -> Verdict:
    facts = reader.read(message)
    verdict = judge(message, facts)
    if isinstance(verdict, Accepted):
        session.add(_to_row(message, facts, verdict))
        session.flush()
    return verdict


def _lines(
    messages: Sequence[Message | Problem], verdicts: Sequence[Verdict], now: datetime
) -> Iterator[DecisionLine]:
    """Yield what the policy answered of every message that came so far as to be a question."""
    for message, verdict in zip(messages, verdicts, strict=True):
        if isinstance(message, Message) and isinstance(verdict, Accepted | Denied):
            answer = Permit(verdict.task) if isinstance(verdict, Accepted) else verdict.because
            yield line_of(Request("keep", message.header.task_id, now), answer, now)


def _to_row(message: Message, facts: Facts, verdict: Accepted) -> ReportRow:
    header = message.header
    return ReportRow(
        report_id=header.report_id,
        edge_id=header.edge_id,
        task_id=header.task_id,
        epoch=header.epoch,
        site_id=facts.edge.site_id if facts.edge and verdict.task.lane == "site" else "",
        layout_hash=header.layout_hash,
        policy_hash=header.policy_hash,
        envelope_digest=message.digest,
        header=message.envelope.header,
        share=verdict.payload,
        received_at=facts.now,
    )
