"""Commands of the shop side find their home the same way."""

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from edge_node.arguments import home_argument, json_argument


@click.command()
@home_argument
@json_argument
def ask(home: Path, as_json: bool) -> None:
    """Print what was given."""
    click.echo(f"{home} {as_json}")


def test_the_home_comes_from_the_option_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOAL_HOME", "/there")

    assert CliRunner().invoke(ask, []).output == "/there False\n"
    assert CliRunner().invoke(ask, ["--home", "/here", "--json"]).output == "/here True\n"
