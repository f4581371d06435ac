#!/usr/bin/env bash
# boto3 1.44.8, awscli 1.46.3, @aws-sdk/client-backup 3.1092.0: pages of the summaries of jobs
#
# Behaviour: JavaScript pages through the summaries of all kinds of jobs, boto3 through those of scan jobs alone:
# get_paginator of the others is an OperationNotPageableError, as it is of frameworks, report plans, report jobs and
# tags. The AWS CLI pages by the same table: list-backup-jobs goes on to the last page, list-backup-job-summaries
# ends with the first, though a NextToken stands in it, and counts that are added up from it are too low.
#
# Output:
#   JavaScript alone pages through ListBackupJobSummaries
#   JavaScript alone pages through ListCopyJobSummaries
#   JavaScript alone pages through ListFrameworks
#   JavaScript alone pages through ListReportJobs
#   JavaScript alone pages through ListReportPlans
#   JavaScript alone pages through ListRestoreJobSummaries
#   JavaScript alone pages through ListTags
#   list-backup-jobs: 2 of 2 pages
#   list-backup-job-summaries: 1 of 2 pages
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

python3 -m venv env
env/bin/pip install --quiet boto3==1.44.8
# It brings a botocore of its own.
python3 -m venv cli
cli/bin/pip install --quiet awscli==1.46.3
npm install --silent --no-save @aws-sdk/client-backup@3.1092.0
export AWS_DEFAULT_REGION=us-east-1 AWS_ACCESS_KEY_ID=testing AWS_SECRET_ACCESS_KEY=testing
node > javascript <<'JAVASCRIPT'
const names = Object.keys(require("@aws-sdk/client-backup"));
console.log(names.filter((name) => name.startsWith("paginate")).map((name) => name.slice(8)).sort().join("\n"));
JAVASCRIPT
env/bin/python > seen <<'PYTHON'
import boto3
from botocore import xform_name

backup = boto3.client("backup")
for name in open("javascript").read().split():
    if not backup.can_paginate(xform_name(name)):
        print("JavaScript alone pages through", name)
PYTHON
env/bin/python >> seen <<'PYTHON'
import json
import subprocess
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


class TwoPages(BaseHTTPRequestHandler):
    """Two pages of jobs, or of their summaries, each with one."""

    def do_GET(self):
        is_summaries = "summaries" in self.path
        page = {"BackupJobSummaries": [{"Count": 1}]} if is_summaries else {"BackupJobs": [{}]}
        if "nexttoken=" not in self.path.lower():
            page["NextToken"] = "second"
        body = json.dumps(page).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), TwoPages)
Thread(target=server.serve_forever, daemon=True).start()
url = f"http://127.0.0.1:{server.server_port}"
for command in ("list-backup-jobs", "list-backup-job-summaries"):
    asked = ["cli/bin/aws", "backup", command, "--endpoint-url", url, "--output", "json"]
    rows = json.loads(subprocess.run(asked, capture_output=True, check=True).stdout)
    pages = rows.get("BackupJobs") or rows["BackupJobSummaries"]
    print(f"{command}: {len(pages)} of 2 pages")
PYTHON
diff <(echo "$expected") seen
