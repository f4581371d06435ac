#!/usr/bin/env bash
# aws-resource-validator 2.6.0: its check before a call, and AWS's types of resources
#
# Behaviour: a client that is wrapped refuses to list the jobs of SAP HANA on Amazon EC2, Storage Gateway and
# Redshift Serverless before anything is sent, since the service's model has a pattern for ResourceType
# without a space, which AWS itself does not keep to: these are the names that GetSupportedResourceTypes and
# the guide have.
#
# Output:
#   EBS: sent
#   SAP HANA on Amazon EC2: AWSValidationError (failed at character 3: ' ' contains forbidden whitespace).
#   Storage Gateway: AWSValidationError (failed at character 7: ' ' contains forbidden whitespace).
#   Redshift Serverless: AWSValidationError (failed at character 8: ' ' contains forbidden whitespace).
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

python3 -m venv env
env/bin/pip install --quiet aws-resource-validator==2.6.0 aws-resource-validator-backup==2.6.0 boto3==1.44.8
env/bin/python -W ignore > seen <<'PYTHON'
import boto3
from aws_resource_validator import AWSValidationError, wrap_client
from botocore.stub import Stubber

client = boto3.client(
    "backup", region_name="us-east-1", aws_access_key_id="testing", aws_secret_access_key="testing"
)
stubber = Stubber(client)
wrapped = wrap_client(client)
for resource_type in ["EBS", "SAP HANA on Amazon EC2", "Storage Gateway", "Redshift Serverless"]:
    stubber.add_response("list_backup_jobs", {"BackupJobs": []})
    with stubber:
        try:
            wrapped.list_backup_jobs(ByResourceType=resource_type)
            print(f"{resource_type}: sent")
        except AWSValidationError as error:
            print(f"{resource_type}: AWSValidationError", str(error)[str(error).index("(failed") :])
PYTHON
diff <(echo "$expected") seen
