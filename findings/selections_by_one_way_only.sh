#!/usr/bin/env bash
# troposphere 4.11.1: what it checks of a selection and of a vault's name
#
# Behaviour: a BackupSelection by tags and by ARNs, which AWS Backup takes, is refused when the template is
# written, and so is one by Conditions or NotResources alone. The name of a vault is checked by the pattern of
# a rule's: a dot, and one letter, which AWS Backup refuses, pass.
#
# Output:
#   ListOfTags and Resources: only one of the following can be specified: ListOfTags, Resources
#   Conditions: one of the following must be specified: ListOfTags, Resources
#   NotResources: one of the following must be specified: ListOfTags, Resources
#   Conditions and Resources: written
#   a vault named a.b: written
#   a vault named a: written
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

python3 -m venv env
env/bin/pip install --quiet troposphere==4.11.1
env/bin/python > seen <<'PYTHON'
from troposphere import backup

ROLE = "arn:aws:iam::123456789012:role/backup"
WAYS = {
    "ListOfTags": [backup.ConditionResourceType(ConditionKey="team", ConditionType="STRINGEQUALS", ConditionValue="db")],
    "Resources": ["arn:aws:ec2:*:*:volume/*"],
    "NotResources": ["arn:aws:s3:::scratch"],
    "Conditions": backup.Conditions(
        StringEquals=[backup.ConditionParameter(ConditionKey="aws:ResourceTag/team", ConditionValue="db")]
    ),
}


def show(what, make):
    try:
        make().to_dict()
        print(f"{what}: written")
    except ValueError as error:
        print(f"{what}:", str(error).partition(": ")[2])


for names in [("ListOfTags", "Resources"), ("Conditions",), ("NotResources",), ("Conditions", "Resources")]:
    ways = {name: WAYS[name] for name in names}
    show(
        " and ".join(names),
        lambda: backup.BackupSelectionResourceType(SelectionName="all", IamRoleArn=ROLE, **ways),
    )
for name in ["a.b", "a"]:
    show(f"a vault named {name}", lambda: backup.BackupVault("Vault", BackupVaultName=name))
PYTHON
diff <(echo "$expected") seen
