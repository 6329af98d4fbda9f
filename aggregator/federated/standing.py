"""How learning stands, in plain figures: the rounds, the models and what they have cost."""

from collections.abc import Sequence
from fractions import Fraction

from sqlmodel import Session

from aggregator.federated import lineage
from aggregator.federated.groups import FEWEST
from aggregator.federated.tables import RoundRow
from privacy.budget import UNIT, epsilon

NO_DEFENCE = (
    f"fewer than {FEWEST} groups of nodes: a sum that no honest nodes could reach is refused, and beyond "
    "that there is no defence against poisoned updates"
)
"""Said where the newest completed round was not trimmed."""

TRIMMED = "a trimmed mean over sums of groups that the helper drew"


def standing(session: Session) -> dict[str, object]:
    """Return every round and every model, oldest first, and what the model in use has cost a window."""
    rounds, models = lineage.rounds(session), lineage.models(session)
    spent = Fraction(models[-1].rho) if models else Fraction(0)
    completed = [one for one in rounds if one.state == "completed"]
    return {
        "rounds": [
            one.model_dump(mode="json", exclude={"began_at"}) | {"began_at": one.began_at.isoformat()}
            for one in rounds
        ],
        "models": [
            one.model_dump(mode="json", exclude={"weights", "moments", "made_at"})
            | {"made_at": one.made_at.isoformat(), "epsilon": round(epsilon(Fraction(one.rho)), 4)}
            for one in models
        ],
        "rho": lineage.exact(spent),
        "epsilon": round(epsilon(spent), 4),
        "unit": UNIT,
        "defence": defence_of(completed),
    }


def defence_of(completed: Sequence[RoundRow]) -> str:
    """Return what stands against poisoned updates, by the newest of the completed rounds."""
    return TRIMMED if completed and completed[-1].groups >= FEWEST else NO_DEFENCE
