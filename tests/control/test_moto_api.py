"""The same controls over HTTP, on a server and under `@mock_aws`."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import requests
from calls import start, volume
from moto import mock_aws
from support import REGION, ROLE, client_of, served

API = "/moto-api/static/backup"


class Api:
    """The endpoints of one moto, and a client of AWS Backup in it."""

    def __init__(self, url: str, client: Any) -> None:
        self.url = url + API
        self.client = client

    def send(self, method: str, what: str, body: Any = None, **query: str) -> tuple[int, Any]:
        answer = requests.request(method, f"{self.url}/{what}", json=body, params=query, timeout=30)
        return answer.status_code, answer.json()


@pytest.fixture(params=["mock_aws", "server"])
def api(request: pytest.FixtureRequest) -> Api:
    if request.param == "server":
        url = request.getfixturevalue("fresh_server")
        client = client_of(endpoint_url=url)
    else:
        client = request.getfixturevalue("mocked_backup")
        url = "http://motoapi.amazonaws.com"
    client.create_backup_vault(BackupVaultName="nightly")
    return Api(url, client)


def states(client: Any) -> list[str]:
    rows = client.list_backup_job_summaries(State="ANY")["BackupJobSummaries"]
    return [row["State"] for row in rows for _ in range(row["Count"])]


def test_jobs_are_loaded_shown_and_taken_away(api: Api) -> None:
    document = {"BackupJobs": [{"BackupJobId": "a"}], "CopyJobs": [{"State": "FAILED"}]}
    assert api.send("POST", "jobs", document) == (201, {"loaded": 2, "regions": [REGION]})
    assert states(api.client) == ["COMPLETED"]
    status, shown = api.send("GET", "jobs")
    assert (status, [job["BackupJobId"] for job in shown["BackupJobs"]]) == (200, ["a"])
    assert api.send("GET", "jobs", region="eu-west-1") == (200, {})
    assert api.send("DELETE", "jobs", region="eu-west-1") == (200, {"status": "ok"})
    assert states(api.client) == ["COMPLETED"]
    api.send("DELETE", "jobs")
    assert states(api.client) == []
    assert api.send("POST", "jobs", shown) == (201, {"loaded": 2, "regions": [REGION]})


def test_account_and_region_say_where_jobs_are_loaded(api: Api) -> None:
    place = {"account_id": "111122223333", "region": "eu-west-1"}
    api.send("POST", "jobs", {**place, "BackupJobs": [{}]})
    assert states(api.client) == []
    assert len(api.send("GET", "jobs", **place)[1]["BackupJobs"]) == 1


def test_deleting_jobs_keeps_plans_selections_and_settings(api: Api) -> None:
    start(api.client)
    rule = {"RuleName": "r", "TargetBackupVaultName": "nightly"}
    document = {"BackupPlanName": "p", "Rules": [rule]}
    plan_id = api.client.create_backup_plan(BackupPlan=document)["BackupPlanId"]
    api.client.update_backup_plan(BackupPlanId=plan_id, BackupPlan=document)
    api.client.create_backup_selection(
        BackupPlanId=plan_id,
        BackupSelection={"SelectionName": "all", "IamRoleArn": ROLE, "Resources": ["*"]},
    )
    api.client.update_region_settings(ResourceTypeOptInPreference={"EBS": False})
    api.send("DELETE", "jobs")
    (vault,) = api.client.list_backup_vaults()["BackupVaultList"]
    assert (states(api.client), vault["NumberOfRecoveryPoints"]) == ([], 0)
    selections = api.client.list_backup_selections(BackupPlanId=plan_id)
    assert len(selections["BackupSelectionsList"]) == 1
    versions = api.client.list_backup_plan_versions(BackupPlanId=plan_id)
    assert len(versions["BackupPlanVersionsList"]) == 2
    opted_in = api.client.describe_region_settings()["ResourceTypeOptInPreference"]
    assert opted_in["EBS"] is False


def test_outcomes_are_set_shown_and_taken_away(api: Api) -> None:
    rule = {"kind": "backup", "state": "FAILED", "status_message": "Access denied", "times": 1}
    api.send("POST", "outcomes", {"outcomes": [{**rule, "times": 3}], "region": REGION})
    shown = {**rule, "times": 3, "region": REGION, "times_used": 0}
    assert api.send("GET", "outcomes")[1] == {"outcomes": [shown]}
    start(api.client)
    (shown,) = api.send("GET", "outcomes")[1]["outcomes"]
    assert (shown["times"], shown["times_used"]) == (2, 1)
    api.send("DELETE", "outcomes")
    start(api.client, ResourceArn=volume("vol-2"))
    assert states(api.client) == ["COMPLETED", "FAILED"]


def test_approvals_are_set_shown_and_taken_away(api: Api) -> None:
    name = {"BackupVaultName": "walled"}
    vault = api.client.create_logically_air_gapped_backup_vault(
        **name, MinRetentionDays=7, MaxRetentionDays=30
    )
    team = f"arn:aws:mpa:{REGION}:123456789012:approval-team/guardians"
    api.client.associate_backup_vault_mpa_approval_team(**name, MpaApprovalTeamArn=team)
    rule = {
        "status": "FAILED",
        "operation": "create_restore_access_backup_vault",
        "duration": "PT0S",
    }
    api.send("POST", "approvals", {"approvals": [{**rule, "times": 3}], "region_name": REGION})
    shown = {
        **rule,
        "operation": "CreateRestoreAccessBackupVault",
        "duration": 0,
        "times": 3,
        "region": REGION,
        "times_used": 0,
    }
    assert api.send("GET", "approvals")[1] == {"approvals": [shown]}

    def state() -> str:
        asked = api.client.create_restore_access_backup_vault(
            SourceBackupVaultArn=vault["BackupVaultArn"]
        )
        made = asked["RestoreAccessBackupVaultName"]
        return api.client.describe_backup_vault(BackupVaultName=made)["VaultState"]

    assert state() == "FAILED"
    (shown,) = api.send("GET", "approvals")[1]["approvals"]
    assert (shown["times"], shown["times_used"]) == (2, 1)
    api.send("DELETE", "approvals")
    assert state() == "AVAILABLE"


def test_faults_are_set_and_used_up(api: Api) -> None:
    rule = {"operation": "ListBackupJobs", "code": "InvalidRequestException"}
    assert api.send("POST", "faults", {"faults": [rule]}) == (201, {"set": 1, "ids": [1]})
    with pytest.raises(api.client.exceptions.InvalidRequestException):
        api.client.list_backup_jobs()
    assert api.send("GET", "faults") == (200, {"faults": []})
    assert api.client.list_backup_jobs()["BackupJobs"] == []
    api.send("POST", "faults", {"faults": [rule]})
    api.send("DELETE", "faults")
    assert api.client.list_backup_jobs()["BackupJobs"] == []


@pytest.mark.parametrize(
    ("what", "body", "said"),
    [
        ("jobs", {"BackupJobs": [{}, {"State": "DONE"}]}, "BackupJobs[1].State: got 'DONE'"),
        ("jobs", [], "does not contain a JSON object"),
        ("outcomes", {}, "outcomes: got None, accepts a list"),
        ("outcomes", {"outcomes": "x"}, "outcomes: got 'x', accepts a list"),
        ("outcomes", {"outcomes": [1]}, "outcomes[0]: got 1, accepts an object"),
        (
            "outcomes",
            {"outcomes": [{"kind": "backup", "state": "FAILED"}, {"kind": "backup"}]},
            "outcomes[1]: got {'kind': 'backup'}, accepts an object with kind and state",
        ),
        (
            "outcomes",
            {"outcomes": [{"kind": "x", "state": "y"}]},
            "Invalid value for kind: got 'x'",
        ),
        (
            "approvals",
            {"approvals": [{"status": "DENIED"}]},
            "approvals[0]: Invalid value for status: got 'DENIED', accepts one of APPROVED, FAILED, ",
        ),
        (
            "faults",
            {"faults": [{"operation": "ListBackupJobs", "code": "x", "when": 1}]},
            "faults[0]: got 'when', accepts one of operation, code, ",
        ),
        (
            "faults",
            {"faults": [{"operation": "Lst", "code": "x"}]},
            "faults[0]: Invalid value for operation: got 'Lst', accepts an operation of AWS Backup",
        ),
        (
            "faults",
            {"faults": [{"operation": "ListBackupJobs", "code": "x", "acount_id": "1"}]},
            "faults[0]: got 'acount_id', accepts one of operation, code, times, account_id, region, "
            "message, counts, region_name; did you mean account_id?",
        ),
        (
            "faults",
            {"fault": []},
            "the document: got 'fault', accepts one of faults, account_id, region, region_name; "
            "did you mean faults?",
        ),
        (
            "outcomes",
            {"outcomes": [], "account_id": 123456789012},
            "account_id: got 123456789012, accepts a string of 12 digits; "
            "did you mean '123456789012'?",
        ),
        (
            "outcomes",
            {"outcomes": [], "region": "us-east-1", "region_name": "us-west-2"},
            "region_name: got 'us-west-2', accepts 'us-east-1', as region says",
        ),
        (
            "jobs",
            {"BackupJobs": [], "acount_id": "111122223333"},
            "Unknown member acount_id; did you mean account_id?",
        ),
        ("jobs", {"BackupJobs": [{}], "account_id": "12345"}, "account_id: got '12345'"),
        ("jobs", {"BackupJobs": [{}], "region_name": "moon-1"}, "region_name: got 'moon-1'"),
    ],
)
def test_bad_input_says_where_and_changes_nothing(
    api: Api, what: str, body: Any, said: str
) -> None:
    status, answer = api.send("POST", what, body)
    assert status == 400
    assert said in answer["error"]
    assert api.send("GET", what)[1] in (
        {},
        {"outcomes": []},
        {"approvals": []},
        {"faults": []},
    )


@pytest.mark.parametrize("name", ["region", "region_name"])
def test_a_region_has_the_name_that_it_has_in_python_too(api: Api, name: str) -> None:
    place = {name: "eu-west-1"}
    assert api.send("POST", "jobs", {"BackupJobs": [{}], **place}) == (
        201,
        {"loaded": 1, "regions": ["eu-west-1"]},
    )
    assert len(api.send("GET", "jobs", **place)[1]["BackupJobs"]) == 1
    api.send("DELETE", "jobs", **place)
    assert api.send("GET", "jobs", **place) == (200, {})
    rule = {"operation": "ListBackupJobs", "code": "InvalidRequestException"}
    api.send("POST", "faults", {"faults": [{**rule, **place}]})
    api.send("POST", "faults", {"faults": [rule], **place})
    shown = api.send("GET", "faults")[1]["faults"]
    assert [fault["region"] for fault in shown] == ["eu-west-1", "eu-west-1"]
    api.send("DELETE", "faults")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"account_id": "12345"}, "account_id: got '12345', accepts a string of 12 digits"),
        (
            {"region": "moon-1"},
            "region: got 'moon-1', accepts a region that moto has AWS Backup in",
        ),
        ({"acount_id": "1"}, "region, region_name; did you mean account_id?"),
        ({"region": ["a", "b"]}, "region of the query: got ['a', 'b'], accepts one value"),
    ],
)
def test_a_query_that_names_no_place_is_refused(api: Api, query: dict[str, str], said: str) -> None:
    for method in ("GET", "DELETE"):
        status, answer = api.send(method, "jobs", **query)
        assert status == 400
        assert said in answer["error"]


def test_an_endpoint_that_is_misspelled_is_refused(api: Api) -> None:
    status, answer = api.send("GET", "fault")
    assert (status, answer) == (
        400,
        {
            "error": "Invalid value for the endpoint: got 'fault', accepts one of clock, account, jobs, "
            "outcomes, approvals, deletions, deployments, faults, events, reset; did you mean faults?"
        },
    )


@pytest.mark.parametrize(
    ("beside", "said"),
    [
        ({"acount_id": "222233334444"}, "Unknown member acount_id; did you mean account_id?"),
        ({"shiftToNow": True}, "Unknown member shiftToNow; did you mean shift_to_now?"),
        (
            {"region": "eu-west-1", "region_name": "eu-west-2"},
            "Invalid value for region_name: got 'eu-west-2', accepts 'eu-west-1', as region says",
        ),
        (
            {"shift_to_now": 1},
            "Invalid value for shift_to_now: got 1, accepts true, false or 'exactly'",
        ),
    ],
)
def test_what_is_beside_the_jobs_is_checked(api: Api, beside: dict[str, Any], said: str) -> None:
    answer = api.send("POST", "jobs", {**beside, "BackupJobs": [{}]})
    assert answer == (400, {"error": said})
    assert api.client.list_backup_jobs()["BackupJobs"] == []


def test_what_loading_warns_of_is_in_the_answer(api: Api) -> None:
    status, answer = api.send("POST", "jobs", {"BackupJobs": [{"CreationDate": "2001-01-01"}]})
    (warning,) = answer["warnings"]
    assert (status, answer["loaded"]) == (201, 1)
    assert warning.startswith("No summary counts these jobs")


def test_history_is_moved_to_now(api: Api) -> None:
    rows = [{"CreationDate": "2001-01-01", "State": "FAILED"}, {"CreationDate": "2001-01-02"}]
    document = {"shift_to_now": True, "BackupJobs": rows}
    assert api.send("POST", "jobs", document) == (201, {"loaded": 2, "regions": [REGION]})
    assert sorted(states(api.client)) == ["COMPLETED", "FAILED"]


def test_a_body_that_is_no_json_is_refused(api: Api) -> None:
    answer = requests.post(f"{api.url}/jobs", data=b"{", timeout=30)
    assert answer.status_code == 400
    assert "not JSON" in answer.json()["error"]


def test_a_server_starts_with_history(tmp_path: Path) -> None:
    paths = [tmp_path / "jobs.json", tmp_path / "account.json"]
    account = {"BackupAccount": {"Version": 1, "Region": REGION}}
    for path, header in zip(paths, ({}, account), strict=True):
        path.write_text(json.dumps({**header, "BackupJobs": [{}]}), encoding="utf-8")
    with served("--load", str(paths[0]), "--load", str(paths[1])) as url:
        client = client_of(endpoint_url=url)
        assert states(client) == ["COMPLETED", "COMPLETED"]
        requests.post(f"{url}/moto-api/reset", timeout=30)
        assert states(client) == []


def test_history_that_cannot_be_loaded_ends_the_server() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "moto_backup_summaries", "-p", "0", "--load", "none.json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    assert "--load none.json" in ran.stderr


class TestTheClock:
    def test_a_fortnight_passes_at_once(self, fresh_server: str) -> None:
        api = Api(fresh_server, client_of(endpoint_url=fresh_server))
        api.client.create_backup_vault(BackupVaultName="nightly")
        status, answer = api.send("POST", "clock", {"time": "2026-03-01T00:00:00Z"})
        assert (status, answer["time"][:16]) == (201, "2026-03-01T00:00")
        start(api.client)
        for _ in range(13):
            api.send("POST", "clock", {"advance": "P1D"})
            start(api.client)
        assert api.send("GET", "clock")[1]["time"].startswith("2026-03-14T00:00")
        rows = api.client.list_backup_job_summaries()["BackupJobSummaries"]
        assert [row["StartTime"].day for row in rows] == list(range(1, 15))
        assert api.send("DELETE", "clock") == (200, {"status": "ok"})
        assert not api.send("GET", "clock")[1]["time"].startswith("2026-03-14T00:00")

    def test_a_reset_sets_it_back(self, fresh_server: str) -> None:
        api = Api(fresh_server, None)
        api.send("POST", "clock", {"time": 0})
        assert api.send("GET", "clock")[1]["time"].startswith("1970-01-01T00:00")
        requests.post(f"{fresh_server}/moto-api/reset", timeout=30)
        assert not api.send("GET", "clock")[1]["time"].startswith("1970")

    @pytest.mark.parametrize(
        ("body", "said"),
        [
            ({}, 'clock: got {}, accepts {"time": "2026-03-01T00:00:00Z"} or {"advance": "P14D"}'),
            ({"time": 1, "advance": 1}, "clock: got {'time': 1, 'advance': 1}, accepts {"),
            ({"tiem": 1}, "clock: got 'tiem', accepts one of time, advance; did you mean time?"),
            ({"time": "soon"}, "time: got 'soon', accepts a date"),
            ({"time": True}, "time: got True, accepts a date"),
            ({"advance": "soon"}, "advance: got 'soon', accepts 0 to"),
            ({"advance": True}, "advance: got True, accepts 0 to"),
            ({"advance": -86400.0}, "duration such as P14D; to go back, give the time itself"),
            ({"advance": "P99Y"}, "advance: got 'P99Y', accepts 0 to"),
        ],
    )
    def test_bad_input_says_why(self, fresh_server: str, body: Any, said: str) -> None:
        status, answer = Api(fresh_server, None).send("POST", "clock", body)
        assert status == 400
        assert said in answer["error"]

    def test_the_mock_leaves_it_to_freezegun(self, mocked_backup: Any) -> None:
        api = Api("http://motoapi.amazonaws.com", mocked_backup)
        status, answer = api.send("POST", "clock", {"time": 0})
        assert status == 400
        assert "freezegun" in answer["error"]

    def test_a_server_starts_at_a_time(self) -> None:
        with served("--time", "2026-03-01T00:00:00Z") as url:
            assert Api(url, None).send("GET", "clock")[1]["time"].startswith("2026-03-01T00:0")

    def test_a_time_that_is_none_ends_the_server(self) -> None:
        ran = subprocess.run(
            [sys.executable, "-m", "moto_backup_summaries", "-p", "0", "--time", "soon"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 1
        assert "--time: Invalid value for time: got 'soon'" in ran.stderr


def test_motos_recorder_replays_what_was_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOTO_RECORDER_FILEPATH", str(tmp_path / "recording"))
    with served() as url:
        api = Api(url, client_of(endpoint_url=url))
        requests.post(f"{url}/moto-api/recorder/start-recording", timeout=30)
        api.send("POST", "jobs", {"BackupJobs": [{}, {}]})
        requests.post(f"{url}/moto-api/recorder/stop-recording", timeout=30)
        requests.post(f"{url}/moto-api/reset", timeout=30)
        assert states(api.client) == []
        requests.post(f"{url}/moto-api/recorder/replay-recording", timeout=30)
        assert states(api.client) == ["COMPLETED", "COMPLETED"]


def test_settings_that_are_wrong_are_refused_when_they_are_posted(api: Api) -> None:
    url = api.url.removesuffix("/static/backup") + "/config"
    answer = requests.post(url, json={"backup": {"include_todya": False}}, timeout=30)
    assert (answer.status_code, answer.json()) == (
        400,
        {
            "error": "Invalid value for backup: got 'include_todya', accepts one of "
            "include_today, moto_compatible, cross_account_copies_need_policy, "
            "make_resources, assert_all_rules_used; did you mean include_today?"
        },
    )
    assert api.client.list_backup_job_summaries()["BackupJobSummaries"] == []


def test_settings_that_are_wrong_in_python_are_told_by_the_call_that_needs_them() -> None:
    with mock_aws(config={"backup": {"include_today": 5}}):
        client = client_of()
        with pytest.raises(client.exceptions.ClientError, match=r"backup\.include_today: got 5"):
            client.list_backup_job_summaries()


@pytest.mark.parametrize(
    ("document", "status"),
    [
        ({"model_name": "backup::backup_job", "transition": {"progression": "time"}}, 400),
        ({"model_name": "backup::backup_job"}, 400),
        ({"model_name": "backup::backup_job", "transition": {"progression": "immediate"}}, 201),
        ({"model_name": "another::model", "transition": {"progression": "own"}}, 201),
    ],
)
def test_a_posted_transition_can_be_followed(api: Api, document: Any, status: int) -> None:
    url = api.url.removesuffix("/static/backup") + "/state-manager/"
    answer = requests.post(url + "set-transition", json=document, timeout=30)
    assert answer.status_code == status
    requests.post(url + "unset-transition", json={"model_name": document["model_name"]}, timeout=30)


def test_the_clock_stays_in_the_years_of_schedules(fresh_server: str) -> None:
    api = Api(fresh_server, None)
    status, answer = api.send("POST", "clock", {"time": "2200-01-01"})
    assert status == 400
    assert "accepts a time from 1970 to 2199" in answer["error"]
    api.send("POST", "clock", {"time": "2199-12-31"})
    status, answer = api.send("POST", "clock", {"advance": "P1D"})
    assert status == 400
    assert "advance: got 'P1D', accepts what ends before 2200, from 2199-12-31" in answer["error"]
    api.send("DELETE", "clock")


def test_a_server_asserts_nothing_at_the_end_of_a_mock(fresh_server: str) -> None:
    url = f"{fresh_server}/moto-api/config"
    wrong = {"backup": {"assert_all_rules_used": True}}
    answer = requests.post(url, json=wrong, timeout=30)
    assert answer.status_code == 400
    assert "got True, accepts false on a server; GET" in answer.json()["error"]
    shown = requests.get(url, timeout=30).json()
    assert requests.post(url, json=shown, timeout=30).status_code == 201
