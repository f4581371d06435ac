"""Runs tests of moto itself, without this package and with it, and compares what each test gave.

    python benchmarks/moto_suites.py [--server] [--options "-n 2"] [FOLDER ...]

The tests are those of the installed moto, from its source distribution on PyPI. Without folders they are
those of the services in which the package changes something. With --server they ask a server in a process of
its own: moto_server without the package, moto_backup_server with it; all tests share that server, so they run
one after the other. It fails if any test gives something else.
"""

import argparse
import os
import shlex
import socket
import subprocess
import sys
import tarfile
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from xml.etree import ElementTree

from moto import __version__

FOLDERS = (
    *("backup", "cloudwatch", "core", "dynamodb", "ec2", "events", "organizations", "rds"),
    *("resourcegroupstaggingapi", "sns", "stepfunctions"),
)
# What needs the internet or docker fails either way.
SELECTED = "not network and not requires_docker"
WITHOUT = ("-p", "no:moto_backup_summaries")


def unpack_tests(folder: Path) -> None:
    """The folder `tests` of the source distribution, alone, so that the installed moto is tested."""
    command = ["download", "--quiet", "--no-deps", "--no-binary", "moto", f"moto=={__version__}"]
    subprocess.run([sys.executable, "-m", "pip", *command, "--dest", folder], check=True)
    (archive,) = folder.glob("*.tar.gz")
    name = archive.name.removesuffix(".tar.gz")
    with tarfile.open(archive) as packed:
        for member in packed:
            if member.name.startswith(f"{name}/tests/"):
                member.name = member.name.removeprefix(f"{name}/")
                packed.extract(member, folder, filter="data")
    markers = "markers =\n" + "".join(
        f"    {marker}\n"
        for marker in ("network", "requires_docker", "aws_verified", "requires_clean_slate")
    )
    (folder / "pytest.ini").write_text(f"[pytest]\n{markers}", encoding="utf-8")


@contextmanager
def serving(module: str) -> Iterator[dict[str, str]]:
    """A server of its own on a free port, and the variables by which moto's tests find it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", module, "-H", "127.0.0.1", "-p", str(port)]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, stderr=quiet) as server:
        try:
            wait_for(port)
            yield {
                "TEST_SERVER_MODE": "true",
                "TEST_SERVER_MODE_ENDPOINT": f"http://localhost:{port}",
                "MOTO_PORT": str(port),
            }
        finally:
            server.terminate()


def wait_for(port: int) -> None:
    for _ in range(600):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.1)
    raise RuntimeError(f"No server answers at port {port}")


def outcomes(folder: Path, arguments: list[str], variables: dict[str, str]) -> dict[str, str]:
    """Passed, skipped, failure or error, by the name of a test."""
    report = folder / "report.xml"
    command = ["pytest", "-q", "-m", SELECTED, f"--junitxml={report}", *arguments]
    environment = os.environ | variables
    subprocess.run([sys.executable, "-m", *command], cwd=folder, check=False, env=environment)
    found = {}
    for case in ElementTree.parse(report).iter("testcase"):
        told = [child.tag for child in case if child.tag in ("skipped", "failure", "error")]
        found[f"{case.get('classname')}::{case.get('name')}"] = told[0] if told else "passed"
    return found


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folders", nargs="*", metavar="FOLDER", default=FOLDERS)
    parser.add_argument("--server", action="store_true", help="ask servers, not this process")
    parser.add_argument("--options", default="", help="more arguments for pytest")
    given = parser.parse_args()
    arguments = [*(f"tests/test_{name}" for name in given.folders), *shlex.split(given.options)]
    with tempfile.TemporaryDirectory() as name:
        unpack_tests(Path(name))
        with serving("moto.server") if given.server else nullcontext({}) as variables:
            without = outcomes(Path(name), [*arguments, *WITHOUT], variables)
        package = "moto_backup_summaries"
        with serving(package) if given.server else nullcontext({}) as variables:
            beside = outcomes(Path(name), arguments, variables)
    for told, found in (("without the package", without), ("with it", beside)):
        print(f"moto {__version__} {told}: {dict(Counter(found.values()))}")
    different = [test for test in sorted(without | beside) if without.get(test) != beside.get(test)]
    for test in different:
        print(f"{test}: {without.get(test)}, {beside.get(test)} with the package")
    return len(different)


if __name__ == "__main__":
    sys.exit(bool(main()))
