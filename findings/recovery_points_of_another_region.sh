#!/usr/bin/env bash
# aws-inventory-manager 2.6.0, boto3 1.44.8: a vault that is deleted in Ireland
#
# Behaviour: before a vault is deleted, its recovery points are to go. The package looks for them in us-east-1,
# whatever region the vault is in, and deletes those of a vault that happens to have the same name there. The
# recovery points of the vault itself stay, so that AWS refuses to delete it.
#
# Output:
#   us-east-1: GET /backup-vaults/nightly/recovery-points
#   us-east-1: DELETE /backup-vaults/nightly/recovery-points/arn:aws:backup:us-east-1:123456789012:recovery-point:1
#   eu-west-1: DELETE /backup-vaults/nightly
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

python3 -m venv env
env/bin/pip install --quiet aws-inventory-manager==2.6.0 boto3==1.44.8
export AWS_ACCESS_KEY_ID=testing AWS_SECRET_ACCESS_KEY=testing
env/bin/python > seen <<'PYTHON'
import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import unquote


class Regions(BaseHTTPRequestHandler):
    """A vault of one name with a recovery point in each region."""

    def do_GET(self):
        path = unquote(self.path.partition("?")[0]).rstrip("/")
        region = self.headers["Authorization"].split("/")[2]
        print(f"{region}: {self.command} {path}")
        point = f"arn:aws:backup:{region}:123456789012:recovery-point:1"
        body = json.dumps({"RecoveryPoints": [{"RecoveryPointArn": point}]} if self.command == "GET" else {}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_DELETE = do_GET

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Regions)
Thread(target=server.serve_forever, daemon=True).start()
os.environ["AWS_ENDPOINT_URL"] = f"http://127.0.0.1:{server.server_port}"

from src.restore.deleter import ResourceDeleter  # noqa: E402

ResourceDeleter().delete_resource(
    resource_type="AWS::Backup::BackupVault",
    resource_id="nightly",
    region="eu-west-1",
    arn="arn:aws:backup:eu-west-1:123456789012:backup-vault:nightly",
)
PYTHON
diff <(echo "$expected") seen
