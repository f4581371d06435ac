"""How coverage measures this process: for whom it pauses, and how branches are measured on Python 3.13.

Before Python 3.14 coverage measures branches by a tracer, which is called for each line that runs, those of
boto3 and moto too: tests then take twice the time. Python 3.13 can tell of the package's lines and branches
alone, and of each once; coverage does it so where it measures no branches.
"""

import dis
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import CodeType
from typing import Any

from coverage import Coverage, CoverageData
from coverage.bytecode import NO_FALL_THROUGH, RETURNS
from coverage.sysmon import SysMonitor

# Python 3.14 has other events, which coverage knows by itself.
CAN_TELL_OF_BRANCHES = sys.version_info[:2] == (3, 13)


@contextmanager
def paused() -> Iterator[list[Coverage]]:
    """Within it nothing measures this process; gives what did.

    A worker of xdist is measured three times: as any process, as one that may run all tests, as a worker.
    Where the last stops, the one before it goes on.
    """
    paused: list[Coverage] = []
    while (measuring := Coverage.current()) is not None:
        measuring.stop()
        paused.append(measuring)
    try:
        yield paused
    finally:
        for measuring in reversed(paused):
            measuring.start()


def tell_of_branches() -> None:
    """Let whatever measures this process go on with `BranchMonitor`."""
    # Python 3.14 has no RETURN_CONST any more.
    RETURNS.add(dis.opmap["RETURN_CONST"])
    NO_FALL_THROUGH.add(dis.opmap["RAISE_VARARGS"])
    with paused() as measured:
        for one in measured:
            _unpack(one._collector)
            one._core.tracer_class = BranchMonitor
            one._core.packed_arcs = one._core.systrace = False


def _unpack(collector: Any) -> None:
    """Have each pair of lines that a tracer wrote down as one number as a monitor does, as two."""
    unpacked = CoverageData(no_disk=True)
    written, collector.covdata = collector.covdata, unpacked
    collector.flush_data()
    collector.covdata = written
    for path in unpacked.measured_files():
        collector.data[path].update(unpacked.arcs(path))
    unpacked.close(force=True)


class BranchMonitor(SysMonitor):
    """Coverage's own monitor, with branches by the event that Python 3.13 has for both of their ways."""

    def __init__(self) -> None:
        super().__init__()
        # By code, which is kept, and where in it a branch is.
        self._first_destinations: dict[tuple[int, int], int] = {}

    def start(self) -> None:
        super().start()
        sys.monitoring.register_callback(self.myid, sys.monitoring.events.BRANCH, self._see_branch)

    def stop(self) -> None:
        # Else whoever has this monitor's number next is told of its code.
        for code in self.code_objects:
            if self.code_infos[id(code)].tracing:
                sys.monitoring.set_local_events(self.myid, code, 0)
        super().stop()

    def local_events(self) -> int:
        events = sys.monitoring.events
        return events.LINE | events.PY_RETURN | events.BRANCH

    def _see_branch(self, code: CodeType, offset: int, destination: int) -> Any:
        """Note each way of a branch once; Python need not tell of it when it has gone both."""
        branch = id(code), offset
        first = self._first_destinations.get(branch)
        if first == destination:
            return None
        self._first_destinations.setdefault(branch, destination)
        self.sysmon_branch_either(code, offset, destination)
        return None if first is None else sys.monitoring.DISABLE
