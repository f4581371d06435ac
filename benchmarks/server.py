"""What moto_backup_server answers to eight clients, beside another build and beside ministack.

    python benchmarks/server.py [--beside FOLDER] [--ministack COMMAND] [--rounds 3]

wrk asks each request on eight connections, which stay where a server lets them, in interleaved rounds. The
processor's time of the server is counted too: other processes of a busy machine change it less.

beside: the folder of another build, such as a worktree of an older tag. ministack: the command that starts
it, with {port} where its port belongs.
"""

import argparse
import json
import os
import re
import shlex
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.request import Request, urlopen

CONNECTIONS = 8
SECONDS = 2
ROOT = Path(__file__).parents[1]
AUTHORIZATION = (
    "AWS4-HMAC-SHA256 Credential=testing/20260101/us-east-1/backup/aws4_request, "
    "SignedHeaders=host, Signature=none"
)
VOLUME = "arn:aws:ec2:us-east-1:123456789012:volume/vol-1"
ROLE = "arn:aws:iam::123456789012:role/backup"
START = {"BackupVaultName": "nightly", "ResourceArn": VOLUME, "IamRoleArn": ROLE}
# The floor: a server's own cost, where every request is answered a constant.
EMPTY = f"""
import sys
sys.path[:0] = [{str(ROOT)!r}]
from moto_backup_summaries.backup.frame import direct
from moto_backup_summaries.server import main
answer = direct.Answer(200, [("Content-Type", "application/json"), ("Content-Length", "2")], b"{{}}")
def answer_to_server(method, target, headers, stream):
    stream.read(int(headers.get("Content-Length", 0)))
    return answer
direct.answer_to_server = answer_to_server
main(["-p", sys.argv[1]])
"""


class Asked(NamedTuple):
    """A request that is measured. body: JSON, or None; {point} in a path is a recovery point's ARN."""

    name: str
    method: str
    path: str
    body: object = None


REQUESTS = (
    Asked("vaults", "GET", "/backup-vaults/"),
    Asked("a summary", "GET", "/audit/backup-job-summaries?AggregationPeriod=FOURTEEN_DAYS"),
    Asked("a page of ten jobs", "GET", "/backup-jobs/?maxResults=10"),
    Asked("StartBackupJob", "PUT", "/backup-jobs", START),
    Asked(
        "UpdateRecoveryPointLifecycle",
        "POST",
        "/backup-vaults/nightly/recovery-points/{point}",
        {"Lifecycle": {"DeleteAfterDays": 100}},
    ),
)


class Measured(NamedTuple):
    """Requests a second, milliseconds of the slowest of a hundred, the processor's microseconds for each."""

    rate: float
    slowest: float
    processor: float


class Server:
    """A server in a process of its own, with a vault, a hundred jobs and their recovery points."""

    def __init__(self, command: Sequence[str], folder: str | None = None) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        begun = time.perf_counter()
        self._process = subprocess.Popen(
            [part.replace("{port}", str(self.port)) for part in command],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            # Python looks for modules where it is started, and then there.
            cwd=folder,
            env={**os.environ, **({"PYTHONPATH": folder} if folder else {})},
        )
        while not self._answers():
            time.sleep(0.01)
        self.ready = time.perf_counter() - begun
        self.memory = self._memory()
        self.ask("PUT", "/backup-vaults/nightly", {})
        for _ in range(100):
            self.ask("PUT", "/backup-jobs", START)
        listed = self.ask("GET", "/backup-vaults/nightly/recovery-points/?maxResults=1")
        points = listed.get("RecoveryPoints") or [{"RecoveryPointArn": "none"}]
        self.point = points[0]["RecoveryPointArn"].replace(":", "%3A").replace("/", "%2F")

    def _answers(self) -> bool:
        assert self._process.poll() is None, "the server has ended"
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
        except OSError:
            return False
        return True

    def ask(self, method: str, path: str, body: object = None) -> dict:
        sent = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": AUTHORIZATION, "Content-Type": "application/json"}
        try:
            with urlopen(Request(self.url + path, sent, headers, method=method)) as answer:
                return json.loads(answer.read() or b"{}")
        except HTTPError as error:
            return {"error": error.code}

    def _memory(self) -> float:
        """Megabytes that the process has for itself, beside the files that others have mapped too."""
        text = Path(f"/proc/{self._process.pid}/smaps_rollup").read_text()
        return int(re.search(r"Anonymous:\s+(\d+)", text)[1]) / 1024

    def _processor(self) -> float:
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def measure(self, asked: Asked) -> Measured:
        script = "\n".join(
            [
                f"wrk.method = {json.dumps(asked.method)}",
                f"wrk.headers['Authorization'] = {json.dumps(AUTHORIZATION)}",
                "wrk.headers['Content-Type'] = 'application/json'",
                *([f"wrk.body = {json.dumps(json.dumps(asked.body))}"] if asked.body else []),
            ]
        )
        with TemporaryDirectory() as folder:
            path = Path(folder, "request.lua")
            path.write_text(script)
            url = self.url + asked.path.format(point=self.point)
            wrk = [
                "wrk",
                "-t1",
                f"-c{CONNECTIONS}",
                f"-d{SECONDS}",
                "--latency",
                "-s",
                str(path),
                url,
            ]
            begun = self._processor()
            told = subprocess.run(wrk, capture_output=True, text=True, check=True).stdout
            processor = self._processor() - begun
        requests = int(re.search(r"(\d+) requests in", told)[1])
        amount, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", told).groups()
        slowest = float(amount) * {"us": 0.001, "ms": 1, "s": 1000}[unit]
        refused = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
        if refused:
            print(f"  {refused[0]} to {asked.name}")
        return Measured(requests / SECONDS, slowest, processor / max(requests, 1) * 1e6)

    def end(self) -> None:
        self._process.terminate()
        self._process.wait()


@contextmanager
def started(commands: dict[str, tuple[list[str], str | None]]) -> Iterator[dict[str, Server]]:
    servers = {name: Server(*command) for name, command in commands.items()}
    try:
        yield servers
    finally:
        for server in servers.values():
            server.end()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--beside")
    parser.add_argument("--ministack")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    ours = [sys.executable, "-m", "moto_backup_summaries", "-p", "{port}"]
    commands = {
        "this build": (ours, str(ROOT)),
        "moto_server": ([sys.executable, "-m", "moto.server", "-p", "{port}"], None),
        "empty": ([sys.executable, "-c", EMPTY, "{port}"], str(ROOT)),
    }
    if options.beside:
        commands["beside"] = (ours, options.beside)
    if options.ministack:
        commands["ministack"] = (shlex.split(options.ministack), None)
    with started(commands) as servers:
        for name, server in servers.items():
            print(f"{name:14} ready after {server.ready:.2f} s, {server.memory:.0f} MB at rest")
        for asked in REQUESTS:
            print(asked.name, flush=True)
            rounds = [
                {name: server.measure(asked) for name, server in servers.items()}
                for _ in range(options.rounds)
            ]
            for name in servers:
                seen = [of_round[name] for of_round in rounds]
                rate, slowest, processor = (
                    statistics.median(column) for column in zip(*seen, strict=True)
                )
                print(
                    f"  {name:14} {rate:7.0f} /s {slowest:8.1f} ms {processor:6.0f} us", flush=True
                )


if __name__ == "__main__":
    main()
