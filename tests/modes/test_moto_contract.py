"""What registration and the frame around operations rely on in moto, asked of moto alone.

A message says which module has to change where moto did.
"""

import json
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from types import ModuleType
from typing import Any, ClassVar

import boto3
import pytest
import requests
from moto import mock_aws
from moto.backup.models import BackupBackend, backup_backends
from moto.backup.responses import BackupResponse
from moto.core.base_backend import BackendDict
from moto.core.common_models import BaseModel
from moto.core.config import default_user_config
from moto.core.exceptions import ServiceException
from moto.core.model_instances import model_data
from moto.core.models import MockAWS, botocore_stubber
from moto.core.responses import ActionResult
from moto.moto_api._internal.models import MotoAPIBackend, moto_api_backend
from moto.moto_api._internal.urls import url_paths
from moto.server import DomainDispatcherApplication, ThreadedMotoServer, create_backend_app
from moto.utilities.aws_headers import gen_amzn_requestid_long
from support import ACCOUNT, AUTHORIZATION, REGION
from werkzeug import Request
from werkzeug.test import Client

pytestmark = pytest.mark.usefixtures("stock_moto")
OTHER = "111122223333"
MOTO_API = "http://motoapi.amazonaws.com/moto-api"


class Backend(BackupBackend):
    """A subclass in a package of its own, as ours is."""

    __module__ = "contract.backup.models"
    resets: ClassVar[list[str]] = []

    def reset(self) -> None:
        self.resets.append(self.region_name)
        super().reset()


class Response(BackupResponse):
    """Keeps what moto gave it to answer, and answers as a test says."""

    asked: ClassVar[list["Response"]] = []
    answer: ClassVar[Callable[[Any], Any]] = BackupResponse.call_action

    def setup_class(self, *args: Any, **kwargs: Any) -> None:
        super().setup_class(*args, **kwargs)
        self.asked.append(self)

    def call_action(self) -> Any:
        return type(self).answer(self)


@pytest.fixture
def ours(monkeypatch: pytest.MonkeyPatch) -> type[Response]:
    """The response class that moto comes to when its backends are of another class."""
    models, urls = (ModuleType(f"contract.backup.{name}") for name in ("models", "urls"))
    paths = {"{0}/(?P<path>.*)$": Response.dispatch}
    vars(urls).update(url_bases=[r"https?://backup\.(.+)\.amazonaws\.com"], url_paths=paths)
    for module in (models, urls):
        monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(backup_backends, "backend", Backend)
    monkeypatch.setattr(Response, "asked", [])
    monkeypatch.setattr(Response, "answer", BackupResponse.call_action)
    return Response


@pytest.fixture
def backup() -> Iterator[Any]:
    with mock_aws():
        yield boto3.client("backup", region_name=REGION)


@pytest.mark.parametrize(
    ("module", "names"),
    {
        "moto.backend_index": ["backend_url_patterns"],
        "moto.backends": ["list_of_moto_modules"],
        "moto.backup.models": ["backup_backends", "BackupBackend"],
        "moto.events.responses": ["EventsHandler"],
        "moto.iam.models": ["iam_backends"],
        "moto.moto_api._internal.models": ["MotoAPIBackend"],
        "moto.moto_api._internal.urls": ["url_paths"],
        "moto.moto_server.werkzeug_app": ["DomainDispatcherApplication"],
        "moto.organizations.models": [
            *("FakeDelegatedAdministrator", "FakePolicy", "OrganizationsBackend"),
        ],
        "moto.organizations.responses": ["OrganizationsResponse"],
        "moto.stepfunctions.parser.asl.component.state.exec.state_task.service"
        ".state_task_service_aws_sdk": ["StateTaskServiceAwsSdk"],
    }.items(),
)
def test_the_modules_that_registration_waits_for_have_what_it_changes(
    module: str, names: list[str]
) -> None:
    missing = set(names) - vars(import_module(module)).keys()
    assert missing == set(), "registration._CHANGES names what is no longer there"


def test_backends_are_made_of_the_attribute_backend(ours: type[Response]) -> None:
    with mock_aws():
        assert type(backup_backends[ACCOUNT][REGION]) is Backend, "registration._use_backend"
        backup_backends[ACCOUNT].backend = BackupBackend
        made = backup_backends[ACCOUNT]["eu-west-1"]
        assert type(made) is BackupBackend, "registration._use_backend sets it for each account too"


def test_a_backend_knows_its_account_and_region_and_can_change_its_class() -> None:
    backend = BackupBackend(REGION, account_id=ACCOUNT)
    assert (backend.account_id, backend.region_name) == (ACCOUNT, REGION), "Account reads them"
    backend.__class__ = Backend
    assert backend.vaults == {}, "registration._use_backend converts what moto holds already"


def test_looking_makes_no_backend() -> None:
    backends = BackendDict(BackupBackend, "backup")
    kept = backends[ACCOUNT][REGION]
    message = "account.existing_accounts and existing_account must not make what they look for"
    assert backends.get(OTHER) is None, message
    assert backends[ACCOUNT].get("eu-west-1") is None, message
    assert [list(of_account.values()) for of_account in backends.values()] == [[kept]], message
    assert list(backends.iter_backends()) == [(ACCOUNT, REGION, kept)], "registration._use_backend"


def test_the_end_and_the_start_of_a_mock_reset_every_backend(ours: type[Response]) -> None:
    Backend.resets.clear()
    with mock_aws():
        backend = backup_backends[ACCOUNT][REGION]
        backend.create_backup_vault("v", {}, "", "")
        requests.post(f"{MOTO_API}/reset", timeout=30)
        assert Backend.resets == [REGION], (
            "BackupJobsBackend.reset ends a test's outcomes and clock"
        )
        backup_backends[ACCOUNT]["eu-west-1"]
    assert Backend.resets == [REGION, "eu-west-1"]
    assert backend.vaults == {}, "a reset makes the backend anew: BackupJobsBackend.__init__"
    assert list(backup_backends) == [], "accounts are dropped: state is kept nowhere else"


def test_routes_are_those_beside_the_module_of_the_backends_class(
    ours: type[Response], backup: Any
) -> None:
    backup.list_backup_vaults()
    assert len(ours.asked) == 1, "frame/urls.py is found by the name of frame/models.py"


def test_a_server_takes_its_routes_from_there_too(ours: type[Response]) -> None:
    server = Client(DomainDispatcherApplication(create_backend_app))
    answer = server.get("/backup-vaults/", headers={"Authorization": AUTHORIZATION})
    assert (answer.status_code, len(ours.asked)) == (200, 1), "frame/urls.py, moto_backup_server"


def test_models_are_filed_by_the_second_part_of_their_module() -> None:
    made = type("Contract", (BaseModel,), {"__module__": "contract.backup.things"})
    filed = model_data["backup"].pop("Contract", None)
    assert filed is made, "the folder is called backup so that moto's dashboard shows it there"


def test_the_dashboard_reads_the_attributes_of_models(backup: Any) -> None:
    backup.create_backup_vault(BackupVaultName="v")
    answer = requests.get(f"{MOTO_API}/data.json", timeout=30)
    (vault,) = answer.json()["backup"]["Vault"]
    arn = backup.describe_backup_vault(BackupVaultName="v")["BackupVaultArn"]
    assert (vault["backup_vault_arn"], vault["num_of_recovery_points"]) == (arn, 0), (
        "moto_endpoints.respond_to_model_data"
    )
    assert "{0}/moto-api/data.json" in url_paths, "api_paths._MODEL_DATA"


def test_a_response_tells_where_a_request_went(ours: type[Response], backup: Any) -> None:
    backup.list_tags(ResourceArn=f"arn:aws:backup:{REGION}:{ACCOUNT}:backup-vault:v", MaxResults=3)
    (asked,) = ours.asked
    path = f"/tags/arn%3Aaws%3Abackup%3A{REGION}%3A{ACCOUNT}%3Abackup-vault%3Av/"
    assert (asked.method, asked.raw_path.rstrip("/")) == ("GET", path.rstrip("/")), (
        "service_model.operation_at takes the path as it was sent"
    )
    assert asked.path.startswith("/tags/arn"), "BackupJobsResponse.setup_class cuts its last slash"
    assert asked.uri.endswith("?maxResults=3"), "gate.parameters reads the query from `uri`"
    assert (asked.current_account, asked.region) == (ACCOUNT, REGION), "account_at"
    assert asked.response_headers["server"] == "amazon.com", "BackupJobsResponse.call_action"


def test_a_response_has_the_body_as_text(ours: type[Response], backup: Any) -> None:
    backup.create_backup_vault(BackupVaultName="v", CreatorRequestId="é")
    assert json.loads(ours.asked[0].body) == {"CreatorRequestId": "é"}, "gate.parameters"


def test_each_request_has_a_response_of_its_own(ours: type[Response], backup: Any) -> None:
    backup.list_backup_vaults()
    backup.list_backup_vaults()
    first, second = ours.asked
    assert first.response_headers is not second.response_headers, "BackupJobsResponse.call_action"


def test_a_response_answers_with_status_headers_and_body(ours: type[Response], backup: Any) -> None:
    ours.answer = lambda self: (418, {"x-contract": "yes"}, json.dumps({"BackupVaultList": []}))
    with pytest.raises(backup.exceptions.ClientError) as error:
        backup.list_backup_vaults()
    metadata = error.value.response["ResponseMetadata"]
    assert (metadata["HTTPStatusCode"], metadata["HTTPHeaders"]["x-contract"]) == (418, "yes")


def test_handlers_are_called_by_what_get_action_says(
    ours: type[Response], backup: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ours, "_get_action", lambda self: "CreateBackupVault")
    backup.create_backup_vault(BackupVaultName="v")
    assert "v" in backup_backends[ACCOUNT][REGION].vaults, "BackupJobsResponse._get_action"
    assert callable(BackupResponse.create_backup_vault), "responses._MOTO_HANDLERS looks for them"


def test_an_error_with_a_code_is_serialized(ours: type[Response], backup: Any) -> None:
    class InvalidRequestException(ServiceException):
        code = "InvalidRequestException"

    answers = []

    def refuse(self: Any) -> Any:
        self._authenticate_and_authorize_normal_action("*")
        answers.append(self.serialized(ActionResult(InvalidRequestException("too late"))))
        return answers[0]

    ours.answer = refuse
    with pytest.raises(backup.exceptions.InvalidRequestException, match="too late"):
        backup.list_backup_vaults()
    status, headers, body = answers[0]
    assert (status, isinstance(headers, dict), "too late" in body) == (400, True, True), (
        "BackupJobsResponse.call_action takes these three"
    )


def test_a_response_of_werkzeug_s_errors_has_their_status() -> None:
    answer = BackupResponse._transform_response({}, ("denied", {"status": 403}))
    assert (answer[0], answer[2]) == (403, "denied"), "BackupJobsResponse.call_action, for IAM"


def test_a_request_id_enters_the_headers() -> None:
    headers: dict[str, str] = {}
    gen_amzn_requestid_long(headers)
    assert "x-amzn-requestid" in headers, "BackupJobsResponse.call_action"


def test_a_mock_is_active_while_the_stubber_is_enabled() -> None:
    assert not botocore_stubber.enabled, "mocking.warn_without_mock"
    with mock_aws():
        with mock_aws():
            pass
        assert botocore_stubber.enabled, "mocking.warn_without_mock"
    assert not botocore_stubber.enabled, "mocking.warn_without_mock"


def test_each_way_to_end_a_mock_calls_stop() -> None:
    ended: list[str] = []
    stop = MockAWS.stop

    def noted(self: MockAWS, *args: Any, **kwargs: Any) -> None:
        ended.append(default_user_config.get("contract", "no settings"))
        stop(self, *args, **kwargs)

    settings: Any = {"contract": "settings"}
    # Gone before the package is registered again.
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(MockAWS, "stop", noted)
        with mock_aws(config=settings):
            pass
        mock_aws(config=settings)(lambda: None)()
        mock = mock_aws(config=settings)
        mock.start()
        mock.stop()
    assert ended == ["settings"] * 3, "registration._stop, ending.end_mock: before they end"


@pytest.mark.parametrize(
    ("serving", "module"),
    [
        ("moto.server", "moto.moto_server.werkzeug_app"),
        ("moto.proxy", "moto.moto_proxy.proxy3"),
    ],
)
def test_what_serves_has_imported_its_module(serving: str, module: str) -> None:
    import_module(serving)
    assert module in sys.modules, "mocking._SERVERS"


def test_settings_of_a_mock_are_one_dictionary_while_it_lasts() -> None:
    with mock_aws(config={"backup": {"include_today": False}}):
        assert default_user_config["backup"] == {"include_today": False}, "summary_operations"
    assert "backup" not in default_user_config, "settings of a mock end with it"


def test_posted_settings_pass_through_the_class_s_methods() -> None:
    said: list[Any] = []
    # Undone here, before the package registers again.
    with pytest.MonkeyPatch.context() as patch, mock_aws():
        patch.setattr(MotoAPIBackend, "set_config", lambda self, config: said.append(config))
        patch.setattr(MotoAPIBackend, "get_config", lambda self: {"contract": 1})
        answer = requests.post(f"{MOTO_API}/config", json={"backup": {}}, timeout=30)
    assert (said, answer.json()) == ([{"backup": {}}], {"contract": 1}), "registration._MOTO_API"
    assert isinstance(moto_api_backend, MotoAPIBackend)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What an endpoint of moto's API, /moto-api/static/backup/contract, is asked.

    Method, query, body, and whether the request came through a socket. They are read while it is
    answered: moto's older servers give a proxy that is empty afterwards.
    """
    kept: list[Any] = []

    def answer(request: Any, full_url: str, headers: Any) -> Any:
        by_werkzeug = isinstance(request, Request)
        body = request.get_data() if by_werkzeug else request.body
        socket = by_werkzeug and "werkzeug.socket" in request.environ
        kept.extend([request.method, full_url.partition("?")[2], body, socket])
        return 201, {"Content-Type": "application/json"}, "{}"

    monkeypatch.setitem(url_paths, "{0}/moto-api/static/backup/contract", answer)
    return kept


def test_an_endpoint_of_moto_s_api_is_a_path_and_a_function(asked: list[Any]) -> None:
    with mock_aws():
        answer = requests.post(f"{MOTO_API}/static/backup/contract?a=b", data=b"{}", timeout=30)
    assert (answer.status_code, answer.text) == (201, "{}"), "api_paths.add_endpoints"
    assert asked == ["POST", "a=b", b"{}", False], (
        "endpoints.respond, incoming.body_of, incoming.came_through_a_socket"
    )


def test_a_server_s_requests_at_an_endpoint_have_a_socket(asked: list[Any]) -> None:
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        url = f"http://{host}:{port}/moto-api/static/backup/contract?a=b"
        assert requests.post(url, data=b"{}", timeout=30).status_code == 201
        assert asked == ["POST", "a=b", b"{}", True], "incoming.came_through_a_socket"
    finally:
        server.stop()
