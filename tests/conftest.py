"""Fixtures: clients under `@mock_aws` and of a server in a process of its own."""

import gc
import os
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

pytest.register_assert_rewrite("calls", "listeners", "organizations", "support")

# See README.rst. No test may fail because a machine is slow, so there is no deadline.
settings.register_profile("fast", deadline=None, max_examples=10)
settings.register_profile("thorough", deadline=None, max_examples=100)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fast"))

from quicker import change_libraries  # noqa: E402

if "PLAIN_LIBRARIES" not in os.environ:
    change_libraries()

from calls import FAR  # noqa: E402
from older_botocore import OlderBotocore, is_needed  # noqa: E402
from organizations import Organization  # noqa: E402
from python_forks import PythonForks  # noqa: E402
from skips import SkipsOfCI  # noqa: E402
from support import (  # noqa: E402
    CREDENTIALS,
    REGION,
    MakeClient,
    client_of,
    frozen_at,
    new_client,
    post,
    served,
    unmeasured,
)

from moto_backup_summaries.testing.mock import FreshAws  # noqa: E402
from moto_backup_summaries.testing.server import AwsServer  # noqa: E402

pytest_plugins = ["pytester"]
# These folders need no other process, and answer within 20 s.
QUICK = ("kit", "plans", "scenario", "settings", "tags", "vaults")


def pytest_configure(config: pytest.Config) -> None:
    if os.environ.get("CI") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(SkipsOfCI())
    if is_needed():
        config.pluginmanager.register(OlderBotocore())


@pytest.hookimpl(wrapper=True, optionalhook=True)
def pytest_xdist_auto_num_workers() -> Iterator[int]:
    """`-n auto` is three workers for two cores: one whose test has started a process waits for it."""
    cores = yield
    return cores if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ else cores + (cores + 1) // 2


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Function]) -> None:
    """The longest tests come first, so that at the end no worker waits for another.

    Of the laws and the fuzzer coverage is not measured: what they meet, another test shows on purpose.
    """
    for item in items:
        if item.path.parent.name == "fuzz" or getattr(item.obj, "is_hypothesis_test", False):
            item.add_marker("no_cover")
        if item.path.parent.name in QUICK and not _needs_server(item):
            item.add_marker("quick")
    items.sort(key=lambda item: item.get_closest_marker("no_cover") is None)


def pytest_collection_finish() -> None:
    """What is there when tests begin stays: the collector of garbage need not look through it each time."""
    gc.collect()
    gc.freeze()


def _needs_server(item: pytest.Function) -> bool:
    parameters = item.callspec.params if hasattr(item, "callspec") else {}
    return parameters.get("make_client") == "server" or "fresh_server" in item.fixturenames


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_call(item: pytest.Function) -> Iterator[None]:
    """Where pytest-cov has stopped measuring, stop what measured the process before it did.

    A worker of xdist is measured three times: as any process, as one that may run all tests, as a worker.
    """
    measured = item.config.pluginmanager.hasplugin("_cov")
    if not measured or item.get_closest_marker("no_cover") is None:
        return (yield)
    tracers = sys.gettrace(), threading.gettrace()
    sys.settrace(None)
    threading.settrace(None)
    try:
        return (yield)
    finally:
        sys.settrace(tracers[0])
        threading.settrace(tracers[1])


@pytest.fixture(autouse=True)
def _credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    with served(environment=dict(os.environ)) as url:
        yield url


@pytest.fixture(scope="session")
def python_forks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PythonForks]:
    """A command that forks programs of this Python, which are not measured."""
    with PythonForks(tmp_path_factory.mktemp("forks"), sys.executable, unmeasured()) as forks:
        yield forks


@pytest.fixture(scope="session")
def aws_server(server_url: str) -> Iterator[AwsServer]:
    """That server for the fixtures of the package too: one is enough."""
    with AwsServer(server_url) as server:
        yield server


@pytest.fixture
def fresh_server(server_url: str) -> str:
    """The server's URL, with nothing in it."""
    post(f"{server_url}/moto-api/reset")
    return server_url


@pytest.fixture(params=["mock_aws", "server"])
def make_client(request: pytest.FixtureRequest) -> MakeClient:
    """Makes checked clients of AWS Backup, `make_client(region_name=…)`, in both modes of moto."""
    is_served = request.param == "server"
    given = request.getfixturevalue("fresh_server" if is_served else "fresh_aws")
    endpoint = given if is_served else None

    def make(region_name: str = REGION, service: str = "backup", **options: Any) -> Any:
        # The keys of an assumed role are new in each test.
        make_one = new_client if options else client_of
        return make_one(service, region_name, endpoint_url=endpoint, **options)

    return make


@pytest.fixture
def backup(make_client: MakeClient) -> Any:
    """A checked client of AWS Backup, with a vault `nightly`."""
    made = make_client()
    made.create_backup_vault(BackupVaultName="nightly")
    return made


@pytest.fixture
def clock(request: pytest.FixtureRequest) -> Iterator[Any]:
    """Time that stands still at the NOW of the test's module, and a mock; `clock.shift(…)` lets it pass."""
    with frozen_at(request.module.NOW) as frozen:
        request.getfixturevalue("fresh_aws")
        yield frozen


@pytest.fixture
def nightly(clock: Any) -> Any:
    """A checked client by that clock, with a vault `nightly`."""
    made = client_of()
    made.create_backup_vault(BackupVaultName="nightly")
    return made


@pytest.fixture
def mocked_backup(fresh_aws: FreshAws) -> Any:
    """A checked client under moto's mock only, for what a test puts in from Python."""
    return client_of()


@pytest.fixture
def vault(mocked_backup: Any) -> Any:
    """The same, with a vault `nightly`."""
    mocked_backup.create_backup_vault(BackupVaultName="nightly")
    return mocked_backup


@pytest.fixture
def far(make_client: MakeClient, backup: Any) -> Any:
    """A client in another region, with a vault `far`, beside `backup`."""
    made = make_client(FAR)
    made.create_backup_vault(BackupVaultName="far")
    return made


@pytest.fixture
def organization(make_client: MakeClient) -> Organization:
    return Organization(make_client)
