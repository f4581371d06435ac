#!/usr/bin/env bash
# fixinventory-plugin-aws 4.2.0, boto3 1.44.8: copies of backups in the graph of an account
#
# Behaviour: a backup job and a copy job tell by which plan they were made, in the same member. Backups are connected
# with their plan. For copies the ARN of each plan is compared with the id that the job tells, so that none is ever
# connected, and a search from a plan finds what it backed up and nothing that it copied to another region.
#
# Output:
#   AWS Backup: a backup job and a copy job of one plan
#   the graph: aws_backup_plan, aws_backup_job, aws_backup_copy_job
#   connected with the plan: aws_backup_job
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

python3 -m venv env
env/bin/pip install --quiet boto3==1.44.8 fixinventory-plugin-aws==4.2.0 setuptools==80.9.0
export AWS_ACCESS_KEY_ID=testing AWS_SECRET_ACCESS_KEY=testing
env/bin/python > seen <<'PYTHON'
import json
import logging
import os
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from threading import Thread

from fix_plugin_aws.aws_client import AwsClient
from fix_plugin_aws.configuration import AwsConfig
from fix_plugin_aws.resource import backup
from fix_plugin_aws.resource.base import AwsAccount, AwsRegion, GraphBuilder
from fixlib.baseresources import Cloud
from fixlib.core.actions import CoreFeedback
from fixlib.graph import Graph
from fixlib.threading import ExecutorQueue

logging.disable()
PLAN = "00000000-1111-2222-3333-444444444444"
OF_PLAN = {"BackupPlanId": PLAN, "BackupPlanArn": f"arn:aws:backup:us-east-1:123456789012:backup-plan:{PLAN}"}
ANSWERS = {
    "/backup/plans": {"BackupPlansList": [{**OF_PLAN, "BackupPlanName": "nightly", "VersionId": "1"}]},
    "/backup-jobs": {"BackupJobs": [{"BackupJobId": "b", "State": "COMPLETED", "CreatedBy": OF_PLAN}]},
    "/copy-jobs": {"CopyJobs": [{"CopyJobId": "c", "State": "COMPLETED", "CreatedBy": OF_PLAN}]},
}


class Account(BaseHTTPRequestHandler):
    def do_GET(self):
        path = self.path.partition("?")[0].rstrip("/")
        body = json.dumps(ANSWERS.get(path, {"Tags": {}})).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Account)
Thread(target=server.serve_forever, daemon=True).start()
os.environ["AWS_ENDPOINT_URL"] = f"http://127.0.0.1:{server.server_port}"

config = AwsConfig(access_key_id="testing", secret_access_key="testing")
account, region = AwsAccount(id="123456789012"), AwsRegion(id="us-east-1", name="us-east-1")
graph, feedback = Graph(root=account), CoreFeedback("task", "step", "collector", Queue())
with ThreadPoolExecutor(max_workers=1) as pool:
    work = ExecutorQueue(pool, "work", lambda key: 1)
    client = AwsClient(config, account.id, region=region.id)
    builder = GraphBuilder(graph, Cloud(id="aws"), account, region, {region.id: region}, client, work, feedback)
    for kind in (backup.AwsBackupPlan, backup.AwsBackupJob, backup.AwsBackupCopyJob):
        kind.collect_resources(builder)
        work.wait_for_submitted_work()
    for node, data in list(graph.nodes(data=True)):
        if "source" in data:
            node.connect_in_graph(builder, data["source"])
print("AWS Backup: a backup job and a copy job of one plan")
print("the graph:", ", ".join(node.kind for node in graph.nodes if node is not account))
print("connected with the plan:", *[to.kind for start, to, _ in graph.edges if start.kind == "aws_backup_plan"])
PYTHON
diff <(echo "$expected") seen
