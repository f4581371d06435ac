#!/usr/bin/env bash
# @aws-lambda-powertools/jmespath 2.36.0, jmespath 1.1.0: a query of the AWS CLI in Powertools
#
# Behaviour: two queries that run with --query in the AWS CLI, which reads JMESPath by the package of PyPI, do
# not in AWS's own Powertools for TypeScript: jobs after a date are none, since texts have no order there, and
# a word in backticks, as AWS's examples have it, is a LexerError.
#
# Output:
#   jobs after a date: PyPI ["b"], Powertools []
#   jobs with a state in backticks: PyPI ["b"], Powertools LexerError
#   jobs with a state in quotes: PyPI ["b"], Powertools ["b"]
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

python3 -m venv env
env/bin/pip install --quiet jmespath==1.1.0
npm install --silent --no-save @aws-lambda-powertools/jmespath@2.36.0
cat > queries <<'QUERIES'
BackupJobs[?CreationDate>'2026-03-01T06:00:00Z'].BackupJobId
BackupJobs[?State==`FAILED`].BackupJobId
BackupJobs[?State=='FAILED'].BackupJobId
QUERIES
cat > jobs.json <<'JSON'
{"BackupJobs": [{"BackupJobId": "a", "State": "COMPLETED", "CreationDate": "2026-03-01T05:00:00Z"},
                {"BackupJobId": "b", "State": "FAILED", "CreationDate": "2026-03-01T07:00:00Z"}]}
JSON
env/bin/python > pypi <<'PYTHON'
import json

import jmespath

jobs = json.load(open("jobs.json"))
what = ["after a date", "with a state in backticks", "with a state in quotes"]
for text, query in zip(what, open("queries").read().splitlines(), strict=True):
    print(f"jobs {text}: PyPI {json.dumps(jmespath.search(query, jobs))}")
PYTHON
node > powertools <<'JAVASCRIPT'
const { readFileSync } = require("fs");
const { search } = require("@aws-lambda-powertools/jmespath");
const jobs = JSON.parse(readFileSync("jobs.json"));
for (const query of readFileSync("queries", "utf8").trim().split("\n")) {
  try {
    console.log("Powertools", JSON.stringify(search(query, jobs)));
  } catch (error) {
    console.log("Powertools", error.name);
  }
}
JAVASCRIPT
paste -d, pypi powertools | sed 's/,Powertools/, Powertools/' > seen
diff <(echo "$expected") seen
