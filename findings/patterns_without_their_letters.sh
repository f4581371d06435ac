#!/usr/bin/env bash
# aws-resource-validator 2.6.0: arv inspect
#
# Behaviour: the table of a service's patterns is printed without what stands in square brackets, which the
# printer reads as its own markup: the pattern of a vault's name becomes ^{2,50}$. The same pattern as JSON,
# and the one that a name is checked by, are whole.
#
# Output:
#   table: ^{2,50}$
#   checked by: ^[a-zA-Z0-9\-\_]{2,50}$
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

python3 -m venv env
env/bin/pip install --quiet aws-resource-validator==2.6.0 rich==15.0.0
export PYTHONWARNINGS=ignore COLUMNS=120
env/bin/arv inspect backup | grep -F 'BackupVaultName' | sed -E 's/.*(\^[^ ]*) .*/table: \1/' > seen
env/bin/python >> seen <<'PYTHON'
from aws_resource_validator.class_definitions import class_registry

print("checked by:", class_registry.Backup.BackupVaultName.pattern)
PYTHON
diff <(echo "$expected") seen
