#!/usr/bin/env bash
# prowler 5.46.0, boto3 1.44.8: which resources plans protect, in an account with plans in two regions
#
# Behaviour: each region is asked for the selections of all plans, those of other regions too, and the first plan that
# a region does not know ends its search. So only one region's selections are ever found, and a table, volume or
# database that a plan of another region protects is told to be unprotected. Scanned alone, each region is right.
#
# Output:
#   us-east-1: 1 plan, 1 of 1 tables protected
#   eu-west-1: 1 plan, 1 of 1 tables protected
#   us-east-1 and eu-west-1: 2 plans, 1 of 2 tables protected
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

python3 -m venv env
# What Prowler's module of AWS Backup imports, and Prowler without the rest, which is for other clouds.
env/bin/pip install --quiet boto3==1.44.8 pydantic==2.12.5 colorama==0.4.6 jsonschema==4.26.0 packaging==26.4 \
    pytz==2026.6 PyYAML==6.0.4 requests==2.34.2 tzlocal==5.4.5
env/bin/pip install --quiet --no-deps prowler==5.46.0
export AWS_ACCESS_KEY_ID=testing AWS_SECRET_ACCESS_KEY=testing
env/bin/python > seen <<'PYTHON'
import json
import logging
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import SimpleNamespace

import boto3
from prowler.providers.aws.services.backup.backup_service import Backup

logging.disable()
REGIONS = ["us-east-1", "eu-west-1"]


def table(region):
    return f"arn:aws:dynamodb:{region}:123456789012:table/orders"


class Account(BaseHTTPRequestHandler):
    """A plan in each region, with a selection of one table."""

    def do_GET(self):
        region = self.headers["Authorization"].split("/")[2]
        plan = f"plan-of-{region}"
        arn = f"arn:aws:backup:{region}:123456789012:backup-plan:{plan}"
        member = {"BackupPlanId": plan, "BackupPlanArn": arn, "BackupPlanName": "nightly", "VersionId": "1"}
        known = {
            "/backup-vaults": {"BackupVaultList": []},
            "/audit/report-plans": {"ReportPlans": []},
            "/backup/plans": {"BackupPlansList": [member]},
            f"/backup/plans/{plan}/selections": {"BackupSelectionsList": [{"SelectionId": "tables"}]},
            f"/backup/plans/{plan}/selections/tables": {"BackupSelection": {"Resources": [table(region)]}},
        }
        path = self.path.partition("?")[0].rstrip("/")
        answer = {"Tags": {}} if path.startswith("/tags/") else known.get(path)
        status = 200 if answer else 400
        if not answer:
            answer = {"code": "InvalidParameterValueException", "message": "Cannot find Backup plan"}
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("x-amzn-ErrorType", answer.get("code", ""))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Account)
Thread(target=server.serve_forever, daemon=True).start()
url = f"http://127.0.0.1:{server.server_port}"


def client(region):
    made = boto3.client("backup", region_name=region, endpoint_url=url)
    made.region = region
    return made


for regions in [REGIONS[:1], REGIONS[1:], REGIONS]:
    scan = Backup(
        SimpleNamespace(
            identity=SimpleNamespace(account="123456789012", account_arn="", partition="aws"),
            audit_resources=None,
            audit_metadata=SimpleNamespace(expected_checks=[]),
            audit_config={},
            fixer_config={},
            session=SimpleNamespace(current_session=boto3.Session()),
            generate_regional_clients=lambda _, regions=regions: {region: client(region) for region in regions},
            get_default_region=lambda *_, regions=regions, **__: regions[0],
        )
    )
    plans, protected = len(scan.backup_plans), set(scan.protected_resources)
    known = sum(table(region) in protected for region in regions)
    name = " and ".join(regions)
    print(f"{name}: {plans} plan{'s' * (plans > 1)}, {known} of {len(regions)} tables protected")
PYTHON
diff <(echo "$expected") seen
