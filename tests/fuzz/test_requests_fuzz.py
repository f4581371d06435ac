"""Any request gets an answer that every SDK can read, and leaves moto well."""

import os

import pytest

from .run import absurd_and_healthy, run
from .transports import transport

# `tox run -e fuzz` asks more: see README.rst.
SEED = int(os.environ.get("FUZZ_SEED", "1"))
REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "1000"))
# One through a socket costs as much as several of those that stay in the process.
OVER_HTTP = REQUESTS // 5
# So does one with a look at moto's health after it.
LOOKED_AFTER = REQUESTS // 10


# What chance draws may deserve a warning at the mock's end, such as a selection of a resource that is absent.
@pytest.mark.filterwarnings("ignore::moto_backup_summaries.BackupSummariesWarning")
@pytest.mark.parametrize(("over_http", "requests"), [(False, REQUESTS), (True, OVER_HTTP)])
def test_every_request_gets_an_answer_that_can_be_read(over_http: bool, requests: int) -> None:
    with transport(over_http) as asking:
        found = run(asking, SEED, requests)
    assert not found.counts, str(found)


def test_plain_calls_are_right_after_each_absurd_request() -> None:
    with transport(over_http=False) as asking:
        failures = list(absurd_and_healthy(asking, SEED, LOOKED_AFTER))
    assert not failures, "\n".join(map(str, failures[:20]))
