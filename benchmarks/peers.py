"""What each emulator of AWS answers who tests with AWS Backup: the table of docs/comparison.rst.

    python benchmarks/peers.py NAME=COMMAND ... > docs/peers.txt

COMMAND starts an emulator; {port} in it is where its port belongs. Words like KEY=VALUE before the program
are its environment. Each question is asked by boto3, of a server that is new, in the order of QUESTIONS; what
goes wrong is the answer to that question. The installed boto3 is the one that asks, for all of them. An
emulator's size is that of the libraries beside its program, if it stands in a virtual environment.
"""

import argparse
import contextlib
import importlib.metadata
import json
import os
import shlex
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.model import ListShape, OperationModel, Shape, StructureShape
from botocore.parsers import ResponseParserError

ROLE = "arn:aws:iam::123456789012:role/backup"
BUCKET = "arn:aws:s3:::photos"
VOLUME = "arn:aws:ec2:us-east-1:123456789012:volume/vol-1"
# What boto3 raises of an answer that is no success.
FAILURES = (BotoCoreError, ClientError, ResponseParserError)
ENDED = {"COMPLETED", "FAILED", "ABORTED", "PARTIAL", "EXPIRED"}
# Services whose resources AWS Backup backs up, or that it speaks to.
# A call of each that requires nothing.
NEIGHBOURS = {
    "cloudformation": "ListStacks",
    "cloudwatch": "ListMetrics",
    "config": "DescribeConfigRules",
    "docdb": "DescribeDBClusters",
    "dynamodb": "ListTables",
    "ec2": "DescribeVolumes",
    "efs": "DescribeFileSystems",
    "eks": "ListClusters",
    "events": "ListRules",
    "fsx": "DescribeFileSystems",
    "iam": "ListRoles",
    "kms": "ListKeys",
    "lambda": "ListFunctions",
    "logs": "DescribeLogGroups",
    "neptune": "DescribeDBClusters",
    "organizations": "ListRoots",
    "ram": "ListPermissions",
    "rds": "DescribeDBInstances",
    "redshift": "DescribeClusters",
    "resourcegroupstaggingapi": "GetResources",
    "s3": "ListBuckets",
    "scheduler": "ListSchedules",
    "sns": "ListTopics",
    "sqs": "ListQueues",
    "stepfunctions": "ListStateMachines",
    "storagegateway": "ListGateways",
    "sts": "GetCallerIdentity",
    "timestream-write": "DescribeEndpoints",
}
TEMPLATE = {
    "Resources": {
        "Vault": {"Type": "AWS::Backup::BackupVault", "Properties": {"BackupVaultName": "stacked"}},
        "Plan": {
            "Type": "AWS::Backup::BackupPlan",
            "Properties": {
                "BackupPlan": {
                    "BackupPlanName": "stacked",
                    "BackupPlanRule": [
                        {"RuleName": "daily", "TargetBackupVault": {"Ref": "Vault"}},
                    ],
                }
            },
        },
    }
}


class Peer:
    """An emulator in a process of its own, and clients of it."""

    def __init__(self, command: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        words = shlex.split(command.replace("{port}", str(port)))
        count = next(index for index, word in enumerate(words) if "=" not in word)
        self.program = Path(words[count])
        begun = time.perf_counter()
        self._process = subprocess.Popen(
            words[count:],
            env={**os.environ, **dict(word.split("=", 1) for word in words[:count])},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        while not self._answers() and time.perf_counter() - begun < 300:
            time.sleep(0.02)
        self.seconds = sum(_processor(process) for process in _tree(self._process.pid))

    def _answers(self) -> bool:
        assert self._process.poll() is None, "the emulator has ended"
        with contextlib.suppress(*FAILURES):
            return bool(self.client("sts").get_caller_identity())
        return False

    def client(self, service: str) -> Any:
        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name="us-east-1",
            aws_access_key_id="testing",
            aws_secret_access_key="testing",
            config=Config(
                connect_timeout=5,
                read_timeout=60,
                retries={"total_max_attempts": 1},
                inject_host_prefix=False,
                s3={"addressing_style": "path"},
            ),
        )

    def memory(self) -> float:
        """Megabytes of the process and of all below it, as they are shared."""
        return sum(_memory(process) for process in _tree(self._process.pid))

    def end(self) -> None:
        self._process.terminate()
        self._process.wait()


def _tree(process: int) -> Iterator[int]:
    yield process
    for thread in Path(f"/proc/{process}/task").iterdir():
        for child in (thread / "children").read_text().split():
            yield from _tree(int(child))


def _processor(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory(process: int) -> float:
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("Pss:")).split()[1]) / 1024


def _until(look: Callable[[], Any], seconds: float = 10) -> Any:
    """What look gives as soon as it is something, or what it gives at last."""
    begun = time.perf_counter()
    while not (seen := look()) and time.perf_counter() - begun < seconds:
        time.sleep(0.2)
    return seen


def start(peer: Peer) -> str:
    return f"{peer.seconds:.1f} s"


def memory(peer: Peer) -> str:
    return f"{peer.memory():.0f} MB"


def size(peer: Peer) -> str:
    libraries = list(peer.program.parent.parent.glob("lib/python*/site-packages"))
    if not libraries:
        return "not measured"
    sizes = (
        file.stat().st_size
        for file in libraries[0].rglob("*")
        if file.is_file() and file.suffix != ".pyc" and "pip" not in file.parts
    )
    return f"{sum(sizes) / 1e6:.0f} MB"


def job(peer: Peer) -> str:
    """A job of a volume and two of buckets, whose end is waited for; the other questions count them."""
    backup = peer.client("backup")
    backup.create_backup_vault(BackupVaultName="nightly")
    ids = [
        backup.start_backup_job(BackupVaultName="nightly", ResourceArn=arn, IamRoleArn=ROLE)[
            "BackupJobId"
        ]
        for arn in (VOLUME, BUCKET, f"{BUCKET}-2")
    ]

    def state() -> str:
        return str(backup.describe_backup_job(BackupJobId=ids[0])["State"])

    _until(lambda: state() in ENDED)
    return state()


def recovery_point(peer: Peer) -> str:
    listed = peer.client("backup").list_recovery_points_by_backup_vault(BackupVaultName="nightly")
    return f"{len(listed['RecoveryPoints'])} of 3 jobs left one"


def _counted(peer: Peer, **filters: str) -> list[dict[str, Any]]:
    return peer.client("backup").list_backup_job_summaries(**filters)["BackupJobSummaries"]


def _count(peer: Peer, **filters: str) -> int:
    return sum(row["Count"] for row in _counted(peer, **filters))


def summaries(peer: Peer) -> str:
    return f"counts {_count(peer)} of 3 jobs"


def filters(peer: Peer) -> str:
    s3, failed = _count(peer, ResourceType="S3"), _count(peer, State="FAILED")
    return f"{s3} of 2 jobs of S3, {failed} of 0 failed ones"


def groups(peer: Peer) -> str:
    each = {row.get("ResourceType") for row in _counted(peer, ResourceType="ANY")}
    together = {row.get("ResourceType") for row in _counted(peer, ResourceType="AGGREGATE_ALL")}
    return f"ANY: {_words(each)}; AGGREGATE_ALL: {_words(together)}"


def _words(values: set[str | None]) -> str:
    return ", ".join(sorted(str(value) for value in values)) or "no rows"


def period(peer: Peer) -> str:
    answer = peer.client("backup").list_backup_job_summaries(AggregationPeriod="FOURTEEN_DAYS")
    spans = {(row["EndTime"] - row["StartTime"]).days for row in answer["BackupJobSummaries"]}
    return f"rows of {', '.join(map(str, sorted(spans)))} days" if spans else "no rows"


def pages(peer: Peer) -> str:
    pager = peer.client("backup").get_paginator("list_backup_jobs")
    sizes = [
        len(page["BackupJobs"])
        for page in pager.paginate(PaginationConfig={"PageSize": 1, "MaxItems": 9})
    ]
    return (
        f"{len(sizes)} pages of {max(sizes)} job"
        if max(sizes, default=0) == 1
        else f"pages of {sizes}"
    )


def refusals(peer: Peer) -> str:
    """What comes of a vault that is not there, and of a state that no job has."""
    backup = peer.client("backup")
    calls = (
        lambda: backup.start_backup_job(
            BackupVaultName="absent", ResourceArn=VOLUME, IamRoleArn=ROLE
        ),
        lambda: backup.list_backup_jobs(ByState="FAILD"),
    )
    return f"absent vault: {_refusal(calls[0])}; unknown State: {_refusal(calls[1])}"


def _refusal(call: Callable[[], Any]) -> str:
    try:
        call()
    except ClientError as error:
        return str(error.response["Error"]["Code"])
    return "taken"


def lock(peer: Peer) -> str:
    """Whether a recovery point of a locked vault can be deleted."""
    backup = peer.client("backup")
    backup.put_backup_vault_lock_configuration(BackupVaultName="nightly", MinRetentionDays=7)
    points = backup.list_recovery_points_by_backup_vault(BackupVaultName="nightly")[
        "RecoveryPoints"
    ]
    if not points:
        return "no recovery point to delete"
    arn = points[0]["RecoveryPointArn"]
    refused = _refusal(
        lambda: backup.delete_recovery_point(BackupVaultName="nightly", RecoveryPointArn=arn)
    )
    backup.delete_backup_vault_lock_configuration(BackupVaultName="nightly")
    return "deleted" if refused == "taken" else refused


def _queue(peer: Peer) -> tuple[str, str]:
    sqs = peer.client("sqs")
    url = sqs.create_queue(QueueName="heard")["QueueUrl"]
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]
    return url, attributes["QueueArn"]


def event(peer: Peer) -> str:
    url, arn = _queue(peer)
    events = peer.client("events")
    events.put_rule(
        Name="backups", EventPattern=json.dumps({"source": ["aws.backup"]}), State="ENABLED"
    )
    events.put_targets(Rule="backups", Targets=[{"Id": "queue", "Arn": arn}])
    backup = peer.client("backup")
    backup.start_backup_job(BackupVaultName="nightly", ResourceArn=VOLUME, IamRoleArn=ROLE)
    sqs = peer.client("sqs")
    heard = _until(lambda: _received(backup, sqs, url), 5)
    return f"{json.loads(heard[0]['Body'])['detail-type']}" if heard else "none within 5 s"


def _received(backup: Any, sqs: Any, url: str) -> list[dict[str, Any]]:
    # Time may pass for jobs only when somebody asks.
    backup.list_backup_jobs()
    return sqs.receive_message(QueueUrl=url).get("Messages", [])


def metric(peer: Peer) -> str:
    metrics = peer.client("cloudwatch").list_metrics(Namespace="AWS/Backup")["Metrics"]
    return f"{len({each['MetricName'] for each in metrics})} have values"


def stack(peer: Peer) -> str:
    stacks = peer.client("cloudformation")
    stacks.create_stack(StackName="backups", TemplateBody=json.dumps(TEMPLATE))

    def status() -> str:
        return str(stacks.describe_stacks(StackName="backups")["Stacks"][0]["StackStatus"])

    _until(lambda: not status().endswith("PROGRESS"))
    backup = peer.client("backup")
    vaults = {vault["BackupVaultName"] for vault in backup.list_backup_vaults()["BackupVaultList"]}
    plans = {plan["BackupPlanName"] for plan in backup.list_backup_plans()["BackupPlansList"]}
    made = [name for name, names in (("vault", vaults), ("plan", plans)) if "stacked" in names]
    return f"makes {' and '.join(made)}" if made else "makes neither vault nor plan"


def restore(peer: Peer) -> str:
    """Whether a table that is restored has the item that its backup had."""
    tables, backup = peer.client("dynamodb"), peer.client("backup")
    table = tables.create_table(
        TableName="orders",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )["TableDescription"]
    tables.put_item(TableName="orders", Item={"id": {"S": "1"}})
    arn = table["TableArn"]
    backup.start_backup_job(BackupVaultName="nightly", ResourceArn=arn, IamRoleArn=ROLE)
    points = _until(
        lambda: backup.list_recovery_points_by_resource(ResourceArn=arn)["RecoveryPoints"], 5
    )
    if not points:
        return "no recovery point to restore"
    restored = backup.start_restore_job(
        RecoveryPointArn=points[0]["RecoveryPointArn"],
        Metadata={"targetTableName": "restored"},
        IamRoleArn=ROLE,
        ResourceType="DynamoDB",
    )["RestoreJobId"]
    _until(lambda: backup.describe_restore_job(RestoreJobId=restored)["Status"] in ENDED)
    return "its item" if tables.scan(TableName="restored")["Items"] else "an empty table"


def operations(peer: Peer) -> str:
    """How many operations succeed with the least that they require, or refuse as the model says."""
    backup = peer.client("backup")
    names = backup.meta.service_model.operation_names
    answers = [_answer(backup, backup.meta.service_model.operation_model(name)) for name in names]
    return (
        f"{len(names) - answers.count('none')} of {len(names)}; {answers.count('success')} succeed"
    )


def _answer(client: Any, operation: OperationModel) -> str:
    members = _least(operation.input_shape) if operation.input_shape else {}
    try:
        client._make_api_call(operation.name, members)
    except ClientError as error:
        declared = {"AccessDeniedException", *(shape.name for shape in operation.error_shapes)}
        return "refusal" if error.response["Error"]["Code"] in declared else "none"
    except (BotoCoreError, ResponseParserError):
        return "none"
    return "success"


def _least(shape: Shape) -> Any:
    """The least value that the model takes, of names that nothing has."""
    if isinstance(shape, StructureShape):
        return {name: _least(shape.members[name]) for name in shape.required_members}
    if isinstance(shape, ListShape):
        return [_least(shape.member)]
    if shape.type_name == "string" and "ARN" in shape.name.upper():
        return "arn:aws:backup:us-east-1:123456789012:absent:absent"
    plain = {
        "string": [*shape.metadata.get("enum", []), "absent"][0],
        "map": {},
        "boolean": False,
        "timestamp": datetime.now(timezone.utc),
    }
    return plain.get(shape.type_name, shape.metadata.get("min", 1))


def services(peer: Peer) -> str:
    """Which services answer a list, or refuse as the model says."""
    silent = [name for name in NEIGHBOURS if not _lists(peer, name)]
    without = f", not {', '.join(silent)}" if silent else ""
    return f"{len(NEIGHBOURS) - len(silent)} of {len(NEIGHBOURS)}{without}"


def _lists(peer: Peer, service: str) -> bool:
    client = peer.client(service)
    declared = client.meta.service_model.operation_model(NEIGHBOURS[service]).error_shapes
    try:
        client._make_api_call(NEIGHBOURS[service], {})
    except ClientError as error:
        return error.response["Error"]["Code"] in {shape.name for shape in declared}
    except (BotoCoreError, ResponseParserError):
        return False
    return True


QUESTIONS: dict[str, Callable[[Peer], str]] = {
    "The processor's time to the first answer": start,
    "Memory at rest": memory,
    "Size of its libraries": size,
    "A backup job ends as": job,
    "Recovery points": recovery_point,
    "Summaries": summaries,
    "… with filters": filters,
    "… by ResourceType": groups,
    "… of FOURTEEN_DAYS": period,
    "Pages of ListBackupJobs": pages,
    "What AWS refuses": refusals,
    "A recovery point under a vault lock": lock,
    "EventBridge hears of a job": event,
    "Metrics of AWS/Backup": metric,
    "A stack of CloudFormation": stack,
    "A restored table of DynamoDB has": restore,
    "Operations that answer": operations,
    "Other services that answer": services,
}


def asked(peer: Peer, title: str) -> str:
    print(f"  {title}", file=sys.stderr)
    try:
        return QUESTIONS[title](peer)
    except ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        return f"{error.operation_name}: {error.response['Error']['Code']} ({status})"
    except (BotoCoreError, KeyError, ResponseParserError) as error:
        return type(error).__name__


def columns(commands: dict[str, str]) -> Iterator[tuple[str, list[str]]]:
    for name, command in commands.items():
        print(name, file=sys.stderr)
        peer = Peer(command)
        try:
            yield name, [asked(peer, title) for title in QUESTIONS]
        finally:
            peer.end()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("peers", nargs="+", metavar="NAME=COMMAND")
    commands = dict(each.split("=", 1) for each in parser.parse_args().peers)
    table = dict(columns(commands))
    print(
        f".. Made by benchmarks/peers.py with boto3 {importlib.metadata.version('boto3')}; do not edit.\n"
    )
    print(".. list-table::\n   :header-rows: 1\n   :stub-columns: 1\n")
    for row in zip(
        ["Asked", *QUESTIONS], *([name, *cells] for name, cells in table.items()), strict=True
    ):
        print("   * -", "\n     - ".join(row))


if __name__ == "__main__":
    main()
