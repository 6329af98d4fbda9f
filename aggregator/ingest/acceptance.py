"""One message against the database: judged, and kept if it is good. A refused one changes nothing."""

from dataclasses import dataclass, field

from sqlmodel import Session

from aggregator.hub import Hub
from aggregator.ingest.decision import Accepted, Verdict, judge
from aggregator.ingest.facts import FactReader, Message
from aggregator.tables import ReportRow


@dataclass(slots=True)
class Reports:
    """The accepted reports of one aggregator."""

    hub: Hub
    _facts: FactReader = field(init=False)

    def __post_init__(self) -> None:
        self._facts = FactReader(self.hub)

    def accept(self, session: Session, message: Message) -> Verdict:
        """Judge the message under the session's write lock and add its row when it is accepted."""
        facts = self._facts.read(session, message)
        verdict = judge(message, facts)
        if isinstance(verdict, Accepted) and facts.edge is not None:
            header = message.header
            session.add(
                ReportRow(
                    report_id=header.report_id,
                    edge_id=header.edge_id,
                    task_id=header.task_id,
                    epoch=header.epoch,
                    site_id=facts.edge.site_id if verdict.task.lane == "site" else "",
                    layout_hash=header.layout_hash,
                    policy_hash=header.policy_hash,
                    envelope_digest=message.digest,
                    header=message.envelope.header,
                    share=verdict.payload,
                    received_at=facts.now,
                )
            )
            session.flush()
        return verdict
