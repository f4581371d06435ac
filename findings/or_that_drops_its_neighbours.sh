#!/usr/bin/env bash
# serverless-offline-aws-eventbridge 2.2.4: $or, resources and absent members in a pattern
#
# Behaviour: a $or in a pattern's detail makes the plugin drop all else that the detail asks for, so that a
# rule on failed jobs fires for each job that completed; resources, account and region of a pattern are never
# looked at; and anything-but lets an event through that lacks the member. EventBridge asks for all of these.
#
# Output:
#   failed and ($or EBS or RDS): fires for a completed job
#   resources [another]: fires
#   statusMessage anything-but: fires for an event without one
#   failed: does not fire for a completed job
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

npm install --silent --no-save serverless-offline-aws-eventbridge@2.2.4
node > seen <<'JAVASCRIPT'
const plugin = require("serverless-offline-aws-eventbridge");
const matcher = Object.create((plugin.default ?? plugin).prototype, { logDebug: { value: () => {} } });
const fires = (pattern) =>
  matcher.verifyIsSubscribed({ event: { pattern } }, {
    Source: "aws.backup",
    DetailType: "Backup Job State Change",
    Resources: ["arn:aws:ec2:us-east-1:123456789012:volume/vol-1"],
    Detail: JSON.stringify({ state: "COMPLETED", resourceType: "EBS" }),
  }) ? "fires" : "does not fire";
const or = [{ resourceType: ["EBS"] }, { resourceType: ["RDS"] }];
console.log(`failed and ($or EBS or RDS): ${fires({ detail: { state: ["FAILED"], $or: or } })} for a completed job`);
console.log(`resources [another]: ${fires({ source: ["aws.backup"], resources: ["arn:aws:s3:::another"] })}`);
const said = { detail: { statusMessage: [{ "anything-but": "stopped" }] } };
console.log(`statusMessage anything-but: ${fires(said)} for an event without one`);
console.log(`failed: ${fires({ detail: { state: ["FAILED"] } })} for a completed job`);
JAVASCRIPT
diff <(echo "$expected") seen
