"""A policy under which models are trained at night, and the shipped one, under which none are."""

from datetime import time
from typing import Any

from policies.hours import DailyHours
from policies.schema import PolicyBundle
from tests.support.edge_world import BUNDLE

NIGHT = DailyHours(begins_at=time(22), ends_at=time(6))


GROUND = "legitimate_interests:zones"
"""Under what windows are kept where nothing else is said."""


def learning(
    bundle: PolicyBundle = BUNDLE, *, purpose: str = "zones", keep_hours: int = 72, **fields: Any
) -> PolicyBundle:
    """Return the bundle with one more purpose that is trained for at night, and its other fields."""
    documents = tuple(
        document.model_copy(update={"training_hours": (NIGHT,), **fields})
        if document.purpose == purpose
        else document
        for document in bundle.documents
    )
    kept = tuple(
        document.model_copy(
            update={"retention": document.retention.model_copy(update={"window_hours": keep_hours})}
        )
        for document in documents
    )
    return bundle.model_copy(update={"documents": kept})
