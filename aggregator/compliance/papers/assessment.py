"""The draft of a data protection impact assessment: what the configuration knows, what people must judge.

Source: GDPR Art. 35(7)(a)–(d), letter by letter; EDPB guidelines 3/2019 on video devices.
"""

from fractions import Fraction

from aggregator.compliance.papers.facts import Facts
from aggregator.compliance.papers.paper import Paper, PaperTable, Section
from aggregator.compliance.papers.read_bodies import RISK, read_bodies
from policies.rules import apply
from policies.training import LINKED_OF_100
from privacy.budget import UNIT, epsilon, person_cost

RISKS = (
    (
        "Somebody is recognised in stored pictures",
        "No picture is stored; heads are filled before a body is looked at; that process can write nothing",
        "A person who controls the camera itself can record elsewhere",
    ),
    (
        "Somebody is singled out in published numbers",
        "Noise in every number, a fixed price for each track, values below a bound withheld",
        "A person who leaves many tracks pays more than one track's price",
    ),
    (
        "Somebody is recognised by movement",
        "Tracks are bound to one camera, cut after a time and forgotten; nothing is linked over days",
        "Skeletons are not anonymous (EDPB 3/2019); body keypoints exist for seconds, in memory",
    ),
    (
        "A kept movement window is linked to its person",
        "One window of a track: four moments in coarse levels, encrypted, without number or order, for hours",
        f"Not anonymous: {LINKED_OF_100} of 100 windows of ten people were linked, where guessing links 10. "
        "Ten people can show a failure, not prove a pass",
    ),
    (
        "Staff are watched",
        "A staff badge that a camera reads leaves its wearer out; no metric speaks of one person",
        "Who wears none, or one that no camera reads, is counted like a visitor",
    ),
    (
        "One party looks at single stores where only sums are permitted",
        "Two shares, two parties; the second one enrols the nodes and fixes noise and group size",
        "Both parties belong to one company: this is separation of duties, not non-collusion",
    ),
    (
        "Data outlive their purpose",
        "Sweeps by rule, keys deleted, receipts that can be verified, alarms for what is late",
        "Backups made by others are theirs to delete",
    ),
)
"""Risk, what the product does against it, what is left: (c) and (d) of Art. 35(7)."""


def assessment(facts: Facts) -> Paper:
    """Return the draft for everything in force; four parts are for people to write."""
    return Paper(
        key="assessment",
        title="Data protection impact assessment (draft)",
        article="GDPR Art. 35(7)",
        sections=(
            Section(
                title="(a) Description of the processing",
                sentences=(
                    f"{facts.controller} measures how its stores are used, under policy {facts.version}.",
                    f"Stores: {', '.join(facts.stores) or 'not known to this aggregator'}.",
                    f"Nodes enrolled: {facts.nodes}.",
                ),
                table=_purposes(facts),
            ),
            Section(
                title="(b) Necessity and proportionality",
                sentences=(
                    "Why the purposes cannot be reached with less: to be written by the controller.",
                    "Packs in force forbid or tighten as follows.",
                ),
                table=_packs(facts),
                is_for_people=True,
            ),
            Section(
                title="(c) and (d) Risks, measures and what is left",
                sentences=(_price(facts),),
                table=PaperTable(header=("Risk", "Measures", "What is left"), rows=_risks(facts)),
            ),
            *_for_people(facts),
        ),
    )


def _risks(facts: Facts) -> tuple[tuple[str, ...], ...]:
    return (*RISKS, RISK) if read_bodies(facts.bundle) else RISKS


def _for_people(facts: Facts) -> tuple[Section, ...]:
    return (
        Section(
            title="Views of data subjects (Art. 35(9))",
            sentences=("Whom the controller asked, and what they said: to be written.",),
            is_for_people=True,
        ),
        Section(
            title="Advice of the data protection officer (Art. 35(2))",
            sentences=("To be written.",),
            is_for_people=True,
        ),
        Section(
            title="Decision and review (Art. 35(11))",
            sentences=(
                f"To be reviewed by {_next_review(facts)} at the latest.",
                "Decision: to be written.",
            ),
            is_for_people=True,
        ),
    )


def _purposes(facts: Facts) -> PaperTable:
    metrics = apply(facts.bundle).metrics
    return PaperTable(
        header=("Purpose", "Measured", "Off, and why"),
        rows=tuple(
            (
                document.title,
                ", ".join(_words(rule.name) for rule in document.metrics if not metrics[rule.name].off)
                or ("nothing" if document.metrics else "nothing; a model is trained"),
                "; ".join(
                    f"{_words(rule.name)} ({', '.join(cause.article for cause in metrics[rule.name].off)})"
                    for rule in document.metrics
                    if metrics[rule.name].off
                )
                or "nothing",
            )
            for document in facts.bundle.documents
        ),
    )


def _packs(facts: Facts) -> PaperTable:
    return PaperTable(
        header=("Pack", "Article", "Effect", "Reason"),
        rows=tuple(
            (pack.title, rule.article, str(rule), rule.reason)
            for pack in facts.bundle.packs
            for rule in pack.rules
        ),
    )


def _price(facts: Facts) -> str:
    total = Fraction(facts.bundle.chain.budget.total)
    several = person_cost(total, 4)
    return (
        f"What is published of a track costs at most ρ = {total} (ε = {epsilon(total):.2f} at δ = 1e-6); "
        f"a person who leaves four tracks: ε = {several.epsilon_low:.1f} to {several.epsilon_high:.1f}. "
        f"{UNIT}"
    )


def _next_review(facts: Facts) -> str:
    return str(min(document.review_by for document in facts.bundle.documents))


def _words(name: str) -> str:
    return name.replace("_", " ")
