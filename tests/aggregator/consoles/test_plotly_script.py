import gzip

from aggregator.consoles.plotly_script import plotly_script


def test_script_comes_whole_out_of_the_wheel() -> None:
    script = plotly_script()

    assert b"plotly.js v" in script.plain[:200]
    assert gzip.decompress(script.compressed) == script.plain


def test_every_inline_style_sheet_of_the_script_is_forestalled() -> None:
    """Each place where the script makes a style element asks for an id first: ours, or one found in it."""
    script = plotly_script()

    places = script.plain.count(b'createElement("style")')

    assert places == len(script.style_ids) + 1
    assert b"no-inline-styles" in script.plain


def test_script_is_read_once() -> None:
    assert plotly_script() is plotly_script()
