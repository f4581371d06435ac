#!/usr/bin/env bash
# requests-auth-aws-sigv4 0.7, httpx-aws-auth 4.2.0, httpx-auth 0.23.1, httpx-auth-awssigv4 0.1.4: an ARN in a path
#
# Behaviour: AWS signs a path that is encoded once more, so that the ARN of a recovery point, which is encoded
# in a path anyway, is encoded twice in what is signed. These four sign it as it is sent: vaults are
# listed, and whatever names a recovery point has another signature than AWS's own library gives it.
# requests-aws4auth 1.4.0 has AWS's.
#
# Output:
#   requests-aws4auth: vaults AWS's, a recovery point AWS's
#   requests-auth-aws-sigv4: vaults AWS's, a recovery point another
#   httpx-aws-auth: vaults AWS's, a recovery point another
#   httpx-auth: vaults AWS's, a recovery point another
#   httpx-auth-awssigv4: vaults AWS's, a recovery point another
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

python3 -m venv env
env/bin/pip install --quiet botocore==1.44.8 requests==2.34.2 httpx==0.28.1 requests-aws4auth==1.4.0 \
    requests-auth-aws-sigv4==0.7 httpx-aws-auth==4.2.0 httpx-auth==0.23.1 httpx-auth-awssigv4==0.1.4
env/bin/python > seen <<'PYTHON'
from hashlib import sha256
from http.client import HTTPMessage

import httpx
import httpx_auth
import httpx_auth_awssigv4
import httpx_aws_auth
import requests
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from requests_auth_aws_sigv4 import AWSSigV4
from requests_aws4auth import AWS4Auth

KEY, SECRET, REGION = "key", "secret", "us-east-1"
URL = "://".join(("https", f"backup.{REGION}.amazonaws.com"))
POINT = "arn%3Aaws%3Aec2%3Aus-east-1%3A%3Asnapshot%2Fsnap-0a1b2c3d4e5f60718"
PATHS = {"vaults": "/backup-vaults/", "a recovery point": f"/backup-vaults/nightly/recovery-points/{POINT}"}


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


def by_requests(auth):
    def headers(url):
        prepared = requests.Request("GET", url, auth=auth).prepare()
        return {"host": URL.partition("://")[2], **{name.lower(): value for name, value in prepared.headers.items()}}

    return headers


def by_httpx(auth):
    sign = auth if not isinstance(auth, httpx.Auth) else lambda request: next(auth.sync_auth_flow(request))
    return lambda url: dict(sign(httpx.Request("GET", url)).headers)


keys = httpx_aws_auth.AwsCredentials(access_key=KEY, secret_key=SECRET, session_token=None)
SIGNED = {
    "requests-aws4auth": by_requests(AWS4Auth(KEY, SECRET, REGION, "backup")),
    "requests-auth-aws-sigv4": by_requests(
        AWSSigV4("backup", aws_access_key_id=KEY, aws_secret_access_key=SECRET, region=REGION)
    ),
    "httpx-aws-auth": by_httpx(httpx_aws_auth.AwsSigV4Auth(credentials=keys, region=REGION, service="backup")),
    "httpx-auth": by_httpx(httpx_auth.AWS4Auth(KEY, SECRET, REGION, "backup")),
    "httpx-auth-awssigv4": by_httpx(
        httpx_auth_awssigv4.SigV4Auth(access_key=KEY, secret_key=SECRET, service="backup", region=REGION)
    ),
}
for library, sign in SIGNED.items():
    seen, own = [], "AWS's"
    for name, path in PATHS.items():
        headers = sign(URL + path)
        is_aws = headers["authorization"].endswith(f"Signature={signature(URL + path, headers)}")
        seen.append(f"{name} {own if is_aws else 'another'}")
    print(f"{library}:", ", ".join(seen))
PYTHON
diff <(echo "$expected") seen
