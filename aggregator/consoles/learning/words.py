"""What the page of learning says besides its numbers."""

from fractions import Fraction
from typing import Final

from aggregator.consoles.footnotes import TRACKS
from aggregator.consoles.model import Term
from privacy.budget import DELTA, UNIT, epsilon, person_cost

EMPTY: Final = (
    "No round has run yet. A round appears here when a policy with terms for learning is in force and the "
    "leader has run `shoal learn run`; the first one takes about a minute."
)
"""Shown while there is no round."""

NOTES: Final = (
    "A round asks every store to train the model on its own movement windows. What comes back is read as a "
    "sum over all stores of a group: nobody sees one store's part, neither here nor at the compliance "
    "office.",
    "Loss and right answers are those of the model before the round, over the windows that the stores hold, "
    "with the noise that the stores put on them; the interval is the 95 % interval of that noise alone.",
)
GLOSSARY: Final = (
    Term(
        key="rounds",
        name="Round",
        formula="sample → train → sum → move",
        text="One question to all stores and its answer. A refused round leaves the model as it was; what "
        "the stores spent on it stays spent.",
    ),
    Term(
        key="stores",
        name="Stores taking part",
        formula="n ≥ quorum",
        text="Stores in the sum of the last completed round; with fewer than the policy's least number there "
        "is no sum.",
    ),
    Term(
        key="hits",
        name="Right answers",
        formula="right ÷ windows",
        text="How often the model told rightly what a person did next, of five acts: pass by, browse, reach, "
        "queue, leave.",
    ),
    Term(
        key="loss",
        name="Loss",
        formula="−ln p(act)",
        text="Mean surprise of the model in nats; guessing blindly among five acts is 1.61.",
    ),
    Term(
        key="cost",
        name="Cost",
        formula="ρ → ε at δ = 1e-6",
        text="What the rounds behind the model in use have cost a window that lived through all of them. "
        "Windows live 72 hours at most, so most have paid for few.",
    ),
)
_REASONS: Final = {
    "too_few_nodes": "too few stores were there",
    "below_minimum_batch": "too few stores answered in time",
    "helper_away": "the compliance office did not answer",
    "interrupted": "it was interrupted",
    "impossible_sum": "a sum that honest stores cannot make",
    "stale_model": "the model had moved on",
    "over_budget": "the budget for learning is spent",
}


def words_of(reason: str) -> str:
    """Return a refusal's name in words."""
    return _REASONS.get(reason, reason.replace("_", " "))


def cost_in_words(rho: Fraction) -> str:
    """Return what the rounds behind the model in use cost one track, and one person of several."""
    cost = person_cost(rho, TRACKS)
    return (
        f"{UNIT} Here a track is one window. The rounds behind the model in use cost a window that lived "
        f"through all of them ε = {epsilon_of(rho)} (δ = {float(DELTA):g}); someone of {TRACKS} tracks "
        f"pays {cost.epsilon_low:.2f} to {cost.epsilon_high:.2f}."
    )


def epsilon_of(rho: Fraction) -> str:
    """Return ε of the price, as it is shown."""
    return f"{epsilon(rho):.2f}"
