#!/usr/bin/env bash
# aws-cdk-lib 2.276.0: permissions of a state machine that searches backups
#
# Behaviour: AWS Backup's search and gateway have a name in IAM that differs from the SDK's by a hyphen. A schedule and
# a custom resource for such a call get a role with the permission; CallAwsService, of the same package, gives the
# state machine one of a service that IAM does not have, which lets it call nothing.
#
# Output:
#   a schedule: backup-search:StartSearchJob
#   a custom resource: backup-search:StartSearchJob
#   a state machine: backupsearch:startSearchJob
#   a schedule: backup-gateway:StartVirtualMachinesMetadataSync
#   a custom resource: backup-gateway:StartVirtualMachinesMetadataSync
#   a state machine: backupgateway:startVirtualMachinesMetadataSync
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

npm install --silent --no-save aws-cdk-lib@2.276.0 constructs@10.8.1
node > seen <<'JAVASCRIPT'
const { App, Stack, assertions, custom_resources, aws_scheduler, aws_scheduler_targets } = require("aws-cdk-lib");
const { aws_stepfunctions, aws_stepfunctions_tasks } = require("aws-cdk-lib");
const { AwsCustomResource, AwsCustomResourcePolicy, PhysicalResourceId } = custom_resources;

const ways = {
  "a schedule": (stack, call) =>
    new aws_scheduler.Schedule(stack, "schedule", {
      schedule: aws_scheduler.ScheduleExpression.cron({ hour: "5", minute: "0" }),
      target: new aws_scheduler_targets.Universal(call),
    }),
  "a custom resource": (stack, call) =>
    new AwsCustomResource(stack, "resource", {
      onCreate: { ...call, physicalResourceId: PhysicalResourceId.of("call") },
      policy: AwsCustomResourcePolicy.fromSdkCalls({ resources: ["*"] }),
    }),
  "a state machine": (stack, call) => {
    const task = new aws_stepfunctions_tasks.CallAwsService(stack, "task", { ...call, iamResources: ["*"] });
    new aws_stepfunctions.StateMachine(stack, "machine", {
      definitionBody: aws_stepfunctions.DefinitionBody.fromChainable(task),
    });
  },
};
const calls = [
  { service: "backupsearch", action: "startSearchJob" },
  { service: "backupgateway", action: "startVirtualMachinesMetadataSync" },
];
for (const call of calls)
  for (const [name, add] of Object.entries(ways)) {
    const stack = new Stack(new App(), "stack");
    add(stack, call);
    const policies = assertions.Template.fromStack(stack).findResources("AWS::IAM::Policy");
    const [policy] = Object.values(policies);
    console.log(`${name}: ${policy.Properties.PolicyDocument.Statement.map((one) => one.Action)}`);
  }
JAVASCRIPT
diff <(echo "$expected") seen
