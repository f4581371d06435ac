"""Whoever does what the README and the manual say sees what they show.

One shell goes through a chapter of the README or a page of the manual, from its first block to its last,
in a copy of the examples. Its Python has what was said to install, and nothing else; a process of it that has
imported moto forks each program.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from socket import create_server

import bare_python
import boto3
import pytest
from botocore.exceptions import ClientError
from documents import PAGES, README, Block, chapters, pages
from moto import mock_aws
from moto.server import DomainDispatcherApplication, create_backend_app
from python_forks import PythonForks
from support import AUTHORIZATION, REGION, ROOT, skip_without_npm_registry
from werkzeug.test import Client

CHAPTERS = chapters()
# test_first_command.py runs the first of them, CI the second.
CHAPTERS.pop("Two commands")
MANUAL = pages()
# How a command begins that is not run, and why.
NOT_RUN = {
    "python3 -m venv ": "bare_python.py makes one",
    "python -m pip install ": "bare_python.py installs the same, without a network",
    "aws backup list-backup-jobs ": "it asks a real account of AWS",
    "moto_backup_capture ": "it asks one too",
    "python benchmarks/peers.py ": "it starts other emulators, which are not installed",
}
# What that account answered, as the AWS CLI writes it, and moto_backup_capture.
FILES = {
    "jobs.json": '{"BackupJobs": [{"State": "FAILED"}, {"ResourceType": "RDS"}]}',
    "account.json.gz": """
{"BackupAccount": {"Version": 1, "AccountId": "123456789012", "Region": "us-east-1"},
 "BackupVaults": [{"BackupVaultName": "nightly", "CreationDate": "2026-01-01T00:00:00Z",
                   "BackupVaultArn": "arn:aws:backup:us-east-1:123456789012:backup-vault:nightly"}],
 "BackupJobs": [{"BackupVaultName": "nightly"}, {"BackupVaultName": "nightly"},
                {"BackupVaultName": "nightly", "State": "FAILED"}]}
""",
}
# How a command begins that prints more than is shown: how many packages it added, and how fast.
PRINTS_MORE = ("npm install ",)
# How a command begins that may end with an error, of which what is shown tells.
MAY_FAIL = ("python -m pytest ",)
# Behind the name of a file: the lines come after those that it has.
ADDED = " (add)"
# Where the AWS CLI is looked for.
PLACES = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
# What is called and no pip installs.
COMMANDS = ("bash", "curl", "node", "npm", "openssl")
MARK = "--- the next block ---"


@pytest.fixture(scope="session")
def commands_of(
    python_forks: PythonForks, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Path]]:
    """Gives the folder of the commands of a Python that has what some requirements need, made once."""
    aws = f'#!/bin/sh\nexec {python_forks.command} {shutil.which("aws", path=PLACES)} "$@"\n'
    with ExitStack() as stack:

        @cache
        def create(*requirements: str) -> Path:
            folder = tmp_path_factory.mktemp("bare")
            commands = bare_python.create(folder, requirements)
            (commands / "aws").write_text(aws, encoding="utf-8")
            (commands / "aws").chmod(0o755)
            forks = PythonForks(folder, str(commands / "python"), environment_of(commands))
            command = stack.enter_context(forks).command
            (commands / "python").unlink()
            (commands / "python").symlink_to(command)
            return commands

        yield create


@pytest.mark.parametrize("title", [*CHAPTERS, *MANUAL])
def test_a_chapter_prints_what_it_shows(
    title: str, commands_of: Callable[..., Path], tmp_path: Path
) -> None:
    blocks = {**CHAPTERS, **MANUAL}[title]
    program = script(blocks)
    absent = [name for name in COMMANDS if name in program.split() and shutil.which(name) is None]
    if absent:
        pytest.skip(f"not installed: {', '.join(absent)}")
    ran = run(program, commands_of(*requirements(blocks)), tmp_path)
    skip_without_npm_registry(ran)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    for block, output in zip(blocks, ran.stdout.split(f"{MARK}\n"), strict=True):
        assert_printed(block, output)


def assert_printed(block: Block, output: str) -> None:
    seen = output.expandtabs().rstrip("\n")
    # What changes from day to day is left out as three dots.
    shown = re.escape(block.printed).replace("…", ".*")
    assert re.fullmatch(shown, seen, re.DOTALL), f"{block.text}\n{seen}\nis not\n{block.printed}"


def script(blocks: list[Block]) -> str:
    """The chapter as a program for bash. Its servers get other ports, since other tests run beside it."""
    parts = [lines_of(block) for block in blocks]
    text = f"\necho '{MARK}'\n".join("\n".join(map(prepared, lines)) for lines in parts)
    for port in {*re.findall(r"-p (\d+)", text)}:
        text = text.replace(port, str(free_port()))
    return f"trap 'jobs -p | xargs -r kill; wait' EXIT\n{text}\n"


def lines_of(block: Block) -> list[str]:
    if not block.file and block.language != "python":
        return block.lines()
    file = block.file.removesuffix(ADDED) or "snippet.py"
    into = ">>" if block.file.endswith(ADDED) else ">"
    writing = f"mkdir -p $(dirname {file})\ncat {into} {file} <<'END'\n{block.text}\nEND"
    if block.file:
        return [writing]
    command = "python -m pytest -q" if "\ndef test_" in block.text else "python"
    return [f"{writing}\n{command} {file}"]


def prepared(line: str) -> str:
    """A command as it is run."""
    if line.startswith(tuple(NOT_RUN)):
        return ""
    if line.startswith(PRINTS_MORE):
        return f"{line} > /dev/null"
    if line.startswith(MAY_FAIL):
        return f"{line} || true"
    return line


def free_port() -> int:
    with create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def requirements(blocks: list[Block]) -> list[str]:
    """What pip has been told to install: the package by the first command, and more in this chapter."""
    commands = [shlex.split(line) for block in blocks for line in block.lines()]
    installed = [words[4:] for words in commands if words[1:4] == ["-m", "pip", "install"]]
    return sorted({".", *(requirement for words in installed for requirement in words)})


def run(program: str, commands: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """What comes of a program in a folder with the examples."""
    clone = folder / "clone"
    shutil.copytree(ROOT / "examples", clone / "examples")
    for name, text in FILES.items():
        (clone / name).write_text(text, encoding="utf-8")
    return subprocess.run(
        ["bash", "-e", "-c", program],
        cwd=clone,
        env=environment_of(commands),
        capture_output=True,
        text=True,
        check=False,
    )


def environment_of(commands: Path) -> dict[str, str]:
    """An environment where these commands are found first, without settings of this machine for AWS."""
    ours = ("AWS_", "COV_", "COVERAGE_", "PYTHON")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    return environment | {
        "AWS_CONFIG_FILE": "none",
        # As people have one of their own; what is shown says which one it needs.
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_SHARED_CREDENTIALS_FILE": "none",
        "PATH": os.pathsep.join([str(commands), os.environ["PATH"]]),
        # Pytest tells of what it cannot rewrite, since it is imported already.
        "PYTEST_ADDOPTS": "-W ignore::pytest.PytestAssertRewriteWarning",
    }


def all_blocks() -> list[Block]:
    return [block for blocks in (*CHAPTERS.values(), *MANUAL.values()) for block in blocks]


def test_every_example_is_run() -> None:
    texts = [block.text for block in all_blocks()]
    run_there = {name for text in texts for name in re.findall(r" examples/(\S+)", text)}
    run_there |= {"quickstart.py"}  # By test_first_command.py.
    assert run_there == {path.name for path in (ROOT / "examples").iterdir() if path.is_file()}


@pytest.mark.parametrize("beginning", NOT_RUN)
def test_what_is_not_run_is_shown(beginning: str) -> None:
    assert any(line.startswith(beginning) for block in all_blocks() for line in block.lines())


SHOWN = [" ".join(path.read_text(encoding="utf-8").split()) for path in (README, *PAGES)]


@mock_aws
def test_a_document_has_what_moto_alone_raises(stock_moto: None) -> None:
    client = boto3.client("backup", region_name=REGION)
    with pytest.raises(ClientError) as error:
        client.list_backup_job_summaries()
    assert any(f" {error.value} " in text for text in SHOWN), error.value


@pytest.mark.parametrize(
    ("headers", "part"),
    [
        ({"Authorization": AUTHORIZATION}, "<title>.*</p>"),
        ({}, "<Error>.*</Message>"),
    ],
)
def test_a_document_has_what_moto_s_server_alone_answers(
    stock_moto: None, headers: dict[str, str], part: str
) -> None:
    server = Client(DomainDispatcherApplication(create_backend_app))
    text = server.get("/audit/backup-job-summaries", headers=headers).get_data(as_text=True)
    found = re.search(part, text, re.DOTALL)
    assert found is not None, text
    shown = f" {' '.join(found[0].split())} "
    assert any(shown in text for text in SHOWN), shown
