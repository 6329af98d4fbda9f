"""The rules of the house that no linter sees."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
PACKAGES = ("edge_node", "aggregator", "privacy", "policies", "shared")
BANNED_NAMES = {"utils.py", "helpers.py", "common.py", "core.py", "manager.py", "base.py"}
LONGEST_MODULE = 400
LONGEST_TEST = 600
LONGEST_FUNCTION = 40


def modules() -> list[Path]:
    """Return every module of the five packages, migrations' versions left out."""
    found = [path for package in PACKAGES for path in (REPOSITORY / package).rglob("*.py")]
    return sorted(path for path in found if "versions" not in path.parts)


def name(path: Path) -> str:
    """Return the path below the repository, as a test id."""
    return str(path.relative_to(REPOSITORY))


@pytest.mark.parametrize("path", modules(), ids=name)
def test_module_is_within_the_walls(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]

    too_long = [f.name for f in functions if _code_lines(f) > LONGEST_FUNCTION]

    assert path.name not in BANNED_NAMES
    assert len(text.splitlines()) <= LONGEST_MODULE
    assert too_long == []


@pytest.mark.parametrize("path", [p for p in modules() if p.name == "__init__.py"], ids=name)
def test_package_file_holds_one_docstring(path: Path) -> None:
    body = ast.parse(path.read_text(encoding="utf-8")).body

    assert len(body) == 1
    assert isinstance(body[0], ast.Expr)


@pytest.mark.parametrize("path", [p for p in modules() if p.name not in {"cli.py", "__init__.py"}], ids=name)
def test_imports_stand_at_the_top(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]

    inside = [i.lineno for f in functions for i in ast.walk(f) if isinstance(i, ast.Import | ast.ImportFrom)]

    assert inside == []


@pytest.mark.parametrize(
    "path",
    [p for p in modules() if p.name != "__init__.py" and p.parts[-2] != "migrations"],
    ids=name,
)
def test_module_has_its_test_file(path: Path) -> None:
    relative = path.relative_to(REPOSITORY)

    twin = REPOSITORY / "tests" / relative.parent / f"test_{relative.name}"

    assert twin.is_file(), f"expected {twin.relative_to(REPOSITORY)}"


@pytest.mark.parametrize("path", sorted((REPOSITORY / "tests").rglob("*.py")), ids=name)
def test_test_file_is_within_its_wall(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_TEST


@pytest.mark.parametrize("package", PACKAGES)
def test_folders_say_what_they_are(package: str) -> None:
    folders = {path.parent for path in (REPOSITORY / package).rglob("*.py")}
    folders = {f for f in folders if "migrations" not in f.parts and f.name != "schemas"}

    silent = [name(folder) for folder in sorted(folders) if not (folder / "README.md").is_file()]
    long = [
        name(f) for f in sorted(folders - {REPOSITORY / s for s in silent}) if _lines(f / "README.md") > 60
    ]

    assert silent == []
    assert long == []


def test_importing_the_aggregator_loads_no_image_library() -> None:
    code = (
        "import sys, aggregator.app; "
        "print([m for m in ('cv2', 'av', 'PIL', 'mediapipe', 'onnxruntime', 'torch') if m in sys.modules])"
    )

    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert printed.stdout.strip() == "[]"


def test_every_wire_schema_refuses_free_form_bytes() -> None:
    text = "\n".join(p.read_text(encoding="utf-8") for p in (REPOSITORY / "shared" / "schemas").glob("*.py"))
    annotations = [
        ast.unparse(node.annotation) for node in ast.walk(ast.parse(text)) if isinstance(node, ast.AnnAssign)
    ]

    free_form = [
        a for a in annotations if "bytes" in a or a.startswith("dict") or "ndarray" in a or "Any" in a
    ]

    assert free_form == []


def _code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the function's length without its docstring."""
    body = function.body
    documented = ast.get_docstring(function) is not None
    first = body[1] if documented and len(body) > 1 else body[0]
    return (function.end_lineno or 0) - first.lineno + 1


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())
