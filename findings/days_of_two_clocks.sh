#!/usr/bin/env bash
# c7n 0.9.53: consecutive-aws-backups in a time zone
#
# Behaviour: the filter counts the days that must have a backup in UTC, and reads the day of each backup by
# the clock of the machine, as boto3 gives dates. In Tokyo a backup of each night at 18:00 UTC is one of the
# next morning: the earliest day that is asked for has none, and a table with all of its backups is not found.
#
# Output:
#   TZ=UTC: found
#   TZ=Asia/Tokyo: not found
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

python3 -m venv env
env/bin/pip install --quiet c7n==0.9.53 python-dateutil==2.9.0.post0
cat > filter.py <<'PYTHON'
import os
from datetime import datetime, timedelta, timezone

from c7n.filters.backup import ConsecutiveAwsBackupsFilter
from dateutil.tz import tzlocal

now = datetime.now(timezone.utc)
evening = now.replace(hour=18, minute=0, second=0, microsecond=0)
# Three evenings that are over, as boto3 gives their dates.
backups = [
    {"Status": "COMPLETED", "CreationDate": (evening - timedelta(days=days)).astimezone(tzlocal())}
    for days in (1, 2, 3)
]
asked = {"type": "consecutive-aws-backups", "count": 3, "period": "days", "status": "COMPLETED"}
found = ConsecutiveAwsBackupsFilter(asked).process([{"TableName": "orders", "c7n:AwsBackups": backups}])
print(f"TZ={os.environ['TZ']}:", "found" if found else "not found")
PYTHON
for zone in UTC Asia/Tokyo; do TZ=$zone env/bin/python -W ignore filter.py; done > seen
diff <(echo "$expected") seen
