#!/usr/bin/env bash
# aws-cron-expression-validator 1.1.15, aws-cron-expression-validator 1.0.5: PyPI's and npm's
#
# Behaviour: two packages share a name and a purpose, and tell apart other schedules. npm's, 1.0.5, refuses
# the last Friday of a month, which is an example in AWS's guide, and three more forms that PyPI's, 1.1.15,
# takes. Who moves a check of backup plans from one language to the other refuses plans that run.
#
# Output:
#   0 5 ? * 6L *: PyPI takes it, npm refuses it
#   0 5 LW * ? *: PyPI takes it, npm refuses it
#   0 5 ? * mon *: PyPI takes it, npm refuses it
#   5-30/5 5 * * ? *: PyPI takes it, npm refuses it
#   0 5 ? * MON-FRI *: PyPI takes it, npm takes it
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

python3 -m venv env
env/bin/pip install --quiet aws-cron-expression-validator==1.1.15
npm install --silent --no-save aws-cron-expression-validator@1.0.5
cat > rules <<'RULES'
0 5 ? * 6L *
0 5 LW * ? *
0 5 ? * mon *
5-30/5 5 * * ? *
0 5 ? * MON-FRI *
RULES
env/bin/python > pypi <<'PYTHON'
from aws_cron_expression_validator.validator import AWSCronExpressionValidator

for rule in open("rules").read().splitlines():
    try:
        AWSCronExpressionValidator.validate(rule)
        print(f"{rule}: PyPI takes it")
    except ValueError:
        print(f"{rule}: PyPI refuses it")
PYTHON
node > npm <<'JAVASCRIPT'
const { awsCronExpressionValidator } = require("aws-cron-expression-validator");
for (const rule of require("fs").readFileSync("rules", "utf8").trim().split("\n")) {
  try {
    awsCronExpressionValidator(rule);
    console.log("npm takes it");
  } catch {
    console.log("npm refuses it");
  }
}
JAVASCRIPT
paste -d, pypi npm | sed 's/,npm/, npm/' > seen
diff <(echo "$expected") seen
