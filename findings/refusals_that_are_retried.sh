#!/usr/bin/env bash
# microburst 0.10.0, boto3 1.44.8: injected refusals of AWS Backup
#
# Behaviour: an error that a rule names without a status is sent with one that the proxy has for it, and the service's
# model has none. ConflictException, which AWS Backup sends with 400 while a framework or a legal hold is on its
# way, and AlreadyExistsException come with 503, and boto3 sends the request again; InvalidParameterValueException has
# 400. The program under test waits where AWS would have told it at once.
#
# Output:
#   ConflictException: 503, 3 requests
#   ConflictException with status 400: 400, 1 requests
#   AlreadyExistsException: 503, 3 requests
#   InvalidParameterValueException: 400, 1 requests
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

python3 -m venv env
env/bin/pip install --quiet microburst==0.10.0 boto3==1.44.8
export AWS_ACCESS_KEY_ID=key AWS_SECRET_ACCESS_KEY=secret AWS_DEFAULT_REGION=us-east-1
env/bin/python > seen <<'PYTHON'
import atexit
import json
import socket
import subprocess
import time
from urllib.request import Request, urlopen

import boto3
from botocore.exceptions import ClientError

with socket.create_server(("127.0.0.1", 0)) as listening:
    port = listening.getsockname()[1]
# No request goes any further, so that there need be nothing behind it.
with open("log", "w") as log:
    arguments = ["--upstream", "http://127.0.0.1:1", "--port", str(port)]
    server = subprocess.Popen(["env/bin/microburst", *arguments], stdout=log, stderr=log)
atexit.register(server.terminate)
url = f"http://127.0.0.1:{port}"
for _ in range(100):
    try:
        urlopen(f"{url}/_microburst/health").close()
        break
    except OSError:
        time.sleep(0.3)
client = boto3.client("backup", endpoint_url=url)
ERRORS = {
    "ConflictException": {"code": "ConflictException"},
    "ConflictException with status 400": {"code": "ConflictException", "status": 400},
    "AlreadyExistsException": {"code": "AlreadyExistsException"},
    "InvalidParameterValueException": {"code": "InvalidParameterValueException"},
}
for name, error in ERRORS.items():
    rules = json.dumps([{"service": "backup", "operation": "DeleteFramework", "error": error}]).encode()
    urlopen(Request(f"{url}/_microburst/rules", rules, {"Content-Type": "application/json"}, method="POST")).close()
    urlopen(Request(f"{url}/_microburst/fired", method="DELETE")).close()
    try:
        client.delete_framework(FrameworkName="nightly")
    except ClientError as refused:
        status = refused.response["ResponseMetadata"]["HTTPStatusCode"]
    with urlopen(f"{url}/_microburst/fired") as answer:
        fired = json.load(answer)
    print(f"{name}: {status}, {len(fired)} requests")
PYTHON
diff <(echo "$expected") seen
