"""What is built for PyPI: exactly the files that git tracks, the dependencies that are imported."""

import ast
import contextlib
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from importlib.metadata import PackageNotFoundError, PathDistribution, distribution, version
from pathlib import Path
from typing import NamedTuple

import pytest
from support import unmeasured

import moto_backup_summaries

NAME = "moto-backup-summaries"
PACKAGE = "moto_backup_summaries"
# Only a server imports them: its page and its clock.
OPTIONAL = {"jinja2", "time_machine"}
# What fixtures import, where a suite has it.
OF_FIXTURES = {"freezegun", "mypy_boto3_backup", "pytest"}
ROOT = next(folder for folder in Path(__file__).parents if (folder / "setup.cfg").exists())

# What setuptools adds to the files of the project.
IN_DIST_INFO = {
    "METADATA",
    "RECORD",
    "WHEEL",
    "entry_points.txt",
    "licenses/LICENSE",
    "top_level.txt",
}
IN_EGG_INFO = {
    "PKG-INFO",
    "SOURCES.txt",
    "dependency_links.txt",
    "entry_points.txt",
    "requires.txt",
    "top_level.txt",
}


class Built(NamedTuple):
    tracked: set[str]
    sdist: set[str]
    wheel: set[str]
    metadata: PathDistribution


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """An sdist, and a wheel out of that sdist, of nothing but the tracked files."""
    if not (ROOT / ".git").exists():
        pytest.skip("git tells which files belong to the project, and this is no clone of it")
    if shutil.which("git") is None:
        pytest.skip("git, which tells the files of the project, is not installed")
    tracked = tracked_files()
    export = tmp_path_factory.mktemp("export")
    for name in tracked:
        (export / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, export / name)
    output = tmp_path_factory.mktemp("built")
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(output), str(export)]
    ran = subprocess.run(build, capture_output=True, text=True, check=False, env=unmeasured())
    assert ran.returncode == 0, ran.stdout + ran.stderr
    (sdist,) = output.glob("*.tar.gz")
    (wheel,) = output.glob("*.whl")
    with tarfile.open(sdist) as archive:
        in_sdist = {member.name.partition("/")[2] for member in archive if member.isfile()}
    with zipfile.ZipFile(wheel) as archive:
        in_wheel = {name for name in archive.namelist() if not name.endswith("/")}
    metadata = PathDistribution(zipfile.Path(wheel, f"{PACKAGE}-{version_of(wheel)}.dist-info/"))
    return Built(tracked, in_sdist, in_wheel, metadata)


def tracked_files() -> set[str]:
    listing = ["git", "-C", str(ROOT), "ls-files", "-z"]
    ran = subprocess.run(listing, capture_output=True, text=True, check=True)
    names = ran.stdout.split("\0")[:-1]
    # A file that was removed, but not yet from git's index, is not there to be built.
    return {name for name in names if (ROOT / name).exists()}


def version_of(wheel: Path) -> str:
    return wheel.name.split("-")[1]


def imported() -> set[str]:
    """The packages of others that the package imports."""
    found: set[str] = set()
    for path in (ROOT / PACKAGE).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                found.add(node.module)
    return {name.partition(".")[0] for name in found} - sys.stdlib_module_names - {PACKAGE}


def brought(requirements: list[str]) -> set[str]:
    """The packages that the required distributions have, out of those that are installed here."""
    found: set[str] = set()
    for requirement in requirements:
        name = re.split(r"[^\w.-]", requirement)[0]
        with contextlib.suppress(PackageNotFoundError):
            found |= {path.parts[0].removesuffix(".py") for path in distribution(name).files or []}
    return found


def test_the_wheel_has_every_file_of_the_package_and_nothing_else(built: Built) -> None:
    of_package = {name for name in built.tracked if name.startswith(f"{PACKAGE}/")}
    dist_info = f"{PACKAGE}-{built.metadata.version}.dist-info"
    assert built.wheel == of_package | {f"{dist_info}/{name}" for name in IN_DIST_INFO}


@pytest.mark.parametrize(
    "name", ["__init__.py", "py.typed", "pytest_plugin.py", "backup/frame/models.py"]
)
def test_the_wheel_has(name: str, built: Built) -> None:
    assert f"{PACKAGE}/{name}" in built.wheel


def test_the_sdist_has_every_file_but_hidden_ones_and_findings(built: Built) -> None:
    visible = {name for name in built.tracked if not name.startswith((".", "findings/"))}
    egg_info = {f"{PACKAGE}.egg-info/{name}" for name in IN_EGG_INFO}
    assert built.sdist == visible | egg_info | {"PKG-INFO"}


@pytest.mark.parametrize(
    "name",
    [
        "CHANGELOG.rst",
        "CONTRIBUTING.rst",
        "LICENSE",
        "README.rst",
        "benchmarks/README.rst",
        "examples/fortnight.mjs",
        "examples/quickstart.py",
        "moto_backup_summaries/py.typed",
        "pyproject.toml",
        "setup.cfg",
        "tests/conftest.py",
        "tests/modes/javascript/package.json",
        "tox.ini",
    ],
)
def test_the_sdist_has(name: str, built: Built) -> None:
    assert name in built.sdist


def test_the_wheel_tells_of_the_commands_and_the_plugin(built: Built) -> None:
    assert {(point.group, point.name, point.value) for point in built.metadata.entry_points} == {
        ("console_scripts", "moto_backup_capture", f"{PACKAGE}.capture.command:main"),
        ("console_scripts", "moto_backup_proxy", f"{PACKAGE}.server:proxy"),
        ("console_scripts", "moto_backup_server", f"{PACKAGE}.server:main"),
        ("pytest11", PACKAGE, f"{PACKAGE}.pytest_plugin"),
    }


def test_what_is_imported_is_declared(built: Built) -> None:
    requirements = [line for line in built.metadata.requires or [] if "extra" not in line]
    assert imported() - OPTIONAL - OF_FIXTURES <= brought(requirements)


@pytest.mark.parametrize("extra", ["server", "proxy"])
def test_what_a_command_imports_is_declared_by_its_extra(built: Built, extra: str) -> None:
    requirements = [line for line in built.metadata.requires or [] if f'extra == "{extra}"' in line]
    assert imported() & OPTIONAL <= brought(requirements)


def test_the_version_is_that_of_the_distribution() -> None:
    assert moto_backup_summaries.__version__ == version(NAME)
