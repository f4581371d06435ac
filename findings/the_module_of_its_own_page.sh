#!/usr/bin/env bash
# capo-backup 0.13.0: the import that its page shows for errors
#
# Behaviour: the page of the package on PyPI catches errors by from capo_backup.error import
# InvalidParameterValueException. There is no such module, so that the example ends before its first call; the
# classes are in capo_backup.errors.
#
# Output:
#   the page imports from capo_backup.error: No module named 'capo_backup.error'
#   capo_backup.errors: InvalidParameterValueException
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

python3 -m venv env
env/bin/pip install --quiet capo-backup==0.13.0
env/bin/python > seen <<'PYTHON'
import re
from importlib import import_module
from importlib.metadata import metadata

page = metadata("capo-backup").get_payload()
name = re.search(r"from (\S+) import InvalidParameterValueException", page)[1]
try:
    import_module(name)
    print(f"the page imports from {name}, which is there")
except ModuleNotFoundError as error:
    print(f"the page imports from {name}:", error)
print("capo_backup.errors:", import_module("capo_backup.errors").InvalidParameterValueException.__name__)
PYTHON
diff <(echo "$expected") seen
