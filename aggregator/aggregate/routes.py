"""The calls the leader makes to the helper.

Source: shared/wire/PROTOCOL.md §9, §15, §16, §18, §20.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from sqlmodel import Session, select

from aggregator.aggregate.collect import collect, held, verify
from aggregator.aggregate.peer_calls import answered
from aggregator.audit.witness import cosign
from aggregator.bodies import json_body
from aggregator.hub import Hub
from aggregator.ports import Door
from aggregator.tables import EdgeRow
from shared.schemas import peer

Body = Annotated[bytes, Depends(json_body)]


def router(hub: Hub, door: Door) -> APIRouter:
    """Return the helper's routes; each request is authenticated and answered in one transaction."""
    routes = APIRouter()

    @routes.post("/v1/batches/held")
    def ask_held(body: Body) -> Response:
        return answered(hub, body, peer.SignedHeld, lambda session, asked: held(session, asked.request, hub))

    @routes.post("/v1/batches/collect")
    def ask_collect(body: Body) -> Response:
        return answered(
            hub, body, peer.SignedCollect, lambda session, asked: collect(session, asked.request, hub, door)
        )

    @routes.post("/v1/batches/verify")
    def ask_verify(body: Body) -> Response:
        return answered(
            hub, body, peer.SignedVerify, lambda session, asked: verify(session, asked.request, hub)
        )

    @routes.post("/v1/cohorts")
    def ask_cohorts(body: Body) -> Response:
        return answered(hub, body, peer.SignedCohorts, _cohorts)

    @routes.post("/v1/witness")
    def ask_witness(body: Body) -> Response:
        return answered(
            hub, body, peer.SignedWitness, lambda session, asked: cosign(session, asked.request, hub)
        )

    return routes


def _cohorts(session: Session, asked: peer.SignedCohorts) -> peer.CohortsAnswer:
    rows = session.exec(select(EdgeRow)).all()
    members = tuple(peer.CohortMember(edge_id=row.edge_id, cohort_id=row.cohort_id) for row in rows)
    return peer.CohortsAnswer(nonce=asked.request.nonce, members=members)
