"""Which jobs can be loaded as each other's parents."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from moto import mock_aws

from moto_backup_summaries import load_jobs

# So many jobs are alone, in chains, in trees and in circles, whole and with tails.
JOBS = 5


def has_circle(parents: Mapping[int, int]) -> bool:
    """Whether anybody comes no end, going up as often as there are jobs."""
    left = set(parents)
    for _ in parents:
        left = {parents[child] for child in left if parents[child] in parents}
    return bool(left)


@given(st.lists(st.integers(0, JOBS), min_size=JOBS, max_size=JOBS), st.integers(0, JOBS))
def test_a_document_is_refused_if_a_job_would_be_above_itself(parents: list[int], cut: int) -> None:
    loaded: dict[int, int] = {}
    given_parents = list(enumerate(parents))
    with mock_aws(config={"core": {"reset_boto3_session": False}}):
        for part in (given_parents[:cut], given_parents[cut:]):
            rows = [{"BackupJobId": str(it), "ParentJobId": str(parent)} for it, parent in part]
            together = {**loaded, **dict(part)}
            if has_circle(together):
                with pytest.raises(ValueError, match="ParentJobId: got"):
                    load_jobs({"BackupJobs": rows})
            else:
                load_jobs({"BackupJobs": rows})
                loaded = together
