"""Members of jobs and recovery points, keyed by AWS's names."""

from typing import Any

from moto_backup_summaries.backup.members import copy_of


def test_a_copy_shares_no_structure_and_no_list() -> None:
    value: dict[str, Any] = {"Findings": [{"Status": "INFECTED"}], "State": "COMPLETED"}
    copied = copy_of(value)
    copied["Findings"][0]["Status"] = "CLEAN"
    copied["Findings"].append({})
    assert value == {"Findings": [{"Status": "INFECTED"}], "State": "COMPLETED"}
