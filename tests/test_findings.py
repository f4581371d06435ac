"""What the findings are like: each pins what it installs, and tells first what it shows. None is run here."""

import os
import re
from pathlib import Path
from shlex import split

import pytest
from support import ROOT

# The sdist has none, and then there is nothing to hold.
SCRIPTS = sorted((ROOT / "findings").glob("*.sh"))
each = pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)

PINNED = {
    "pip": re.compile(r"(?P<name>[\w.-]+(\[[\w,-]+\])?)==(?P<version>[\w.]+)"),
    "npm": re.compile(r"(?P<name>(@[\w.-]+/)?[\w.-]+)@(?P<version>\d[\w.-]*)"),
}
# Absolute paths, but the interpreter's; web addresses, and numbers of machines beside one's own.
ELSEWHERE = re.compile(
    r"(?<![\w.$}])/(?:work|opt|root|home|tmp|usr(?!/bin/env)|var|mnt|Users)\b"
    r"|https?://(?!127\.0\.0\.1\b)|\b(?!127\.0\.0\.1\b)\d+\.\d+\.\d+\.\d+:\d+"
)


def header(script: Path) -> list[str]:
    """The comment that a script begins with, without its interpreter."""
    lines = script.read_text(encoding="utf-8").splitlines()[1:]
    end = next(number for number, line in enumerate(lines) if not line.startswith("#"))
    return [line.removeprefix("#").removeprefix(" ") for line in lines[:end]]


def installed(script: Path) -> dict[str, str]:
    """What a script installs, with versions."""
    text = script.read_text(encoding="utf-8").replace("\\\n", " ")
    found = {}
    for installer, arguments in re.findall(r"^.*\b(pip|npm) install (.*)$", text, re.MULTILINE):
        for package in [word for word in split(arguments) if not word.startswith("-")]:
            match = PINNED[installer].fullmatch(package)
            assert match, f"{script.name} does not pin {package}"
            found[match["name"].partition("[")[0]] = match["version"]
    return found


@each
def test_a_finding_can_be_run(script: Path) -> None:
    assert os.access(script, os.X_OK)
    assert script.read_text(encoding="utf-8").startswith("#!/usr/bin/env bash\n# ")


@each
def test_a_finding_begins_with_the_versions_that_it_installs(script: Path) -> None:
    told = re.findall(r"(?:^|, )([@\w./-]+) (\d[\w.]*)", header(script)[0].partition(":")[0])
    assert told
    assert dict(told).items() <= installed(script).items()


@each
def test_a_finding_tells_the_behaviour_and_compares_the_output_that_it_tells(script: Path) -> None:
    told = header(script)
    assert told[1:3] == ["", f"Behaviour: {told[2].removeprefix('Behaviour: ')}"]
    output = told.index("Output:")
    assert output > 3
    assert told[output + 1 :]
    assert all(line.startswith("  ") for line in told[output + 1 :])
    text = script.read_text(encoding="utf-8")
    assert "set -euo pipefail\nexpected=$(sed -n 's/^#   //p' \"$0\")\n" in text
    assert text.endswith('\ndiff <(echo "$expected") seen\n')


@each
def test_a_finding_leaves_nothing_behind(script: Path) -> None:
    assert 'cd "$(mktemp -d)"\ntrap \'rm -rf "$PWD"\' EXIT\n' in script.read_text(encoding="utf-8")


@each
def test_a_finding_names_no_machine_and_needs_nothing_of_ours(script: Path) -> None:
    text = script.read_text(encoding="utf-8")
    assert not ELSEWHERE.findall(text)
    assert "moto_backup_summaries" not in text
    assert "moto-backup-summaries" not in text
