#!/usr/bin/env bash
# aws-arn-parser 1.0.1: an ARN with a colon in its resource
#
# Behaviour: what stands behind the sixth colon is kept under the name undefined, and of two such parts the
# last one only: of a vault the kind is told and the name is not, and of an RDS snapshot that AWS Backup made,
# snapshot:awsbackup:job-…, the middle is lost. Resources with a slash are whole.
#
# Output:
#   backup-vault:nightly: {"relativeId":"backup-vault","undefined":"nightly"}
#   snapshot:awsbackup:job-1b2c3d4e: {"relativeId":"snapshot","undefined":"job-1b2c3d4e"}
#   volume/vol-1: {"relativeId":"volume/vol-1"}
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

npm install --silent --no-save aws-arn-parser@1.0.1
node > seen <<'JAVASCRIPT'
const parser = require("aws-arn-parser");
for (const resource of ["backup-vault:nightly", "snapshot:awsbackup:job-1b2c3d4e", "volume/vol-1"]) {
  const { arn, aws, service, region, namespace, ...rest } = parser(`arn:aws:rds:us-east-1:123456789012:${resource}`);
  console.log(`${resource}: ${JSON.stringify(rest)}`);
}
JAVASCRIPT
diff <(echo "$expected") seen
