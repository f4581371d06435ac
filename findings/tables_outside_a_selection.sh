#!/usr/bin/env bash
# aws-cdk-lib 2.276.0: BackupResource.fromConstruct of a stack
#
# Behaviour: a selection of all that a stack has names its Table, its volumes and file systems. Its buckets are left
# out, and so is each TableV2, which CDK asks its users to take in the place of Table: both without a warning,
# and the plan then makes no backup of them. fromDynamoDbTable selects a TableV2.
#
# Output:
#   the stack has AWS::DynamoDB::GlobalTable AWS::DynamoDB::Table AWS::EC2::Volume AWS::S3::Bucket
#   fromConstruct selects AWS::DynamoDB::Table AWS::EC2::Volume
#   warnings: 0
#   fromDynamoDbTable selects AWS::DynamoDB::GlobalTable
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

npm install --silent --no-save aws-cdk-lib@2.276.0 constructs@10.8.1
node > seen <<'JAVASCRIPT'
const { App, Size, Stack, aws_backup, aws_dynamodb, aws_ec2, aws_s3 } = require("aws-cdk-lib");
const { Annotations, Match } = require("aws-cdk-lib/assertions");

const app = new App();
const stack = new Stack(app, "Shop");
const partitionKey = { name: "id", type: "S" };
new aws_s3.Bucket(stack, "Photos");
new aws_dynamodb.Table(stack, "Orders", { partitionKey });
const carts = new aws_dynamodb.TableV2(stack, "Carts", { partitionKey });
new aws_ec2.Volume(stack, "Disk", { availabilityZone: "us-east-1a", size: Size.gibibytes(8) });

const plan = new aws_backup.BackupPlan(stack, "Plan");
plan.addRule(aws_backup.BackupPlanRule.daily());
const { BackupResource } = aws_backup;
plan.addSelection("Whole", { resources: [BackupResource.fromConstruct(stack)] });
plan.addSelection("One", { resources: [BackupResource.fromDynamoDbTable(carts)] });

const template = app.synth().getStackByName("Shop").template.Resources;
const types = new Map(Object.entries(template).map(([id, { Type }]) => [id, Type]));
const backedUp = /::(GlobalTable|Table|Volume|Bucket)$/;
const sorted = (found) => found.filter((type) => backedUp.test(type)).sort().join(" ");
const selected = (name) => {
  const selections = Object.values(template).filter(({ Type }) => Type === "AWS::Backup::BackupSelection");
  const found = selections.find(({ Properties }) => Properties.BackupSelection.SelectionName === name);
  const text = JSON.stringify(found.Properties);
  return sorted([...types.keys()].filter((id) => text.includes(`"${id}"`)).map((id) => types.get(id)));
};
console.log(`the stack has ${sorted([...types.values()])}`);
console.log(`fromConstruct selects ${selected("Whole")}`);
console.log(`warnings: ${Annotations.fromStack(stack).findWarning("*", Match.anyValue()).length}`);
console.log(`fromDynamoDbTable selects ${selected("One")}`);
JAVASCRIPT
diff <(echo "$expected") seen
