"""What the page of learning is made of, before it is HTML: its JSON twin is exactly this."""

from aggregator.consoles.model import Card, Chart, Table, Term
from shared.schemas.layout import Wire


class Way(Wire):
    """One model that can be gone back to."""

    round: int
    label: str


class LearningPage(Wire):
    """Rounds, what they taught, what they cost, and where the model in use comes from."""

    title: str
    at: str
    lead: str
    """Where learning stands, in one sentence."""
    defence: str
    """What stands against poisoned updates, and what does not."""
    simulated: bool
    """Whether some store of this leader is invented: what it trained on was nobody's."""
    cards: tuple[Card, ...]
    charts: tuple[Chart, ...]
    rounds: Table
    models: Table
    ways_back: tuple[Way, ...]
    """Models that are not in use, the newest first."""
    empty: str
    """What will appear here and what to do; empty when there is a round."""
    footnotes: tuple[str, ...]
    glossary: tuple[Term, ...]
