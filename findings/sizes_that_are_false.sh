#!/usr/bin/env bash
# csvkit 2.2.0, agate 1.14.2: csvjson of a report of backup jobs
#
# Behaviour: where no job of a report has moved a byte, as with incremental backups of what has not changed,
# the sizes are read as yes and no, and become false in JSON. In the same step accounts become fractions, a
# run time of more than a day a text of another form, and a percentage loses its sign. csvjson --no-inference
# keeps all of them as they stand.
#
# Output:
#   csvjson: 123456789012.0, "1 day, 2:15:00", false, 100.0
#   csvjson --no-inference: "123456789012", "26:15:00", "0", "100.00%"
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

python3 -m venv env
env/bin/pip install --quiet csvkit==2.2.0 agate==1.14.2
cat > report.csv <<'CSV'
Account ID,Job Run Time,Backup Size in Bytes,Percent Done
123456789012,26:15:00,0,100.00%
CSV
show() {
  env/bin/csvjson "$@" report.csv | sed -E 's/"[A-Z][^"]*": //g; s/^\[\{//; s/\}\]$//'
}
{
  echo "csvjson: $(show)"
  echo "csvjson --no-inference: $(show --no-inference)"
} > seen
diff <(echo "$expected") seen
