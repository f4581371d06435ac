#!/usr/bin/env bash
# former2 0.2.83: templates of a plan that is there
#
# Behaviour: the templates of an account's plan leave out, without a word, where its rule copies to, that it makes
# continuous backups, and its time zone. Terraform's leaves out of a selection what narrows it too, so that a
# selection of all that has a tag becomes one of all.
#
# Output:
#   CloudFormation, the rule: lacks CopyActions, EnableContinuousBackup, ScheduleExpressionTimezone
#   CloudFormation, the selection: lacks nothing
#   Terraform, the rule: lacks copy_action, enable_continuous_backup, schedule_expression_timezone
#   Terraform, the selection: lacks condition, not_resources
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

npm install --silent --no-save former2@0.2.83
export AWS_ACCESS_KEY_ID=testing AWS_SECRET_ACCESS_KEY=testing
python3 > seen <<'PYTHON'
import json
import os
import subprocess
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

RULE = {
    "RuleName": "nightly",
    "TargetBackupVaultName": "nightly",
    "ScheduleExpression": "cron(0 5 ? * * *)",
    "ScheduleExpressionTimezone": "Europe/Berlin",
    "StartWindowMinutes": 480,
    "CompletionWindowMinutes": 10080,
    "Lifecycle": {"DeleteAfterDays": 35},
    "EnableContinuousBackup": True,
    "CopyActions": [{"DestinationBackupVaultArn": "arn:aws:backup:us-west-2:123456789012:backup-vault:far"}],
}
SELECTION = {
    "SelectionName": "all",
    "IamRoleArn": "arn:aws:iam::123456789012:role/backup",
    "Resources": ["*"],
    "NotResources": ["arn:aws:ec2:*:*:volume/*"],
    "Conditions": {"StringEquals": [{"ConditionKey": "aws:ResourceTag/stage", "ConditionValue": "production"}]},
}
PLAN = {"BackupPlanId": "p-1", "BackupPlanArn": "arn:aws:backup:us-east-1:123456789012:backup-plan:p-1"}
ANSWERS = {
    "/backup-vaults": {"BackupVaultList": []},
    "/backup/plans": {"BackupPlansList": [{**PLAN, "BackupPlanName": "nightly"}]},
    "/backup/plans/p-1": {**PLAN, "BackupPlan": {"BackupPlanName": "nightly", "Rules": [RULE]}},
    "/backup/plans/p-1/selections": {"BackupSelectionsList": [{"SelectionId": "s-1", "SelectionName": "all"}]},
    "/backup/plans/p-1/selections/s-1": {"BackupPlanId": "p-1", "SelectionId": "s-1", "BackupSelection": SELECTION},
    "/audit/frameworks": {"Frameworks": []},
    "/audit/report-plans": {"ReportPlans": []},
}


class Account(BaseHTTPRequestHandler):
    """An account with one plan, as AWS Backup answers for it."""

    def do_GET(self):
        body = json.dumps(ANSWERS[self.path.partition("?")[0].rstrip("/")]).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Account)
Thread(target=server.serve_forever, daemon=True).start()
url = f"http://127.0.0.1:{server.server_port}"
Path("endpoint.js").write_text(f'require("aws-sdk").config.update({{ endpoint: "{url}" }});')
subprocess.run(
    ["node_modules/.bin/former2", "generate", "--services", "Backup", "--region", "us-east-1"]
    + ["--output-cloudformation", "cloudformation", "--output-terraform", "terraform"],
    env={**os.environ, "NODE_OPTIONS": "--require ./endpoint.js"},
    capture_output=True,
    check=True,
)
LOOKED_FOR = {
    "CloudFormation": {
        "rule": ["CopyActions", "EnableContinuousBackup", "Lifecycle", "ScheduleExpressionTimezone"],
        "selection": ["Conditions", "NotResources", "Resources"],
    },
    "Terraform": {
        "rule": ["copy_action", "enable_continuous_backup", "lifecycle", "schedule_expression_timezone"],
        "selection": ["condition", "not_resources", "resources"],
    },
}
for language, parts in LOOKED_FOR.items():
    words = Path(language.lower()).read_text().replace(":", " ").split()
    for part, members in parts.items():
        lacking = ", ".join(member for member in members if member not in words)
        print(f"{language}, the {part}: lacks {lacking or 'nothing'}")
PYTHON
diff <(echo "$expected") seen
