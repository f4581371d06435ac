"""Organizations with backup policies."""

import json
from typing import Any

from organizations import new_account
from support import REGION, client_of, new_client

ASSIGN = "@@assign"


def assign(value: Any) -> dict[str, Any]:
    return {ASSIGN: value}


def rule(**settings: Any) -> dict[str, Any]:
    """A rule that backs up each day at 05:00, unless settings say otherwise."""
    return {
        "schedule_expression": assign("cron(0 5 ? * * *)"),
        "target_backup_vault_name": assign("nightly"),
        **settings,
    }


def by_tag(key: str = "stage", *values: str) -> dict[str, Any]:
    return {
        "iam_role_arn": assign("arn:aws:iam::$account:role/backup"),
        "tag_key": assign(key),
        "tag_value": assign(list(values) or ["prod"]),
    }


def plan(**settings: Any) -> dict[str, Any]:
    """A plan of what is tagged with stage=prod, in us-east-1."""
    return {
        "regions": assign([REGION]),
        "rules": {"Daily": rule()},
        "selections": {"tags": {"Stages": by_tag()}},
        **settings,
    }


def policy(name: str = "Org_Plan", **settings: Any) -> dict[str, Any]:
    """A policy of one plan."""
    return {"plans": {name: plan(**settings)}}


class Organization:
    """An organization with a root, a unit and an account in each, where backup policies are enabled."""

    def __init__(self) -> None:
        self.client = client_of("organizations")
        self.client.create_organization()
        (root,) = self.client.list_roots()["Roots"]
        self.root = root["Id"]
        self.unit = self.client.create_organizational_unit(ParentId=self.root, Name="unit")[
            "OrganizationalUnit"
        ]["Id"]
        self.outer, self.inner = (new_account(self.client, name) for name in ("outer", "inner"))
        self.move(self.inner, self.root, self.unit)
        self.client.enable_policy_type(RootId=self.root, PolicyType="BACKUP_POLICY")

    def move(self, account: str, source: str, target: str) -> None:
        self.client.move_account(
            AccountId=account, SourceParentId=source, DestinationParentId=target
        )

    def create(self, document: Any, name: str = "policy") -> Any:
        """Create a backup policy; what CreatePolicy tells of it."""
        text = document if isinstance(document, str) else json.dumps(document)
        answer = self.client.create_policy(
            Name=name, Description="backups", Type="BACKUP_POLICY", Content=text
        )
        return answer["Policy"]

    def attach(self, document: Any, target: str, name: str = "policy") -> str:
        """Create a policy and attach it; its id."""
        policy_id = self.create(document, name)["PolicySummary"]["Id"]
        self.client.attach_policy(PolicyId=policy_id, TargetId=target)
        return policy_id

    def update(self, policy_id: str, document: Any) -> None:
        self.client.update_policy(PolicyId=policy_id, Content=json.dumps(document))

    def detach(self, policy_id: str, target: str) -> None:
        self.client.detach_policy(PolicyId=policy_id, TargetId=target)

    def effective(self, account: str) -> Any:
        answer = self.client.describe_effective_policy(PolicyType="BACKUP_POLICY", TargetId=account)
        return json.loads(answer["EffectivePolicy"]["PolicyContent"])


def client_in(account: str, service: str = "backup", region: str = REGION) -> Any:
    """A client in another account, by a role of moto's STS."""
    role = f"arn:aws:iam::{account}:role/any"
    credentials = client_of("sts").assume_role(RoleArn=role, RoleSessionName="session")[
        "Credentials"
    ]
    return new_client(
        service,
        region,
        aws_access_key_id=credentials["AccessKeyId"],
        aws_secret_access_key=credentials["SecretAccessKey"],
        aws_session_token=credentials["SessionToken"],
    )


def plans_of(client: Any) -> list[Any]:
    return client.list_backup_plans()["BackupPlansList"]
