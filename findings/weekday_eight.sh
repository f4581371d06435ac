#!/usr/bin/env bash
# cron-to-quartz 1.4.9: Sunday as 7
#
# Behaviour: crontab has Sunday as 0 and as 7. The translation adds one to every weekday, and writes 7 as 8
# and 6-7 as 7-8, which neither Quartz nor AWS knows; 0 becomes 1 and is right. A plan that is made from the
# second form of the same line is refused.
#
# Output:
#   0 5 * * 0 -> 0 0 5 ? * 1 *
#   0 5 * * 7 -> 0 0 5 ? * 8 *
#   0 5 * * 6-7 -> 0 0 5 ? * 7-8 *
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

npm install --silent --no-save cron-to-quartz@1.4.9
node > seen <<'JAVASCRIPT'
const { getQuartz } = require("cron-to-quartz");
for (const line of ["0 5 * * 0", "0 5 * * 7", "0 5 * * 6-7"])
  console.log(line, "->", getQuartz(line).map((fields) => fields.join(" ")).join(" and "));
JAVASCRIPT
diff <(echo "$expected") seen
