"""What somebody gets who installs the wheel: the five packages with their documents, and nothing else."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.live
REPOSITORY = Path(__file__).resolve().parents[2]
PACKAGES = {"edge_node", "aggregator", "privacy", "policies", "shared"}
ENTRY_POINTS = "entry_points.txt"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel with the tools at hand; nothing is downloaded."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    done = subprocess.run([*build, str(REPOSITORY)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def listing(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that the wheel alone was installed into."""
    target = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--target", str(target), str(wheel)], check=True, capture_output=True)
    return target


def test_five_packages_and_no_tests(listing: set[str]) -> None:
    folders = {name.partition("/")[0] for name in listing}
    described = {name for name in folders if name.endswith(".dist-info")}

    assert len(described) == 1
    assert folders - described == PACKAGES
    assert not [name for name in listing if Path(name).name.startswith(("test_", "conftest"))]


def test_every_file_of_the_packages_is_inside(listing: set[str]) -> None:
    present = {
        path.relative_to(REPOSITORY).as_posix()
        for package in PACKAGES
        for path in (REPOSITORY / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    assert {name for name in listing if ".dist-info/" not in name} == present


@pytest.mark.parametrize(
    "needed",
    [
        "shared/wire/PROTOCOL.md",
        "policies/chain.toml",
        "policies/documents/footfall.toml",
        "policies/packs/zones-by-cohort.toml",
        "aggregator/consoles/templates/base.html",
        "aggregator/consoles/static/shoal.css",
        "aggregator/migrations/env.py",
        "edge_node/consent/signs/notice-de-1.toml",
        "edge_node/public/languages/de.toml",
        "edge_node/public/page.html",
        "edge_node/console/page.html",
        "edge_node/console/static/console.css",
    ],
)
def test_what_is_read_at_run_time_is_inside(listing: set[str], needed: str) -> None:
    assert needed in listing


def test_nothing_secret_or_kept_is_inside(listing: set[str]) -> None:
    model = "edge_node/intent/warm_start.npz"
    endings = {Path(name).suffix for name in listing if ".dist-info/" not in name and name != model}

    assert endings <= {".py", ".toml", ".md", ".html", ".css", ".js", ".svg", ".mako"}


def test_every_group_of_commands_is_registered(wheel: Path, listing: set[str]) -> None:
    (name,) = [name for name in listing if name.endswith(f".dist-info/{ENTRY_POINTS}")]

    with zipfile.ZipFile(wheel) as archive:
        text = archive.read(name).decode()

    assert "shoal = shared.cli:main" in text
    assert all(f"\n{group} = " in text for group in ("edge", "hub", "policy", "demo", "bench"))


def test_an_installed_copy_reads_its_own_policies(installed: Path) -> None:
    code = "from policies.loader import SHIPPED, load_bundle as f; print(SHIPPED, len(f().documents))"

    documents = list((REPOSITORY / "policies" / "documents").glob("*.toml"))
    assert _said(installed, code) == f"{installed / 'policies'} {len(documents)}"


def test_an_installed_copy_has_its_pages(installed: Path) -> None:
    code = (
        "from aggregator.consoles.templating import environment; "
        "print(environment().get_template('hq.html').filename)"
    )

    assert Path(_said(installed, code)).is_relative_to(installed)


def _said(installed: Path, code: str) -> str:
    """Run the code on the installed copy, far from the repository."""
    environment = os.environ | {"PYTHONPATH": str(installed), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-P", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=installed, env=environment)
    return done.stdout.strip()
