#!/usr/bin/env bash
# aws-cdk-lib 2.276.0, boto3 1.44.8: all events of a vault
#
# Behaviour: a BackupVault with a notificationTopic and no notificationEvents is documented to tell all vault events.
# It names those that the package has a word for, 17 of the 32 that AWS Backup takes: that a continuous backup was
# interrupted, or that an object of EKS failed, is told to nobody, and cannot be named in notificationEvents either.
#
# Output:
#   the vault names 17 of 32 events
#   CONTINUOUS_BACKUP_INTERRUPTED: no word for it
#   EKS_BACKUP_OBJECT_FAILED: no word for it
#   RECOVERY_POINT_INDEXING_FAILED: no word for it
#   S3_BACKUP_OBJECT_FAILED: named
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

npm install --silent --no-save aws-cdk-lib@2.276.0 constructs@10.8.1
python3 -m venv env
env/bin/pip install --quiet boto3==1.44.8
node > events.json <<'JAVASCRIPT'
const { App, Stack, assertions, aws_sns } = require("aws-cdk-lib");
const { BackupVault, BackupVaultEvents } = require("aws-cdk-lib/aws-backup");

const stack = new Stack(new App(), "stack");
new BackupVault(stack, "vault", { notificationTopic: new aws_sns.Topic(stack, "topic") });
const [vault] = Object.values(assertions.Template.fromStack(stack).findResources("AWS::Backup::BackupVault"));
const named = vault.Properties.Notifications.BackupVaultEvents;
console.log(JSON.stringify({ named, words: Object.values(BackupVaultEvents) }));
JAVASCRIPT
env/bin/python > seen <<'PYTHON'
import json

import boto3

backup = boto3.client("backup", region_name="us-east-1")
events = backup.meta.service_model.shape_for("BackupVaultEvent").enum
cdk = json.load(open("events.json"))
print("the vault names", len(set(events) & set(cdk["named"])), "of", len(events), "events")
SHOWN = ["CONTINUOUS_BACKUP_INTERRUPTED", "EKS_BACKUP_OBJECT_FAILED", "RECOVERY_POINT_INDEXING_FAILED"]
for event in [*SHOWN, "S3_BACKUP_OBJECT_FAILED"]:
    word = "a word for it" if event in cdk["words"] else "no word for it"
    print(f"{event}: {'named' if event in cdk['named'] else word}")
PYTHON
diff <(echo "$expected") seen
