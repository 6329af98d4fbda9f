import json
import re
from pathlib import Path

import pytest

from aggregator.consoles import templating

FOLDER = Path(templating.__file__).parent
FILES_OF_THEIR_OWN = {"paper_file.html"}
"""Written to disk with their looks inside, never served."""
TEMPLATES = sorted((FOLDER / "templates").glob("*.html"))
SCRIPTS = sorted((FOLDER / "static").glob("*.js"))


@pytest.mark.parametrize(
    "path", [path for path in TEMPLATES if path.name not in FILES_OF_THEIR_OWN], ids=lambda path: path.name
)
def test_template_has_nothing_inline(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"\sstyle=|\son[a-z]+=|javascript:|<style", text)
    assert not re.search(r"<script(?![^>]*(src=|application/json))", text)
    assert not re.search(r"https?://", text)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_script_builds_no_markup_from_text(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", text)
    assert not re.search(r"https?://|XMLHttpRequest", text)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_script_asks_only_the_address_its_page_names(path: Path) -> None:
    asked = re.findall(r"fetch\((.*?)[?)]", path.read_text(encoding="utf-8"))

    assert asked == (["`${form.dataset.words}"] if path.name == "sign.js" else [])


def test_data_block_cannot_be_left() -> None:
    value = {"name": "</script><b>&amp;"}

    text = str(templating.json_block(value))

    assert "<" not in text
    assert json.loads(text) == value


@pytest.mark.parametrize("name", ["../routes.py", "shoal.txt", "missing.js", "a/b.css"])
def test_only_files_of_the_folder_are_served(name: str) -> None:
    assert templating.static_file(name) is None


def test_address_changes_with_the_content() -> None:
    assert re.fullmatch(r"/static/shoal\.css\?v=[0-9a-f]{12}", templating.static_address("shoal.css"))


def test_unknown_file_has_no_address() -> None:
    with pytest.raises(FileNotFoundError, match="consoles/static"):
        templating.static_address("nothing.css")


def test_templates_escape_what_they_show() -> None:
    text = (
        templating.environment()
        .get_template("refusal.html")
        .render(detail="<b>", back="/hq", back_label="Back", who=None)
    )

    assert "&lt;b&gt;" in text
