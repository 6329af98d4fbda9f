"""The evidence of retention: every kind of data, its limit, the oldest that is held, and what is late.

Source: GDPR Art. 5(1)(e) and 5(2).
"""

from aggregator.compliance.papers.facts import Facts
from aggregator.compliance.papers.paper import Paper, PaperTable, Section
from aggregator.compliance.words import moment, span_in_words
from policies.retention import Line


def evidence(facts: Facts) -> Paper:
    """Return the evidence for what this aggregator keeps."""
    late = [finding for line in facts.kept for finding in line.findings]
    return Paper(
        key="retention",
        title="Evidence of retention",
        article="GDPR Art. 5(1)(e), 5(2)",
        sections=(
            Section(
                title="What is kept, and until when",
                table=PaperTable(
                    header=("Data", "Where", "Limit", "By which rule", "Held", "Oldest", "Next sweep"),
                    rows=tuple(_row(line) for line in facts.kept),
                ),
            ),
            Section(
                title="What is late or cannot be read",
                sentences=tuple(f"{finding.kind or 'all'}: {finding.reason}." for finding in late)
                or ("Nothing.",),
            ),
        ),
    )


def _row(line: Line) -> tuple[str, ...]:
    rule, held = line.rule, line.held
    return (
        rule.kind,
        rule.where,
        span_in_words(rule.keep_for) if rule.keep_for is not None else "as the rule says",
        rule.because,
        str(held.count),
        moment(held.lives_from) if held.lives_from is not None else "–",
        moment(line.next_sweep_at) if line.next_sweep_at is not None else "–",
    )
