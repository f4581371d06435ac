"""Where botocore is older than AWS's newest operations, a test that needs one is skipped, and says so.

Others run, and must pass: what an older botocore lacks may not get in the way of what it has.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.error import HTTPError

import botocore
import pytest
from moto.core.utils import get_service_model

from moto_backup_summaries.backup.aws import service_model

# What fails where an operation, a parameter or a kind of job is not known.
_LACKS = re.compile(
    r"too old for it: it has no (\w+)"
    r"|'Backup' object has no attribute '(\w+)'"
    r'|Unknown parameter in [\w.[\]]+: "(\w+)"'
    r"|botocore \S+ does not know: (\S+)"
    r"|extraneous key \[(\w+)\] is not permitted"
    r"|Invalid value for kind: got '(scan)'"
    r"|got '(SCAN_JOB_REPORT)'"
    r"|PUT (/scan/job) is implemented neither"
)

# What fails in another way: how the names of tests begin, in tests/, and what they need.
_NEED = {
    "aws/test_job_kinds.py::test_each_filter_of_its_list_compares_a_member": "all of its filters",
    "capture/test_answers_of_aws.py::test_what_aws_answers_is_told_again": "all operations",
    "capture/test_capture.py::test_what_was_captured_loads_and_lists_the_same": "scan jobs",
    "capture/test_capture.py::test_the_manual_says_why_other_operations": "all operations",
    "modes/test_handlers.py::test_moto_s_own_answer_comes_through": "EncryptionKeyType",
    "page/test_views.py::test_a_job_is_shown_with_all_its_members": "BySourceRecoveryPointArn",
    "scenario/test_outcomes.py::TestOutcomes::test_bad_values_are_named": "scan jobs",
    "scenario/test_progressions.py::test_what_cannot_be_followed_is_refused": "scan jobs",
    'test_messages.py::test_a_mistake_gets_this_message[job_progression("manual", kind=': "scan jobs",
    'test_messages.py::test_a_mistake_gets_this_message[page("jobs?kind=bakup")': "scan jobs",
    'test_messages.py::test_a_mistake_gets_this_message[set_job_outcome("backups"': "scan jobs",
    'test_messages.py::test_a_mistake_gets_this_message[set_job_outcome("scan"': "scan jobs",
    'test_messages.py::test_a_mistake_gets_this_message[transition = {"progression"': "scan jobs",
    "test_reference.py::test_each_operation_has_its_depth": "all operations",
    "test_reference.py::test_each_transition_is_on_the_page_of_settings": "scan jobs",
    "test_reference.py::test_what_is_public_is_as_it_was": "scan jobs",
    "truth/test_absent_members.py": "all members of the newest model",
    "truth/test_encryption.py::TestWhatAnotherServiceKeeps::test_has_the_key": "EncryptionKeyType",
    "truth/test_encryption.py::test_a_copy_has_the_key_of_its_vault": "EncryptionKeyType",
    "truth/test_encryption.py::test_what_aws_backup_keeps_has_the_key": "EncryptionKeyType",
    "truth/test_encryption.py::test_a_file_system_of_fsx": "EncryptionKeyType",
    "publishing/test_job_events.py::test_what_is_not_known_is_refused": "scan jobs",
}


def _reason(lacks: str) -> str:
    return f"botocore {botocore.__version__} is too old: it does not know {lacks}"


class OlderBotocore:
    """A plugin of pytest."""

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            name = item.nodeid.removeprefix("tests/")
            for begin, needed in _NEED.items():
                if name.startswith(begin):
                    item.add_marker(pytest.mark.skip(reason=_reason(needed)))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self) -> Iterator[None]:
        return (yield from _skipped_where_botocore_is_too_old())

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self) -> Iterator[None]:
        return (yield from _skipped_where_botocore_is_too_old())


def is_needed() -> bool:
    return not service_model.knows("ListScanJobs")


def _skipped_where_botocore_is_too_old() -> Any:
    try:
        return (yield)
    except (Exception, pytest.fail.Exception) as error:
        lacks = what_botocore_lacks(error)
        if lacks is None:
            raise
        pytest.skip(_reason(lacks))


def what_botocore_lacks(error: BaseException) -> str | None:
    """The name that botocore does not know, if that is why something failed."""
    return next(filter(None, map(_lacked_by, _causes(error))), None)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error and what led to it, each once: one may have led to the other, in whose course it came."""
    seen: list[BaseException] = []
    ahead: list[BaseException | None] = [error]
    while ahead:
        cause = ahead.pop()
        if cause is not None and cause not in seen:
            seen.append(cause)
            ahead += [cause.__context__, cause.__cause__]
            yield cause


def _lacked_by(error: BaseException) -> str | None:
    if isinstance(error, KeyError) and _is_unknown_member(error.args[0]):
        return str(error.args[0])
    text = error.read().decode() if isinstance(error, HTTPError) else str(error)
    match = _LACKS.search(text)
    return match and next(filter(None, match.groups()))


def _is_unknown_member(name: object) -> bool:
    """Whether this may be a member of AWS's, and botocore knows none of that name."""
    return isinstance(name, str) and name[:1].isupper() and name not in _members()


@cache
def _members() -> set[str]:
    model = get_service_model("backup")
    shapes = map(model.shape_for, model.shape_names)
    return {name for shape in shapes for name in service_model.members_of(shape)}
