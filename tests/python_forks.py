"""Programs of Python, each in a process of its own, which a process that has imported moto forks.

`python tests/python_forks.py FOLDER` is that process. It writes a command `python` into the folder, which
takes a file, `-m MODULE` or `-c PROGRAM`, and their arguments. A program has the command's environment,
folder and streams, gets its signals, and gives it its exit status. It is not for what is measured, nor for a
program that is to import everything anew.
"""

import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import time
import traceback
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from select import select
from types import ModuleType, TracebackType
from typing import NoReturn

# What many programs import, each if it is installed; no module of moto that serves, since that tells the
# package that this process does.
IMPORTED = ("boto3", "flask", "flask_cors", "pytest", "unittest", "awscli.clidriver")
# It starts in 10 ms, since it imports no more than this.
COMMAND = """#!{python} -IS
import _socket, array, json, os, select, signal, sys

# Signals are read from a pipe: a handler would wait as long as recv() does that has begun behind a signal.
signals, written = os.pipe()
os.set_blocking(written, False)
signal.set_wakeup_fd(written)
for number in (signal.SIGINT, signal.SIGTERM):
    signal.signal(number, lambda number, _: None)
asked = _socket.socket(_socket.AF_UNIX)
asked.connect({address!r})
asked.sendmsg([b"."], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, array.array("i", (0, 1, 2)))])
request = json.dumps((sys.argv[1:], dict(os.environ), os.getcwd())).encode()
asked.sendall(len(request).to_bytes(4, "big") + request)
program = int.from_bytes(asked.recv(4), "big")
while asked.fileno() not in select.select([asked.fileno(), signals], [], [])[0]:
    os.kill(program, os.read(signals, 1)[0])
# Nothing comes where the process that forks has failed.
status = int.from_bytes(asked.recv(4) or bytes((0, 0, 0, 1)), "big", signed=True)
for number in (signal.SIGINT, signal.SIGTERM):
    signal.signal(number, signal.SIG_DFL)
if status < 0:
    os.kill(os.getpid(), -status)
os._exit(status)
"""


class PythonForks:
    """A context manager: within it `command` is the path of a command that is as `python` is.

    folder: a short path, since a socket is there. python: a command whose packages the programs have.
    """

    def __init__(self, folder: Path, python: str, environment: dict[str, str]) -> None:
        self.command = str(folder / "python")
        self._starting = [python, __file__, str(folder)]
        self._environment = environment

    def __enter__(self) -> "PythonForks":
        self._process = subprocess.Popen(
            self._starting, env=self._environment, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "ready\n"
        return self

    def __exit__(
        self,
        error_type: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.terminate()
        self._process.communicate()


def serve(folder: Path, imported: dict[str, str]) -> NoReturn:
    """Fork a program for each command that asks, until this process is terminated.

    imported: what is in the environment since something was imported.
    """
    address = str(folder / "asked")
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(address)
    listening.listen()
    command = folder / "python"
    interpreter = Path(sys.executable).resolve()
    command.write_text(COMMAND.format(python=interpreter, address=address), encoding="utf-8")
    command.chmod(0o755)
    # What a program starts by this is forked too.
    sys.executable = str(command)
    print("ready", flush=True)
    while True:
        asked, _ = listening.accept()
        if not os.fork():
            listening.close()
            answer(asked, imported)
        asked.close()
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass


def answer(asked: socket.socket, imported: dict[str, str]) -> NoReturn:
    """Run one program in a process, and tell its number and then its status."""
    _, streams, _, _ = socket.recv_fds(asked, 1, 3)
    with asked.makefile("rb") as reading:
        arguments, environment, folder = json.loads(
            reading.read(int.from_bytes(reading.read(4), "big"))
        )
    ended, living = os.pipe()
    program = os.fork()
    if not program:
        asked.close()
        os.close(ended)
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
            os.close(stream)
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(imported | environment)
        time.tzset()
        run(arguments)
    os.close(living)
    for stream in streams:
        os.close(stream)
    # Who asked may have been killed: the answer is then that it is gone.
    with suppress(OSError):
        asked.send(program.to_bytes(4, "big"))
    ready, _, _ = select([asked, ended], [], [])
    if asked in ready:
        # Who asked was killed.
        os.kill(program, signal.SIGKILL)
    status = os.waitstatus_to_exitcode(os.waitpid(program, 0)[1])
    with suppress(OSError):
        asked.send(status.to_bytes(4, "big", signed=True))
    os._exit(0)


def run(arguments: list[str]) -> NoReturn:
    """Be the process of a program, to its end."""
    status = 0
    try:
        run_here(arguments)
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        if isinstance(ended.code, str):
            print(ended.code, file=sys.stderr)
    except BaseException:
        traceback.print_exc()
        status = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def run_here(arguments: list[str]) -> None:
    if arguments[0] == "-u":
        del arguments[0]
        sys.stdout.reconfigure(write_through=True)  # type: ignore[union-attr]
    how = arguments.pop(0) if arguments[0] in ("-c", "-m") else ""
    name = arguments[0]
    sys.argv[:] = arguments if how != "-c" else ["-c", *arguments[1:]]
    sys.path.insert(0, {"-c": "", "-m": os.getcwd()}.get(how) or str(Path(name).resolve().parent))
    if how == "-c":
        main = sys.modules["__main__"] = ModuleType("__main__")
        exec(compile(name, "<string>", "exec"), main.__dict__)
    elif how == "-m":
        runpy.run_module(name, run_name="__main__", alter_sys=True)
    else:
        runpy.run_path(name, run_name="__main__")


def import_ahead() -> None:
    """Import, and read of botocore, what most programs do."""
    for name in IMPORTED:
        with suppress(ImportError):
            import_module(name)
    if "PLAIN_LIBRARIES" not in os.environ:
        import_module("quicker").change_libraries()
    import_module("moto_backup_summaries.backup.frame.responses")
    import boto3
    from moto import mock_aws

    with mock_aws():
        boto3.client("backup", region_name="us-east-1").list_backup_jobs()


if __name__ == "__main__":
    given = dict(os.environ)
    import_ahead()
    # Programs find none of the tests' modules.
    del sys.path[0]
    serve(Path(sys.argv[1]), {name: os.environ[name] for name in os.environ if name not in given})
