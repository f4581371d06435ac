#!/usr/bin/env bash
# cdk-nag 3.0.2, aws-cdk-lib 2.276.0: the rule DynamoDBInBackupPlan
#
# Behaviour: a table counts as part of a backup plan where a selection names it, or the stack that has it. Where the
# selection takes it by its tag, or by an ARN with a wildcard, which are the two ways that AWS's guide shows
# first and that back it up as well, the rule fails. It looks at a selection's Resources only, and there for the
# table's own name.
#
# Output:
#   named: passes
#   by the stack: passes
#   by its tag: fails
#   by arn:aws:dynamodb:*:*:table/*: fails
#   by none: fails
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

npm install --silent --no-audit --no-fund aws-cdk-lib@2.276.0 cdk-nag@3.0.2 constructs@10.8.1
cat > check.js <<'JAVASCRIPT'
const { App, Stack, Tags, Validations } = require("aws-cdk-lib");
const { BackupPlan, BackupResource } = require("aws-cdk-lib/aws-backup");
const { AttributeType, Table } = require("aws-cdk-lib/aws-dynamodb");
const { NIST80053R5Checks } = require("cdk-nag");
const { mkdtempSync, readFileSync } = require("fs");

const SELECTED = {
  "named": (stack, table) => BackupResource.fromDynamoDbTable(table),
  "by the stack": (stack) => BackupResource.fromConstruct(stack),
  "by its tag": () => BackupResource.fromTag("backup", "nightly"),
  "by arn:aws:dynamodb:*:*:table/*": () => BackupResource.fromArn("arn:aws:dynamodb:*:*:table/*"),
  "by none": () => null,
};

for (const [name, select] of Object.entries(SELECTED)) {
  const outdir = mkdtempSync("out");
  const app = new App({ outdir });
  const stack = new Stack(app, "Stack");
  const table = new Table(stack, "Table", { partitionKey: { name: "id", type: AttributeType.STRING } });
  Tags.of(table).add("backup", "nightly");
  const resource = select(stack, table);
  if (resource) BackupPlan.daily35DayRetention(stack, "Plan").addSelection("Selection", { resources: [resource] });
  Validations.of(app).addPlugins(new NIST80053R5Checks(app));
  try {
    app.synth();
  } catch (error) {
    // Other rules of the pack fail, and then synth does.
    if (!error.message.includes("Validation failed")) throw error;
  }
  const report = readFileSync(`${outdir}/validation-report.json`, "utf8");
  process.stdout.write(`${name}: ${report.includes("DynamoDBInBackupPlan") ? "fails" : "passes"}\n`);
}
JAVASCRIPT
node check.js 2> report | grep -E ': (passes|fails)$' > seen
diff <(echo "$expected") seen
