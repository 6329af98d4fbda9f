"""The statement of the privacy budget: what one track may cost, each metric's part, what a person pays.

Source: zCDP (Bun and Steinke 2016); ε by Canonne, Kamath and Steinke 2020, Corollary 13.
"""

from fractions import Fraction

from aggregator.compliance.papers.facts import Facts
from aggregator.compliance.papers.paper import Paper, PaperTable, Section
from policies.tasks import shares, tasks
from privacy.budget import UNIT, epsilon, person_cost

TRACKS = (1, 2, 4, 8)
"""How many tracks one person may leave in the table of what a person pays."""


def budget_statement(facts: Facts) -> Paper:
    """Return the statement for everything in force."""
    total = Fraction(facts.bundle.chain.budget.total)
    return Paper(
        key="budget",
        title="Statement of the privacy budget",
        article="GDPR Art. 25(1)",
        sections=(
            Section(
                title="What is protected",
                sentences=(
                    "The unit is one track: one person, seen in one go by one camera or overlapping ones.",
                    "Nobody is recognised again, so a person's tracks are not known to be theirs.",
                    UNIT,
                    f"Everything published costs one track at most ρ = {total}.",
                ),
            ),
            Section(title="What a person pays", table=_people(total)),
            Section(title="How it is split", table=_doors(facts)),
            Section(title="What each number costs", table=_prices(facts)),
        ),
    )


def _people(total: Fraction) -> PaperTable:
    costs = [person_cost(total, tracks) for tracks in TRACKS]
    return PaperTable(
        header=("Tracks", "ε at least", "ε at most", "δ"),
        rows=tuple(
            (str(cost.tracks), f"{cost.epsilon_low:.2f}", f"{cost.epsilon_high:.2f}", "1e-6")
            for cost in costs
        ),
    )


def _doors(facts: Facts) -> PaperTable:
    split = shares(facts.bundle)
    return PaperTable(
        header=("Door", "Share ρ"),
        rows=(
            ("a store's own noise", str(split["site"])),
            ("sums over several stores", str(split["cohort"])),
            ("training", facts.bundle.chain.budget.learn),
        ),
    )


def _prices(facts: Facts) -> PaperTable:
    return PaperTable(
        header=("Metric", "Each", "Door", "ρ", "ε", "Noise σ"),
        rows=tuple(
            (
                task.metric.replace("_", " "),
                task.level,
                "store" if task.lane == "site" else "several stores",
                task.rho,
                f"{epsilon(Fraction(task.rho)):.2f}",
                f"{task.sigma:.2f}",
            )
            for task in tasks(facts.bundle).values()
        ),
    )
