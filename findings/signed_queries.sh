#!/usr/bin/env bash
# awscurl 0.44, httpx-auth-awssigv4 0.1.4: the query of a request that is signed
#
# Behaviour: awscurl encodes a query that is encoded already once more before it signs it, so that a date or an ARN,
# as lists of jobs are filtered by, gives a signature that AWS does not have for the request that is sent.
# httpx-auth-awssigv4 leaves the members of a query in the order in which they came, where they are to be
# sorted: a summary by period and account is signed in one order of the two.
#
# Output:
#   awscurl: state=FAILED AWS's
#   awscurl: createdAfter=2026-03-01T00%3A00%3A00Z another
#   awscurl: AggregationPeriod=ONE_DAY&AccountId=ANY AWS's
#   httpx-auth-awssigv4: state=FAILED AWS's
#   httpx-auth-awssigv4: createdAfter=2026-03-01T00%3A00%3A00Z AWS's
#   httpx-auth-awssigv4: AggregationPeriod=ONE_DAY&AccountId=ANY another
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

python3 -m venv env
env/bin/pip install --quiet botocore==1.44.8 httpx==0.28.1 awscurl==0.44 httpx-auth-awssigv4==0.1.4
env/bin/python > seen <<'PYTHON'
import subprocess
from hashlib import sha256
from http.client import HTTPMessage
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import httpx
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from httpx_auth_awssigv4 import SigV4Auth as HttpxSigV4Auth

KEY, SECRET, REGION = "key", "secret", "us-east-1"
QUERIES = ["state=FAILED", "createdAfter=2026-03-01T00%3A00%3A00Z", "AggregationPeriod=ONE_DAY&AccountId=ANY"]
received = []


class Server(BaseHTTPRequestHandler):
    def do_GET(self):
        received.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments):
        pass


def signature(url, headers):
    """What botocore signs the same request with, at its moment and with its headers."""
    signed = headers["authorization"].partition("SignedHeaders=")[2].partition(",")[0].split(";")

    class Signer(SigV4Auth):
        def headers_to_sign(self, request):
            message = HTTPMessage()
            for name in signed:
                message[name] = headers[name]
            return message

        def payload(self, request):
            return sha256(b"").hexdigest()

    request = AWSRequest(method="GET", url=url)
    request.context["timestamp"] = headers["x-amz-date"]
    signer = Signer(Credentials(KEY, SECRET), "backup", REGION)
    return signer.signature(signer.string_to_sign(request, signer.canonical_request(request)), request)


def by_awscurl(url):
    keys = ["--access_key", KEY, "--secret_key", SECRET]
    subprocess.run(["env/bin/awscurl", "--service", "backup", "--region", REGION, *keys, url], check=True, stdout=subprocess.DEVNULL)
    return received[-1]


def by_httpx(url):
    # Without a port, which this one leaves out of the host that it signs.
    auth = HttpxSigV4Auth(access_key=KEY, secret_key=SECRET, service="backup", region=REGION)
    request = auth(httpx.Request("GET", url.replace(f":{server.server_port}", "")))
    return request.url.raw_path.decode(), dict(request.headers)


server = HTTPServer(("127.0.0.1", 0), Server)
Thread(target=server.serve_forever, daemon=True).start()
base = f"http://127.0.0.1:{server.server_port}"
for library, sign in {"awscurl": by_awscurl, "httpx-auth-awssigv4": by_httpx}.items():
    for query in QUERIES:
        path = "audit/backup-job-summaries" if "Period" in query else "backup-jobs/"
        sent, headers = sign(f"{base}/{path}?{query}")
        assert sent == f"/{path}?{query}"
        is_aws = headers["authorization"].endswith(f"Signature={signature(base + sent, headers)}")
        print(f"{library}: {query}", "AWS's" if is_aws else "another")
PYTHON
diff <(echo "$expected") seen
