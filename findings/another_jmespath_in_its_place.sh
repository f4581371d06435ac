#!/usr/bin/env bash
# jmespath-community 1.1.3, boto3 1.44.8: the other JMESPath beside boto3
#
# Behaviour: both packages bring a module jmespath, and the last that was installed stays: boto3's paginators
# and the AWS CLI then search by it without a word, pip check has no objection, and a word in backticks is a
# LexerError. Removing it takes boto3's own along, which can then not be imported.
#
# Output:
#   boto3 alone: ["b"]
#   with jmespath-community: LexerError
#   pip check: No broken requirements found.
#   without it again: No module named 'jmespath'
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

python3 -m venv env
env/bin/pip install --quiet boto3==1.44.8 jmespath==1.1.0
cat > search.py <<'PYTHON'
import json

try:
    import boto3
    from botocore.stub import Stubber
except ModuleNotFoundError as error:
    raise SystemExit(print(error))
client = boto3.client("backup", region_name="us-east-1", aws_access_key_id="testing", aws_secret_access_key="testing")
with Stubber(client) as stubber:
    jobs = [{"BackupJobId": "a", "State": "COMPLETED"}, {"BackupJobId": "b", "State": "FAILED"}]
    stubber.add_response("list_backup_jobs", {"BackupJobs": jobs})
    pages = client.get_paginator("list_backup_jobs").paginate()
    try:
        print(json.dumps(list(pages.search("BackupJobs[?State==`FAILED`].BackupJobId"))))
    except ValueError as error:
        print(type(error).__name__)
PYTHON
echo "boto3 alone: $(env/bin/python search.py)" > seen
env/bin/pip install --quiet jmespath-community==1.1.3
echo "with jmespath-community: $(env/bin/python search.py)" >> seen
echo "pip check: $(env/bin/pip check)" >> seen
env/bin/pip uninstall --quiet --yes jmespath-community
echo "without it again: $(env/bin/python search.py)" >> seen
diff <(echo "$expected") seen
