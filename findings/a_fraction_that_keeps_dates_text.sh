#!/usr/bin/env bash
# pandas 3.1.1: read_csv(parse_dates=…) of a report of backup jobs
#
# Behaviour: where some dates of a column have milliseconds and others none, as a job that began on a whole second
# has beside one that did not, the column stays text, and nothing is said. Dates of one form become dates, though
# some are missing. format="ISO8601" of to_datetime reads both.
#
# Output:
#   some with milliseconds: str
#   all with milliseconds: datetime64[us, UTC]
#   some, by to_datetime(format="ISO8601"): datetime64[us, UTC]
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

python3 -m venv env
env/bin/pip install --quiet pandas==3.1.1
cat > read.py <<'PY'
from io import StringIO

import pandas

some = "Creation Date,Status\n2026-03-10T12:30:15Z,a\n2026-03-10T12:30:15.250Z,b\n"
every = "Creation Date,Status\n2026-03-10T12:30:15.000Z,a\n2026-03-10T12:30:15.250Z,b\n,c\n"


def dates(text):
    return pandas.read_csv(StringIO(text), parse_dates=["Creation Date"])["Creation Date"]


print("some with milliseconds:", dates(some).dtype)
print("all with milliseconds:", dates(every).dtype)
read = pandas.to_datetime(dates(some), format="ISO8601")
print('some, by to_datetime(format="ISO8601"):', read.dtype)
PY
env/bin/python read.py > seen
diff <(echo "$expected") seen
