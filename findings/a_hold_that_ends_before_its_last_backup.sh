#!/usr/bin/env bash
# awscli 1.46.3, boto3 1.44.8: the range of a legal hold
#
# Behaviour: recovery points are made at milliseconds, and the CLI prints them. Given back as the ToDate of
# create-legal-hold, such a date loses its fraction on the way, so that the hold ends before the recovery point that
# it was to keep, and nothing is said. boto3 sends the date whole, and so does the CLI itself in a filter.
#
# Output:
#   aws create-legal-hold: ToDate 2026-03-01T05:00:00+00:00
#   boto3 create_legal_hold: ToDate 2026-03-01T05:00:00.250000+00:00
#   aws list-recovery-points-by-backup-vault: createdBefore 2026-03-01T05:00:00.250000Z
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

python3 -m venv env
env/bin/pip install --quiet boto3==1.44.8
# It brings a botocore of its own.
python3 -m venv cli
cli/bin/pip install --quiet awscli==1.46.3
export AWS_DEFAULT_REGION=us-east-1 AWS_ACCESS_KEY_ID=testing AWS_SECRET_ACCESS_KEY=testing
env/bin/python > seen <<'PYTHON'
import json
import subprocess
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import boto3

asked = []


class Empty(BaseHTTPRequestHandler):
    """Keeps what it is asked, and answers without members."""

    def do_GET(self):
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        asked.append(json.loads(body) if body else parse_qs(urlsplit(self.path).query))
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    do_POST = do_GET

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Empty)
Thread(target=server.serve_forever, daemon=True).start()
url = f"http://127.0.0.1:{server.server_port}"
CREATED = "2026-03-01T05:00:00.250000+00:00"
SELECTION = {"DateRange": {"FromDate": "2026-01-01T00:00:00+00:00", "ToDate": CREATED}}


def aws(*words):
    subprocess.run(["cli/bin/aws", "backup", *words, "--endpoint-url", url], capture_output=True, check=True)


def last_end():
    seconds = asked[-1]["RecoveryPointSelection"]["DateRange"]["ToDate"]
    return datetime.fromtimestamp(seconds, timezone.utc).isoformat()


named = ("--title", "audit", "--description", "of 2026")
aws("create-legal-hold", *named, "--recovery-point-selection", json.dumps(SELECTION))
print("aws create-legal-hold: ToDate", last_end())
backup = boto3.client("backup", endpoint_url=url)
backup.create_legal_hold(Title="audit", Description="of 2026", RecoveryPointSelection=SELECTION)
print("boto3 create_legal_hold: ToDate", last_end())
command = "list-recovery-points-by-backup-vault"
aws(command, "--backup-vault-name", "nightly", "--by-created-before", CREATED)
print(f"aws {command}: createdBefore", asked[-1]["createdBefore"][0])
PYTHON
diff <(echo "$expected") seen
