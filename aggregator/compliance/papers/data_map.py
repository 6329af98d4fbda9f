"""The data map: each kind of data from its source to its end, with purpose, place, life and reader.

Source: GDPR Art. 5(1)(b), (c), (e); Art. 15(1) for what a person may ask.
"""

from aggregator.compliance.papers.facts import Facts
from aggregator.compliance.papers.paper import Paper, PaperTable, Section
from aggregator.compliance.words import span_in_words
from policies.retention import Limit, strictest
from policies.tasks import tasks
from policies.training import learning_purposes


def data_map(facts: Facts) -> Paper:
    """Return the map of everything in force."""
    return Paper(
        key="data-map",
        title="Data map",
        article="GDPR Art. 5(1)(b), (c), (e)",
        sections=(
            Section(title="In the store", table=_in_the_store(facts)),
            Section(title="What leaves the store", table=_leaving(facts)),
            Section(title="At the aggregators", table=_kept(facts)),
        ),
    )


def _in_the_store(facts: Facts) -> PaperTable:
    return PaperTable(
        header=("Data", "Comes from", "Where", "Kept", "By which rule", "Read by"),
        rows=(
            (
                "Frames",
                "cameras",
                "memory of one closed process",
                "until looked at",
                "no field exists",
                "nobody",
            ),
            (
                "Colours along a shelf's front edge",
                "frames",
                "memory of one closed process",
                "a minute",
                "no field exists",
                "nobody",
            ),
            ("Keypoints and boxes of people", "frames", "memory", "seconds", "no field exists", "nobody"),
            (
                "Tracks",
                "keypoints",
                "memory; nothing keeps them in the vault today",
                *_limit(strictest(facts.bundle, "track_minutes")),
                "nobody",
            ),
            _windows(facts),
            ("Open sums", "tracks", "journal", "until their hour, day or week closes", "epoch", "the store"),
            (
                "Sealed reports",
                "sums",
                "outbox",
                *_limit(strictest(facts.bundle, "outbox_days")),
                "the receiver",
            ),
        ),
    )


def _windows(facts: Facts) -> tuple[str, ...]:
    """Return the row of what is kept to learn from; where nothing is learnt, nothing is kept."""
    if not learning_purposes(facts.bundle):
        return (
            "Movement windows",
            "tracks",
            "nowhere: no purpose learns",
            "not at all",
            "no hours",
            "nobody",
        )
    limit = _limit(strictest(facts.bundle, "window_hours"))
    return ("Movement windows", "tracks", "vault, encrypted", *limit, "training, inside the store")


def _leaving(facts: Facts) -> PaperTable:
    return PaperTable(
        header=("Number", "Each", "As", "Readable by"),
        rows=tuple(
            (
                task.metric.replace("_", " "),
                task.level,
                "one noisy vector" if task.lane == "site" else "two shares that say nothing alone",
                "the leader"
                if task.lane == "site"
                else f"nobody; sums over {task.minimum_batch} stores or more by HQ",
            )
            for task in tasks(facts.bundle).values()
        )
        + _updates(facts),
    )


def _updates(facts: Facts) -> tuple[tuple[str, ...], ...]:
    terms = facts.bundle.chain.learning
    if terms is None or not any(
        one.document.purpose == terms.purpose for one in learning_purposes(facts.bundle)
    ):
        return ()
    reader = f"nobody; sums over {terms.group_size} stores or more, with noise, make the shared model"
    return (("change of the shared model", "round", "two shares that say nothing alone", reader),)


def _kept(facts: Facts) -> PaperTable:
    return PaperTable(
        header=("Data", "Where", "Kept", "By which rule"),
        rows=tuple(
            (
                line.rule.kind,
                line.rule.where,
                span_in_words(line.rule.keep_for) if line.rule.keep_for is not None else "as the rule says",
                line.rule.because,
            )
            for line in facts.kept
        ),
    )


def _limit(limit: Limit) -> tuple[str, str]:
    return span_in_words(limit.keep_for), limit.because
