"""A Python of its own, in which nothing is installed but what pip would install for some requirements.

It downloads nothing: what the tests' Python has is linked.
"""

import venv
from collections.abc import Iterable
from configparser import ConfigParser
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement
from support import ROOT

CLONE = "moto-backup-summaries"


def create(folder: Path, requirements: Iterable[str]) -> Path:
    """The folder of its commands. The requirements are pip's; the clone is `.` or `.[server]`."""
    venv.create(folder, symlinks=True)
    (site_packages,) = folder.glob("lib/python*/site-packages")
    for installed in distributions(
        [line.replace(".", CLONE, 1) if line[0] == "." else line for line in requirements]
    ):
        for name in {path.parts[0] for path in installed.files or []} - {"..", "__pycache__"}:
            if not (site_packages / name).exists():
                (site_packages / name).symlink_to(str(installed.locate_file(name)))
    (site_packages / "clone.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    entry_points = setup()["options.entry_points"]
    for line in entry_points["console_scripts"].strip().splitlines():
        write_command(folder / "bin", line)
    write_metadata(site_packages, entry_points["pytest11"])
    return folder / "bin"


def write_command(commands: Path, entry_point: str) -> None:
    name, module, function = entry_point.replace(" = ", ":").split(":")
    program = f"import sys\nfrom {module} import {function}\nsys.exit({function}())\n"
    path = commands / name
    path.write_text(f"#!{commands}/python\n{program}", encoding="utf-8")
    path.chmod(0o755)


def write_metadata(site_packages: Path, plugin: str) -> None:
    """By which pytest finds the plugin."""
    metadata = site_packages / "moto_backup_summaries-0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {CLONE}\nVersion: 0\n")
    (metadata / "entry_points.txt").write_text(f"[pytest11]\n{plugin.strip()}\n")


def setup() -> ConfigParser:
    parser = ConfigParser()
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    return parser


def distributions(requirements: Iterable[str]) -> list[Distribution]:
    """What the requirements need, and what these need, but for the clone itself."""
    found: dict[str, Distribution] = {}
    ahead = [Requirement(line) for line in requirements]
    seen: set[tuple[str, frozenset[str]]] = set()
    while ahead:
        asked = ahead.pop()
        key = (asked.name, frozenset(asked.extras))
        if key not in seen:
            seen.add(key)
            ahead += needed(asked, found)
    return list(found.values())


def needed(asked: Requirement, found: dict[str, Distribution]) -> list[Requirement]:
    """What a requirement needs in its turn; its distribution enters `found`."""
    if asked.name == CLONE:
        extras = setup()["options.extras_require"]
        parts = [setup()["options"]["install_requires"], *(extras[name] for name in asked.extras)]
        lines = [line for part in parts for line in part.splitlines() if line]
    else:
        found[asked.name] = distribution(asked.name)
        lines = found[asked.name].requires or []
    requirements = [Requirement(line) for line in lines]
    return [line for line in requirements if applies(line, asked.extras)]


def applies(requirement: Requirement, extras: Iterable[str]) -> bool:
    """Whether its marker holds on this machine, for one of the extras that were asked for or for none."""
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras))
