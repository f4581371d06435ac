"""An account that is anonymized and loaded tells what it told, by other names."""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

import pytest
from access_points.examples import backed_up_files
from access_points.examples import create as create_access
from calls import create_plan
from capture.account_state import State, state_of
from capture.test_whole_account import NOW, all_changes, vaults
from moto import mock_aws
from organizations import assumed
from support import ACCOUNT, ROLE, client_of, frozen_at

from moto_backup_summaries import load_account
from moto_backup_summaries.backup.aws.account_sections import SECTIONS
from moto_backup_summaries.capture.anonymizing import Anonymizer
from moto_backup_summaries.capture.reading import AccountReader

# Lists in the order of names, of which others have another, and what only an organization's account is told.
OTHERWISE = ("ListProtectedResources", "DescribeGlobalSettings")


def selections(_: object) -> None:
    """Of all that a selection may say, and what is chosen by a name of the account's."""
    client = client_of()
    plan_id = create_plan(client)
    condition = {"ConditionKey": "aws:ResourceTag/cost", "ConditionValue": "4711"}
    listed = {"ConditionType": "STRINGEQUALS", "ConditionKey": "cost", "ConditionValue": "4711"}
    for name, members in {
        "patterns": {"Resources": ["arn:aws:ec2:*:*:volume/*"], "NotResources": ["arn:aws:s3:::a"]},
        "tags": {"ListOfTags": [listed]},
        "conditions": {"Resources": ["*"], "Conditions": {"StringEquals": [condition]}},
    }.items():
        selection = {"SelectionName": name, "IamRoleArn": ROLE, **members}
        client.create_backup_selection(BackupPlanId=plan_id, BackupSelection=selection)


def access_points(_: object) -> None:
    client = client_of()
    client.create_backup_vault(BackupVaultName="nightly")
    create_access(client, backed_up_files(client), Tags={"team": "blue"})


STORIES: Mapping[str, Callable[[Any], object]] = {
    "vaults": vaults,
    "selections": selections,
    "access points": access_points,
    "all changes": all_changes,
}


def by_operation(state: State) -> dict[str, list[Any]]:
    """The answers of each operation, whichever name was asked for first."""
    answers = defaultdict(list)
    for question, answer in state.items():
        answers[re.split(r"\(| of ", question)[0]].append(answer)
    return {
        name: sorted(told, key=partial(json.dumps, sort_keys=True, default=str))
        for name, told in answers.items()
        if not name.startswith(OTHERWISE)
    }


@pytest.mark.filterwarnings("ignore::moto_backup_summaries.BackupSummariesWarning")
@pytest.mark.parametrize("name", STORIES)
def test_it_tells_the_same_by_other_names(name: str) -> None:
    anonymizer = Anonymizer(b"key")
    with frozen_at(NOW) as clock:
        with mock_aws():
            STORIES[name](clock)
            before = state_of(client_of())
            read = AccountReader(client_of(), ACCOUNT).parts(section.what for section in SECTIONS)
            parts = [json.loads(json.dumps(part, default=datetime.isoformat)) for part, _ in read]
        with mock_aws():
            load_account([anonymizer.anonymized(part) for part in parts])
            after = state_of(assumed(client_of, anonymizer.anonymized(ACCOUNT)))
    expected = {
        question: answer if "refused" in answer else anonymizer.anonymized(answer)
        for question, answer in before.items()
    }
    assert by_operation(after) == by_operation(expected)
