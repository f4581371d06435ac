"""What python_forks.py forks is as what Python starts."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from python_forks import PythonForks

PROGRAM = """
import os, sys
print(sys.argv, os.getcwd(), __name__, os.environ["WORD"], sys.stdin.read())
print("conftest" in sys.modules, "support" in sys.modules, file=sys.stderr)
sys.exit({})
"""


@pytest.mark.parametrize("status", ["0", "3", "None", "'a message'"])
def test_a_program_has_what_the_command_has_and_gives_it_its_status(
    python_forks: PythonForks, tmp_path: Path, status: str
) -> None:
    (tmp_path / "program.py").write_text(PROGRAM.format(status), encoding="utf-8")
    forked, started = (
        subprocess.run(
            [python, "program.py", "a", "-b"],
            cwd=tmp_path,
            env={**os.environ, "WORD": "naïve"},
            input="said",
            capture_output=True,
            text=True,
            check=False,
        )
        for python in (python_forks.command, sys.executable)
    )
    assert (forked.returncode, forked.stdout, forked.stderr) == (
        started.returncode,
        started.stdout,
        started.stderr,
    )


def test_an_error_is_shown(python_forks: PythonForks) -> None:
    command = [python_forks.command, "-c", "import sys; sys.argv.clear(); sys.argv[0]"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert ran.stderr.endswith("IndexError: list index out of range\n")


def test_what_a_program_starts_is_forked_too(python_forks: PythonForks) -> None:
    inner = "import sys; print('moto' in sys.modules)"
    program = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {inner!r}])"
    ran = subprocess.run([python_forks.command, "-c", program], capture_output=True, text=True)
    assert (ran.returncode, ran.stdout) == (0, "True\n")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_signal_ends_a_program(python_forks: PythonForks, number: signal.Signals) -> None:
    waits = (
        "import signal; signal.signal(signal.SIGINT, signal.SIG_DFL); print(1, flush=True); input()"
    )
    with subprocess.Popen(
        [python_forks.command, "-c", waits], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == b"1\n"
        program.send_signal(number)
        assert program.wait() == -number
        # The end of the stream: nobody has it open any more.
        assert program.stdout.read() == b""
