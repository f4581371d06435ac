#!/usr/bin/env bash
# pyawscron 1.0.7: a monthly rule for one of a month's last days, asked before a shorter month
#
# Behaviour: once the run of 30 January is over, the next run of cron(0 5 30 * ? *) is a ValueError in place of
# 30 March, for February has no such day. The run before is found, across February too. From March on
# the same rule is read well, so that a test which does not run in January never sees it.
#
# Output:
#   after 2026-01-30: ValueError day is out of range for month
#   before 2026-03-30: 2026-01-30 05:00
#   after 2026-03-30: 2026-04-30 05:00
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

python3 -m venv env
env/bin/pip install --quiet pyawscron==1.0.7 python-dateutil==2.9.0.post0
env/bin/python > seen <<'PYTHON'
from datetime import datetime, timezone

from pyawscron import AWSCron

JANUARY, MARCH = (datetime(2026, month, 30, 5, tzinfo=timezone.utc) for month in (1, 3))
RULE = "0 5 30 * ? *"
try:
    print("after 2026-01-30:", AWSCron.get_next_n_schedule(1, JANUARY, RULE))
except ValueError as error:
    print("after 2026-01-30: ValueError", error)
(before,) = AWSCron.get_prev_n_schedule(1, MARCH, RULE)
print(f"before 2026-03-30: {before:%Y-%m-%d %H:%M}")
(after,) = AWSCron.get_next_n_schedule(1, MARCH, RULE)
print(f"after 2026-03-30: {after:%Y-%m-%d %H:%M}")
PYTHON
diff <(echo "$expected") seen
