"""Asynchronous clients, as the manual tells: what does not work, and the ways that do."""

import asyncio
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import pytest
from documents import pages
from moto import mock_aws
from moto.server import ThreadedMotoServer
from support import REGION

from moto_backup_summaries import load_jobs

pytestmark = pytest.mark.skipif(
    find_spec("aiobotocore") is None, reason="aiobotocore is not installed: `tox run -e aio` has it"
)


async def states(**options: Any) -> list[str]:
    """The states of the jobs that an asynchronous client lists."""
    from aiobotocore.session import get_session

    async with get_session().create_client("backup", region_name=REGION, **options) as client:
        answer = await client.list_backup_jobs()
        return [job["State"] for job in answer["BackupJobs"]]


def test_under_moto_s_mock_its_answer_cannot_be_awaited() -> None:
    with mock_aws():
        load_jobs({"BackupJobs": [{"State": "FAILED"}]}, region_name=REGION)
        with pytest.raises(TypeError, match="object bytes can't be used in 'await' expression"):
            asyncio.run(states())


def test_a_server_in_the_same_process_answers() -> None:
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        load_jobs({"BackupJobs": [{"State": "FAILED"}]}, region_name=REGION)
        assert asyncio.run(states(endpoint_url=f"http://{host}:{port}")) == ["FAILED"]
    finally:
        server.stop()


def test_what_the_manual_shows_passes(pytester: pytest.Pytester) -> None:
    (block,) = (block for block in pages()["howto/asyncio.rst"] if block.file)
    pytester.path.joinpath(block.file).write_text(block.text, encoding="utf-8")
    result = pytester.runpytest_inprocess("-p", "no:cov", "-p", "no:randomly")
    result.assert_outcomes(passed=1)


@pytest.mark.skipif(
    find_spec("aiomoto") is None, reason="aiomoto is not installed: `tox run -e aio` has it"
)
def test_under_the_mock_of_aiomoto_loaded_jobs_are_listed() -> None:
    import aiomoto

    mock: Callable[[], Any] = aiomoto.mock_aws

    async def loaded() -> list[str]:
        async with mock():
            load_jobs({"BackupJobs": [{"State": "FAILED"}]}, region_name=REGION)
            return await states()

    assert asyncio.run(loaded()) == ["FAILED"]
    with mock():
        load_jobs({"BackupJobs": [{}]}, region_name=REGION)
        assert asyncio.run(states()) == ["COMPLETED"]
