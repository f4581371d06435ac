#!/usr/bin/env bash
# moto 5.2.5, boto3 1.44.8: the UserId of a session whose role nobody made
#
# Behaviour: moto's STS lets a client assume a role that does not exist, and makes up its id anew whenever it
# is asked: AssumeRole and each GetCallerIdentity tell another. So no policy that compares aws:userId finds
# such a session. With a role in moto's IAM all of them tell the same.
#
# Output:
#   the role does not exist: 3 different ids
#   the role exists: 1 id
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

python3 -m venv env
env/bin/pip install --quiet 'moto[iam]==5.2.5' boto3==1.44.8
export AWS_ACCESS_KEY_ID=testing AWS_SECRET_ACCESS_KEY=testing AWS_DEFAULT_REGION=us-east-1
env/bin/python > seen <<'PYTHON'
import boto3
from moto import mock_aws


def ids():
    """The ids of a session, by each call that tells it."""
    role = "arn:aws:iam::123456789012:role/ops"
    assumed = boto3.client("sts").assume_role(RoleArn=role, RoleSessionName="session")
    keys = assumed["Credentials"]
    session = boto3.client(
        "sts",
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys["SessionToken"],
    )
    told = [session.get_caller_identity()["UserId"] for _ in range(2)]
    return {assumed["AssumedRoleUser"]["AssumedRoleId"], *told}


with mock_aws():
    print("the role does not exist:", len(ids()), "different ids")
    boto3.client("iam").create_role(RoleName="ops", AssumeRolePolicyDocument="{}")
    print("the role exists:", len(ids()), "id")
PYTHON
diff <(echo "$expected") seen
