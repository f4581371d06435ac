#!/usr/bin/env bash
# aws-resiliency-mcp 1.0.0, boto3 1.44.8: whether an account has copies of its backups in another region
#
# Behaviour: copies are looked for among those of EBS volumes alone, and the region that they went to is not looked at.
# An account that copies each table and database to another region is told that it has no copies there, and
# one that copies a volume into a second vault of the same region is told nothing.
#
# Output:
#   tables to eu-west-1: No cross-region backup copies detected
#   a volume within us-east-1: nothing is missing
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

python3 -m venv env
env/bin/pip install --quiet boto3==1.44.8 aws-resiliency-mcp==1.0.0 mcp==1.30.0
export AWS_ACCESS_KEY_ID=testing AWS_SECRET_ACCESS_KEY=testing AWS_DEFAULT_REGION=us-east-1
env/bin/python > seen <<'PYTHON'
import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import boto3
from aws_resiliency_mcp.assessments.storage import assess_storage

VAULT = "arn:aws:backup:{}:123456789012:backup-vault:copies"
copies = []


class Account(BaseHTTPRequestHandler):
    """An account with a plan, a vault, and the copies above; copies are filtered by their type, as AWS does."""

    def do_GET(self):
        url = urlsplit(self.path)
        kind = parse_qs(url.query).get("resourceType", [None])[0]
        self.answer({
            "/backup/plans": {"BackupPlansList": [{"BackupPlanId": "plan", "BackupPlanName": "nightly"}]},
            "/backup-vaults": {"BackupVaultList": [{"BackupVaultName": "nightly"}]},
            "/copy-jobs": {"CopyJobs": [copy for copy in copies if kind in (None, copy["ResourceType"])]},
        }[url.path.rstrip("/")])

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.answer({"FileSystems": []})

    def answer(self, members):
        body = json.dumps(members).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Account)
Thread(target=server.serve_forever, daemon=True).start()
os.environ["AWS_ENDPOINT_URL"] = f"http://127.0.0.1:{server.server_port}"
for name, kind, region in (
    ("tables to eu-west-1", "DynamoDB", "eu-west-1"),
    ("a volume within us-east-1", "EBS", "us-east-1"),
):
    copies[:] = [{
        "CopyJobId": "copy", "ResourceType": kind, "State": "COMPLETED",
        "SourceBackupVaultArn": VAULT.format("us-east-1").replace("copies", "nightly"),
        "DestinationBackupVaultArn": VAULT.format(region),
    }]
    found = assess_storage(boto3.Session()).findings
    missing = [finding.description for finding in found if finding.status != "strong"]
    print(f"{name}:", ", ".join(missing) or "nothing is missing")
PYTHON
diff <(echo "$expected") seen
