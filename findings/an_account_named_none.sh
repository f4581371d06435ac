#!/usr/bin/env bash
# simple-arn 0.0.3: an ARN that is read and written again
#
# Behaviour: where an ARN has no account or no region, as those of EBS snapshots, which are recovery points,
# and of buckets, the package writes the word None in its place, though to be written again is what its page
# has it for. clone, its way to change one part, hands such ARNs on.
#
# Output:
#   arn:aws:ec2:us-east-1::snapshot/snap-0a1b2c3d4e5f60718 -> arn:aws:ec2:us-east-1:None:snapshot/snap-0a1b2c3d4e5f60718
#   arn:aws:s3:::nightly -> arn:aws:s3:None:None:nightly
#   arn:aws:backup:us-east-1:123456789012:backup-vault:nightly -> the same
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

python3 -m venv env
env/bin/pip install --quiet simple-arn==0.0.3
env/bin/python > seen <<'PYTHON'
from simple_arn import AwsArn

for text in [
    "arn:aws:ec2:us-east-1::snapshot/snap-0a1b2c3d4e5f60718",
    "arn:aws:s3:::nightly",
    "arn:aws:backup:us-east-1:123456789012:backup-vault:nightly",
]:
    written = str(AwsArn.parse(text).clone())
    print(text, "->", "the same" if written == text else written)
PYTHON
diff <(echo "$expected") seen
