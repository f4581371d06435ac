#!/usr/bin/env bash
# aws-cron-parser 1.1.12: what a monthly rule is described as
#
# Behaviour: getScheduleDescription leaves out every day that is not a number or a plain weekday: the last
# Friday, the second Tuesday, the last day and the weekday nearest to the 15th all read as a bare time of day,
# as if they ran daily. next() runs each on its own days.
#
# Output:
#   0 5 ? * 6L *: "at 5:00 AM", next 2026-03-27
#   0 5 ? * TUE#2 *: "at 5:00 AM", next 2026-03-10
#   0 5 L * ? *: "at 5:00 AM", next 2026-03-31
#   0 5 15W * ? *: "at 5:00 AM", next 2026-03-16
#   0 5 15 * ? *: "on the 15th of every month at 5:00 AM", next 2026-03-15
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

npm install --silent --no-save aws-cron-parser@1.1.12
node > seen <<'JAVASCRIPT'
const { getScheduleDescription, next, parse } = require("aws-cron-parser");
for (const rule of ["0 5 ? * 6L *", "0 5 ? * TUE#2 *", "0 5 L * ? *", "0 5 15W * ? *", "0 5 15 * ? *"]) {
  const run = next(parse(rule), new Date("2026-03-01T12:00:00Z")).toISOString().slice(0, 10);
  console.log(`${rule}: "${getScheduleDescription(parse(rule)).trim()}", next ${run}`);
}
JAVASCRIPT
diff <(echo "$expected") seen
