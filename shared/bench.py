"""``shoal bench``: this machine measured against the product's own figures; needs a source checkout."""

import subprocess
import sys
from pathlib import Path

import click

CHECKOUT = Path(__file__).resolve().parents[1]
"""Where the suites lie beside the packages; an installed copy has none."""
SUITES = {
    "edge": "tests.benchmarks.edge_speed",
    "intent": "tests.benchmarks.intent",
    "learn": "tests.benchmarks.learn",
    "privacy": "tests.adversary.campaign",
}
"""Verb and the module that measures it, run in a process of its own."""
_FILE = click.Path(resolve_path=True)
"""The suites run in the checkout; a file is meant from where the command was given."""


@click.group()
def bench() -> None:
    """Measure this machine against the product's own figures; needs a source checkout."""


@bench.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def edge(as_json: bool) -> None:  # noqa: FBT001  # the option's own type
    """Frames per second and recall of a camera's line, beside a naive line on the same two clips."""
    _run("edge", ["--json"] if as_json else [])


@bench.command()
@click.option("--full", is_flag=True, help="Take the samples of the full campaign: minutes instead of one.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, one row for each promise.")
def privacy(full: bool, as_json: bool) -> None:  # noqa: FBT001  # the options' own type
    """Attack every promise, with the defence on and off, and say what the attackers reached."""
    _run("privacy", [*(["--full"] if full else []), *(["--json"] if as_json else [])])


@bench.command()
@click.option("--quick", is_flag=True, help="Ten shops and one seed.")
@click.option("--cells", type=_FILE, help="Where measured cells are kept; go on where it stopped.")
@click.option("--minutes", type=click.FloatRange(min=0), help="Begin no cell after so long.")
@click.option("--write", type=_FILE, help="Write the tables as a document.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def learn(quick: bool, cells: str | None, minutes: float | None, write: str | None, as_json: bool) -> None:  # noqa: FBT001
    """Does it learn? In one place, together and alone, on invented shops, at several prices."""
    options = [*(["--quick"] if quick else []), *(["--json"] if as_json else [])]
    files = [*(["--cells", cells] if cells else []), *(["--write", write] if write else [])]
    _run("learn", [*files, *(["--minutes", str(minutes)] if minutes is not None else []), *options])


@bench.command()
@click.option("--train", type=_FILE, help="Keypoints of people who are each a site.")
@click.option("--test", type=_FILE, help="Keypoints that the model is asked about.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def intent(train: str | None, test: str | None, as_json: bool) -> None:  # noqa: FBT001
    """Recorded people teach a model about others; without files: MERL Shopping and UTKinect."""
    files = [*(["--train", train] if train else []), *(["--test", test] if test else [])]
    _run("intent", [*files, *(["--json"] if as_json else [])])


def _run(verb: str, options: list[str]) -> None:
    """End with the suite's own exit status.

    Raises: click.ClickException where the suites are not.
    """
    module = SUITES[verb]
    if not (CHECKOUT / f"{module.replace('.', '/')}.py").is_file():
        raise click.ClickException(
            f"expected a source checkout, where the suites lie, got an installed copy in {CHECKOUT}; "
            "run it in a clone of the repository"
        )
    sys.exit(subprocess.run([sys.executable, "-m", module, *options], cwd=CHECKOUT, check=False).returncode)
