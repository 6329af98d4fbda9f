"""Stores of the vector world that look at the helper's log, and remember what they saw."""

from datetime import datetime

from sqlmodel import delete

from aggregator.audit.tables import SightingRow
from aggregator.bodies import Signed
from aggregator.database import writing
from shared.schemas.layout import canonical_json
from shared.schemas.sighting import Sighting, SightingAnswer, SignedSighting
from tests.support.two_hubs import TwoHubs
from tests.support.vector_world import Edge


def word(edge: Edge, checkpoint: str, at: datetime, *, by: Edge | None = None) -> Signed[SignedSighting]:
    """Return what the store says, signed by itself or by somebody else."""
    said = Sighting(edge_id=edge.edge_id, at=at, checkpoint=checkpoint)
    message = canonical_json(said)
    signature = (by or edge).key.sign("shoal/1 sighting", message).hex()
    return Signed(SignedSighting(sighting=said, signature=signature), message)


def look(pair: TwoHubs, edge: Edge, held: str = "") -> str:
    """Have the store bring what it holds, and return the checkpoint that it was answered with."""
    body = word(edge, held, pair.clock.now()).model.model_dump_json()
    answer = pair.helper.client.post("/v1/sightings", content=body)
    assert answer.status_code == 200, answer.text
    return SightingAnswer.model_validate_json(answer.content).checkpoint


def nobody_has_spoken(pair: TwoHubs) -> None:
    """Make the helper one that no store has spoken to."""
    with writing(pair.helper.hub.engine) as session:
        session.exec(delete(SightingRow))
