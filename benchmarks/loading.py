"""What it costs to load jobs, by the form of their file, with a bound and a verdict for each figure.

    python benchmarks/loading.py [JOBS] [--beside FOLDER]

FOLDER has another build of the package, such as a worktree of an older tag. Each file is loaded in a
process of its own, in turns; figures are medians of the rounds, in the processor's time.
"""

import argparse
import gzip
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

ROUNDS, PAGE = 5, 1_000
ROOT = Path(__file__).parents[1]


class Loaded(NamedTuple):
    """Seconds of the processor; and MiB that the process took more at its most, and after the load."""

    seconds: float
    most: float
    stays: float


def printed(rows: list[dict[str, Any]]) -> bytes:
    """As the AWS CLI prints the answer of ListBackupJobs."""
    return json.dumps({"BackupJobs": rows}, indent=4, default=lambda it: it.isoformat()).encode()


def captured(rows: list[dict[str, Any]]) -> bytes:
    """As moto_backup_capture writes it."""
    from moto_backup_summaries.backup.loading.job_columns import in_columns

    header = {"Version": 1, "Region": "us-east-1", "AccountId": rows[0]["AccountId"]}
    pages = (rows[first : first + PAGE] for first in range(0, len(rows), PAGE))
    parts = ({"BackupAccount": header, "BackupJobs": in_columns(page)} for page in pages)
    return b"".join(json.dumps(part).encode() + b"\n" for part in parts)


def _memory(line: str = "VmRSS") -> float:
    """MiB of this process, by a line of Linux's; that of getrusage begins with its parent's most."""
    status = Path("/proc/self/status").read_text().splitlines()
    values = dict(each.split(":") for each in status)
    return int(values[line].split()[0]) / 2**10


def load(path: str) -> None:
    """Load a file in this process, and print what that took."""
    import gc

    import moto.backup.models  # noqa: F401 - which is not what is measured
    from moto import mock_aws

    import moto_backup_summaries

    name = "load_account" if "account" in Path(path).name else "load_jobs"
    function = getattr(moto_backup_summaries, name)
    with mock_aws():
        moto_backup_summaries.load_jobs({"BackupJobs": [{}]})
        gc.collect()
        before, begun = _memory(), time.process_time()
        function(path)
        seconds = time.process_time() - begun
        most = _memory("VmHWM")
        gc.collect()
        print(json.dumps([seconds, most - before, _memory() - before]))


def loaded(path: Path, build: Path) -> Loaded:
    command = [sys.executable, __file__, "--load", str(path)]
    environment = {**os.environ, "PYTHONPATH": str(build)}
    ran = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return Loaded(*json.loads(ran.stdout))


def medians(rounds: list[Loaded]) -> Loaded:
    return Loaded(*map(statistics.median, zip(*rounds, strict=True)))


def show(name: str, figure: float, bound: float, *, at_most: bool = False) -> None:
    is_met = figure <= bound if at_most else figure >= bound
    wanted = f"{'at most' if at_most else 'at least'} {bound:g}"
    print(f"{name:<60}{figure:6.2f} x   wanted {wanted}: {'met' if is_met else 'NOT met'}")


def compare(files: Mapping[str, Path], jobs: int, beside: Path | None) -> None:
    builds = {"this build": ROOT, **({"beside": beside} if beside else {})}
    measured: dict[str, list[Loaded]] = {}
    for _ in range(ROUNDS):
        for form, path in files.items():
            for build, folder in builds.items():
                # Another build may not know what a capture writes.
                if build == "this build" or form == "printed":
                    measured.setdefault(f"{form}, {build}", []).append(loaded(path, folder))
    of = {name: medians(rounds) for name, rounds in measured.items()}
    for name, (seconds, most, stays) in of.items():
        print(f"{name:<30}{jobs / seconds:10,.0f} jobs/s{most:8.0f} MiB at most{stays:8.0f} stay")
    print_now, capture_now = of["printed, this build"], of["account, this build"]
    if beside:
        print_before = of["printed, beside"]
        show("printed / the other build", print_before.seconds / print_now.seconds, 1.5)
        show("captured / printed, the other build", print_before.seconds / capture_now.seconds, 3)
    show("captured / printed", print_now.seconds / capture_now.seconds, 3)
    show("at most / what stays", print_now.most / print_now.stays, 2, at_most=True)
    show("… of a capture", capture_now.most / capture_now.stays, 2, at_most=True)
    packed = of["printed.gz, this build"].seconds / print_now.seconds
    show("gzip / plain, seconds", packed, 1.2, at_most=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("jobs", nargs="?", type=int, default=200_000)
    parser.add_argument("--beside", type=Path)
    parser.add_argument("--load", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.load:
        load(options.load)
        return
    sys.path.insert(0, str(Path(__file__).parent))
    from store import rows

    listed = list(rows("us-east-1", options.jobs))
    with TemporaryDirectory() as folder:
        files = {name: Path(folder, name) for name in ("printed", "printed.gz", "account")}
        files["printed"].write_bytes(printed(listed))
        files["printed.gz"].write_bytes(gzip.compress(files["printed"].read_bytes(), 6))
        files["account"].write_bytes(captured(listed))
        for name, path in files.items():
            print(f"{name:<12}{path.stat().st_size / 2**20:8.1f} MiB")
        del listed
        compare(files, options.jobs, options.beside)


if __name__ == "__main__":
    main()
