#!/usr/bin/env bash
# aws-croniter 2.1.1, pyawscron 1.0.7, aws-cron-parser 1.1.12: L as the day of the week
#
# Behaviour: AWS reads L in the fifth field of cron() as the last day of the week, Saturday. All three libraries,
# in two languages, take such a weekly rule without a word, and none ever finds a run of it: one says None, two
# say of themselves that this should not happen. 7, the same day, works in each of them.
#
# Output:
#   aws-croniter L: None
#   aws-croniter 7: 2026-03-07 05:00
#   pyawscron L: AwsCronParser : this shouldn't happen, but iter 11 > 10
#   pyawscron 7: 2026-03-07 05:00
#   aws-cron-parser L: AwsCronParser : this shouldn't happen, but iter > 10
#   aws-cron-parser 7: 2026-03-07 05:00
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

python3 -m venv env
env/bin/pip install --quiet aws-croniter==2.1.1 pyawscron==1.0.7 python-dateutil==2.9.0.post0
npm install --silent --no-save aws-cron-parser@1.1.12
env/bin/python > seen <<'PYTHON'
from datetime import datetime, timezone

from aws_croniter import AwsCroniter
from pyawscron import AWSCron

SUNDAY = datetime(2026, 3, 1, 12, tzinfo=timezone.utc)


def show(library, day, next_run):
    try:
        run = next_run(f"0 5 ? * {day} *")
    except Exception as error:  # the libraries raise no class of their own
        run = error
    shown = f"{run:%Y-%m-%d %H:%M}" if isinstance(run, datetime) else str(run).strip()
    print(f"{library} {day}: {shown}")


for day in ("L", "7"):
    show("aws-croniter", day, lambda rule: AwsCroniter(rule).get_next(SUNDAY)[0])
for day in ("L", "7"):
    show("pyawscron", day, lambda rule: AWSCron(rule).occurrence(SUNDAY).next())
PYTHON
node >> seen <<'JAVASCRIPT'
const { next, parse } = require("aws-cron-parser");
for (const day of ["L", "7"]) {
  let run;
  try {
    run = next(parse(`0 5 ? * ${day} *`), new Date("2026-03-01T12:00:00Z"));
    run = run.toISOString().slice(0, 16).replace("T", " ");
  } catch (error) {
    run = error.message;
  }
  console.log(`aws-cron-parser ${day}: ${run}`);
}
JAVASCRIPT
diff <(echo "$expected") seen
