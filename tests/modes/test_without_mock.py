"""What is said to moto where no mock is active is a warning, and a server's process is told none."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from support import unmeasured

CALLS = {
    "job_events": "job_events()",
    "load_jobs": 'load_jobs({"BackupJobs": [{}]})',
    "set_approval_outcome": 'set_approval_outcome("PENDING")',
    "set_deletion_outcome": 'set_deletion_outcome("EXPIRED")',
    "set_deployment_outcome": 'set_deployment_outcome("FAILED")',
    "set_job_outcome": 'set_job_outcome("backup", state="FAILED")',
    "job_progression": 'job_progression("immediate")',
    "fail_operation": 'fail_operation("ListBackupJobs", code="InvalidRequestException")',
}


def ran(*arguments: str) -> subprocess.CompletedProcess[str]:
    """What comes of a Python of its own."""
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, check=True, env=unmeasured()
    )


def warned(program: str) -> str:
    return ran("-W", "always", "-c", program).stderr


def test_a_call_without_a_mock_says_where_it_belongs(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    lines = [f"from moto_backup_summaries import {', '.join(CALLS)}", *CALLS.values()]
    program.write_text("\n".join(lines))
    assert ran(str(program)).stderr.splitlines() == [
        line
        for number, (name, call) in enumerate(CALLS.items(), 2)
        for line in (
            f"{program}:{number}: BackupSummariesWarning: {name} was called while no mock is active, and "
            "moto forgets everything when one starts. Call it within `with mock_aws():`, in a function "
            "under `@mock_aws`, or in a fixture after the mock has started; a server in another process "
            "is told at /moto-api/static/backup/",
            f"  {call}",
        )
    ]


@pytest.mark.parametrize("serve", ["moto.server", "moto.moto_server.werkzeug_app", "moto.proxy"])
def test_a_process_that_may_serve_is_told_nothing(serve: str) -> None:
    calls = "; ".join(CALLS.values())
    assert warned(f"import {serve}; from moto_backup_summaries import *; {calls}") == ""


def test_a_threaded_server_has_what_was_loaded_before_it_started() -> None:
    program = """
import json, urllib.request
from moto.server import ThreadedMotoServer
from moto_backup_summaries import load_jobs

load_jobs({"BackupJobs": [{}]})
server = ThreadedMotoServer(port=0, verbose=False)
server.start()
host, port = server.get_host_and_port()
url = f"http://{host}:{port}/moto-api/static/backup/jobs"
with urllib.request.urlopen(url) as answer:
    print(len(json.load(answer)["BackupJobs"]))
server.stop()
"""
    assert json.loads(ran("-W", "error::UserWarning", "-c", program).stdout) == 1
