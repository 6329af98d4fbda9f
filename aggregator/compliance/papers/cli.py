"""``shoal hub paper``: what the console shows to be printed and signed, as a file."""

from pathlib import Path

import click

from aggregator.options import home_argument, json_argument, role_argument, show

_KEYS = ("record", "assessment", "transparency", "data-map", "retention", "budget")


@click.command()
@click.argument("key", type=click.Choice(_KEYS))
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="File to write: .pdf is printed by a headless Chromium, any other name is HTML.",
)
@role_argument
@home_argument
@json_argument
def paper(key: str, out: Path, role: str | None, home: Path, as_json: bool) -> None:
    """Write one paper from what is configured now: to read, print and sign."""
    from aggregator.compliance.paper_facts import facts_of
    from aggregator.compliance.papers.shelf import PAPERS
    from aggregator.compliance.printing import print_to
    from aggregator.database import reading
    from aggregator.opening import open_home

    opened = open_home(home, role)
    with reading(opened.engine) as session:
        facts = facts_of(session, opened)
    if facts is None:
        raise click.ClickException("expected a policy in force to write about, got none")
    made = next(make(facts) for known, make in PAPERS.items() if known == key)
    print_to(made, facts.version, opened.clock.now(), out)
    show({"paper": key, "file": str(out), "fingerprint": made.fingerprint}, as_json)
