"""A finding is a value."""

from policies.finding import Finding


def test_a_finding_says_what_where_and_how_bad() -> None:
    found = Finding("review_soon", "warning", "footfall", "is to be reviewed")

    assert (found.name, found.severity, found.where) == ("review_soon", "warning", "footfall")
